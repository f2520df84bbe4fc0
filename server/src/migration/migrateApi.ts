import type { Definition, HttpApi, RestApi } from '../api/api.ts'
import type { Files } from '../base/files.ts'
import { apiDifferences } from './apiDifferences.ts'
import { migrateAuthorizers } from './authorizers.ts'
import { migrateCors } from './cors.ts'
import type { MigrationFinding } from './finding.ts'
import { createTeller } from './finding.ts'
import type { HandlerLook } from './handlerDifferences.ts'
import { lookAtHandler } from './handlerDifferences.ts'
import type { MigratedRoute } from './routes.ts'
import { migrateRoutes } from './routes.ts'
import { stageDifferences } from './stageDifferences.ts'
import { surroundingDifferences } from './surroundingDifferences.ts'

/** A REST API as an HTTP API, and everything that is not the same then. */
export interface Migration {
  readonly from: RestApi
  readonly to: HttpApi
  /** In the order of API, stages, surroundings, CORS, authorizers, routes, handlers. */
  readonly findings: readonly MigrationFinding[]
  readonly routes: readonly MigratedRoute[]
  /** The functions of the definition behind routes, each once. */
  readonly handlers: readonly HandlerLook[]
}

/**
 * Makes an HTTP API of a REST API of a definition. Nothing is left out without a finding, and nothing that was guarded is
 * open: where an HTTP API does not have the guard, IAM stands in for it.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-vs-rest.html
 */
export function migrateApi(definition: Definition, api: RestApi, files: Files): Migration {
  const { surroundings } = definition
  const { cors, preflights, findings: ofCors } = migrateCors(api)
  const { authorizers, findings: ofAuthorizers } = migrateAuthorizers(api, surroundings)
  const routes = migrateRoutes({ api, authorizers, surroundings }, preflights)
  const looks = routes.map(({ route }) => lookAtHandler(route?.integration?.uri, 'route', definition, files))
  const asked = authorizers.flatMap(({ uri }) => lookAtHandler(uri, 'authorizer', definition, files) ?? [])
  const handlers = [
    ...new Map(looks.flatMap(look => (look ? [[look.function.id, look] as const] : []))).values(),
  ]
  const judged = routes.map((route, index) => withSame(route, looks[index]))
  return {
    from: api,
    to: httpApiOf(api, {
      authorizers,
      routes: routes.flatMap(({ route }) => route ?? []),
      ...(cors && { cors }),
    }),
    findings: [
      ...apiDifferences(definition, api),
      ...stageDifferences(api),
      ...surroundingDifferences(definition, api),
      ...ofCors,
      ...ofAuthorizers,
      ...judged.flatMap(({ findings }) => findings),
      ...handlers.flatMap(look => handlerFindings(look)),
      ...asked.flatMap(look => handlerFindings(look)),
    ],
    routes: judged,
    handlers,
  }
}

function httpApiOf(api: RestApi, parts: Pick<HttpApi, 'authorizers' | 'routes' | 'cors'>): HttpApi {
  const { description, version, disableExecuteApiEndpoint, ipAddressType, tags } = api.settings ?? {}
  return {
    type: 'http',
    id: api.id,
    name: api.name,
    origin: api.origin,
    models: [],
    stages: api.stages,
    unmodelled: [],
    ...parts,
    settings: {
      isImported: true,
      ...(description && { description }),
      ...(version && { version }),
      ...(disableExecuteApiEndpoint && { disableExecuteApiEndpoint }),
      ...(ipAddressType && { ipAddressType }),
      ...(tags && { tags }),
    },
  }
}

/** A route about which nothing else is said gets the word that it is the same. */
function withSame(route: MigratedRoute, look: HandlerLook | undefined): MigratedRoute {
  const isOther = route.findings.some(({ severity }) => severity !== 'same')
  const reads = look ? changedReads(look) : []
  if (!route.route || isOther || reads.length > 0) return route
  const tell = createTeller(route.routeKey, route.method.origin)
  const type = route.route.integration?.uri && look ? `function '${look.function.id}'` : 'backend'
  tell.same(look ? 'lambda-integration' : 'http-integration', `the ${type} answers as before`)
  return { ...route, findings: [...route.findings, ...tell.findings] }
}

/** The reads that change already in format 1.0, which the generated definition has. */
export function changedReads({ reads }: HandlerLook): HandlerLook['reads'] {
  return reads.filter(({ difference }) => difference.in1 !== undefined && difference.isRare !== true)
}

function handlerFindings(look: HandlerLook): readonly MigrationFinding[] {
  const { id, origin } = look.function
  const tell = createTeller(`function '${id}'`, origin)
  if (look.sources.length === 0) {
    tell.decision(
      'events',
      'its code is not here or in no language that is read here: see whether it reads what the section on events names',
      look.function.code?.origin,
    )
    return tell.findings
  }
  for (const { difference, origin: place } of changedReads(look))
    tell.changed('events', `it reads '${difference.path}': ${difference.in1 ?? ''}`, place)
  return tell.findings
}
