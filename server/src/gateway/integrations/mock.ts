import type { Integration } from '../../api/integration.ts'
import { configurationError } from '../gatewayError.ts'
import { readLenientJson } from '../lenientJson.ts'
import { renderTemplate, requestTemplate } from '../mappingTemplate.ts'
import type { MethodCall } from '../methodCall.ts'
import { contentTypeOf } from '../methodCall.ts'
import type { MockCall } from './outgoing.ts'

/**
 * A MOCK's status, from what its request template gives (the body itself where none applies).
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-mock-integration.html
 */
export function mockCall(call: MethodCall, integration: Integration): MockCall {
  const chosen = requestTemplate(integration, contentTypeOf(call))
  const template = chosen && renderTemplate(chosen)
  const text = template?.text ?? Buffer.from(call.incoming.request.body).toString('utf8')
  return { type: 'mock', statusCode: statusCodeOf(text), origin: template?.origin ?? integration.origin }
}

function statusCodeOf(text: string): number {
  const value = readLenientJson(text)
  const statusCode =
    typeof value === 'object' && value !== null && Object.hasOwn(value, 'statusCode')
      ? // Checked in the line above; only the property's type is open, and is checked below.
        (value as { statusCode: unknown }).statusCode
      : undefined
  if (typeof statusCode === 'number' && Number.isInteger(statusCode)) return statusCode
  throw configurationError(
    `a MOCK needs an integer \`statusCode\` from its request template, such as \`{"statusCode": 200}\`; ${faultOf(value, statusCode)}`,
  )
}

function faultOf(value: unknown, statusCode: unknown): string {
  if (value === undefined) return 'this gave no JSON'
  if (statusCode === undefined) return 'this has none'
  return `this has \`${JSON.stringify(statusCode)}\``
}
