import type { Node } from '../syntax/node.ts'
import type { Written } from './madeNodes.ts'
import type { Properties } from './properties.ts'
import type { PluginRoute } from './serverlessPluginRoutes.ts'
import type { Service } from './serverlessService.ts'
import { valueOf } from '../base/origin.ts'
import { childAt, entriesOf, entryOf } from '../syntax/node.ts'
import { propertiesOf } from './properties.ts'
import { list } from './reader.ts'
import { pluginCorsHeaders, roleFor, routePath } from './serverlessPluginRoutes.ts'
import type { ProxyParts } from './serverlessProxyParts.ts'
import { proxyServices } from './serverlessProxyParts.ts'
import { partOf } from './serverlessService.ts'

/**
 * The routes of `custom.apiGatewayServiceProxies`: each calls a service of AWS without a function between.
 * https://github.com/serverless-operations/serverless-apigateway-service-proxy
 */
export function readProxies(service: Service): { routes: PluginRoute[]; unread: Node[] } {
  const { reader, document } = service
  const stated = partOf(childAt(document.root, 'custom', 'apiGatewayServiceProxies'))
  const routes: PluginRoute[] = []
  const unread: Node[] = []
  for (const item of list(reader, stated)) {
    const route = routeOf(service, item)
    if (route) routes.push(route)
    else unread.push(item)
  }
  return { routes, unread }
}

function routeOf({ reader }: Service, item: Node): PluginRoute | undefined {
  const [entry] = entriesOf(partOf(item))
  const make = entry && proxyServices.get(entry.name)
  if (!entry || !make) return undefined
  const given = propertiesOf(reader, entry.value)
  const path = valueOf(given.text('path'))
  const method = valueOf(given.text('method'))
  const parts = make({ given, raw: name => entryOf(given.node, name)?.value })
  if (path === undefined || method === undefined || !parts) return undefined
  const at = entry.value
  const credentials = entryOf(given.node, 'roleArn')?.value
  const id = `ApigatewayTo${roleWords.get(entry.name) ?? ''}Role`
  return {
    at,
    properties: given,
    path: routePath(path),
    method: method.toUpperCase(),
    allowedHeaders: pluginCorsHeaders,
    written: {
      RequestParameters: requestParameters(given, parts),
      AuthorizationType: given.value('authorizationType') ?? 'NONE',
      AuthorizerId: given.value('authorizerId'),
      AuthorizationScopes: given.value('authorizationScopes'),
      Integration: {
        IntegrationHttpMethod: 'POST',
        Type: 'AWS',
        Credentials: credentials ?? { 'Fn::GetAtt': [id, 'Arn'] },
        ...parts.integration,
      },
    },
    statuses: new Map(
      parts.statuses.map(status => [
        status,
        parts.responses
          .filter(({ StatusCode }) => StatusCode === status)
          .flatMap(({ ResponseParameters }) => Object.keys(ResponseParameters)),
      ]),
    ),
    responses: parts.responses,
    role: roleFor(id, `apigatewayto${entry.name}`, [logs, ...parts.permissions], at),
  }
}

const logs = {
  Effect: 'Allow',
  Action: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'],
  Resource: '*',
}

const roleWords = new Map([
  ['kinesis', 'Kinesis'],
  ['sqs', 'Sqs'],
  ['s3', 'S3'],
  ['sns', 'Sns'],
  ['dynamodb', 'Dynamodb'],
  ['eventbridge', 'EventBridge'],
])

// What the integration takes from the request the method has to declare.
function requestParameters(given: Properties, { declared }: ProxyParts): Written {
  const stated = entriesOf(given.value('acceptParameters')).map(({ name, value }) => [name, value] as const)
  return Object.fromEntries<Written>([...stated, ...declared.map(name => [name, true] as const)])
}
