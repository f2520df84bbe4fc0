import type { AccessMatrix } from '../../server/src/protocol/access.ts'
import type { SourceLine } from '../../server/src/protocol/trace.ts'

/** What the panel sets for all identities that do not say it themselves. */
export interface WhoPlace {
  readonly stage?: string
  readonly sourceIp?: string
  readonly vpcEndpoint?: string
}

/** Messages from the extension to the webview of who may call. */
export type ToWho =
  /** First message after `ready`, after each `ask`, and again when the definition changed. */
  | { readonly type: 'show'; readonly matrix: AccessMatrix; readonly workspaceRoot: string }
  /** The API is no longer in the definition; the last answers stay. */
  | { readonly type: 'gone'; readonly message: string }
  /** The language server did not answer. */
  | { readonly type: 'failed'; readonly message: string }

/** Messages from the webview to the extension. */
export type FromWho =
  | { readonly type: 'ready' }
  | { readonly type: 'ask'; readonly place: WhoPlace }
  | { readonly type: 'openSource'; readonly source: SourceLine }

/** Checks what the webview sent: only a message of the agreed shape comes through. */
export function readFromWho(value: unknown): FromWho | undefined {
  if (!isRecord(value)) return undefined
  const { type, place, source } = value
  if (type === 'ready') return { type }
  if (type === 'ask' && isRecord(place)) {
    const text = (name: string) => {
      const given = place[name]
      return typeof given === 'string' && given !== '' ? { [name]: given } : {}
    }
    return { type, place: { ...text('stage'), ...text('sourceIp'), ...text('vpcEndpoint') } }
  }
  if (type !== 'openSource' || !isRecord(source)) return undefined
  const { file, line, character } = source
  return typeof file === 'string' && isCount(line) && isCount(character)
    ? { type, source: { file, line, character } }
    : undefined
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0
}
