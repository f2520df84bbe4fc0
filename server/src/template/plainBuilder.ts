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
  readonly operand?: Run
}

const noValues: readonly JavaValue[] = []

/** Closures that call each other: what the gateway renders with. */
export const plainBuilder: Builder<PlainCode> = {
  leaf: run => ({ run }),
  text: text => ({ run: frame => ((frame.out += text), null), text }),
  variable: slot => ({ run: frame => frame.slots[slot] ?? null, slot }),
  truth: ({ run }) => ({ run: frame => isTrue(run(frame)), operand: run }),
  one: ({ run: child }, run) => ({ run: frame => run(child(frame), frame) }),
  two: ({ run: left }, { run: right }, run) => ({ run: frame => run(left(frame), right(frame), frame) }),
  many(children, run) {
    const runs = children.map(child => child.run)
    return { run: frame => run(valuesOf(runs, frame), frame) }
  },
  chain(root, links, missing) {
    if (links.length > 0) return { run: chained(root, links, missing) }
    const { run, slot } = root
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
  readonly property: string | undefined
  readonly run: Link<PlainCode>['run']
}

function chained(root: PlainCode, links: readonly Link<PlainCode>[], missing: JavaValue): Run {
  const steps = links.map(({ args, property, run }): Step => ({
    args: args.map(arg => arg.run),
    property,
    run,
  }))
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

function afterOne(root: PlainCode, link: Step, missing: JavaValue): Run {
  const { run, slot } = root
  const { args, property, run: step } = link
  const [arg, more] = args
  if (slot !== undefined && property !== undefined) {
    return property === 'hasNext' ? hasNextOf(slot, link, missing) : propertyOf(slot, property, link, missing)
  }
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

/** `$name.property`, of a Map as a rule. */
function propertyOf(slot: number, property: string, { run: step }: Step, missing: JavaValue): Run {
  return frame => {
    const value = frame.slots[slot]
    if (value instanceof Map) return value.get(property) ?? missing
    return value === undefined || value === null ? missing : (step(value, noValues, frame) ?? missing)
  }
}

/** `$foreach.hasNext`, which most loops ask for in each pass. */
function hasNextOf(slot: number, { run: step }: Step, missing: JavaValue): Run {
  return frame => {
    const value = frame.slots[slot]
    if (value instanceof ForeachScope) return value.hasNext
    return value === undefined || value === null ? missing : (step(value, noValues, frame) ?? missing)
  }
}

function branched(
  test: PlainCode,
  { run: then, text }: PlainCode,
  { run: otherwise, text: other }: PlainCode,
): Run {
  const { run: holds, operand } = test
  if (operand && text !== undefined && other === '') {
    return frame => {
      const value = operand(frame)
      if (value === true || (value !== false && isTrue(value))) frame.out += text
      return null
    }
  }
  if (!operand) return frame => (holds(frame) === true ? then(frame) : otherwise(frame))
  return frame => {
    const value = operand(frame)
    return value === true || (value !== false && isTrue(value)) ? then(frame) : otherwise(frame)
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

function printed({ run, slot }: PlainCode, printer: Printer<PlainCode>): Run {
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
