import type { Origin } from '../base/origin.ts'
import type { Topic } from './topics.ts'

/**
 * What a difference means for its owner: `lost` (an HTTP API cannot do it), `changed` (it does it otherwise), `decision`
 * (a person must say how it goes on), `same`.
 */
export type MigrationSeverity = 'lost' | 'decision' | 'changed' | 'same'

/** One thing that an HTTP API does otherwise than the REST API, or does not do. */
export interface MigrationFinding {
  readonly severity: MigrationSeverity
  readonly topic: Topic
  /** What it is about: `GET /books`, `authorizer 'Partners'`, `stage 'prod'`, `the API`. */
  readonly subject: string
  /** What is different here and what to do, a sentence without a full stop. */
  readonly message: string
  /** The place in the definition or in a handler's source. */
  readonly origin: Origin
  /** Keys from the root of the generated document down to the part that it is about. */
  readonly place?: readonly string[]
}

/** Collects the findings about one subject. */
export interface Teller {
  readonly lost: Tell
  readonly decision: Tell
  readonly changed: Tell
  readonly same: Tell
  readonly findings: readonly MigrationFinding[]
}

type Tell = (topic: Topic, message: string, origin?: Origin) => void

/** A teller whose findings stand at `origin` where they name no place of their own. */
export function createTeller(subject: string, origin: Origin, place?: readonly string[]): Teller {
  const findings: MigrationFinding[] = []
  const tellAs =
    (severity: MigrationSeverity): Tell =>
    (topic, message, at = origin) => {
      findings.push({ severity, topic, subject, message, origin: at, ...(place && { place }) })
    }
  return {
    lost: tellAs('lost'),
    decision: tellAs('decision'),
    changed: tellAs('changed'),
    same: tellAs('same'),
    findings,
  }
}
