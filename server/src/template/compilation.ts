import type { Builder } from './execution.ts'
import { Exhausted, Halt, RenderFailure } from './frame.ts'
import { JavaException } from './javaException.ts'
import type { DirectiveNode, Span } from './tree.ts'

/** What the node compilers share while one template is compiled. */
export interface Compilation<Code> {
  readonly builder: Builder<Code>
  /** The number of each variable in a frame's slots. */
  readonly slots: Map<string, number>
  /** What the template reads; loops keep `$foreach` and its kin only where they are. Undefined: keep all. */
  readonly read: ReadonlySet<string> | undefined
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
  if (compilation.read && !compilation.read.has(name)) return undefined
  return slotOf(compilation, name)
}

/** The variables of loops that a template may look at, by its text alone; escapes in strings may spell any of them. */
export function loopNamesIn(text: string): ReadonlySet<string> {
  const names = new Set<string>()
  const mayBeAny = text.includes('\\u')
  if (mayBeAny || /[$!{]foreach/.test(text)) names.add('foreach')
  if (mayBeAny || text.includes('velocityCount')) names.add('velocityCount')
  if (mayBeAny || text.includes('velocityHasNext')) names.add('velocityHasNext')
  return names
}

/** Gives a Java exception the place of the call that threw it. */
export function located(failure: unknown, place: Span): unknown {
  if (failure instanceof JavaException) return new RenderFailure(failure.message, place)
  if (failure instanceof RenderFailure || failure instanceof Halt || failure instanceof Exhausted)
    return failure
  if (failure instanceof RangeError) return new RenderFailure(`java.lang.StackOverflowError`, place)
  return failure
}
