import { readMeters, readMetersQuery } from '../gateway/meters/readMeters.ts'
import { AlarmWatch } from '../gateway/metrics/alarmWatch.ts'
import { MetricStore } from '../gateway/metrics/metricStore.ts'
import { metricsAsJson, metricsAsPrometheus } from '../gateway/metrics/metricsText.ts'
import type { StateControl } from '../gateway/stateControls.ts'
import { stateControls } from '../gateway/stateControls.ts'
import type { World } from '../gateway/world.ts'
import { systemClock } from '../io/clock.ts'
import type { ControlAnswer, ControlHandler, ControlRequest, ControlRoutes } from '../io/controlRouter.ts'
import { ControlError } from '../io/controlRouter.ts'
import { listClientCertificates } from './clientCertificates.ts'
import type { ChosenApi } from './gatewayFront.ts'
import { mintToken, readTokenOrder } from './mintToken.ts'
import type { OpenTrust } from './trustOptions.ts'

/** What a gateway counts while it runs, over all of its APIs. */
export interface Counted {
  readonly metrics: MetricStore
  readonly alarms: AlarmWatch
  /** Milliseconds since 1970, by the machine's clock. */
  readonly startedAt: number
}

/** Begins to count, at nothing. */
export function startCounting({ now }: Pick<World, 'now'>): Counted {
  return { metrics: new MetricStore(), alarms: new AlarmWatch(), startedAt: now() }
}

/**
 * What every gateway offers below its control prefix: the local issuer, its routes and identities. `current` is the API as
 * it is served at the moment.
 */
export function controlRoutes(
  current: () => ChosenApi,
  opened: OpenTrust,
  counted: Counted,
  world: Pick<World, 'state' | 'now'>,
): ControlRoutes {
  return new Map<string, ControlHandler>([
    ['GET .well-known/openid-configuration', discovery],
    ['GET jwks.json', async () => ({ json: await opened.issuer.keys() })],
    ['GET metrics', ({ query }) => metricsOf(counted.metrics, query.get('format'))],
    ['GET alarms', () => ({ json: alarmsOf(current(), counted, world) })],
    ['GET trace', guarded(({ query }) => ({ json: traceOf(counted, query.get('id') ?? '') }))],
    ['GET meters', guarded(({ query }) => ({ json: metersOf(current(), counted, world, query) }))],
    [
      'GET client-certificates',
      async () => ({ json: { item: await listClientCertificates(current().definition) } }),
    ],
    ['GET routes', () => ({ json: routesOf(current()) })],
    ['GET identities', () => ({ json: { identities: namesOf(current(), opened) } })],
    [
      'POST tokens',
      async ({ body, base }: ControlRequest) => {
        const order = readTokenOrder(body, { issuer: base })
        if (typeof order === 'string') throw new ControlError(400, order)
        const identities = opened.identitiesOf(current().definition)
        const token = await mintToken(order, identities, opened.issuer, systemClock)
        if (typeof token !== 'string') throw new ControlError(400, token.message)
        return { status: 201, json: { token } }
      },
    ],
    [
      'POST identities',
      ({ body }: ControlRequest) => {
        const fault = opened.setIdentities(JSON.stringify(body ?? null), current().definition)
        if (fault !== undefined) throw new ControlError(400, fault)
        return { json: { identities: namesOf(current(), opened) } }
      },
    ],
    ['POST authorizers/flush', () => ({ json: { flushed: current().gateway.flushAuthorizers() } })],
    ...[...stateControls].map(([path, change]) => [`POST ${path}`, stateHandler(change, world)] as const),
  ])
}

function stateHandler(change: StateControl, { state, now }: Pick<World, 'state' | 'now'>): ControlHandler {
  return ({ body }) => {
    const answer = change(body, state, now)
    if (answer.fault !== undefined) throw new ControlError(400, answer.fault)
    return { json: answer.json }
  }
}

// https://openid.net/specs/openid-connect-discovery-1_0.html
function discovery({ base }: ControlRequest) {
  return {
    json: {
      issuer: base,
      jwks_uri: `${base}/jwks.json`,
      response_types_supported: ['token', 'id_token'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['RS256'],
    },
  }
}

function metricsOf(metrics: MetricStore, format: string | null) {
  return format === 'json'
    ? { text: metricsAsJson(metrics), mediaType: 'application/json' }
    : { text: metricsAsPrometheus(metrics), mediaType: 'text/plain; version=0.0.4; charset=utf-8' }
}

/** The state of each alarm on what is counted here, and of the alarms composed of them, with the datapoints that decided; those of the last time count on. */
function alarmsOf({ definition }: ChosenApi, { metrics, alarms }: Counted, { now }: Pick<World, 'now'>) {
  const { alarms: evaluated, composites } = alarms.evaluate(definition, metrics, now())
  return {
    alarms: [...evaluated, ...composites.map(each => ({ ...each, datapoints: [] }))].map(
      ({ name, state, reason, datapoints }) => ({
        alarmName: name,
        stateValue: state,
        stateReason: reason,
        datapoints: datapoints.map(({ at, value, isBreaching }) => ({
          timestamp: new Date(at).toISOString(),
          value: value ?? null,
          isBreaching,
        })),
      }),
    ),
  }
}

/** Paths, cache keys and traces have what clients sent in them. */
function guarded(handler: (request: ControlRequest) => ControlAnswer): ControlHandler {
  return Object.assign(handler, { needsToken: true })
}

function traceOf({ metrics }: Counted, id: string) {
  const trace = metrics.failures.traceOf(id)
  if (trace) return trace
  throw new ControlError(404, 'this request is no longer kept: the gateway keeps those of the last 20 errors')
}

function metersOf(
  chosen: ChosenApi,
  { metrics, alarms, startedAt }: Counted,
  { state, now }: Pick<World, 'state' | 'now'>,
  search: URLSearchParams,
) {
  const query = readMetersQuery(search)
  if (typeof query === 'string') throw new ControlError(400, query)
  return readMeters({ ...chosen, store: metrics, alarms, state, now: now(), startedAt }, query)
}

function routesOf({ api, stage }: ChosenApi) {
  const routes =
    api.type === 'rest'
      ? api.resources.flatMap(({ path, methods }) =>
          methods.map(({ httpMethod, authorization }) => ({
            method: httpMethod,
            path,
            authorization: authorization.type,
          })),
        )
      : api.routes.map(({ routeKey, authorization }) => ({ routeKey, authorization: authorization.type }))
  return { api: api.id, stage: stage.name, routes }
}

function namesOf({ definition }: ChosenApi, opened: OpenTrust) {
  const identities = opened.identitiesOf(definition)
  return typeof identities === 'string' ? [] : identities.map(({ name, detail }) => ({ name, detail }))
}
