import type { JavaValue } from '../values.ts'
import { JsonArray } from '../values.ts'

/**
 * Why a path gives no value, after json-path's exceptions:
 * - `missing`: PathNotFoundException. In a filter the operand is undefined; for the whole path there is no value.
 * - `invalid`: InvalidPathException. In a filter the condition does not hold.
 * - `argument`, `cast`: IllegalArgumentException, ClassCastException of values that json-path does not foresee.
 * - `index`: IndexOutOfBoundsException, which an index in the path swallows.
 * - `other`: any other.
 */
export type FailureKind = 'missing' | 'invalid' | 'argument' | 'cast' | 'index' | 'other'

export class PathFailure extends Error {
  readonly kind: FailureKind

  constructor(kind: FailureKind, message: string) {
    super(message)
    this.kind = kind
  }
}

/** Most steps that reading one path may take; nested scans could otherwise run for hours. */
const maxSteps = 5_000_000

/** Deepest nesting of lists, maps and scans; lists can be made to hold themselves. */
const maxDepth = 1200

/** What all paths share that are evaluated for one reading. */
export class Work {
  #rootResults: Map<object, JavaValue | undefined> | undefined
  #steps = 0
  #depth = 0

  /** What paths in filters that begin with `$` gave: they give the same for every item. */
  get rootResults(): Map<object, JavaValue | undefined> {
    return (this.#rootResults ??= new Map())
  }

  count(): void {
    if (++this.#steps > maxSteps)
      throw new PathFailure(
        'other',
        `not emulated: the path takes more than ${maxSteps} steps on this payload`,
      )
  }

  enter(): void {
    this.count()
    if (++this.#depth > maxDepth) throw new PathFailure('other', 'java.lang.StackOverflowError')
  }

  leave(): void {
    this.#depth--
  }
}

/** One evaluation of one path. */
export class Run {
  readonly results: JavaValue[] = new JsonArray()
  readonly root: JavaValue
  /** Whether a missing member ends the evaluation (json-path's REQUIRE_PROPERTIES, set where a filter asks for existence). */
  readonly isStrict: boolean
  readonly work: Work
  /** The index of the list item that a scan looks at, -1 before the first. */
  scannedIndex = -1

  constructor(root: JavaValue, isStrict: boolean, work: Work) {
    this.root = root
    this.isStrict = isStrict
    this.work = work
  }

  add(value: JavaValue): void {
    this.work.count()
    this.results.push(value)
  }
}
