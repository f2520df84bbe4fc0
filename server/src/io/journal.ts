import { createHash } from 'node:crypto'
import { appendFileSync, mkdirSync, readFileSync, realpathSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/**
 * One change of a served API in CloudTrail's record form. `additionalEventData` says where the definition states it.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
export interface JournalRecord {
  readonly eventVersion: string
  /** UTC, to the second: `2026-11-22T09:30:00Z`. */
  readonly eventTime: string
  /** Our own where a file was taken that AWS knows nothing of. */
  readonly eventSource: 'apigateway.amazonaws.com' | 'gatehouse.local'
  readonly eventName: string
  readonly awsRegion: string
  readonly userAgent: string
  readonly requestParameters: Readonly<Record<string, unknown>>
  readonly eventID: string
  readonly readOnly: false
  readonly eventType: 'AwsApiCall'
  readonly managementEvent: true
  readonly recipientAccountId: string
  readonly additionalEventData: {
    readonly file: string
    /** One-based. */
    readonly line: number
    /** `route GET /books changed` */
    readonly change: string
    /** The same in parts: logical id of the API, `GET /books`, and how. Of a file beside the definition no API, and its name. */
    readonly apiId?: string
    readonly name: string
    readonly how: 'added' | 'removed' | 'changed'
  }
}

/** Bytes of a journal; past them its older half goes. */
const mostBytes = 2_000_000

/** The journal of a definition: a file of one record a line in the user's cache folder. */
export function journalFile(folder: string, definition: string): string {
  const name = createHash('sha256').update(realPath(definition)).digest('hex').slice(0, 32)
  return path.join(folder, 'journals', `${name}.ndjson`)
}

/** Adds records. Throws when the folder cannot be written. */
export function appendToJournal(file: string, records: readonly JournalRecord[]): void {
  if (records.length === 0) return
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 })
  appendFileSync(file, records.map(record => `${JSON.stringify(record)}\n`).join(''), { mode: 0o600 })
  if (statSync(file).size <= mostBytes) return
  const lines = readFileSync(file, 'utf8').split('\n')
  writeFileSync(file, lines.slice(Math.floor(lines.length / 2)).join('\n'), { mode: 0o600 })
}

/** All records, oldest first; none when nothing was written. A line that is no record is left out. */
export function readJournal(file: string): JournalRecord[] {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch {
    return []
  }
  return text.split('\n').flatMap(line => {
    try {
      const record: unknown = JSON.parse(line)
      return isRecord(record) ? [record] : []
    } catch {
      return []
    }
  })
}

function isRecord(value: unknown): value is JournalRecord {
  return typeof value === 'object' && value !== null && 'eventName' in value && 'additionalEventData' in value
}

function realPath(file: string): string {
  try {
    return realpathSync(file)
  } catch {
    // A definition that is gone keeps its journal under its name.
    return path.resolve(file)
  }
}
