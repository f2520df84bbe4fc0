import type { ApiSettings, Documentation, Resource } from '../api/api.ts'
import type { Fact } from '../base/origin.ts'
import { valueOf } from '../base/origin.ts'
import { childAt, originOf } from '../syntax/node.ts'
import { defined } from './defined.ts'
import type { OpenApiDocument } from './openApiDocument.ts'
import { endpointConfigurations, firstStated } from './openApiEndpoint.ts'
import { versionFact } from './payloadFormatVersion.ts'
import { propertiesOf } from './properties.ts'
import { list } from './reader.ts'

/** The settings that a document's `info`, `tags` and extensions give to the imported API. */
export function readOpenApiSettings(
  document: OpenApiDocument,
  resources: readonly Resource[] = [],
): ApiSettings {
  const { reader, root } = document
  const properties = propertiesOf(reader, root)
  const info = properties.inner('info')
  const endpoints = endpointConfigurations(document)
  const withMethods = new Set(resources.map(({ path }) => path))
  return {
    isImported: true,
    pathsWithoutMethod: pathsOf(document).filter(path => !withMethods.has(path)),
    ...defined({
      description: info.text('description'),
      version: info.text('version'),
      disableExecuteApiEndpoint: firstStated(endpoints, endpoint =>
        endpoint.boolean('disableExecuteApiEndpoint'),
      ),
      securityPolicy: properties.text('x-amazon-apigateway-security-policy'),
      endpointAccessMode: properties.text('x-amazon-apigateway-endpoint-access-mode'),
      ipAddressType: firstStated(endpoints, endpoint => endpoint.text('ipAddressType')),
      importExportVersion: versionFact(reader, properties.value('x-amazon-apigateway-importexport-version')),
      tags: readTags(document),
      documentation: readDocumentation(document),
    }),
  }
}

function pathsOf(document: OpenApiDocument): string[] {
  const paths = document.members(childAt(document.root, 'paths')).map(({ entry }) => entry.name)
  return paths.filter(path => path.startsWith('/') && path !== '/$default')
}

/**
 * AWS tags of an HTTP API: the document's own tags that carry the extension.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-openapi-tag-value.html
 */
function readTags({ reader, root }: OpenApiDocument): ReadonlyMap<string, Fact<string>> | undefined {
  const tags = list(reader, propertiesOf(reader, root).value('tags')).flatMap(node => {
    const tag = propertiesOf(reader, node)
    const name = valueOf(tag.text('name'))
    const value = tag.text('x-amazon-apigateway-tag-value')
    return name === undefined || !value ? [] : [[name, value] as const]
  })
  return tags.length > 0 ? new Map(tags) : undefined
}

function readDocumentation({ reader, root }: OpenApiDocument): Documentation | undefined {
  const documentation = propertiesOf(reader, root).inner('x-amazon-apigateway-documentation')
  if (documentation.node?.type !== 'mapping') return undefined
  const parts = list(reader, documentation.value('documentationParts')).map(node => {
    const part = propertiesOf(reader, node)
    const properties = part.value('properties')
    return {
      origin: originOf(node),
      location: part.textMap('location'),
      properties: properties && valueOf(reader.evaluate(properties)),
    }
  })
  return { parts, ...defined({ version: documentation.text('version') }) }
}
