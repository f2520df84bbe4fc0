import { JavaException } from '../javaException.ts'
import type { RegexMatch } from './matcher.ts'
import { compileMatcher, RegexBudget } from './matcher.ts'
import { parseRegex } from './parseRegex.ts'

export type { RegexMatch } from './matcher.ts'
export { RegexBudget } from './matcher.ts'

/** A Java regular expression, `java.util.regex.Pattern`, that runs in bounded time. */
export interface JavaRegex {
  /** How many groups capture. */
  readonly groupCount: number
  /** The names of groups, `(?<name>…)`, and their numbers. */
  readonly groupNames: ReadonlyMap<string, number>
  /** Whether the whole of a text matches. */
  matches(text: string): boolean
  /**
   * The first match that begins at `from` (a UTF-16 offset) or later; undefined when there is none. Searches that belong
   * together share a budget of steps.
   */
  find(text: string, from: number, budget?: RegexBudget): RegexMatch | undefined
}

/**
 * Compiles a regular expression as Java 7 to 17 read it, with flags of `dixmsuU`. It is an engine of its own: JavaScript
 * reads many expressions otherwise, and could be kept busy for hours by a hostile one. Throws a JavaException for what
 * is none; matching throws one when it takes too many steps.
 */
export function compileJavaRegex(source: string, flags = ''): JavaRegex {
  const key = `${flags}/${source}`
  const known = cache.get(key)
  if (known) return known
  const { node, groupCount, groupNames } = parseRegex(source, flags)
  const matcher = compileMatcher(node, groupCount)
  const regex: JavaRegex = {
    groupCount,
    groupNames,
    matches: text =>
      bounded(() => matcher(text, 0, { isWhole: true, budget: new RegexBudget() })) !== undefined,
    find: (text, from, budget = new RegexBudget()) =>
      bounded(() => matcher(text, from, { isWhole: false, budget })),
  }
  if (cache.size >= maxCached) cache.clear()
  if (source.length <= maxCachedLength) cache.set(key, regex)
  return regex
}

const cache = new Map<string, JavaRegex>()
const maxCached = 200
const maxCachedLength = 1000

/** Java's matcher overflows its stack on long texts, and so does this one. */
function bounded<T>(match: () => T): T {
  try {
    return match()
  } catch (error) {
    if (error instanceof RangeError) throw new JavaException('java.lang.StackOverflowError')
    throw error
  }
}
