import type { Integration } from '../../api/integration.ts'
import { valueOf } from '../../base/origin.ts'
import type { BodyKind } from '../contentHandling.ts'
import { convertRequestBody } from '../contentHandling.ts'
import { configurationError } from '../gatewayError.ts'
import { requestTemplate } from '../mappingTemplate.ts'
import { mediaTypeOf } from '../mediaType.ts'
import type { MethodCall } from '../methodCall.ts'
import { contentTypeOf, isBinaryRequest } from '../methodCall.ts'
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
  const kind = requestKind(call, integration)
  const isMock = valueOf(integration.type)?.toUpperCase() === 'MOCK'
  requireText(kind, mediaTypeOf(contentTypeOf(call)), isMock)
  const body = isToBinary(kind) ? call.incoming.request.body : passedBody(call, integration)
  const template = renderTemplate(call, chosen, { body, sender: 'client' }, world)
  return { body: Buffer.from(template.text, 'utf8'), template }
}

/** The client's body as the content handling of an integration hands it on. */
export function passedBody(call: MethodCall, integration: Integration): Uint8Array {
  const { body } = call.incoming.request
  return body.length === 0 ? body : convertRequestBody(body, requestKind(call, integration))
}

/**
 * Throws AWS's 500 for a template that would get bytes, be there any or not: the preflight of an API with the binary media
 * type `*\/*` fails by it, as users report with AWS's log (aws/chalice issue 1310, clebert/aws-simple issue 167).
 */
function requireText(kind: BodyKind, mediaType: string, isMock: boolean): void {
  const unable = (reason: string) => configurationError(reason, undefined, 'Unable to transform request')
  if (!isMock && isToBinary(kind))
    throw unable('`contentHandling` CONVERT_TO_BINARY and a mapping template exclude each other')
  if (kind.isBinary && valueOf(kind.contentHandling)?.toUpperCase() !== 'CONVERT_TO_TEXT')
    throw unable(
      `\`${mediaType}\` is one of the API's binary media types, and a mapping template needs text: \`contentHandling\` CONVERT_TO_TEXT makes it`,
    )
}

function isToBinary({ contentHandling }: BodyKind): boolean {
  return valueOf(contentHandling)?.toUpperCase() === 'CONVERT_TO_BINARY'
}

function requestKind(call: MethodCall, integration: Integration): BodyKind {
  return { contentHandling: integration.contentHandling, isBinary: isBinaryRequest(call) }
}
