import type { Integration } from '../../api/integration.ts'
import { jsonText } from '../../template/jsonText.ts'
import { parsePermissiveJson } from '../../template/permissiveJson.ts'
import type { JavaValue } from '../../template/values.ts'
import { configurationError } from '../gatewayError.ts'
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
  const { value, fault } = parsePermissiveJson(text)
  const statusCode = value instanceof Map ? value.get('statusCode') : undefined
  if (typeof statusCode === 'number') return statusCode
  const why = fault ? `this is no JSON: ${fault.message}` : faultOf(value, statusCode)
  throw configurationError(
    `a MOCK needs an integer \`statusCode\` from its request template, such as \`{"statusCode": 200}\`; ${why}`,
  )
}

function faultOf(value: JavaValue, statusCode: JavaValue | undefined): string {
  if (!(value instanceof Map)) return 'this gave no JSON object'
  return statusCode === undefined ? 'this has none' : `this has \`${jsonText(statusCode)}\``
}
