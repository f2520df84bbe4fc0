import type { CorsConfiguration, GatewayResponse, RequestValidator } from '../api/api.ts'
import type { UnmodelledProperty } from '../api/integration.ts'
import type { Node } from '../syntax/node.ts'
import { entryOf, originOfEntry } from '../syntax/node.ts'
import { defined } from './defined.ts'
import type { OpenApiDocument } from './openApiDocument.ts'
import { propertiesOf } from './properties.ts'

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-request-validators.html */
export function readRequestValidators(document: OpenApiDocument): RequestValidator[] {
  const node = entryOf(document.root, 'x-amazon-apigateway-request-validators')?.value
  return document.members(node).map(({ entry, value }) => {
    const properties = propertiesOf(document.reader, value)
    return {
      name: entry.name,
      origin: originOfEntry(entry),
      ...defined({
        validateRequestBody: properties.boolean('validateRequestBody'),
        validateRequestParameters: properties.boolean('validateRequestParameters'),
      }),
    }
  })
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-gateway-responses.html */
export function readGatewayResponses(document: OpenApiDocument): GatewayResponse[] {
  const node = entryOf(document.root, 'x-amazon-apigateway-gateway-responses')?.value
  return document.members(node).map(({ entry, value }) => {
    const properties = propertiesOf(document.reader, value)
    return {
      type: entry.name,
      origin: originOfEntry(entry),
      responseParameters: properties.textMap('responseParameters'),
      responseTemplates: properties.textMap('responseTemplates'),
      ...defined({ statusCode: properties.text('statusCode') }),
    }
  })
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-cors-configuration.html */
export function readCors(document: OpenApiDocument): CorsConfiguration | undefined {
  const entry = entryOf(document.root, 'x-amazon-apigateway-cors')
  const properties = propertiesOf(document.reader, entry?.value)
  if (!entry || properties.node?.type !== 'mapping') return undefined
  return {
    origin: originOfEntry(entry),
    allowOrigins: properties.texts('allowOrigins'),
    allowMethods: properties.texts('allowMethods'),
    allowHeaders: properties.texts('allowHeaders'),
    exposeHeaders: properties.texts('exposeHeaders'),
    ...defined({
      allowCredentials: properties.boolean('allowCredentials'),
      maxAge: properties.number('maxAge'),
    }),
  }
}

/** The extensions of a mapping that nobody here reads. */
export function unmodelledExtensions(node: Node): UnmodelledProperty[] {
  if (node.type !== 'mapping') return []
  return node.entries
    .filter(entry => entry.name.startsWith(prefix) && !read.has(entry.name.slice(prefix.length)))
    .map(entry => ({ name: entry.name, origin: originOfEntry(entry) }))
}

const prefix = 'x-amazon-apigateway-'

/** Those that are read, and those without any effect on a request. */
const read = new Set([
  'any-method',
  'api-key-source',
  'auth',
  'authorizer',
  'authtype',
  'binary-media-types',
  'cors',
  'documentation',
  'endpoint-access-mode',
  'endpoint-configuration',
  'gateway-responses',
  'importexport-version',
  'integration',
  'integrations',
  'minimum-compression-size',
  'policy',
  'request-validator',
  'request-validators',
  'security-policy',
  'tag-value',
])
