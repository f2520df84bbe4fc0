import { maxIndentedBytes, shownBody, type ShownBody } from './body.ts'
import { diffLines } from './diff.ts'
import { spreadJson } from './jsonText.ts'
import { isSameOrder } from './order.ts'
import type { Answer } from './runs.ts'

/** What differs between two answers. */
export interface Comparison {
  /** Pieces that differ: the status, each header, each stretch of the body. */
  readonly count: number
  readonly status: boolean
  /** Names of headers that came, went or have another value; those that each answer has anew are left out. */
  readonly headers: readonly string[]
  readonly body: BodyChange
  /** In words what of the request is another; unset where it is the same. */
  readonly request?: string
  /** Whether one of them fits the model of its response and the other does not. */
  readonly fit: boolean
}

export type BodyChange =
  | { readonly type: 'same' }
  /** Bytes, or texts too long to be compared by lines. */
  | { readonly type: 'other' }
  | {
      readonly type: 'lines'
      readonly rows: readonly DiffRow[]
      readonly removed: number
      readonly added: number
      /** Stretches of changed lines. */
      readonly stretches: number
      readonly isJson: boolean
    }

/** A line of one of two texts, or of both. */
export interface DiffRow {
  readonly sign: '-' | '+' | ' '
  /** Counts from one, in the text that the line is of (the second where it is of both). */
  readonly number: number
  readonly text: string
  /** Number of the stretch of changed lines it belongs to, from zero. */
  readonly stretch?: number
}

/** Whether two answers differ in anything that a user compares; quick, for long bodies too. */
export function hasChanges(before: Answer, after: Answer): boolean {
  return (
    before.response.status !== after.response.status ||
    before.response.bodyBase64 !== after.response.bodyBase64 ||
    changedHeaders(before, after).length > 0
  )
}

/** Compares two answers part by part. */
export function compareAnswers(before: Answer, after: Answer): Comparison {
  const status = before.response.status !== after.response.status
  const headers = changedHeaders(before, after)
  const body = compareBodies(before, after)
  const request = compareRequests(before, after)
  const stretches = body.type === 'lines' ? body.stretches : body.type === 'other' ? 1 : 0
  return {
    count: (status ? 1 : 0) + headers.length + stretches,
    status,
    headers,
    body,
    ...(request !== undefined && { request }),
    fit: before.fit !== undefined && after.fit !== undefined && fits(before) !== fits(after),
  }
}

/** Whether an answer fits its model; undefined where that is not known. */
export function fits({ fit }: Answer): boolean | undefined {
  return fit && fit.errors.length === 0
}

/** Headers that are another in every answer. */
const alwaysNew = new Set([
  'date',
  'age',
  'apigw-requestid',
  'x-amzn-requestid',
  'x-amz-apigw-id',
  'x-amzn-trace-id',
  'x-amz-cf-id',
  'x-amzn-remapped-date',
])

function changedHeaders(before: Answer, after: Answer): string[] {
  const [old, fresh] = [headersOf(before), headersOf(after)]
  const names = new Set([...old.keys(), ...fresh.keys()])
  return [...names].filter(name => !alwaysNew.has(name) && old.get(name) !== fresh.get(name)).sort()
}

function headersOf({ response, trace }: Answer): Map<string, string> {
  const headers = new Map<string, string>()
  for (const [field, value] of response.headers) {
    const name = field.toLowerCase()
    // Its length says nothing that the body does not say.
    if (name === 'content-length') continue
    // The request's id in a header of the user's own, too, is another each time.
    const told = value.replaceAll(trace.requestId, '')
    headers.set(name, headers.has(name) ? `${headers.get(name)}\n${told}` : told)
  }
  return headers
}

/** Longer texts are not compared by lines. */
const mostLines = 20_000

function compareBodies(before: Answer, after: Answer): BodyChange {
  if (before.response.bodyBase64 === after.response.bodyBase64) return { type: 'same' }
  // To decode megabytes and to spread them over lines would hold up the page.
  if ([before, after].some(({ response }) => bytesIn(response.bodyBase64) > maxIndentedBytes))
    return { type: 'other' }
  const [old, fresh] = [shownBody(before.response), shownBody(after.response)]
  if (old.kind === 'binary' || fresh.kind === 'binary') return { type: 'other' }
  const [left, right] = [linesOf(old), linesOf(fresh)]
  if (left.length + right.length > mostLines) return { type: 'other' }
  const rows = diffRows(left, right)
  const isJson = [old, fresh].every(({ kind }) => kind !== 'text')
  return {
    type: 'lines',
    rows,
    removed: rows.filter(({ sign }) => sign === '-').length,
    added: rows.filter(({ sign }) => sign === '+').length,
    stretches: Math.max(-1, ...rows.map(({ stretch = -1 }) => stretch)) + 1,
    isJson,
  }
}

function bytesIn(base64: string): number {
  return (base64.length / 4) * 3
}

function linesOf(body: ShownBody): string[] {
  if (body.kind === 'none' || body.kind === 'binary') return []
  const text = body.kind === 'json' ? spreadJson(body.raw) : undefined
  return (text ?? body.text).split(/\r?\n/)
}

/** Both texts in one column: changed lines stand beside what they were. */
export function diffRows(before: readonly string[], after: readonly string[]): DiffRow[] {
  const { removed, added } = diffLines(before, after) ?? {
    removed: before.map(() => true),
    added: after.map(() => true),
  }
  const rows: DiffRow[] = []
  let stretch = 0
  for (let i = 0, j = 0; i < before.length || j < after.length;) {
    const gone = stretchFrom(removed, i)
    const come = stretchFrom(added, j)
    if (gone + come === 0) {
      rows.push({ sign: ' ', number: j + 1, text: after[j] ?? '' })
      i++
      j++
      continue
    }
    const old = lines(before, '-', i, gone, stretch)
    const fresh = lines(after, '+', j, come, stretch)
    // As many lines as before: each stands under what it was.
    if (gone === come) rows.push(...old.flatMap((row, index) => [row, fresh[index] ?? row]))
    else rows.push(...old, ...fresh)
    i += gone
    j += come
    stretch++
  }
  return rows
}

function stretchFrom(isChanged: readonly boolean[], start: number): number {
  let end = start
  while (isChanged[end] === true) end++
  return end - start
}

function lines(
  texts: readonly string[],
  sign: '-' | '+',
  start: number,
  count: number,
  stretch: number,
): DiffRow[] {
  return texts
    .slice(start, start + count)
    .map((text, index) => ({ sign, number: start + index + 1, text, stretch }))
}

function compareRequests(before: Answer, after: Answer): string | undefined {
  if (!before.order || !after.order || isSameOrder(before.order, after.order)) return undefined
  const [old, fresh] = [before.order, after.order]
  const parts = [
    (old.request.method !== fresh.request.method || old.request.target !== fresh.request.target) && 'URL',
    JSON.stringify(old.request.headers) !== JSON.stringify(fresh.request.headers) && 'headers',
    (old.request.bodyText ?? '') !== (fresh.request.bodyText ?? '') && 'body',
    old.identity !== fresh.identity && 'identity',
    old.stage !== fresh.stage && 'stage',
  ]
  return parts.filter(part => part !== false).join(', ') || 'circumstances'
}
