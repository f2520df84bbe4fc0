import { createLineIndex, positionAt } from '../base/text.ts'
import type { Compilation } from './compilation.ts'
import { compileBody } from './compileStatement.ts'
import type { Builder } from './execution.ts'
import type { PlainCode } from './plainBuilder.ts'
import { plainBuilder } from './plainBuilder.ts'
import type { SteppingCode, Stop } from './steppingBuilder.ts'
import { steppingBuilder } from './steppingBuilder.ts'
import type { PrintedReference } from './frame.ts'
import { Exhausted, Frame, Halt, RenderFailure } from './frame.ts'
import { JavaException, PayloadException } from './javaException.ts'
import type { RenderLimits } from './limits.ts'
import { defaultLimits } from './limits.ts'
import type { ParsedTemplate, TemplateDiagnostic } from './parser.ts'
import { parseTemplate } from './parser.ts'
import type { Template, TemplateNode } from './tree.ts'
import type { JavaValue } from './values.ts'

/** The variables a template begins with: `input`, `util`, `context`, `stageVariables` and any others. */
export interface TemplateScope {
  readonly get: (name: string) => JavaValue | undefined
}

export interface RenderResult {
  /** What was printed; of a template that failed, what it had printed until then. */
  readonly output: string
  /** All variables that the template names and that hold a value at the end, in the order it names them. */
  readonly variables: ReadonlyMap<string, JavaValue>
  readonly error?: RenderError
}

/** What ended rendering. AWS answers 500 then. */
export interface RenderError {
  readonly message: string
  /** Offsets of what failed. */
  readonly start: number
  readonly end: number
  /** Both count from 1. */
  readonly line: number
  readonly column: number
  /**
   * Unset for a fault of the template. `payload`: the payload could not be read. `limit`: more than Gatehouse lets a
   * template use, so that AWS may well have gone on.
   */
  readonly kind?: 'limit' | 'payload'
}

export interface CompiledTemplate {
  readonly template: Template
  readonly diagnostics: readonly TemplateDiagnostic[]
  /** Renders; a template with an error is refused, as AWS does. The same scope gives the same result. */
  readonly render: (scope: TemplateScope, limits?: Partial<RenderLimits>) => RenderResult
  /**
   * Renders, a few times slower, and tells which part of the output each reference printed, in the order of the output and
   * of the first 20,000.
   */
  readonly renderTold: (
    scope: TemplateScope,
    limits?: Partial<RenderLimits>,
  ) => RenderResult & { readonly prints: readonly PrintedReference[] }
  /**
   * Renders with a stop before each directive and reference: `onStop` may take as long as it likes, and look into the
   * scope as it is then. What it throws ends rendering and is thrown on.
   */
  readonly renderStepping: (
    scope: TemplateScope,
    onStop: (node: TemplateNode, view: RunningTemplate) => Promise<void> | undefined | void,
    limits?: Partial<RenderLimits>,
  ) => Promise<RenderResult>
}

/** A template that stands still before a node. */
export interface RunningTemplate {
  /** What is printed so far; within a string or block that is made into text, that text. */
  readonly output: string
  readonly variables: ReadonlyMap<string, JavaValue>
  /** Sets a variable as `#set` does; false where the template never names it, so that it would not see the value. */
  readonly assign: (name: string, value: JavaValue) => boolean
}

export type { PrintedReference } from './frame.ts'

/** Reads and compiles a template; it is compiled when it is rendered first, and once. */
export function compileTemplate(text: string): CompiledTemplate {
  const parsed = parseTemplate(text)
  const { template, diagnostics } = parsed
  let plain: Built<PlainCode> | undefined
  let stepping: Built<SteppingCode> | undefined
  return {
    template,
    diagnostics,
    render(scope, limits) {
      const refused = refusal(parsed)
      if (refused) return refused
      const { code, slots } = (plain ??= build(template, plainBuilder, text))
      const frame = newFrame(slots, scope, limits)
      return finish(text, { frame, slots, failure: failureOf(() => code.run(frame)) })
    },
    renderTold(scope, limits) {
      const refused = refusal(parsed)
      if (refused) return { ...refused, prints: [] }
      const { code, slots } = (stepping ??= build(template, steppingBuilder, undefined))
      const frame = newFrame(slots, scope, limits)
      const prints: PrintedReference[] = []
      frame.prints = prints
      const running = code(frame)
      const failure = failureOf(() => {
        while (running.next().done !== true);
      })
      return { ...finish(text, { frame, slots, failure }), prints }
    },
    async renderStepping(scope, onStop, limits) {
      const refused = refusal(parsed)
      if (refused) return refused
      const { code, slots } = (stepping ??= build(template, steppingBuilder, undefined))
      const frame = newFrame(slots, scope, limits)
      const running = code(frame)
      for (;;) {
        let stop: Stop | undefined
        const failure = failureOf(() => {
          const { done, value } = running.next()
          stop = done === true ? undefined : value
        })
        if (failure !== undefined || stop === undefined) return finish(text, { frame, slots, failure })
        await onStop(stop.node, runningTemplate(slots, frame))
      }
    },
  }
}

function runningTemplate(slots: ReadonlyMap<string, number>, frame: Frame): RunningTemplate {
  return {
    get output() {
      return frame.out
    },
    get variables() {
      return variablesOf(slots, frame)
    },
    assign: (name, value) => {
      const slot = slots.get(name)
      if (slot === undefined) return false
      if (value === null) frame.remove(slot)
      else frame.assign(slot, value)
      return true
    },
  }
}

interface Built<Code> {
  readonly code: Code
  readonly slots: ReadonlyMap<string, number>
}

function build<Code>(template: Template, builder: Builder<Code>, text: string | undefined): Built<Code> {
  const compilation: Compilation<Code> = { builder, slots: new Map(), text, blocks: new Map() }
  const code = compileBody(compilation, template)
  return { code, slots: compilation.slots }
}

function newFrame(
  slots: ReadonlyMap<string, number>,
  scope: TemplateScope,
  limits: Partial<RenderLimits> | undefined,
): Frame {
  const values: (JavaValue | undefined)[] = []
  for (const name of slots.keys()) values.push(scope.get(name))
  return new Frame(values, limits ? { ...defaultLimits, ...limits } : defaultLimits)
}

/** What ended the run early; undefined when nothing did, or the template itself. */
function failureOf(run: () => unknown): unknown {
  try {
    run()
    return undefined
  } catch (failure) {
    return failure instanceof Halt ? undefined : failure
  }
}

function refusal({ refused }: ParsedTemplate): RenderResult | undefined {
  if (!refused) return undefined
  const { message, start, end, line, character } = refused
  const error = { message, start, end, line: line + 1, column: character + 1 }
  return { output: '', variables: new Map(), error }
}

interface Finished {
  readonly frame: Frame
  readonly slots: ReadonlyMap<string, number>
  readonly failure: unknown
}

function finish(text: string, { frame, slots, failure }: Finished): RenderResult {
  const error = failure === undefined ? sizeFault(frame) : failure
  let variables: ReadonlyMap<string, JavaValue> | undefined
  return {
    output: frame.out,
    // Traces that nobody reads ask for none.
    get variables() {
      return (variables ??= variablesOf(slots, frame))
    },
    ...(error !== undefined && { error: errorOf(text, error) }),
  }
}

function sizeFault({ out, limits }: Frame): Exhausted | undefined {
  return out.length > limits.output
    ? new Exhausted(`more than ${limits.output} characters of output`)
    : undefined
}

function errorOf(text: string, failure: unknown): RenderError {
  const { message, start, end } = described(text, failure)
  const { line, character } = positionAt(createLineIndex(text), start)
  const kind = kindOf(failure)
  return { message, start, end, line: line + 1, column: character + 1, ...(kind && { kind }) }
}

function kindOf(failure: unknown): RenderError['kind'] {
  if (failure instanceof Exhausted) return 'limit'
  const cause = failure instanceof RenderFailure ? failure.cause : failure
  if (cause instanceof PayloadException) return 'payload'
  return cause instanceof JavaException && cause.message.startsWith(limitMark) ? 'limit' : undefined
}

/** How the engines of JSONPath, regular expressions and payloads begin what is their own limit, and not Java's. */
const limitMark = 'not emulated: '

function described(text: string, failure: unknown): Pick<RenderError, 'end' | 'message' | 'start'> {
  if (failure instanceof RenderFailure) return { message: failure.message, ...spanOf(failure.place) }
  const whole = { start: 0, end: text.length }
  if (failure instanceof Exhausted) {
    const message = `rendering was ended because the template takes ${failure.message}; make its loops or texts smaller`
    return { message, ...whole }
  }
  if (failure instanceof JavaException) return { message: failure.message, ...whole }
  if (failure instanceof RangeError) return { message: 'java.lang.StackOverflowError', ...whole }
  throw failure
}

function spanOf({ start, end }: { readonly start: number; readonly end: number }) {
  return { start, end }
}

function variablesOf(slots: ReadonlyMap<string, number>, frame: Frame): ReadonlyMap<string, JavaValue> {
  const variables = new Map<string, JavaValue>()
  for (const [name, slot] of slots) {
    const value = frame.slots[slot]
    if (value !== undefined) variables.set(name, value)
  }
  return variables
}
