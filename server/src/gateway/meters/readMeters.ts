import type { Definition, Stage } from '../../api/api.ts'
import type { Api } from '../../api/api.ts'
import type { GatewayMeters, MetersQuery, MetricWindow } from '../../protocol/gatewayMeters.ts'
import type { AlarmWatch } from '../metrics/alarmWatch.ts'
import { stageFilters } from '../metrics/metricFilters.ts'
import type { MetricStore } from '../metrics/metricStore.ts'
import type { GatewayState } from '../state.ts'
import { readCache } from './cacheReading.ts'
import { readLimits, refusingKeys } from './limitReadings.ts'
import { readMetrics } from './metricReadings.ts'

/** What is read. */
export interface MeterSources {
  readonly definition: Definition
  readonly api: Api
  /** The one that is served at the API's port. */
  readonly stage: Stage
  readonly store: MetricStore
  readonly alarms: AlarmWatch
  readonly state: GatewayState
  /** Milliseconds since 1970, by the clock as it was moved. */
  readonly now: number
  /** By the machine's clock. */
  readonly startedAt: number
}

/** Everything that a running gateway counted of a stage of an API, and what it keeps. Changes nothing but the states of alarms. */
export function readMeters(sources: MeterSources, query: MetersQuery): GatewayMeters {
  const { definition, api, store, state, now, startedAt } = sources
  const called = store.totals().filter(({ apiId }) => apiId === api.id)
  const stages = [...new Set([sources.stage.name, ...called.map(({ stage }) => stage)])]
  const asked = query.stage ?? sources.stage.name
  const stage = api.stages.find(({ name }) => name === asked.replace(/\/Canary$/, '')) ?? sources.stage
  const place = { definition, api, stage }
  const keys = refusingKeys(place)
  return {
    apiId: api.id,
    apiType: api.type,
    stage: asked,
    stages: stages.includes(asked) ? stages : [...stages, asked],
    clock: { now, offsetMs: state.clockOffset, startedAt },
    metrics: readMetrics(store, {
      api,
      stage: asked,
      filters: stageFilters(definition, stage),
      route: query.route,
      window: query.window,
      startedAt,
      now,
      refusedIn: span => state.refusals.countIn(keys, span),
    }),
    alarms: sources.alarms.read(definition, store, now),
    limits: readLimits(place, state, now),
    cache: readCache(place, state, now, query.cacheFilter ?? ''),
  }
}

/** Reads the query of a URL; a text says what is wrong with it. */
export function readMetersQuery(query: URLSearchParams): MetersQuery | string {
  const window = windows.find(each => each === (query.get('window') ?? '15m'))
  if (!window) return `'window' is ${windows.join(', ')}, not '${query.get('window')}'`
  const text = (name: 'stage' | 'route' | 'cacheFilter') => {
    const value = query.get(name)
    return value === null || value === '' ? {} : { [name]: value }
  }
  return { window, ...text('stage'), ...text('route'), ...text('cacheFilter') }
}

const windows: readonly MetricWindow[] = ['15m', '1h', 'start']
