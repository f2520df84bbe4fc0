import type { Builder, Link, Printer } from './execution.ts'
import { ForeachScope } from './foreachScope.ts'
import type { Frame } from './frame.ts'
import { isTrue } from './velocityEquality.ts'
import type { JavaValue } from './values.ts'

type Run = (frame: Frame) => JavaValue

/**
 * A node of the plain build: the closure that runs it, and what the node around it may know of it, so that the two
 * become one closure.
 */
export interface PlainCode {
  readonly run: Run
  /** What it prints, when that is all it does. */
  readonly text?: string
  /** The variable whose value it is, when it is no more than that; what is missing is not settled by it. */
  readonly slot?: number
  /** What it is the truth of. */
  readonly operand?: PlainCode
  /** The property of a variable that it reads, when it is no more than that. */
  readonly member?: Member
}

/** `$name.property`. */
interface Member {
  readonly slot: number
  readonly property: string
  readonly run: Link<PlainCode>['run']
  readonly missing: JavaValue
}

const noValues: readonly JavaValue[] = []

/** Closures that call each other: what the gateway renders with. */
export const plainBuilder: Builder<PlainCode> = {
  leaf: run => ({ run }),
  text: text => ({ run: frame => ((frame.out += text), null), text }),
  variable: slot => ({ run: frame => frame.slots[slot] ?? null, slot }),
  truth: operand => ({ run: frame => isTrue(operand.run(frame)), operand }),
  one: ({ run: child }, run) => ({ run: frame => run(child(frame), frame) }),
  two: ({ run: left }, { run: right }, run) => ({ run: frame => run(left(frame), right(frame), frame) }),
  many(children, run) {
    const runs = children.map(child => child.run)
    return { run: frame => run(valuesOf(runs, frame), frame) }
  },
  chain(root, links, missing) {
    const { run, slot } = root
    const [link, further] = links
    if (link?.property !== undefined && !further && slot !== undefined) {
      const member = { slot, property: link.property, run: link.run, missing }
      return { run: memberOf(member), member }
    }
    if (links.length > 0) return { run: chained(root, links, missing) }
    if (slot === undefined) return { run: frame => run(frame) ?? missing }
    return { run: frame => frame.slots[slot] ?? missing, slot }
  },
  branch: (test, then, otherwise) => ({ run: branched(test, then, otherwise) }),
  sequence: parts => {
    const [first, second] = parts
    return first && !second ? first : { run: inSequence(parts) }
  },
  loop: ({ run: source }, { run: body }, open) => ({
    run: frame => {
      const loop = open(source(frame), frame)
      if (!loop) return null
      try {
        while (loop.next()) body(frame)
      } catch (failure) {
        if (!loop.close(failure)) throw failure
        return null
      }
      loop.close(undefined)
      return null
    },
  }),
  capture: ({ run: body }, finish) => ({
    run: frame => {
      const before = frame.out
      frame.out = ''
      try {
        body(frame)
        return finish(frame.out)
      } finally {
        frame.out = before
      }
    },
  }),
  print: (child, printer) => ({ run: printed(child, printer) }),
  stop: (_, code) => code,
  runNow: ({ run }, frame) => run(frame),
}

function valuesOf(runs: readonly Run[], frame: Frame): JavaValue[] {
  const values: JavaValue[] = []
  for (const run of runs) values.push(run(frame))
  return values
}

interface Step {
  readonly args: readonly Run[]
  readonly run: Link<PlainCode>['run']
}

function chained(root: PlainCode, links: readonly Link<PlainCode>[], missing: JavaValue): Run {
  const steps = links.map(({ args, run }): Step => ({ args: args.map(arg => arg.run), run }))
  const [first, second] = steps
  if (first && !second) return afterOne(root, first, missing)
  const { run } = root
  return frame => {
    let value = run(frame)
    for (const step of steps) {
      if (value === null) return missing
      value = step.run(value, step.args.length === 0 ? noValues : valuesOf(step.args, frame), frame)
    }
    return value ?? missing
  }
}

function afterOne({ run }: PlainCode, { args, run: step }: Step, missing: JavaValue): Run {
  const [arg, more] = args
  if (more) {
    return frame => {
      const value = run(frame)
      return value === null ? missing : (step(value, valuesOf(args, frame), frame) ?? missing)
    }
  }
  if (arg) {
    return frame => {
      const value = run(frame)
      return value === null ? missing : (step(value, [arg(frame)], frame) ?? missing)
    }
  }
  return frame => {
    const value = run(frame)
    return value === null ? missing : (step(value, noValues, frame) ?? missing)
  }
}

/** `$name.property`, of a Map as a rule; `$foreach.hasNext`, which most loops ask for in each pass. */
function memberOf(member: Member): Run {
  const { slot, property, missing } = member
  if (property === 'hasNext') {
    return frame => {
      const value = frame.slots[slot]
      return value instanceof ForeachScope ? value.hasNext : memberIn(member, value, frame)
    }
  }
  return frame => {
    const value = frame.slots[slot]
    return value instanceof Map ? (value.get(property) ?? missing) : memberIn(member, value, frame)
  }
}

function memberIn({ property, run, missing }: Member, value: JavaValue | undefined, frame: Frame): JavaValue {
  if (value instanceof Map) return value.get(property) ?? missing
  return value === undefined || value === null ? missing : (run(value, noValues, frame) ?? missing)
}

function branched(test: PlainCode, then: PlainCode, { run: otherwise, text: other }: PlainCode): Run {
  const { run: holds, operand } = test
  const { run, text } = then
  if (!operand) return frame => (holds(frame) === true ? run(frame) : otherwise(frame))
  const value = operand.run
  if (text !== undefined && other === '') {
    return operand.member?.property === 'hasNext'
      ? textWhileNext(operand.member, text)
      : frame => {
          if (isTrue(value(frame))) frame.out += text
          return null
        }
  }
  return frame => (isTrue(value(frame)) ? run(frame) : otherwise(frame))
}

/** `#if($foreach.hasNext),#end`. */
function textWhileNext(member: Member, text: string): Run {
  const { slot } = member
  return frame => {
    const value = frame.slots[slot]
    if (value instanceof ForeachScope ? value.hasNext : isTrue(memberIn(member, value, frame)))
      frame.out += text
    return null
  }
}

/** Runs what is more than text, and prints the texts between. */
function inSequence(parts: readonly PlainCode[]): Run {
  const runs: Run[] = []
  const before: string[] = []
  let text = ''
  for (const part of parts) {
    if (part.text === undefined) {
      runs.push(part.run)
      before.push(text)
      text = ''
    } else text += part.text
  }
  const [count, after] = [parts.length, text]
  const [first, second, third] = runs
  if (first && !third) {
    const [lead = '', between = ''] = before
    return second
      ? frame => {
          frame.tick(count)
          if (lead !== '') frame.out += lead
          first(frame)
          if (between !== '') frame.out += between
          second(frame)
          if (after !== '') frame.out += after
          return null
        }
      : frame => {
          frame.tick(count)
          if (lead !== '') frame.out += lead
          first(frame)
          if (after !== '') frame.out += after
          return null
        }
  }
  return frame => {
    frame.tick(count)
    for (let index = 0; index < runs.length; index++) {
      const lead = before[index]
      if (lead !== '') frame.out += lead
      runs[index]?.(frame)
    }
    if (after !== '') frame.out += after
    return null
  }
}

function printed(child: PlainCode, printer: Printer<PlainCode>): Run {
  const { run, slot, member } = child
  if (member) return printedMember(member, printer)
  const { prefix } = printer
  if (slot === undefined) {
    return frame => {
      const value = run(frame)
      if (typeof value === 'string' || typeof value === 'number')
        frame.out += prefix === '' ? value : prefix + value
      else if (typeof value === 'object') printObject(printer, value, frame)
      else printer.append(value, frame)
      return null
    }
  }
  return frame => {
    const value = frame.slots[slot]
    if (typeof value === 'string' || typeof value === 'number')
      frame.out += prefix === '' ? value : prefix + value
    else printObject(printer, value ?? '', frame)
    return null
  }
}

/** `$name.property` in text. */
function printedMember(member: Member, printer: Printer<PlainCode>): Run {
  const { slot, property, missing } = member
  const { prefix } = printer
  return frame => {
    const holder = frame.slots[slot]
    const value = holder instanceof Map ? (holder.get(property) ?? missing) : memberIn(member, holder, frame)
    if (typeof value === 'string' || typeof value === 'number')
      frame.out += prefix === '' ? value : prefix + value
    else printObject(printer, value, frame)
    return null
  }
}

function printObject({ begin, append }: Printer<PlainCode>, value: JavaValue, frame: Frame): void {
  const block = begin(value)
  if (!block) return append(value, frame)
  try {
    block.code.run(frame)
  } catch (failure) {
    if (!block.end(failure)) throw failure
    return
  }
  block.end(undefined)
}
