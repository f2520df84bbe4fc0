import type { OpenApiDocument } from './openApiDocument.ts'
import type { Properties } from './properties.ts'
import { propertiesOf } from './properties.ts'
import { list } from './reader.ts'

/**
 * The endpoint configurations of a document: that of the document, and in OpenAPI 3 those of its servers, where AWS's
 * exports have them.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/openapi-extensions-endpoint-configuration.html
 */
export function endpointConfigurations({ reader, root }: OpenApiDocument): Properties[] {
  const properties = propertiesOf(reader, root)
  const servers = list(reader, properties.value('servers')).map(node => propertiesOf(reader, node))
  return [properties, ...servers].map(each => each.inner('x-amazon-apigateway-endpoint-configuration'))
}

/** What the first configuration that states it says. */
export function firstStated<T>(
  configurations: readonly Properties[],
  read: (endpoint: Properties) => T | undefined,
): T | undefined {
  for (const endpoint of configurations) {
    const stated = read(endpoint)
    if (stated !== undefined) return stated
  }
  return undefined
}
