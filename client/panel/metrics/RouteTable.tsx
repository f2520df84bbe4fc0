import type {
  MetricsReading,
  MetricValues,
  RouteMetrics,
} from '../../../server/src/protocol/gatewayMeters.ts'
import type { GatewayMeters } from '../../../server/src/protocol/gatewayMeters.ts'
import { formatBytes, grouped } from '../format.ts'
import { metricTone, metricValue, percent } from './meterTexts.ts'

interface Props {
  readonly metrics: MetricsReading
  readonly apiType: GatewayMeters['apiType']
  readonly filter: string
  readonly chosen: string | undefined
  readonly onChoose: (route: string | undefined) => void
}

/** The same metrics by route; a route that is pressed is the only one that the lines show. */
export function RouteTable({ metrics, apiType, filter, chosen, onChoose }: Props) {
  const wanted = filter.trim().toLowerCase()
  const shown = metrics.routes.filter(({ route }) => nameOf(route).toLowerCase().includes(wanted))
  const columns = columnsOf[apiType]
  return (
    <div class="meter-scroll">
      <table class="kv routes" aria-label="Metrics by route">
        <thead>
          <tr>
            <th scope="col">Route</th>
            {columns.map(({ title }) => (
              <th key={title} scope="col" class="num">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map(each => (
            <tr
              key={each.route ?? ''}
              class={each.route !== undefined && each.route === chosen ? 'pick' : ''}
            >
              <td>
                <RouteName
                  route={each.route}
                  isChosen={each.route !== undefined && each.route === chosen}
                  onChoose={onChoose}
                />
              </td>
              {columns.map(({ title, cell }) => (
                <td key={title} class="num mono">
                  {cell(each)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {shown.length === 0 && <div class="empty small">No route fits the filter.</div>}
      {metrics.routeCount > metrics.routes.length && (
        <p class="meter-note dim">
          The {metrics.routes.length} busiest of {grouped(metrics.routeCount)} routes.
        </p>
      )}
    </div>
  )
}

interface NameProps {
  readonly route: string | undefined
  readonly isChosen: boolean
  readonly onChoose: (route: string | undefined) => void
}

function RouteName({ route, isChosen, onChoose }: NameProps) {
  if (route === undefined) return <span class="dim">{nameOf(route)}</span>
  const [, method = '', path = route] = /^([A-Z]+) (.*)$/.exec(route) ?? []
  return (
    <button
      type="button"
      class="meter-route clip"
      aria-pressed={isChosen}
      title={isChosen ? 'Show all routes' : `Show ${route} only`}
      onClick={() => onChoose(isChosen ? undefined : route)}
    >
      {method !== '' && <span class={`m ${method.toLowerCase()}`}>{method} </span>}
      <span class="mono">{path}</span>
    </button>
  )
}

function nameOf(route: string | undefined): string {
  return route ?? 'no route took it'
}

interface Column {
  readonly title: string
  readonly cell: (route: RouteMetrics) => preact.ComponentChildren
}

const none = <span class="dim">–</span>

const sum = (title: string, name: string): Column => ({
  title,
  cell: ({ values }) => {
    const value = values[name]?.sum ?? 0
    const tone = value > 0 ? metricTone(name) : undefined
    return <span class={tone}>{grouped(value)}</span>
  },
})

const time = (title: string, name: string, read: (values: MetricValues) => number | null): Column => ({
  title,
  cell: ({ values, isMock }) => {
    const value = values[name] && read(values[name])
    if (value === null || value === undefined) return none
    return name === 'IntegrationLatency' && isMock === true ? (
      <span class="dim">mock</span>
    ) : (
      metricValue(value, 'Milliseconds')
    )
  },
})

const latencies = [
  time('Latency p50', 'Latency', ({ p50 }) => p50),
  time('p95', 'Latency', ({ p95 }) => p95),
  time('Integration p95', 'IntegrationLatency', ({ p95 }) => p95),
]

const columnsOf: Readonly<Record<GatewayMeters['apiType'], readonly Column[]>> = {
  rest: [
    sum('Count', 'Count'),
    sum('4XX', '4XXError'),
    sum('5XX', '5XXError'),
    ...latencies,
    {
      title: 'Cache hit',
      cell: ({ values }) => {
        const hits = values['CacheHitCount']
        return hits && hits.count > 0 ? percent(hits.sum / hits.count) : <span class="dim">off</span>
      },
    },
  ],
  http: [
    sum('Count', 'Count'),
    sum('4xx', '4xx'),
    sum('5xx', '5xx'),
    ...latencies,
    { title: 'Data', cell: ({ values }) => formatBytes(values['DataProcessed']?.sum ?? 0) },
  ],
  websocket: [
    sum('Connect', 'ConnectCount'),
    sum('Message', 'MessageCount'),
    sum('IntegrationError', 'IntegrationError'),
    sum('ClientError', 'ClientError'),
    sum('ExecutionError', 'ExecutionError'),
    time('Integration p95', 'IntegrationLatency', ({ p95 }) => p95),
  ],
}
