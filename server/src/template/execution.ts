import type { Frame } from './frame.ts'
import type { ReferenceNode, TemplateNode } from './tree.ts'
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
  /** Prints a text. */
  text(text: string): Code
  /** The value of a variable; null when it is not set. */
  variable(slot: number): Code
  /** Whether `#if` takes the value for true. */
  truth(child: Code): Code
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
  /** The name of a property, of which a Map has the value at hand. */
  readonly property?: string
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
  readonly node: ReferenceNode
  /** Printed before the value. */
  readonly prefix: string
  /** Appends the prefix and the value's text to the output; a String or Integer needs no more than that. */
  readonly append: (value: JavaValue, frame: Frame) => void
  /** Begins a value that is a block; undefined for any other, and for a block within itself. */
  readonly begin: (value: JavaValue) => RunningBlock<Code> | undefined
}

export interface RunningBlock<Code> {
  readonly code: Code
  /** Returns whether `failure` ends here. */
  readonly end: (failure: unknown) => boolean
}
