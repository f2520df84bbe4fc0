import type { Authorization } from '../api/authorizer.ts'
import type { Method, MethodResponse, RequestParameter } from '../api/api.ts'
import type { Integration, IntegrationResponse } from '../api/integration.ts'
import type { Fact, Origin } from '../base/origin.ts'
import type { Properties } from './properties.ts'
import type { Reader } from './reader.ts'
import type { Template, TemplateResource } from './templateResources.ts'
import { valueOf } from '../base/origin.ts'
import { originOf, originOfEntry } from '../syntax/node.ts'
import { defined } from './defined.ts'
import { propertiesOf, unknownAt, upperCase } from './properties.ts'
import { booleanFact, children, known, list } from './reader.ts'
import { readTlsConfig } from './tlsConfig.ts'

const authorizationTypes = ['NONE', 'AWS_IAM', 'CUSTOM', 'COGNITO_USER_POOLS', 'JWT'] as const

/** `AWS::ApiGateway::Method`. */
export function readMethod(template: Template, resource: TemplateResource): Method {
  const { reader } = template
  const { properties, origin } = resource
  const httpMethod = upperCase(properties.text('HttpMethod'))
  const operationName = properties.text('OperationName')
  return {
    httpMethod: httpMethod?.known ? httpMethod.value : 'ANY',
    origin,
    authorization: readAuthorization(properties, origin),
    requestParameters: readRequestParameters(reader, properties),
    requestModels: properties.textMap('RequestModels'),
    responses: readMethodResponses(reader, properties),
    unmodelled: [],
    ...defined({
      apiKeyRequired: properties.boolean('ApiKeyRequired'),
      operationName: operationName?.known ? operationName.value : undefined,
      requestValidator: properties.text('RequestValidatorId'),
      integration: readIntegration(reader, properties),
    }),
  }
}

/** `AuthorizationType`, `AuthorizerId` and `AuthorizationScopes` of a method or route. */
export function readAuthorization(properties: Properties, fallback: Origin): Authorization {
  const given = upperCase(properties.text('AuthorizationType'))
  const type = given?.known ? authorizationTypes.find(known => known === given.value) : undefined
  return {
    origin: properties.origin('AuthorizerId') ?? properties.origin('AuthorizationType') ?? fallback,
    type: given ? (type ?? 'UNKNOWN') : 'NONE',
    scopes: properties.texts('AuthorizationScopes'),
    ...defined({ authorizer: properties.text('AuthorizerId') }),
  }
}

/** `method.request.LOCATION.NAME` (or `route.request...`), as `RequestParameters` has it. */
export function requestParameter(
  key: string,
  origin: Origin,
  isRequired: Fact<boolean> | undefined,
): RequestParameter | undefined {
  const match = /^(?:method|route)\.request\.(path|querystring|header)\.(.+)$/.exec(key)
  const location = (['path', 'querystring', 'header'] as const).find(known => known === match?.[1])
  const name = match?.[2]
  if (location === undefined || name === undefined) return undefined
  return { location, name, origin, isRequired: isRequired?.known === true && isRequired.value }
}

function readRequestParameters(reader: Reader, properties: Properties): RequestParameter[] {
  return children(reader, properties.value('RequestParameters')).flatMap(
    ({ entry, value }) =>
      requestParameter(entry.name, originOfEntry(entry), booleanFact(reader, value)) ?? [],
  )
}

function readMethodResponses(reader: Reader, properties: Properties): MethodResponse[] {
  return list(reader, properties.value('MethodResponses')).map(node => {
    const response = propertiesOf(reader, node)
    const status = response.text('StatusCode')
    const prefix = 'method.response.header.'
    const stated = children(reader, response.value('ResponseParameters'))
      .filter(({ entry }) => entry.name.startsWith(prefix))
      .map(({ entry, value }) => ({ name: entry.name.slice(prefix.length), entry, value }))
    const required = stated.filter(({ value }) => valueOf(booleanFact(reader, value)) === true)
    return {
      statusCode: status?.known ? status.value : '',
      origin: originOf(node),
      headers: new Map(stated.map(({ name, entry }) => [name, originOfEntry(entry)])),
      requiredHeaders: new Set(required.map(({ name }) => name)),
      models: response.textMap('ResponseModels'),
    }
  })
}

function readIntegration(reader: Reader, method: Properties): Integration | undefined {
  const node = method.value('Integration')
  const origin = method.origin('Integration')
  if (node?.type !== 'mapping' || !origin) return undefined
  const properties = propertiesOf(reader, node)
  return {
    origin,
    type: upperCase(properties.text('Type')) ?? unknownAt(node, "the integration has no 'Type'"),
    requestParameters: properties.textMap('RequestParameters'),
    requestTemplates: properties.textMap('RequestTemplates'),
    cacheKeyParameters: properties.texts('CacheKeyParameters'),
    responses: list(reader, properties.value('IntegrationResponses')).map(response =>
      readIntegrationResponse(propertiesOf(reader, response), originOf(response)),
    ),
    unmodelled: [],
    ...defined({
      httpMethod: upperCase(properties.text('IntegrationHttpMethod')),
      uri: properties.text('Uri'),
      credentials: properties.text('Credentials'),
      connectionType: upperCase(properties.text('ConnectionType')),
      connectionId: properties.text('ConnectionId'),
      timeoutInMillis: properties.number('TimeoutInMillis'),
      passthroughBehavior: upperCase(properties.text('PassthroughBehavior')),
      contentHandling: upperCase(properties.text('ContentHandling')),
      responseTransferMode: upperCase(properties.text('ResponseTransferMode')),
      cacheNamespace: properties.text('CacheNamespace'),
      integrationTarget: properties.text('IntegrationTarget'),
      tlsConfig: readTlsConfig(properties, 'TlsConfig'),
    }),
  }
}

function readIntegrationResponse(properties: Properties, origin: Origin): IntegrationResponse {
  return {
    origin,
    statusCode: properties.text('StatusCode') ?? known('200', origin),
    responseParameters: properties.textMap('ResponseParameters'),
    responseTemplates: properties.textMap('ResponseTemplates'),
    ...defined({
      selectionPattern: properties.text('SelectionPattern'),
      contentHandling: upperCase(properties.text('ContentHandling')),
    }),
  }
}
