import type { Integration, IntegrationResponse } from '../api/integration.ts'
import type { Fact } from '../base/origin.ts'
import type { Node } from '../syntax/node.ts'
import { entryOf, originOf, originOfEntry } from '../syntax/node.ts'
import { intrinsicOf } from '../syntax/intrinsics.ts'
import { defined } from './defined.ts'
import type { OpenApiDocument } from './openApiDocument.ts'
import { versionFact } from './payloadFormatVersion.ts'
import type { Properties } from './properties.ts'
import { propertiesOf, unknownAt, upperCase } from './properties.ts'
import { known, textMap } from './reader.ts'
import { readTlsConfig } from './tlsConfig.ts'

/**
 * Reads `x-amazon-apigateway-integration` of an operation, in place or by `$ref` to
 * `components.x-amazon-apigateway-integrations`.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-integration.html
 */
export function readIntegrationExtension(
  document: OpenApiDocument,
  operation: Node,
): Integration | undefined {
  const { reader } = document
  const entry = entryOf(operation, 'x-amazon-apigateway-integration')
  const properties = propertiesOf(reader, entry?.value)
  const { node } = properties
  if (!entry || node?.type !== 'mapping' || intrinsicOf(node)) return undefined
  return {
    origin: originOfEntry(entry),
    type: upperCase(properties.text('type')) ?? unknownAt(node, "the integration has no 'type'"),
    requestParameters: requestParameters(document, properties),
    requestTemplates: properties.textMap('requestTemplates'),
    cacheKeyParameters: properties.texts('cacheKeyParameters'),
    responses: [...integrationResponses(document, properties), ...statusParameters(document, properties)],
    unmodelled: [],
    ...defined({
      httpMethod: upperCase(properties.text('httpMethod')),
      uri: properties.text('uri'),
      subtype: properties.text('integrationSubtype'),
      credentials: properties.text('credentials'),
      connectionType: upperCase(properties.text('connectionType')),
      connectionId: properties.text('connectionId'),
      payloadFormatVersion: versionFact(reader, properties.value('payloadFormatVersion')),
      timeoutInMillis: properties.number('timeoutInMillis'),
      passthroughBehavior: upperCase(properties.text('passthroughBehavior')),
      contentHandling: upperCase(properties.text('contentHandling')),
      responseTransferMode: upperCase(properties.text('responseTransferMode')),
      cacheNamespace: properties.text('cacheNamespace'),
      integrationTarget: properties.text('integrationTarget'),
      tlsConfig: readTlsConfig(properties, 'tlsConfig'),
    }),
  }
}

/** The import takes a bare `true` or `false` in the place of a mapping expression and makes nothing of it. */
function requestParameters(document: OpenApiDocument, integration: Properties): Map<string, Fact<string>> {
  const parameters = integration.textMap('requestParameters')
  for (const { entry, value } of document.members(integration.value('requestParameters'))) {
    if (value.type === 'scalar' && typeof value.value === 'boolean') parameters.delete(entry.name)
  }
  return parameters
}

/** `responses` of a REST API: by selection pattern, `default` for the response without one. */
function integrationResponses(document: OpenApiDocument, integration: Properties): IntegrationResponse[] {
  return document.members(integration.value('responses')).map(({ entry, value }) => {
    const response = propertiesOf(document.reader, value)
    const origin = originOfEntry(entry)
    const isDefault = entry.name === 'default'
    const implied = /^\d{3}$/.test(entry.name) ? entry.name : '200'
    return {
      origin,
      statusCode: response.text('statusCode') ?? known(implied, origin),
      responseParameters: response.textMap('responseParameters'),
      responseTemplates: response.textMap('responseTemplates'),
      ...defined({
        selectionPattern: isDefault ? undefined : known(entry.name, originOf(value, entry.key)),
        contentHandling: upperCase(response.text('contentHandling')),
      }),
    }
  })
}

/** `responseParameters` of an HTTP API: by status of the backend. */
function statusParameters(document: OpenApiDocument, integration: Properties): IntegrationResponse[] {
  return document.members(integration.value('responseParameters')).flatMap(({ entry, value }) => {
    if (value.type !== 'mapping') return []
    const origin = originOfEntry(entry)
    const responseParameters = textMap(document.reader, value)
    return [
      { origin, statusCode: known(entry.name, origin), responseParameters, responseTemplates: new Map() },
    ]
  })
}
