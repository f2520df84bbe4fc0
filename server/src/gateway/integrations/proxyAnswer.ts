import type { Api } from '../../api/api.ts'
import type { Fields } from '../../base/headers.ts'
import { decodeBase64 } from '../contentHandling.ts'
import { because, GatewayError } from '../gatewayError.ts'
import { acceptedTypes, isBinaryType } from '../mediaType.ts'
import type { HttpResponse } from '../messages.ts'
import { binaryMediaTypesOf } from '../methodCall.ts'
import { headerText, kindOf, scalarText } from './answerValue.ts'

/**
 * Reads what a function behind a REST API's Lambda proxy integration returned. Anything malformed is a 502 whose
 * precise reason only the log of AWS tells.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html#api-gateway-simple-proxy-for-lambda-output-format
 */
export function readProxyAnswer(
  payload: string,
  api: Api,
  accept: string | undefined,
  functionId: string,
): HttpResponse {
  const malformed: Malformed = (fault, property) =>
    new GatewayError(
      'INTEGRATION_FAILURE',
      `Lambda **${functionId}** returned a malformed proxy response: ${fault}`,
      {
        status: 502,
        logged: 'Execution failed due to configuration error: Malformed Lambda proxy response',
        details: because({ type: 'malformed', functionId, payload, fault, property, format: 'proxy' }),
      },
    )
  const answer = parseAnswer(payload, malformed)
  const unknown = Object.keys(answer).find(key => !knownKeys.has(key))
  if (unknown !== undefined)
    throw malformed(`\`${unknown}\` is no property of it (only ${[...knownKeys].join(', ')})`, unknown)
  const body = bodyOf(answer['body'], malformed)
  const isEncoded = booleanOf(answer['isBase64Encoded'], malformed)
  const isBinary = isEncoded && isAcceptedBinary(api, accept)
  return {
    status: statusOf(answer['statusCode'], malformed),
    headers: headersOf(answer, malformed),
    body: isBinary ? decodeBody(body) : Buffer.from(body, 'utf8'),
  }
}

/**
 * Whether the client gets the base64 of an answer in place of its bytes: it says `isBase64Encoded`, and `Accept` names no
 * binary media type first.
 */
export function isLeftInBase64(payload: string, api: Api, accept: string | undefined): boolean {
  try {
    const answer = parseAnswer(payload, fault => new Error(fault))
    const isEncoded = booleanOf(answer['isBase64Encoded'], fault => new Error(fault))
    return isEncoded && !isAcceptedBinary(api, accept)
  } catch {
    return false
  }
}

// Without Accept AWS takes application/json for granted; only the first type it names counts.
function isAcceptedBinary(api: Api, accept: string | undefined): boolean {
  return isBinaryType(acceptedTypes(accept)[0] ?? 'application/json', binaryMediaTypesOf(api))
}

/** Makes the error for a fault of the answer, named in words, and the property that has it. */
export type Malformed = (fault: string, property?: string) => Error

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
    throw malformed(`\`statusCode\` must be an integer and is ${kindOf(value)}`, 'statusCode')
  // An interim status cannot end an answer: a client would wait for the one that follows.
  if (status < 200 || status > 599)
    throw malformed(`\`statusCode\` ${status} is no status of an HTTP answer`, 'statusCode')
  return status
}

function bodyOf(value: unknown, malformed: Malformed): string {
  if (value === undefined || value === null) return ''
  const text = scalarText(value)
  if (text === undefined) throw malformed(`\`body\` must be a string and is ${kindOf(value)}`, 'body')
  return text
}

function booleanOf(value: unknown, malformed: Malformed): boolean {
  if (value === undefined || value === null) return false
  if (value === true || value === 'true') return true
  if (value === false || value === 'false') return false
  throw malformed(`\`isBase64Encoded\` must be true or false and is ${kindOf(value)}`, 'isBase64Encoded')
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
      throw malformed(
        `\`multiValueHeaders\` must hold lists and '${name}' is ${kindOf(values)}`,
        'multiValueHeaders',
      )
    for (const value of values) add(name, headerText(name, value, within('multiValueHeaders', malformed)))
  }
  for (const [name, value] of entriesOf(answer['headers'], 'headers', malformed))
    if (value !== null) add(name, headerText(name, value, within('headers', malformed)))
  return merged
}

function entriesOf(value: unknown, property: string, malformed: Malformed): [string, unknown][] {
  if (value === undefined || value === null) return []
  if (typeof value !== 'object' || Array.isArray(value))
    throw malformed(`\`${property}\` must be an object and is ${kindOf(value)}`, property)
  return Object.entries(value)
}

/** Names the property in which a header is at fault. */
export function within(property: string, malformed: Malformed): Malformed {
  return fault => malformed(fault, property)
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
