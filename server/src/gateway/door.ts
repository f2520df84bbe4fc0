import type { Origin } from '../base/origin.ts'

/** The name a request came by, and where it leads. */
export type Door = OpenDoor | ClosedDoor

export interface OpenDoor {
  readonly type: 'open'
  /** Logical id of an API. */
  readonly apiId: string
  readonly stage: string
  readonly domainName: string
  readonly domainPrefix: string
  /** What stands before the path inside the stage, as sent: the stage of an execute-api host, or a base path. */
  readonly before: string
  /** A custom domain's base path is part of what handlers see as the path, the stage is not. */
  readonly isCustom: boolean
  readonly path: string
}

export interface ClosedDoor {
  readonly type: 'closed'
  /** For the trace, in words for the user; the client gets `Forbidden`. */
  readonly reason: string
  /** Logical id of the API whose own host is disabled: it answers, an HTTP API with `Not Found`. */
  readonly apiId?: string
  readonly origin?: Origin
}
