import type { Frame } from './frame.ts'
import type { TemplateNode } from './tree.ts'
import type { JavaValue } from './values.ts'

/**
 * How a compiled template is put together. The node compilers (`compileExpression.ts`, `compileStatement.ts`) say once
 * what every node means, by functions of values and of the frame; a `Builder` says how the nodes below one are run
 * before its function. There are two: `plainBuilder` makes closures that call each other, for speed;
 * `steppingBuilder` makes generator functions from the same parts, which yield before each directive and reference, so
 * that a debugger can stop there as long as it likes. Nothing that a template means is written twice: what differs is
 * only `child(frame)` and `yield* child(frame)`.
 */
export interface Builder<Code> {
  /** Needs nothing below it. */
  leaf(run: (frame: Frame) => JavaValue): Code
  /** Runs one node, then `run` with its value. */
  one(child: Code, run: (value: JavaValue, frame: Frame) => JavaValue): Code
  two(left: Code, right: Code, run: (left: JavaValue, right: JavaValue, frame: Frame) => JavaValue): Code
  many(children: readonly Code[], run: (values: JavaValue[], frame: Frame) => JavaValue): Code
  /** Runs accessors one after the other, each with the value before it; null anywhere makes `missing` of the whole. */
  chain(root: Code, links: readonly Link<Code>[], missing: JavaValue): Code
  /** Runs `then` when the test gives true, else `otherwise`. */
  branch(test: Code, then: Code, otherwise: Code): Code
  sequence(parts: readonly Code[]): Code
  /** Opens a loop over a value, and runs the body for each `next()` that is true. */
  loop(source: Code, body: Code, open: (value: JavaValue, frame: Frame) => Loop | undefined): Code
  /** Runs the body and makes what it prints a value: a string that is interpolated. */
  capture(body: Code, finish: (text: string) => JavaValue): Code
  /** Prints a value; one that is a block (of `#define`) is run where it stands. */
  print(child: Code, printer: Printer<Code>): Code
  /** A place where a debugger can stop. */
  stop(node: TemplateNode, code: Code): Code
  /** Runs to the end at once, without stops: a block whose text is needed in the midst of a Java method. */
  runNow(code: Code, frame: Frame): JavaValue
}

/** One accessor: its arguments, and what it makes of the value before it. */
export interface Link<Code> {
  readonly args: readonly Code[]
  readonly run: (target: JavaValue, args: readonly JavaValue[], frame: Frame) => JavaValue
}

/** A `#foreach` that runs. */
export interface Loop {
  /** Goes to the next pass; false when there is none. */
  next(): boolean
  /** Puts back what the loop has set. Returns whether `failure` (undefined at the regular end) ends here. */
  close(failure: unknown): boolean
}

export interface Printer<Code> {
  /** Appends the value's text to the output. */
  readonly append: (value: JavaValue, frame: Frame) => void
  /** Begins a value that is a block; undefined for any other, and for a block within itself. */
  readonly begin: (value: JavaValue) => RunningBlock<Code> | undefined
}

export interface RunningBlock<Code> {
  readonly code: Code
  /** Returns whether `failure` ends here. */
  readonly end: (failure: unknown) => boolean
}

/** A node of the plain build. */
export type PlainCode = (frame: Frame) => JavaValue

const noValues: readonly JavaValue[] = []

/** Closures that call each other: what the gateway renders with. */
export const plainBuilder: Builder<PlainCode> = {
  leaf: run => run,
  one: (child, run) => frame => run(child(frame), frame),
  two: (left, right, run) => frame => run(left(frame), right(frame), frame),
  many: (children, run) => frame => {
    const values: JavaValue[] = []
    for (const child of children) values.push(child(frame))
    return run(values, frame)
  },
  chain(root, links, missing) {
    const [first, second] = links
    if (!first) return frame => root(frame) ?? missing
    if (!second && first.args.length === 0) {
      return frame => {
        const value = root(frame)
        return value === null ? missing : (first.run(value, noValues, frame) ?? missing)
      }
    }
    return frame => {
      let value = root(frame)
      for (const link of links) {
        if (value === null) return missing
        value = link.run(value, link.args.length === 0 ? noValues : link.args.map(arg => arg(frame)), frame)
      }
      return value ?? missing
    }
  },
  branch: (test, then, otherwise) => frame => (test(frame) === true ? then(frame) : otherwise(frame)),
  sequence: parts => {
    const [first, second] = parts
    if (first && !second) return first
    return frame => {
      frame.tick(parts.length)
      for (const part of parts) part(frame)
      return null
    }
  },
  loop: (source, body, open) => frame => {
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
  capture: (body, finish) => frame => {
    const before = frame.out
    frame.out = ''
    try {
      body(frame)
      return finish(frame.out)
    } finally {
      frame.out = before
    }
  },
  print:
    (child, { append, begin }) =>
    frame => {
      const value = child(frame)
      const block = typeof value === 'object' ? begin(value) : undefined
      if (!block) {
        append(value, frame)
        return null
      }
      try {
        block.code(frame)
      } catch (failure) {
        if (!block.end(failure)) throw failure
        return null
      }
      block.end(undefined)
      return null
    },
  stop: (_, code) => code,
  runNow: (code, frame) => code(frame),
}

/** Where the stepping build stops, before the node is run. */
export interface Stop {
  readonly node: TemplateNode
  readonly frame: Frame
}

/** A node of the stepping build. */
export type SteppingCode = (frame: Frame) => Generator<Stop, JavaValue, void>

/** Generator functions over the same parts: what a debugger steps through. */
export const steppingBuilder: Builder<SteppingCode> = {
  leaf: run =>
    function* (frame) {
      return run(frame)
    },
  one: (child, run) =>
    function* (frame) {
      return run(yield* child(frame), frame)
    },
  two: (left, right, run) =>
    function* (frame) {
      return run(yield* left(frame), yield* right(frame), frame)
    },
  many: (children, run) =>
    function* (frame) {
      return run(yield* valuesOf(children, frame), frame)
    },
  chain: (root, links, missing) =>
    function* (frame) {
      let value = yield* root(frame)
      for (const link of links) {
        if (value === null) return missing
        value = link.run(value, yield* valuesOf(link.args, frame), frame)
      }
      return value ?? missing
    },
  branch: (test, then, otherwise) =>
    function* (frame) {
      return (yield* test(frame)) === true ? yield* then(frame) : yield* otherwise(frame)
    },
  sequence: parts =>
    function* (frame) {
      frame.tick(parts.length)
      for (const part of parts) yield* part(frame)
      return null
    },
  loop: (source, body, open) =>
    function* (frame) {
      const loop = open(yield* source(frame), frame)
      if (!loop) return null
      try {
        while (loop.next()) yield* body(frame)
      } catch (failure) {
        if (!loop.close(failure)) throw failure
        return null
      }
      loop.close(undefined)
      return null
    },
  capture: (body, finish) =>
    function* (frame) {
      const before = frame.out
      frame.out = ''
      try {
        yield* body(frame)
        return finish(frame.out)
      } finally {
        frame.out = before
      }
    },
  print: (child, { append, begin }) =>
    function* (frame) {
      const value = yield* child(frame)
      const block = begin(value)
      if (!block) {
        append(value, frame)
        return null
      }
      try {
        yield* block.code(frame)
      } catch (failure) {
        if (!block.end(failure)) throw failure
        return null
      }
      block.end(undefined)
      return null
    },
  stop: (node, code) =>
    function* (frame) {
      yield { node, frame }
      return yield* code(frame)
    },
  runNow(code, frame) {
    const running = code(frame)
    for (;;) {
      const { done, value } = running.next()
      if (done === true) return value
    }
  },
}

function* valuesOf(codes: readonly SteppingCode[], frame: Frame): Generator<Stop, JavaValue[], void> {
  const values: JavaValue[] = []
  for (const code of codes) values.push(yield* code(frame))
  return values
}
