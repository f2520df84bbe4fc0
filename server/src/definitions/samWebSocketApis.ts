import type { Route, WebSocketApi } from '../api/api.ts'
import type { Authorization, Authorizer } from '../api/authorizer.ts'
import type { Origin } from '../base/origin.ts'
import type { Properties } from './properties.ts'
import type { Template, TemplateResource } from './templateResources.ts'
import { valueOf } from '../base/origin.ts'
import { originOfEntry } from '../syntax/node.ts'
import { readSettings } from './apiSettings.ts'
import { defined } from './defined.ts'
import { readRouteParameters } from './httpRoutes.ts'
import { propertiesOf, upperCase } from './properties.ts'
import { children, known } from './reader.ts'
import { splitSources } from './restParts.ts'
import { invocationUri, open } from './samAuth.ts'
import { emptyIntegration } from './samIntegrations.ts'
import { readHttpStageSettings } from './stageSettings.ts'
import { readRouteModels } from './webSocketParts.ts'

/** `AWS::Serverless::WebSocketApi`: its `Routes` each name a function; `Auth` guards `$connect`. */
export function readSamWebSocketApi(template: Template, resource: TemplateResource): WebSocketApi {
  const { id, origin, properties } = resource
  const authorizer = readAuthorizer(template, id, properties)
  return {
    type: 'websocket',
    id,
    name: valueOf(properties.text('Name')) ?? id,
    origin,
    authorizers: authorizer ? [authorizer] : [],
    models: [],
    stages: [
      {
        name: valueOf(properties.text('StageName')) ?? 'default',
        origin: properties.origin('StageName') ?? origin,
        variables: properties.textMap('StageVariables'),
        ...readHttpStageSettings(template.reader, properties),
        // SAM always switches it on.
        autoDeploy: known(true, origin),
        unmodelled: [],
      },
    ],
    routes: readRoutes(template, properties, authorizer),
    settings: readSettings(template.reader, properties),
    unmodelled: [],
    ...defined({
      routeSelectionExpression: properties.text('RouteSelectionExpression'),
      apiKeySelectionExpression: properties.text('ApiKeySelectionExpression'),
    }),
  }
}

function readRoutes(template: Template, api: Properties, authorizer: Authorizer | undefined): Route[] {
  return children(template.reader, api.value('Routes')).map(({ entry, value }) => {
    const properties = propertiesOf(template.reader, value)
    const origin = originOfEntry(entry)
    const arn = properties.text('FunctionArn')
    return {
      routeKey: entry.name,
      origin,
      authorization: entry.name === '$connect' ? connectAuthorization(api, authorizer, origin) : open(origin),
      requestParameters: readRouteParameters(template.reader, properties),
      unmodelled: [],
      ...readRouteModels(properties),
      integration: {
        ...emptyIntegration(origin, 'AWS_PROXY'),
        ...defined({
          uri: arn && invocationUri(arn, template),
          timeoutInMillis: properties.number('IntegrationTimeout'),
        }),
      },
      ...defined({
        apiKeyRequired: properties.boolean('ApiKeyRequired'),
        operationName: valueOf(properties.text('OperationName')),
      }),
    }
  })
}

function connectAuthorization(
  api: Properties,
  authorizer: Authorizer | undefined,
  route: Origin,
): Authorization {
  const type = upperCase(api.inner('Auth').text('AuthType'))
  const origin = api.origin('Auth')
  if (!type || !origin) return open(route)
  if (!type.known) return { origin, type: 'UNKNOWN', scopes: [] }
  if (type.value === 'AWS_IAM') return { origin, type: 'AWS_IAM', scopes: [] }
  if (type.value === 'CUSTOM' && authorizer) {
    return { origin, type: 'CUSTOM', authorizer: known(authorizer.name, origin), scopes: [] }
  }
  return open(origin)
}

function readAuthorizer(template: Template, apiId: string, api: Properties): Authorizer | undefined {
  const auth = api.inner('Auth')
  const arn = auth.text('AuthArn')
  const origin = api.origin('Auth')
  if (!arn || !origin) return undefined
  return {
    name: `${apiId}ConnectAuthorizer`,
    origin,
    type: known('REQUEST', origin),
    uri: invocationUri(arn, template),
    identitySource: auth.texts('IdentitySource').flatMap(splitSources),
    providerArns: [],
    unmodelled: [],
    ...defined({ credentials: auth.text('InvokeRole') }),
  }
}
