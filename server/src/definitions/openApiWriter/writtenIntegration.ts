import type { Integration, IntegrationResponse } from '../../api/integration.ts'
import { valueOf } from '../../base/origin.ts'
import { defined } from '../defined.ts'
import type { Data, FactWriter } from './factWriter.ts'

/**
 * `x-amazon-apigateway-integration` of a method.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-integration.html
 */
export function restIntegration(integration: Integration, place: string, writer: FactWriter): Data {
  return {
    ...integrationOf(integration, place, writer),
    passthroughBehavior:
      writer.word(integration.passthroughBehavior, `'passthroughBehavior' of ${place}`)?.toLowerCase() ??
      'when_no_match',
    ...defined({ responses: responsesOf(integration.responses, place, writer) }),
  }
}

/** The same of a route, whose responses are changed by status. */
export function routeIntegration(integration: Integration, place: string, writer: FactWriter): Data {
  const changes = integration.responses.flatMap(({ statusCode, responseParameters }) => {
    const status = writer.word(statusCode, `a status of ${place}`)
    const parameters = writer.map(responseParameters, `the response parameters of ${place}`) ?? {}
    return status === undefined ? [] : [[status, parameters] as const]
  })
  return {
    connectionType: 'INTERNET',
    ...integrationOf(integration, place, writer),
    ...(changes.length > 0 ? { responseParameters: Object.fromEntries(changes) } : {}),
  }
}

function integrationOf(integration: Integration, place: string, writer: FactWriter): Data {
  const name = (property: string) => `'${property}' of the integration of ${place}`
  const value = (property: 'credentials' | 'connectionId' | 'cacheNamespace' | 'integrationTarget') =>
    writer.value(integration[property], name(property))
  const word = (property: 'httpMethod' | 'connectionType' | 'contentHandling' | 'responseTransferMode') =>
    writer.word(integration[property], name(property))
  const { tlsConfig } = integration
  return defined({
    type: writer.word(integration.type, name('type'))?.toLowerCase(),
    httpMethod: word('httpMethod'),
    uri: writer.uri(integration.uri, name('uri')),
    integrationSubtype: writer.word(integration.subtype, name('integrationSubtype')),
    credentials: value('credentials'),
    connectionType: word('connectionType'),
    connectionId: value('connectionId'),
    payloadFormatVersion: writer.value(integration.payloadFormatVersion, name('payloadFormatVersion')),
    requestParameters: writer.map(integration.requestParameters, name('requestParameters')),
    requestTemplates: writer.map(integration.requestTemplates, name('requestTemplates')),
    contentHandling: word('contentHandling'),
    responseTransferMode: word('responseTransferMode'),
    timeoutInMillis: writer.value(integration.timeoutInMillis, name('timeoutInMillis')),
    cacheNamespace: value('cacheNamespace'),
    cacheKeyParameters: writer.list(integration.cacheKeyParameters, name('cacheKeyParameters')),
    integrationTarget: value('integrationTarget'),
    tlsConfig:
      tlsConfig &&
      defined({
        insecureSkipVerification: writer.value(tlsConfig.insecureSkipVerification, name('tlsConfig')),
        serverNameToVerify: writer.value(tlsConfig.serverNameToVerify, name('tlsConfig')),
      }),
  })
}

/** By selection pattern; the one without a pattern is `default`. */
function responsesOf(
  responses: readonly IntegrationResponse[],
  place: string,
  writer: FactWriter,
): Data | undefined {
  const written = new Map<string, Data>()
  for (const response of responses) {
    const pattern = valueOf(response.selectionPattern)
    if (response.selectionPattern && pattern === undefined) {
      writer.note(`An integration response of ${place} is left out: its selection pattern cannot be known`)
      continue
    }
    const key = pattern === undefined || pattern === '' ? 'default' : pattern
    if (written.has(key)) {
      writer.note(
        `An integration response of ${place} is left out: OpenAPI has room for one under '${key}' only`,
      )
      continue
    }
    written.set(key, responseOf(response, `response '${key}' of ${place}`, writer))
  }
  return written.size > 0 ? Object.fromEntries(written) : undefined
}

function responseOf(response: IntegrationResponse, place: string, writer: FactWriter): Data {
  return defined({
    statusCode: writer.word(response.statusCode, `the status of ${place}`),
    responseParameters: writer.map(response.responseParameters, `the parameters of ${place}`),
    responseTemplates: writer.map(response.responseTemplates, `the templates of ${place}`),
    contentHandling: writer.word(response.contentHandling, `'contentHandling' of ${place}`),
  })
}
