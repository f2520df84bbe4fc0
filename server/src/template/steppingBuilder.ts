import type { Builder } from './execution.ts'
import type { Frame } from './frame.ts'
import type { TemplateNode } from './tree.ts'
import { isTrue } from './velocityEquality.ts'
import type { JavaValue } from './values.ts'

/** Where the stepping build stops, before the node is run. */
export interface Stop {
  readonly node: TemplateNode
  readonly frame: Frame
}

/** Printed references that are told of one rendering. */
const mostPrints = 20_000

/** A node of the stepping build. */
export type SteppingCode = (frame: Frame) => Generator<Stop, JavaValue, void>

/** Generator functions over the same parts: what a debugger steps through. */
export const steppingBuilder: Builder<SteppingCode> = {
  leaf: run =>
    function* (frame) {
      return run(frame)
    },
  text: text =>
    function* (frame) {
      frame.out += text
      return null
    },
  variable: slot =>
    function* (frame) {
      return frame.slots[slot] ?? null
    },
  truth: child =>
    function* (frame) {
      return isTrue(yield* child(frame))
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
      const { prints } = frame
      frame.out = ''
      frame.prints = undefined
      try {
        yield* body(frame)
        return finish(frame.out)
      } finally {
        frame.out = before
        frame.prints = prints
      }
    },
  print: (child, { node, append, begin }) =>
    function* (frame) {
      const value = yield* child(frame)
      const block = begin(value)
      if (!block) {
        const start = frame.out.length
        append(value, frame)
        const { out, prints } = frame
        if (prints && prints.length < mostPrints) prints.push({ node, start, end: out.length })
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
