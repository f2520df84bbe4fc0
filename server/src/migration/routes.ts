import type { Method, RestApi, Route } from '../api/api.ts'
import type { Authorizer } from '../api/authorizer.ts'
import type { Surroundings } from '../api/surroundings.ts'
import { valueOf } from '../base/origin.ts'
import { migrateAuthorization } from './authorizers.ts'
import type { MigrationFinding, Teller } from './finding.ts'
import { createTeller } from './finding.ts'
import { migrateIntegration } from './integrations.ts'

/** A method of the REST API with what it becomes. */
export interface MigratedRoute {
  /** `GET /books`: of the method, and of the route where there is one. */
  readonly routeKey: string
  readonly method: Method
  /** Undefined where an HTTP API cannot answer the method. */
  readonly route: Route | undefined
  /** What is not the same; empty where everything is. */
  readonly findings: readonly MigrationFinding[]
}

/** What the routes of an API are migrated with. */
export interface RouteSurroundings {
  readonly api: RestApi
  /** Those of the HTTP API. */
  readonly authorizers: readonly Authorizer[]
  readonly surroundings: Surroundings
}

/** Every method but `preflights`, which a CORS configuration answers. */
export function migrateRoutes(
  around: RouteSurroundings,
  preflights: ReadonlySet<Method>,
): readonly MigratedRoute[] {
  return around.api.resources.flatMap(({ path, methods }) =>
    methods.filter(method => !preflights.has(method)).map(method => migrateMethod(path, method, around)),
  )
}

function migrateMethod(
  path: string,
  method: Method,
  { api, authorizers, surroundings }: RouteSurroundings,
): MigratedRoute {
  const { httpMethod, origin } = method
  const routeKey = `${httpMethod} ${path}`
  const key = httpMethod === 'ANY' ? 'x-amazon-apigateway-any-method' : httpMethod.toLowerCase()
  const tell = createTeller(routeKey, origin, ['paths', path, key])
  if (!method.integration) {
    tell.decision('unread', 'it has no integration, so that there is nothing to call: the route is left out')
    return { routeKey, method, route: undefined, findings: tell.findings }
  }
  const integration = migrateIntegration(method.integration, { vpcLinks: surroundings.vpcLinks }, tell)
  if (!integration) return { routeKey, method, route: undefined, findings: tell.findings }
  const authorization = migrateAuthorization(method, authorizers, tell)
  tellOfValidation(api, method, tell)
  tellOfResponses(method, tell)
  for (const { name, origin: at } of method.unmodelled)
    tell.decision('unread', `'${name}' is not read here and left out; see what becomes of it`, at)
  const route: Route = {
    routeKey,
    origin,
    httpMethod,
    path,
    authorization,
    requestParameters: method.requestParameters,
    integration,
    unmodelled: [],
    ...(method.operationName !== undefined && { operationName: method.operationName }),
  }
  return { routeKey, method, route, findings: tell.findings }
}

function tellOfValidation(api: RestApi, method: Method, tell: Teller): void {
  const { requestValidator } = method
  if (!requestValidator) return
  const validator = api.requestValidators.find(({ name }) => name === valueOf(requestValidator))
  const required = method.requestParameters.filter(
    ({ isRequired, location }) => isRequired && location !== 'path',
  )
  // Without a validator to be found nobody knows what is checked, so all that could be is named.
  const checked = [
    ...(required.length > 0 && valueOf(validator?.validateRequestParameters) !== false
      ? [
          `that ${required.map(({ name }) => `'${name}'`).join(', ')} ${required.length === 1 ? 'is' : 'are'} there`,
        ]
      : []),
    ...(method.requestModels.size > 0 && valueOf(validator?.validateRequestBody) !== false
      ? ['the body against its model']
      : []),
  ]
  if (checked.length > 0)
    tell.lost(
      'request-validation',
      `nobody checks ${checked.join(' and ')} before the backend: let it answer 400 itself`,
      requestValidator.origin,
    )
}

function tellOfResponses({ integration }: Method, tell: Teller): void {
  const [key] = integration?.cacheKeyParameters ?? []
  if (key) tell.lost('caching', 'the cache key parameters are lost', key.origin)
}
