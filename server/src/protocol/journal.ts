import type { Location } from './places.ts'

/** The last changes of a definition's APIs, the newest first. */
export interface JournalEvents {
  readonly events: readonly JournalEvent[]
}

/** One change that a running gateway took over when its definition was saved, in CloudTrail's words. */
export interface JournalEvent {
  /** `eventID` of the record. */
  readonly id: string
  /** Logical id of the API; unset for a file beside the definition, which all of its APIs stand on. */
  readonly apiId?: string
  /** UTC, to the second: `2026-11-22T09:30:00Z`. */
  readonly eventTime: string
  /** `PutIntegration` */
  readonly eventName: string
  /** What it is about: `GET /books`, the name of a model. */
  readonly subject: string
  readonly how: 'added' | 'removed' | 'changed'
  /** `requestParameters` of the record as JSON, cut where it is long. */
  readonly parameters: string
  readonly location: Location
}
