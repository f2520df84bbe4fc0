import type { HttpApi, Route } from '../api/api.ts'
import type { Authorization, Authorizer } from '../api/authorizer.ts'
import type { Fact } from '../base/origin.ts'
import type { ServiceEvent } from './serverlessEvents.ts'
import type { Service, ServiceFunction } from './serverlessService.ts'
import type { ServiceApi } from './serverlessRest.ts'
import { valueOf } from '../base/origin.ts'
import { entryOf, originOf, originOfEntry } from '../syntax/node.ts'
import { defined } from './defined.ts'
import { versionFact } from './payloadFormatVersion.ts'
import { propertiesOf } from './properties.ts'
import { children, known, textFact } from './reader.ts'
import { invocationUri, open } from './samAuth.ts'
import { emptyIntegration } from './samIntegrations.ts'
import { namedFunction, uriOf } from './serverlessAuthorizers.ts'
import { readHttpCors } from './serverlessCors.ts'
import { permissionFor } from './serverlessFunctions.ts'
import { serviceApis } from './serverlessNames.ts'
import { arnAt, partOf } from './serverlessService.ts'

interface NamedAuthorizer {
  readonly authorizer: Authorizer
  readonly fn?: ServiceFunction | undefined
}

/**
 * The HTTP API of the `httpApi` events: `dev-books`, at `$default`.
 * https://www.serverless.com/framework/docs/providers/aws/events/http-api
 */
export function readServiceHttpApi(
  service: Service,
  events: readonly ServiceEvent[],
): ServiceApi<HttpApi> | undefined {
  const [first] = events
  if (!first) return undefined
  const settings = service.provider.inner('httpApi')
  const origin = service.provider.origin('httpApi') ?? first.origin
  const named = readAuthorizers(service)
  const routes = events.map(event => readRoute(service, event, named))
  const isServiceFirst = valueOf(settings.boolean('shouldStartNameWithService')) === true
  const { name, stage } = service
  const api: HttpApi = {
    type: 'http',
    id: serviceApis.http,
    name: valueOf(settings.text('name')) ?? (isServiceFirst ? `${name}-${stage}` : `${stage}-${name}`),
    origin,
    authorizers: named.map(({ authorizer }) => authorizer),
    models: [],
    stages: [
      {
        name: '$default',
        origin,
        variables: new Map(),
        unmodelled: [
          ...service.provider.inner('logs').unmodelled(['httpApi']),
          ...settings.unmodelled(['metrics']),
        ],
      },
    ],
    routes,
    unmodelled: settings.unmodelled(['disableDefaultEndpoint']),
    ...defined({ cors: readHttpCors(service, routes) }),
  }
  const used = new Set(routes.map(({ authorization }) => valueOf(authorization.authorizer)))
  const guards = named.filter(({ authorizer }) => used.has(authorizer.name)).flatMap(({ fn }) => fn ?? [])
  const callers = new Set([...events.map(({ owner }) => owner), ...guards])
  return { api, permissions: [...callers].flatMap(fn => permissionFor(service, fn, api.id, fn.origin)) }
}

function readRoute(service: Service, event: ServiceEvent, named: readonly NamedAuthorizer[]): Route {
  const { path, method, origin, properties, owner } = event
  const isDefault = path === '$default'
  const payload = payloadVersion(service, owner)
  return {
    routeKey: isDefault ? '$default' : `${method} ${path}`,
    origin,
    ...(isDefault ? {} : { httpMethod: method, path }),
    authorization: authorizationOf(service, event, named),
    requestParameters: [],
    integration: {
      ...emptyIntegration(origin, 'AWS_PROXY'),
      uri: invocationUri(arnAt(owner, origin), service.template),
      payloadFormatVersion: payload ?? known('2.0', origin),
      ...defined({ timeoutInMillis: properties.number('timeoutInMillis') }),
    },
    unmodelled: [],
  }
}

function payloadVersion({ reader, provider }: Service, owner: ServiceFunction): Fact<string> | undefined {
  const own = owner.properties.inner('httpApi').value('payload')
  return versionFact(reader, own ?? provider.inner('httpApi').value('payload'))
}

// A text names an authorizer of `provider.httpApi.authorizers`; a mapping may name one that lies elsewhere by its id.
function authorizationOf(
  service: Service,
  { properties, origin }: ServiceEvent,
  named: readonly NamedAuthorizer[],
): Authorization {
  const node = properties.value('authorizer')
  if (!node || (node.type === 'scalar' && node.value === null)) return open(origin)
  const mapping = node.type === 'mapping' ? partOf(node) : undefined
  const given = propertiesOf(service.reader, mapping)
  const place = originOf(node)
  const type = mapping ? valueOf(given.text('type')) : valueOf(textFact(service.reader, node))
  if (type === 'aws_iam') return { origin: place, type: 'AWS_IAM', scopes: [] }
  const scopes = given.texts('scopes')
  const id = given.text('id')
  if (id) {
    const isHere =
      id.known && service.template.resources.get(id.value)?.type === 'AWS::ApiGatewayV2::Authorizer'
    const reason = 'the authorizer is not in this service'
    const authorizer: Fact<string> = isHere ? id : { known: false, reason, origin: id.origin }
    return { origin: place, type: type === 'request' ? 'CUSTOM' : 'JWT', authorizer, scopes }
  }
  const name = mapping ? given.text('name') : textFact(service.reader, node)
  if (!name) return { origin: place, type: 'UNKNOWN', scopes }
  if (!name.known) return { origin: place, type: 'UNKNOWN', authorizer: name, scopes }
  const found = named.find(({ authorizer }) => authorizer.name === name.value)
  const isRequest = valueOf(found?.authorizer.type) === 'REQUEST'
  return { origin: place, type: isRequest ? 'CUSTOM' : 'JWT', authorizer: name, scopes }
}

function readAuthorizers(service: Service): NamedAuthorizer[] {
  const { reader, provider } = service
  return children(reader, partOf(provider.inner('httpApi').value('authorizers'))).map(({ entry, value }) => {
    const given = propertiesOf(reader, value)
    const origin = originOfEntry(entry)
    const isRequest = valueOf(given.text('type')) === 'request'
    const base = {
      name: entry.name,
      origin,
      type: known(isRequest ? 'REQUEST' : 'JWT', origin),
      identitySource: given.texts('identitySource'),
      providerArns: [],
      unmodelled: [],
    }
    if (!isRequest) {
      const issuer = given.text('issuerUrl')
      return { authorizer: { ...base, jwt: { audience: given.texts('audience'), ...defined({ issuer }) } } }
    }
    const name = given.text('functionName')
    const fn = name && namedFunction(service, name)
    const authorizer: Authorizer = {
      ...base,
      uri: uriOf(service, given.text('functionArn'), fn, name?.origin ?? origin),
      payloadFormatVersion:
        versionFact(reader, entryOf(given.node, 'payloadVersion')?.value) ?? known('2.0', origin),
      ...defined({
        enableSimpleResponses: given.boolean('enableSimpleResponses'),
        resultTtlInSeconds: given.number('resultTtlInSeconds'),
      }),
    }
    return { authorizer, fn }
  })
}
