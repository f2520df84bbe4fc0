import type { Fields } from '../../base/headers.ts'
import { lastField } from '../../base/headers.ts'
import { because, HttpApiError } from '../gatewayError.ts'
import type { HttpResponse } from '../messages.ts'
import { kindOf, scalarText } from './answerValue.ts'
import type { Malformed } from './proxyAnswer.ts'
import { within } from './proxyAnswer.ts'

/** What a function's answer on an HTTP API came to, and whether AWS inferred it from a bare value. */
export interface HttpApiAnswer {
  readonly response: HttpResponse
  readonly isInferred: boolean
}

/** Who reads an answer; function URLs take those of format 2.0. */
export type AnswerReader = 'httpApi' | 'functionUrl'

/** The type of a full answer that states none. */
const defaultTypes: Readonly<Record<AnswerReader, string>> = {
  httpApi: 'text/plain; charset=utf-8',
  functionUrl: 'application/json',
}

/**
 * Reads what a function behind an HTTP API or a function URL returned. Format 2.0 makes a 200 of anything without
 * `statusCode`, an HTTP API of text that is no JSON as well (recorded for AWS's Lambda Test Tool for .NET); format 1.0
 * refuses both.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export function readHttpApiAnswer(
  payload: string,
  format: '1.0' | '2.0',
  functionId: string,
  reader: AnswerReader = 'httpApi',
): HttpApiAnswer {
  const malformed: Malformed = (fault, property) =>
    new HttpApiError(
      500,
      'Internal Server Error',
      `Lambda **${functionId}** returned an answer that format ${format} does not know: ${fault}`,
      because({ type: 'malformed', functionId, payload, fault, property, format }),
    )
  let value: unknown
  try {
    value = JSON.parse(payload)
  } catch {
    // Custom runtimes and streaming handlers write what they like.
    if (format === '2.0' && reader === 'httpApi') return { response: inferredOf(payload), isInferred: true }
    throw malformed('it is no JSON')
  }
  const answer =
    typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : []
  const parts = new Map<string, unknown>(answer)
  if (parts.get('statusCode') === undefined || parts.get('statusCode') === null) {
    const text = reader === 'functionUrl' ? withoutSpaces(payload) : payload
    if (format === '2.0')
      return { response: inferredOf(typeof value === 'string' ? value : text), isInferred: true }
    throw malformed('it has no `statusCode`', 'statusCode')
  }
  const headers = [...headersOf(parts, format, malformed), ...cookiesOf(parts, format, malformed)]
  const hasType = lastField(headers, 'content-type') !== undefined
  return {
    isInferred: false,
    response: {
      status: statusOf(parts.get('statusCode'), malformed),
      headers: hasType ? headers : [['content-type', defaultTypes[reader]], ...headers],
      body: bodyOf(parts, malformed),
    },
  }
}

function inferredOf(text: string): HttpResponse {
  return { status: 200, headers: [['content-type', 'application/json']], body: Buffer.from(text, 'utf8') }
}

// A function URL writes the JSON anew: what Python returns comes out without its spaces, as LocalStack recorded it.
function withoutSpaces(json: string): string {
  return json.replace(/("(?:[^"\\]|\\.)*")|\s+/gs, (_, text?: string) => text ?? '')
}

function statusOf(value: unknown, malformed: Malformed): number {
  const status = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  if (typeof status !== 'number' || !Number.isInteger(status))
    throw malformed(`\`statusCode\` must be an integer and is ${kindOf(value)}`, 'statusCode')
  if (status < 100 || status > 599)
    throw malformed(`\`statusCode\` ${status} is no HTTP status`, 'statusCode')
  return status
}

// Format 1.0 takes both maps, `headers` first, as recorded for AWS's Lambda Test Tool for .NET. A REST API begins with the
// other; of a value that stands in both, AWS documents for REST APIs that it comes once.
function headersOf(parts: ReadonlyMap<string, unknown>, format: string, malformed: Malformed): Fields {
  const result: [string, string][] = []
  for (const [name, value] of entriesOf(parts.get('headers'), 'headers', malformed))
    if (value !== null) result.push([name, headerText(name, value, within('headers', malformed))])
  const single = new Set(result.map(fieldKey))
  const multi = format === '1.0' ? parts.get('multiValueHeaders') : undefined
  for (const [name, values] of entriesOf(multi, 'multiValueHeaders', malformed)) {
    if (!Array.isArray(values))
      throw malformed(
        `\`multiValueHeaders\` must hold lists and '${name}' is ${kindOf(values)}`,
        'multiValueHeaders',
      )
    for (const value of values) {
      const field: [string, string] = [name, headerText(name, value, within('multiValueHeaders', malformed))]
      if (!single.has(fieldKey(field))) result.push(field)
    }
  }
  return result
}

function fieldKey([name, value]: readonly [string, string]): string {
  return `${name.toLowerCase()}:${value}`
}

function cookiesOf(parts: ReadonlyMap<string, unknown>, format: string, malformed: Malformed): Fields {
  const cookies = format === '2.0' ? parts.get('cookies') : undefined
  if (cookies === undefined || cookies === null) return []
  if (!Array.isArray(cookies))
    throw malformed(`\`cookies\` must be a list and is ${kindOf(cookies)}`, 'cookies')
  return cookies.map(
    cookie => ['set-cookie', headerText('set-cookie', cookie, within('cookies', malformed))] as const,
  )
}

function bodyOf(parts: ReadonlyMap<string, unknown>, malformed: Malformed): Uint8Array {
  const body = parts.get('body')
  if (body === undefined || body === null) return new Uint8Array()
  const text = scalarText(body)
  if (text === undefined) throw malformed(`\`body\` must be a string and is ${kindOf(body)}`, 'body')
  return Buffer.from(text, parts.get('isBase64Encoded') === true ? 'base64' : 'utf8')
}

function entriesOf(value: unknown, property: string, malformed: Malformed): [string, unknown][] {
  if (value === undefined || value === null) return []
  if (typeof value !== 'object' || Array.isArray(value))
    throw malformed(`\`${property}\` must be an object and is ${kindOf(value)}`, property)
  return Object.entries(value)
}

function headerText(name: string, value: unknown, malformed: Malformed): string {
  const text = scalarText(value)
  if (text === undefined) throw malformed(`header '${name}' must be a string and is ${kindOf(value)}`)
  return text
}
