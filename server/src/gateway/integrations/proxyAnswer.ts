import type { RestApi } from '../../api/api.ts'
import type { Fields } from '../../base/headers.ts'
import { decodeBase64 } from '../contentHandling.ts'
import { GatewayError } from '../gatewayError.ts'
import { acceptedTypes, isBinaryType } from '../mediaType.ts'
import type { HttpResponse } from '../messages.ts'
import { binaryMediaTypesOf } from '../methodCall.ts'
import { kindOf, scalarText } from './answerValue.ts'

/**
 * Reads what a function behind a REST API's Lambda proxy integration returned. Anything malformed is a 502 whose
 * precise reason only the log of AWS tells.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html#api-gateway-simple-proxy-for-lambda-output-format
 */
export function readProxyAnswer(
  payload: string,
  api: RestApi,
  accept: string | undefined,
  functionId: string,
): HttpResponse {
  const malformed = (fault: string): GatewayError =>
    new GatewayError(
      'INTEGRATION_FAILURE',
      `Lambda **${functionId}** returned a malformed proxy response: ${fault}`,
      { status: 502 },
    )
  const answer = parseAnswer(payload, malformed)
  const unknown = Object.keys(answer).find(key => !knownKeys.has(key))
  if (unknown !== undefined)
    throw malformed(`\`${unknown}\` is no property of it (only ${[...knownKeys].join(', ')})`)
  const body = bodyOf(answer['body'], malformed)
  const isEncoded = booleanOf(answer['isBase64Encoded'], malformed)
  // Without Accept AWS takes application/json for granted; only the first type it names counts.
  const accepted = acceptedTypes(accept)[0] ?? 'application/json'
  const isBinary = isEncoded && isBinaryType(accepted, binaryMediaTypesOf(api))
  return {
    status: statusOf(answer['statusCode'], malformed),
    headers: headersOf(answer, malformed),
    body: isBinary ? decodeBody(body) : Buffer.from(body, 'utf8'),
  }
}

/** Makes the error for a fault of the answer, named in words. */
type Malformed = (fault: string) => Error

const knownKeys = new Set(['statusCode', 'headers', 'multiValueHeaders', 'body', 'isBase64Encoded'])

/** The object that a JSON text holds. */
export function parseAnswer(text: string, malformed: Malformed): Record<string, unknown> {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    // A streaming handler writes what it likes.
    throw malformed('it is no JSON')
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw malformed(`it must be an object and is ${kindOf(value)}`)
  // An object that is no list, as just checked.
  return value as Record<string, unknown>
}

/** The status of an answer, 200 where it states none. */
export function statusOf(value: unknown, malformed: Malformed): number {
  if (value === undefined || value === null) return 200
  const status = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  if (typeof status !== 'number' || !Number.isInteger(status))
    throw malformed(`\`statusCode\` must be an integer and is ${kindOf(value)}`)
  if (status < 100 || status > 599) throw malformed(`\`statusCode\` ${status} is no HTTP status`)
  return status
}

function bodyOf(value: unknown, malformed: Malformed): string {
  if (value === undefined || value === null) return ''
  const text = scalarText(value)
  if (text === undefined) throw malformed(`\`body\` must be a string and is ${kindOf(value)}`)
  return text
}

function booleanOf(value: unknown, malformed: Malformed): boolean {
  if (value === undefined || value === null) return false
  if (value === true || value === 'true') return true
  if (value === false || value === 'false') return false
  throw malformed(`\`isBase64Encoded\` must be true or false and is ${kindOf(value)}`)
}

/** The headers of an answer: values of both maps appear once each, those of `multiValueHeaders` first. */
export function headersOf(answer: Record<string, unknown>, malformed: Malformed): Fields {
  const merged: [string, string][] = []
  const add = (name: string, value: string): void => {
    const isThere = merged.some(
      ([other, present]) => other.toLowerCase() === name.toLowerCase() && present === value,
    )
    if (!isThere) merged.push([name, value])
  }
  for (const [name, values] of entriesOf(answer['multiValueHeaders'], 'multiValueHeaders', malformed)) {
    if (!Array.isArray(values))
      throw malformed(`\`multiValueHeaders\` must hold lists and '${name}' is ${kindOf(values)}`)
    for (const value of values) add(name, headerText(name, value, malformed))
  }
  for (const [name, value] of entriesOf(answer['headers'], 'headers', malformed))
    if (value !== null) add(name, headerText(name, value, malformed))
  return merged
}

function entriesOf(value: unknown, property: string, malformed: Malformed): [string, unknown][] {
  if (value === undefined || value === null) return []
  if (typeof value !== 'object' || Array.isArray(value))
    throw malformed(`\`${property}\` must be an object and is ${kindOf(value)}`)
  return Object.entries(value)
}

function headerText(name: string, value: unknown, malformed: Malformed): string {
  const text = scalarText(value)
  if (text === undefined) throw malformed(`header '${name}' must be a string and is ${kindOf(value)}`)
  return text
}

function decodeBody(body: string): Uint8Array {
  try {
    return decodeBase64(body)
  } catch {
    throw new GatewayError(
      'INTEGRATION_FAILURE',
      'the answer says `isBase64Encoded`, the client accepts a binary type, and `body` is not base64',
      { status: 500 },
    )
  }
}
