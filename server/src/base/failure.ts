/** A part of a check that threw instead of saying what it found. */
export interface Failure {
  /** Of the rule; of what is no rule its name: `schema openapi`, `not-emulated`. */
  readonly id: string
  /** Absolute path of the definition, template or policy that was checked. */
  readonly file: string
  readonly error: unknown
}

export type FailureListener = (failure: Failure) => void

/**
 * What one part of a check finds. Where somebody listens for failures, a part that throws costs its own findings and no
 * others; where nobody does (the command line, tests), it throws.
 */
export function contained<T>(
  id: string,
  file: string,
  find: () => readonly T[],
  onFailure: FailureListener | undefined,
): readonly T[] {
  if (!onFailure) return find()
  try {
    return find()
  } catch (error) {
    onFailure({ id, file, error })
    return []
  }
}
