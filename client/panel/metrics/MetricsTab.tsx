import { useState } from 'preact/hooks'
import type { GatewayMeters, MetersQuery, MetricWindow } from '../../../server/src/protocol/gatewayMeters.ts'
import { Icon } from '../Icon.tsx'
import { ErrorTable } from './ErrorTable.tsx'
import { asCsv, dayTime, wholeDuration } from './meterTexts.ts'
import { MetricStrip } from './MetricStrip.tsx'
import { RouteTable } from './RouteTable.tsx'
import { StepTable } from './StepTable.tsx'

interface Props {
  readonly meters: GatewayMeters
  readonly query: MetersQuery
  readonly onQuery: (query: MetersQuery) => void
  readonly onExport: (csv: string) => void
  readonly onOpenTrace: (requestId: string) => void
}

/** Rows above which a filter helps. */
const manyRoutes = 10

/** Lines of all metrics; below them the same by route or by time, or the requests behind the errors. */
export function MetricsTab({ meters, query, onQuery, onExport, onOpenTrace }: Props) {
  const { metrics, apiType, clock } = meters
  const [below, setBelow] = useState<Below>('routes')
  const [filter, setFilter] = useState('')
  const [crossAt, setCrossAt] = useState<number>()
  const [errorsAt, setErrorsAt] = useState<number>()
  const { route, ...withoutRoute } = query
  const isMany = metrics.routes.length > manyRoutes
  const isEmpty = metrics.routes.length === 0
  return (
    <>
      <div class="bar meter-tools">
        <Windows query={query} onQuery={onQuery} />
        {route !== undefined && (
          <Chip text={route} title="Show all routes" onClose={() => onQuery(withoutRoute)} />
        )}
        {below === 'errors' && errorsAt !== undefined && (
          <Chip
            text={dayTime(errorsAt, clock.now)}
            title="Show all errors"
            onClose={() => setErrorsAt(undefined)}
          />
        )}
        {crossAt !== undefined && !isEmpty && (
          <span class="dim num" aria-hidden="true">
            {dayTime(crossAt, clock.now)}, {wholeDuration(metrics.stepMs)}
          </span>
        )}
        <span class="grow" />
        {below === 'routes' && isMany && <RouteFilter filter={filter} onFilter={setFilter} />}
        <BelowTools below={below} onBelow={setBelow} onExport={() => onExport(asCsv(meters))} />
      </div>
      {isEmpty ? (
        <Nothing meters={meters} window={query.window} />
      ) : (
        <>
          <MetricStrip
            metrics={metrics}
            now={clock.now}
            crossAt={crossAt}
            onCross={setCrossAt}
            onOpen={() => {
              setBelow('errors')
              setErrorsAt(crossAt)
            }}
          />
          {below === 'routes' && (
            <RouteTable
              metrics={metrics}
              apiType={apiType}
              filter={isMany ? filter : ''}
              chosen={route}
              onChoose={chosen => onQuery(chosen === undefined ? withoutRoute : { ...query, route: chosen })}
            />
          )}
          {below === 'steps' && <StepTable metrics={metrics} now={clock.now} />}
          {below === 'errors' && (
            <ErrorTable metrics={metrics} now={clock.now} stepAt={errorsAt} onOpenTrace={onOpenTrace} />
          )}
        </>
      )}
    </>
  )
}

const windows: readonly (readonly [MetricWindow, string, string])[] = [
  ['15m', '15 min', 'In steps of 20 seconds, finer than CloudWatch keeps'],
  ['1h', '1 h', 'By the minute, as CloudWatch keeps it'],
  ['start', 'since start', 'Since the gateway started, in CloudWatch’s longer periods'],
]

function Windows({ query, onQuery }: Pick<Props, 'query' | 'onQuery'>) {
  return (
    <>
      {windows.map(([window, text, title]) => (
        <button
          key={window}
          type="button"
          class={window === query.window ? 'tool text on' : 'tool text'}
          aria-pressed={window === query.window}
          title={title}
          onClick={() => onQuery({ ...query, window })}
        >
          {text}
        </button>
      ))}
    </>
  )
}

/** What stands below the lines. */
type Below = 'routes' | 'steps' | 'errors'

const belows: readonly (readonly [Below, string])[] = [
  ['routes', 'Per route'],
  ['steps', 'Per time'],
  ['errors', 'Errors'],
]

interface BelowProps {
  readonly below: Below
  readonly onBelow: (below: Below) => void
  readonly onExport: () => void
}

function BelowTools({ below, onBelow, onExport }: BelowProps) {
  return (
    <>
      {belows.map(([each, text]) => (
        <button
          key={each}
          type="button"
          class={each === below ? 'tool text on' : 'tool text'}
          aria-pressed={each === below}
          onClick={() => onBelow(each)}
        >
          {text}
        </button>
      ))}
      <button type="button" class="tool" title="Export as CSV" aria-label="Export as CSV" onClick={onExport}>
        <Icon name="export" />
      </button>
    </>
  )
}

function RouteFilter({ filter, onFilter }: { filter: string; onFilter: (text: string) => void }) {
  return (
    <input
      class="input meter-filter"
      type="search"
      aria-label="Filter routes"
      placeholder="Filter routes"
      value={filter}
      onInput={event => onFilter(event.currentTarget.value)}
    />
  )
}

function Chip({ text, title, onClose }: { text: string; title: string; onClose: () => void }) {
  return (
    <button type="button" class="chip meter-chip" title={title} onClick={onClose}>
      <b class="clip">{text}</b>
      <Icon name="close" />
    </button>
  )
}

function Nothing({ meters, window }: { meters: GatewayMeters; window: MetricWindow }) {
  const { apiType, clock } = meters
  const what = apiType === 'websocket' ? 'connection' : 'request'
  return (
    <div class="empty meter-empty">
      {clock.offsetMs > 0 && window !== 'start'
        ? 'No request in this window: the clock was moved past those before. They stand under “since start”.'
        : `The ${window === 'start' ? 'first' : 'next'} ${what} fills this strip. Metrics live in memory and end with the gateway.`}
    </div>
  )
}
