import type { Range } from './text.ts'

/** Where in the user's files a fact stands. */
export interface Origin {
  /** Absolute path of the file. */
  readonly file: string
  /** JSON Pointer of the node inside that file, `''` for the root. */
  readonly pointer: string
  /** The stretch of text to mark. */
  readonly range: Range
}

/**
 * Another pointer at the place of an origin. Origins are never spread: those of nodes find out what they tell when they are
 * asked, by getters, which a spread leaves behind.
 */
export function originWith({ file, range }: Origin, pointer: string): Origin {
  return { file, pointer, range }
}

/** A value that the definition states, with the place that states it. */
export interface KnownFact<T> {
  readonly known: true
  readonly value: T
  readonly origin: Origin
}

/**
 * A value that cannot be known on this machine (an import, an SSM parameter, a parameter without a default).
 * Every check accepts it; the gateway says that it cannot use it.
 */
export interface UnknownFact {
  readonly known: false
  /** Why it is unknown, in words a user understands: `parameter 'Stage' has no default`. */
  readonly reason: string
  readonly origin: Origin
}

/** Something a definition says, known or not. */
export type Fact<T> = KnownFact<T> | UnknownFact

/** The value of a fact, or undefined when there is no fact or it cannot be known. */
export function valueOf<T>(fact: Fact<T> | undefined): T | undefined {
  return fact?.known ? fact.value : undefined
}
