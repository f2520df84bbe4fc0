import type { Integration } from '../../api/integration.ts'
import { jsonText } from '../../template/jsonText.ts'
import { parsePermissiveJson } from '../../template/permissiveJson.ts'
import type { JavaValue } from '../../template/values.ts'
import { configurationError } from '../gatewayError.ts'
import type { MethodCall } from '../methodCall.ts'
import type { World } from '../world.ts'
import type { MockCall } from './outgoing.ts'
import type { RequestBody } from './requestBody.ts'
import { mappedBody } from './requestBody.ts'

/**
 * A MOCK's status, from what its request template gives (the body itself where none applies).
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-mock-integration.html
 */
export function mockCall(call: MethodCall, integration: Integration, world: World): MockCall {
  return mockCallWith(mappedBody(call, integration, world))
}

/** The same from a body that was made before. */
export function mockCallWith({ body, template }: RequestBody): MockCall {
  const { value, fault } = parsePermissiveJson(template?.text ?? Buffer.from(body).toString('utf8'))
  const statusCode = value instanceof Map ? value.get('statusCode') : undefined
  if (typeof statusCode === 'number') return { type: 'mock', statusCode, template }
  const why = fault ? `this is no JSON: ${fault.message}` : faultOf(value, statusCode)
  throw configurationError(
    `a MOCK needs an integer \`statusCode\` from its request template, such as \`{"statusCode": 200}\`; ${why}`,
    template && (() => ({ template: template.traced() })),
    // As users of REST and of WebSocket APIs quote it.
    'statusCode should be an integer which defined in request template',
  )
}

function faultOf(value: JavaValue, statusCode: JavaValue | undefined): string {
  if (!(value instanceof Map)) return 'this gave no JSON object'
  return statusCode === undefined ? 'this has none' : `this has \`${jsonText(statusCode)}\``
}
