import type { DefinitionResult } from '../definitions/definitionResult.ts'
import type { RequestParameter } from '../api/api.ts'
import type { RouteReference } from '../protocol/places.ts'
import type { ParameterDetails, RouteDetails, RouteFact } from '../protocol/requests.ts'
import type { CallableRoute } from './routeReference.ts'
import type { Uris } from './places.ts'
import { functionOfUri } from '../api/lambdaFunction.ts'
import { valueOf } from '../base/origin.ts'
import { notEmulated } from '../gateway/notEmulated.ts'
import { exampleOf } from './exampleBody.ts'
import { bodyShape } from './bodyShape.ts'
import { locationOf } from './places.ts'
import { findRoute } from './routeReference.ts'
import { placesOf } from './stageDetails.ts'

/** What the invoke panel shows before anything is sent; undefined when the route is gone. */
export function routeDetails(
  owner: DefinitionResult,
  reference: RouteReference,
  uris: Uris,
): RouteDetails | undefined {
  const { definition } = owner
  const route = definition && findRoute(definition, reference)
  if (!definition || !route) return undefined
  const { api, part } = route
  const parameters = part.type === 'method' ? part.method.requestParameters : part.route.requestParameters
  const body = bodyOf(route)
  return {
    route: reference,
    apiName: api.name,
    apiType: api.type,
    location: locationOf(route.origin, uris),
    stages: api.stages.map(stage => stage.name),
    ...placesOf(api),
    pathParameters: pathParameters(route.path, parameters),
    queryParameters: at('querystring', parameters),
    headers: at('header', parameters),
    ...body,
    ...integrationOf(route, owner),
    facts: [...factsOf(route, owner, uris), ...notEmulatedFacts(route, owner, uris)],
  }
}

/** One paragraph on a route: who answers, who may call, what is checked. Markdown. */
export function describeRoute(route: CallableRoute, owner: DefinitionResult): string {
  const facts = factsOf(route, owner, { toUri: file => file, toFile: uri => uri })
  return [`**${route.label}**`, ...facts.map(fact => `- ${fact.text}`)].join('\n')
}

/** Who answers a route, in a few words: `ListBooks`, `MOCK`, `HTTP proxy`. */
export function whoAnswers(route: CallableRoute, owner: DefinitionResult): string {
  const { integration } = route
  if (!integration) return 'no integration'
  const type = valueOf(integration.type) ?? 'unknown integration'
  const uri = valueOf(integration.uri)
  const fn = uri === undefined ? undefined : functionOfUri(uri, owner.definition?.functions ?? [])
  if (fn) return type === 'AWS' ? `${fn.id}, mapped` : fn.id
  if (type === 'MOCK') return 'MOCK'
  if (type === 'HTTP_PROXY') return `HTTP proxy${hostOf(uri)}`
  if (type === 'HTTP') return `HTTP${hostOf(uri)}`
  return valueOf(integration.subtype) ?? type
}

function factsOf(route: CallableRoute, owner: DefinitionResult, uris: Uris): RouteFact[] {
  const { part, integration } = route
  const { authorization } = part.type === 'method' ? part.method : part.route
  const facts: RouteFact[] = [
    {
      kind: 'integration',
      text: integration ? whoAnswers(route, owner) : 'no integration',
      ...(integration && { location: locationOf(integration.origin, uris) }),
    },
  ]
  const name = valueOf(authorization.authorizer)
  const noAuthorizer = authorization.type === 'NONE'
  facts.push({
    kind: 'authorizer',
    text: noAuthorizer
      ? 'no authorizer'
      : authorization.type === 'AWS_IAM'
        ? 'AWS_IAM'
        : (name ?? authorization.type),
    ...(!noAuthorizer && { location: locationOf(authorization.origin, uris) }),
  })
  const keyFact = part.type === 'method' ? part.method.apiKeyRequired : part.route.apiKeyRequired
  if (valueOf(keyFact) === true && keyFact) {
    facts.push({ kind: 'apiKey', text: 'API key', location: locationOf(keyFact.origin, uris) })
  }
  const validator = part.type === 'method' ? part.method.requestValidator : undefined
  const validatorName = valueOf(validator)
  if (validator && validatorName !== undefined) {
    facts.push({
      kind: 'validation',
      text: `validator ${validatorName}`,
      location: locationOf(validator.origin, uris),
    })
  }
  return facts
}

function notEmulatedFacts(route: CallableRoute, owner: DefinitionResult, uris: Uris): RouteFact[] {
  if (!owner.definition) return []
  const parts = [route.origin.pointer, route.integration?.origin.pointer ?? route.origin.pointer]
  return notEmulated(owner.definition, route.api)
    .filter(({ origin }) => parts.some(pointer => pointer !== '' && origin.pointer.startsWith(pointer)))
    .map(({ message, origin }) => ({
      kind: 'notEmulated' as const,
      text: message,
      location: locationOf(origin, uris),
    }))
}

function pathParameters(path: string, declared: readonly RequestParameter[]): ParameterDetails[] {
  return [...path.matchAll(/\{([^}]+?)\+?\}/g)].map(([, name = '']) => {
    const example = declared.find(
      parameter => parameter.location === 'path' && parameter.name === name,
    )?.example
    return { name, isRequired: true, ...(example !== undefined && { example }) }
  })
}

function at(
  location: RequestParameter['location'],
  declared: readonly RequestParameter[],
): ParameterDetails[] {
  return declared
    .filter(parameter => parameter.location === location)
    .map(({ name, isRequired, example }) => ({ name, isRequired, ...(example !== undefined && { example }) }))
}

function bodyOf(
  route: CallableRoute,
): Pick<RouteDetails, 'contentType' | 'exampleBody' | 'model' | 'bodyShape'> {
  const { part, api } = route
  const given = valueOf(part.type === 'method' ? part.method.requestExample : part.route.requestExample)
  const models = part.type === 'method' ? part.method.requestModels : new Map<string, never>()
  const [first] = models
  const model = first && valueOf(first[1])
  const schema =
    model === undefined ? undefined : api.models.find(candidate => candidate.name === model)?.schema
  const shape = schema === undefined ? undefined : bodyShape(schema, api.models)
  const example = given ?? (schema === undefined ? undefined : exampleOf(schema, api.models))
  return {
    ...(first ? { contentType: first[0] } : given !== undefined ? { contentType: 'application/json' } : {}),
    ...(example !== undefined && { exampleBody: example }),
    ...(model !== undefined && { model }),
    ...(shape && { bodyShape: shape }),
  }
}

// The limits of AWS where the definition sets none.
const defaultTimeoutMs = { rest: 29_000, http: 30_000, websocket: 29_000 } as const

function integrationOf(route: CallableRoute, owner: DefinitionResult): Pick<RouteDetails, 'integration'> {
  if (!route.integration) return {}
  const timeoutMs = valueOf(route.integration.timeoutInMillis) ?? defaultTimeoutMs[route.api.type]
  return { integration: { name: whoAnswers(route, owner), timeoutMs } }
}

function hostOf(uri: string | undefined): string {
  const host = /^https?:\/\/([^/]+)/.exec(uri ?? '')?.[1]
  return host === undefined ? '' : ` to ${host}`
}
