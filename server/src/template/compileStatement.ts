import type { Compilation } from './compilation.ts'
import { located, slotOf } from './compilation.ts'
import { compileCondition, compileReference, compileTarget, compileValue } from './compileExpression.ts'
import { compileForeach } from './compileForeach.ts'
import { DefinedBlock } from './definedBlock.ts'
import type { Printer, RunningBlock } from './execution.ts'
import type { Frame } from './frame.ts'
import { Halt, RenderFailure } from './frame.ts'
import { ForeachScope } from './foreachScope.ts'
import { setIndex, setProperty } from './javaCall.ts'
import { toJavaText } from './javaText.ts'
import type {
  Accessor,
  Block,
  DirectiveNode,
  Expression,
  IfNode,
  ReferenceNode,
  SetNode,
  Statement,
  Template,
} from './tree.ts'
import type { JavaValue } from './values.ts'
import { JavaObject } from './values.ts'

/** Compiles the statements of a template or block. */
export function compileBody<Code>(compilation: Compilation<Code>, { body }: Block | Template): Code {
  return compilation.builder.sequence(
    joinTexts(body).map(statement => compileStatement(compilation, statement)),
  )
}

/** Statements that only print text become one; those that print nothing are left out. */
function joinTexts(body: readonly Statement[]): Statement[] {
  const joined: Statement[] = []
  for (const statement of body) {
    const output = statement.kind === 'text' || statement.kind === 'comment' ? statement.output : undefined
    const last = joined.at(-1)
    if (output === undefined) joined.push(statement)
    else if (output !== '' && last?.kind === 'text') {
      joined[joined.length - 1] = { ...last, end: statement.end, output: last.output + output }
    } else if (output !== '') {
      joined.push({ kind: 'text', style: 'plain', start: statement.start, end: statement.end, output })
    }
  }
  return joined
}

function compileStatement<Code>(compilation: Compilation<Code>, node: Statement): Code {
  const { builder } = compilation
  switch (node.kind) {
    case 'text':
    case 'comment':
      return printText(compilation, node.output)
    case 'reference':
      return compilePrint(compilation, node)
    case 'set':
      return builder.stop(node, compileSet(compilation, node))
    case 'if':
      return builder.stop(node, compileIf(compilation, node))
    case 'directive':
      return builder.stop(node, compileDirective(compilation, node))
    case 'malformed':
      return printText(compilation, '')
  }
}

function printText<Code>({ builder }: Compilation<Code>, text: string): Code {
  return builder.text(text)
}

/** `$name` in text; an escaped one (`\$name`) prints itself, but is looked up all the same. */
function compilePrint<Code>(compilation: Compilation<Code>, node: ReferenceNode): Code {
  const { builder } = compilation
  const { prefix, literal, unread } = node.shown
  if (unread) return builder.stop(node, printText(compilation, literal ?? ''))
  const value = compileReference(compilation, node, compileBody)
  if (literal !== undefined) {
    return builder.one(value, (_, frame) => {
      frame.out += prefix + literal
      return null
    })
  }
  return builder.print(value, printerOf(compilation, node))
}

function printerOf<Code>(compilation: Compilation<Code>, node: ReferenceNode): Printer<Code> {
  const { prefix } = node.shown
  return {
    node,
    prefix,
    append: (value, frame) => append(node, value, frame),
    begin: value => beginBlock(compilation, value),
  }
}

function append({ shown, isQuiet }: ReferenceNode, value: JavaValue, frame: Frame): void {
  // What has no text, a block within itself, prints its own name as it is written.
  // Velocity writes its backslashes twice.
  if (value instanceof DefinedBlock)
    frame.out += (/^\\*/.exec(shown.prefix)?.[0] ?? '') + shown.prefix + (isQuiet ? '' : shown.text)
  else if (value instanceof JavaObject) frame.out += shown.prefix + (value.toText() ?? '')
  else {
    const text = toJavaText(value)
    frame.tick(1 + (text.length >> 8))
    frame.out += shown.prefix + text
  }
}

function beginBlock<Code>(compilation: Compilation<Code>, value: JavaValue): RunningBlock<Code> | undefined {
  if (!(value instanceof DefinedBlock)) return undefined
  const code = compilation.blocks.get(value.node)
  if (code === undefined || !value.enter()) return undefined
  return {
    code,
    end: failure => {
      value.leave()
      return failure instanceof Halt && failure.ends(value)
    },
  }
}

function compileSet<Code>(compilation: Compilation<Code>, node: SetNode): Code {
  const { builder } = compilation
  const { target } = node
  const value = compileValue(compilation, node.value, compileBody)
  const last = target.accessors.at(-1)
  if (!last) {
    const slot = slotOf(compilation, target.shown.assigned)
    return builder.one(value, (result, frame) => {
      // What is null, as a division by zero is, leaves the variable as it was.
      if (result !== null) frame.assign(slot, result)
      return null
    })
  }
  const object = compileTarget(compilation, target, compileBody)
  const index = indexOf(compilation, last)
  return builder.many(
    [value, object, ...(index === undefined ? [] : [index])],
    ([result = null, holder = null, place = null]) => {
      if (result === null || holder === null) return null
      try {
        if (last.kind === 'index') setIndex(holder, place, result)
        else setProperty(holder, last.name.text, result)
      } catch (failure) {
        throw located(failure, last)
      }
      return null
    },
  )
}

function indexOf<Code>(compilation: Compilation<Code>, accessor: Accessor): Code | undefined {
  return accessor.kind === 'index' ? compileValue(compilation, accessor.index, compileBody) : undefined
}

function compileIf<Code>(compilation: Compilation<Code>, { branches, otherwise }: IfNode): Code {
  const { builder } = compilation
  const last = otherwise ? compileBody(compilation, otherwise) : builder.text('')
  return branches.reduceRight(
    (rest, branch) =>
      builder.branch(
        compileCondition(compilation, branch.condition, compileBody),
        compileBody(compilation, branch.body),
        rest,
      ),
    last,
  )
}

function compileDirective<Code>(compilation: Compilation<Code>, node: DirectiveNode): Code {
  const nothing = printText(compilation, '')
  switch (node.name.text) {
    case 'foreach':
      return compileForeach(compilation, node, { compileBody, printArgument })
    case 'define':
      return compileDefine(compilation, node)
    case 'macro':
      return nothing
    case 'stop':
      return compileHalt(compilation, node, () => new Halt(undefined, true))
    case 'break':
      return compileHalt(compilation, node, value => breakOf(value, node))
    case 'parse':
      return refuse(compilation, node)
    case 'include':
      return node.arguments.length === 0 ? nothing : refuse(compilation, node)
    default:
      return printText(compilation, node.literal)
  }
}

/** `#include` and `#parse` read files of the server, which has none for a template. */
function refuse<Code>({ builder }: Compilation<Code>, { name, start, end }: DirectiveNode): Code {
  return builder.leaf(() => {
    throw new RenderFailure(
      `'#${name.text}' finds no file on API Gateway, so rendering ends here; put the text into the template`,
      { start, end },
    )
  })
}

function compileHalt<Code>(
  compilation: Compilation<Code>,
  { arguments: args }: DirectiveNode,
  halt: (value: JavaValue | undefined) => Halt | RenderFailure,
): Code {
  const { builder } = compilation
  const [first] = args
  const stop = (value: JavaValue | undefined) => {
    throw halt(value)
  }
  return first
    ? builder.one(compileValue(compilation, first, compileBody), stop)
    : builder.leaf(() => stop(undefined))
}

function breakOf(value: JavaValue | undefined, { start, end }: DirectiveNode): Halt | RenderFailure {
  if (value === undefined) return new Halt(undefined, false)
  if (value instanceof ForeachScope) return new Halt(value.owner, false)
  const message =
    "'#break' takes '$foreach' of the loop that it ends, so rendering ends here; write '#break($foreach)'"
  return new RenderFailure(message, { start, end })
}

function compileDefine<Code>(compilation: Compilation<Code>, node: DirectiveNode): Code {
  const { builder, blocks } = compilation
  const [argument] = node.arguments
  const body = node.body ? compileBody(compilation, node.body) : printText(compilation, '')
  blocks.set(node, body)
  const text = builder.capture(body, result => result)
  const name = argument?.kind === 'reference' ? argument.shown.assigned : ''
  const slot = slotOf(compilation, name)
  return builder.leaf(frame => {
    // Where its text is asked for, it sees the variables as the place does where it was defined.
    const masks = frame.activeMasks
    const run = (block: DefinedBlock) => blockText(compilation, { text, frame, block })
    frame.assign(slot, new DefinedBlock(node, block => frame.withMasks(masks, () => run(block))))
    return null
  })
}

/** The text of a block in the midst of a Java method; `#break` ends the block with what it has printed. */
function blockText<Code>(
  { builder }: Compilation<Code>,
  { text, frame, block }: { readonly text: Code; readonly frame: Frame; readonly block: DefinedBlock },
): string {
  try {
    const result = builder.runNow(text, frame)
    return typeof result === 'string' ? result : ''
  } catch (failure) {
    if (failure instanceof Halt && failure.ends(block)) return ''
    throw failure
  }
}

/**
 * A fourth argument of `#foreach` stands where Velocity looks for the loop's body: references in it are printed, also
 * those within lists.
 */
function printArgument<Code>(compilation: Compilation<Code>, node: Expression): Code {
  const { builder } = compilation
  switch (node.kind) {
    case 'reference':
      return compilePrint(compilation, node)
    case 'list':
      return builder.sequence(node.items.map(item => printArgument(compilation, item)))
    case 'map':
      return builder.sequence(
        node.entries.flatMap(({ key, value }) => [
          printArgument(compilation, key),
          printArgument(compilation, value),
        ]),
      )
    case 'range':
      return builder.sequence([printArgument(compilation, node.from), printArgument(compilation, node.to)])
    default:
      return printText(compilation, '')
  }
}
