import type { Disturbance } from '../../support/disturbed.ts'
import type { Question } from '../../support/featureAnswers.ts'

/** A question with what must be found in the answer, and the disturbances under which there is none. */
export interface Case extends Question {
  /** Texts that the answer holds, each place in it as the words there; or that of the text after its edits. */
  readonly holds: readonly string[]
  /** Disturbances, by words of their names, under which the feature rests on purpose; docs/editor.md says why. */
  readonly restsOn?: readonly string[]
}

/** One definition with what every feature says of it. */
export interface DisturbedDefinition {
  readonly name: string
  readonly source: string
  /** Files beside it. */
  readonly files?: Readonly<Record<string, string>>
  readonly disturbances: readonly Disturbance[]
  readonly cases: readonly Case[]
}
