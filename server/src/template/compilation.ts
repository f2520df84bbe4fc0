import type { Builder } from './execution.ts'
import { Exhausted, Halt, RenderFailure } from './frame.ts'
import { JavaException } from './javaException.ts'
import type { DirectiveNode, Span } from './tree.ts'

/** What the node compilers share while one template is compiled. */
export interface Compilation<Code> {
  readonly builder: Builder<Code>
  /** The number of each variable in a frame's slots. */
  readonly slots: Map<string, number>
  /** The template's text: loops keep `$foreach` and its kin only where it may name them. Undefined: keep all. */
  readonly text: string | undefined
  /** The bodies of `#define`. */
  readonly blocks: Map<DirectiveNode, Code>
}

/** The number of a variable's slot. */
export function slotOf({ slots }: Pick<Compilation<unknown>, 'slots'>, name: string): number {
  const known = slots.get(name)
  if (known !== undefined) return known
  const slot = slots.size
  slots.set(name, slot)
  return slot
}

/** The slot of a variable that only loops set; undefined when the template never looks at it. */
export function loopSlot(compilation: Compilation<unknown>, name: string): number | undefined {
  const { text } = compilation
  // An escape in a string may spell any name.
  const isNamed = text === undefined || text.includes('\\u') || variablePatterns[name]?.test(text) !== false
  return isNamed ? slotOf(compilation, name) : undefined
}

const variablePatterns: Readonly<Partial<Record<string, RegExp>>> = {
  foreach: /[$!{]foreach/,
  velocityCount: /velocityCount/,
  velocityHasNext: /velocityHasNext/,
}

/** Gives a Java exception the place of the call that threw it. */
export function located(failure: unknown, place: Span): unknown {
  if (failure instanceof JavaException) return new RenderFailure(failure.message, place, failure)
  if (failure instanceof RenderFailure || failure instanceof Halt || failure instanceof Exhausted)
    return failure
  if (failure instanceof RangeError) return new RenderFailure(`java.lang.StackOverflowError`, place)
  return failure
}
