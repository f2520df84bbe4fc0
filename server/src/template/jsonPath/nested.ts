import type { JavaValue } from '../values.ts'
import type { Work } from './run.ts'
import type { JsonPath } from './syntax.ts'

/** A path made ready to be read many times. */
export interface CompiledPath {
  /** Whether it gives one value; if not it gives a list of them. */
  readonly isDefinite: boolean
  readonly root: '$' | '@'
  /** Does the same as `evaluate`, for paths of single names and indexes only: those need nothing but the item. */
  readonly follow?: (item: JavaValue) => JavaValue | undefined
  /**
   * Evaluates the path on `item`; undefined when a definite path leads nowhere. Throws a PathFailure for what json-path
   * has any other exception for. With `isStrict` a missing member anywhere leads nowhere.
   */
  readonly evaluate: (
    item: JavaValue,
    root: JavaValue,
    isStrict: boolean,
    work: Work,
  ) => JavaValue | undefined
}

/** How filters and functions compile the paths that they hold. */
export interface Nested {
  compile(path: JsonPath): CompiledPath
  /** The path to all members of what a path gives, as `length($.path)` counts them. */
  compileMembers(path: JsonPath): CompiledPath
}
