import type { Definition, HttpApi, RestApi } from '../api/api.ts'
import { lambdaTargetOf } from '../api/lambdaFunction.ts'
import type { Files } from '../base/files.ts'
import { valueOf } from '../base/origin.ts'
import { apiDifferences } from './apiDifferences.ts'
import { migrateAuthorizers } from './authorizers.ts'
import { migrateCors } from './cors.ts'
import type { MigrationFinding } from './finding.ts'
import { createTeller } from './finding.ts'
import type { ChangedRead, HandlerLook } from './handlerDifferences.ts'
import { functionsText, lookAtHandler, sharedReads } from './handlerDifferences.ts'
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
      ...handlerFindings(handlers),
      ...handlerFindings(asked),
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

/** A route gets the word that it is the same where nothing else is said about it or the code of its function. */
function withSame(route: MigratedRoute, look: HandlerLook | undefined): MigratedRoute {
  const uri = route.route?.integration?.uri
  const isFunction = lambdaTargetOf(valueOf(uri) ?? '') !== undefined
  const tell = createTeller(route.routeKey, route.method.origin)
  if (isFunction && (look?.sources.length ?? 0) === 0)
    tell.decision(
      'events',
      'the code of its function is not here, or in no language that is read here: see whether it reads what the section on events names',
      uri?.origin,
    )
  else if (route.route && !isOther(route) && (!look || changedReads(look).length === 0))
    tell.same(
      isFunction ? 'lambda-integration' : 'http-integration',
      isFunction
        ? `function '${look?.function.id ?? ''}' answers as before`
        : 'the backend answers as before',
    )
  return { ...route, findings: [...route.findings, ...tell.findings] }
}

function isOther({ findings }: MigratedRoute): boolean {
  return findings.some(({ severity }) => severity !== 'same')
}

/** The reads that change already in format 1.0, which the generated definition has. */
export function changedReads({ reads }: HandlerLook): readonly ChangedRead[] {
  return reads.filter(({ difference }) => difference.in1 !== undefined && difference.isRare !== true)
}

function handlerFindings(looks: readonly HandlerLook[]): readonly MigrationFinding[] {
  return sharedReads(looks, changedReads).flatMap(({ difference, origin, functionIds }) => {
    const tell = createTeller(functionsText(functionIds), origin)
    const verb = functionIds.length === 1 ? 'reads' : 'read'
    tell.changed('events', `${verb} '${difference.path}': ${difference.in1 ?? ''}`)
    return tell.findings
  })
}
