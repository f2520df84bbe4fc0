import type { WebSocketApi } from '../../api/api.ts'
import type { Why } from '../../protocol/trace.ts'
import type { ServedApi } from '../servedApi.ts'
import { sourceLineOf } from '../trace.ts'
import type { Closing, Connection } from '../websocket/connection.ts'
import { closings } from '../websocket/connection.ts'
import { durationMs, idleMs, largestFrame, largestMessage } from '../websocket/limits.ts'
import { causes } from './causes.ts'
import type { CauseId } from './causes.ts'
import { goTo } from './parts.ts'

/** Why API Gateway ended a connection by itself. No step of a request decided it, so it stands at `methodRequest`. */
export function closingWhy(
  { api }: ServedApi<WebSocketApi>,
  connection: Connection,
  closing: Closing,
  now: number,
): Why {
  const { cause, reason, then } = told(connection, closing, now)
  return {
    cause,
    sentence: `${api.name} closed the connection with ${closing.code}: **${reason}**. ${then}.`,
    step: 'methodRequest',
    source: sourceLineOf(api.origin),
    facts: [],
    fixes: goTo('Go to the API', api.origin),
    documentation: causes[cause].documentation,
  }
}

interface Told {
  readonly cause: CauseId
  readonly reason: string
  readonly then: string
}

function told({ lastActiveAt }: Connection, closing: Closing, now: number): Told {
  const minutes = (ms: number) => `${ms / 60_000} minutes`
  switch (closing.code) {
    case closings.over.code:
      return now - lastActiveAt >= idleMs
        ? {
            cause: 'closed-idle',
            reason: `no frame in either direction for ${minutes(idleMs)}`,
            then: 'No setting raises this limit: a client that stays sends something before',
          }
        : {
            cause: 'closed-old',
            reason: `it is ${durationMs / 3_600_000} hours old, and none lasts longer`,
            then: 'No setting raises this limit: clients connect again',
          }
    case closings.frameTooLarge.code:
      return {
        cause: 'message-too-large',
        reason:
          closing.reason === closings.frameTooLarge.reason
            ? `a frame has ${largestFrame / 1024} KB at most`
            : `a message has ${largestMessage / 1024} KB at most`,
        then: `Longer messages go in frames of ${largestFrame / 1024} KB, up to ${largestMessage / 1024} KB together; more goes by S3 or in parts`,
      }
    case closings.binary.code:
      return {
        cause: 'message-binary',
        reason: 'a binary frame came, and only text is taken',
        then: 'Bytes go as base64 in a text frame, which an integration turns back with `CONVERT_TO_BINARY`',
      }
    case closings.deleted.code:
      return {
        cause: 'closed-by-backend',
        reason: 'a backend asked for it by `DELETE @connections`',
        then: 'The request stands among those of the gateway',
      }
    default:
      return {
        cause: 'frame-malformed',
        reason: closing.code === 1007 ? 'a text frame is no UTF-8' : 'a frame breaks the protocol',
        then: 'RFC 6455 says what frames are',
      }
  }
}
