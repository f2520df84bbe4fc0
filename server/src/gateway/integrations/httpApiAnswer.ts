import type { Fields } from '../../base/headers.ts'
import { lastField } from '../../base/headers.ts'
import { because, HttpApiError } from '../gatewayError.ts'
import type { HttpResponse } from '../messages.ts'
import { headerText, kindOf, scalarText } from './answerValue.ts'
import type { Malformed } from './proxyAnswer.ts'
import { statusOf, within } from './proxyAnswer.ts'

/** What a function's answer on an HTTP API came to, and whether AWS inferred it from a bare value. */
export interface HttpApiAnswer {
  readonly response: HttpResponse
  readonly isInferred: boolean
}

/**
 * Reads what a function behind an HTTP API returned. Format 2.0 makes a 200 of anything without `statusCode`; format
 * 1.0 refuses it. https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export function readHttpApiAnswer(
  payload: string,
  format: '1.0' | '2.0',
  functionId: string,
  defaultType = 'text/plain; charset=utf-8',
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
    // A streaming handler writes what it likes.
    throw malformed('it is no JSON')
  }
  const answer =
    typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : []
  const parts = new Map<string, unknown>(answer)
  if (parts.get('statusCode') === undefined || parts.get('statusCode') === null) {
    if (format === '2.0') return { response: inferred(value, payload), isInferred: true }
    throw malformed('it has no `statusCode`', 'statusCode')
  }
  const headers = [...headersOf(parts, format, malformed), ...cookiesOf(parts, format, malformed)]
  const hasType = lastField(headers, 'content-type') !== undefined
  return {
    isInferred: false,
    response: {
      status: statusOf(parts.get('statusCode'), malformed),
      headers: hasType ? headers : [['content-type', defaultType], ...headers],
      body: bodyOf(parts, malformed),
    },
  }
}

function inferred(value: unknown, payload: string): HttpResponse {
  const text = typeof value === 'string' ? value : payload
  return { status: 200, headers: [['content-type', 'application/json']], body: Buffer.from(text, 'utf8') }
}

function headersOf(parts: ReadonlyMap<string, unknown>, format: string, malformed: Malformed): Fields {
  const result: [string, string][] = []
  const multi = format === '1.0' ? parts.get('multiValueHeaders') : undefined
  for (const [name, values] of entriesOf(multi, 'multiValueHeaders', malformed)) {
    if (!Array.isArray(values))
      throw malformed(
        `\`multiValueHeaders\` must hold lists and '${name}' is ${kindOf(values)}`,
        'multiValueHeaders',
      )
    for (const value of values)
      result.push([name, headerText(name, value, within('multiValueHeaders', malformed))])
  }
  const present = new Set(result.map(([name]) => name.toLowerCase()))
  for (const [name, value] of entriesOf(parts.get('headers'), 'headers', malformed))
    if (value !== null && !present.has(name.toLowerCase()))
      result.push([name, headerText(name, value, within('headers', malformed))])
  return result
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
