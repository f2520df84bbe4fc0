import type { Integration } from '../../api/integration.ts'
import { valueOf } from '../../base/origin.ts'
import type { BodyKind } from '../contentHandling.ts'
import { convertRequestBody } from '../contentHandling.ts'
import { configurationError } from '../gatewayError.ts'
import { requestTemplate } from '../mappingTemplate.ts'
import { isBinaryType, mediaTypeOf } from '../mediaType.ts'
import type { MethodCall } from '../methodCall.ts'
import { binaryMediaTypesOf, contentTypeOf } from '../methodCall.ts'
import type { RenderedTemplate } from '../renderTemplate.ts'
import { renderTemplate } from '../renderTemplate.ts'
import type { World } from '../world.ts'

/** What a backend gets as its body, and the template that made it when there was one. */
export interface RequestBody {
  readonly body: Uint8Array
  readonly template: RenderedTemplate | undefined
}

/** The body a custom or MOCK integration sends: what the request template prints, or the client's where none applies. */
export function mappedBody(call: MethodCall, integration: Integration, world: World): RequestBody {
  const chosen = requestTemplate(integration, contentTypeOf(call))
  if (!chosen) return { body: passedBody(call, integration), template: undefined }
  const { contentHandling } = requestKind(call, integration)
  const isMock = valueOf(integration.type)?.toUpperCase() === 'MOCK'
  if (!isMock && valueOf(contentHandling)?.toUpperCase() === 'CONVERT_TO_BINARY')
    throw configurationError('`contentHandling` CONVERT_TO_BINARY and a mapping template exclude each other')
  const body = isMock ? call.incoming.request.body : passedBody(call, integration)
  const template = renderTemplate(call, chosen, { body, sender: 'client' }, world)
  return { body: Buffer.from(template.text, 'utf8'), template }
}

/** The client's body as the content handling of an integration hands it on. */
export function passedBody(call: MethodCall, integration: Integration): Uint8Array {
  const { body } = call.incoming.request
  return body.length === 0 ? body : convertRequestBody(body, requestKind(call, integration))
}

function requestKind(call: MethodCall, integration: Integration): BodyKind {
  const type = mediaTypeOf(contentTypeOf(call))
  return {
    contentHandling: integration.contentHandling,
    isBinary: isBinaryType(type, binaryMediaTypesOf(call.served.api)),
  }
}
