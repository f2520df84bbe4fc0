import { useEffect, useLayoutEffect, useReducer, useRef, useState } from 'preact/hooks'
import type { GatewayMeters, MetersQuery } from '../../../server/src/protocol/gatewayMeters.ts'
import type { GatewayState } from '../../src/panelMessages.ts'
import { grouped } from '../format.ts'
import { Icon } from '../Icon.tsx'
import { PanelContext } from '../panelContext.ts'
import type { Tab } from '../Tabs.tsx'
import { TabPanel, Tabs } from '../Tabs.tsx'
import { useIsNarrow } from '../useIsNarrow.ts'
import { AlarmsTab } from './AlarmsTab.tsx'
import { CacheTab } from './CacheTab.tsx'
import { ClockBar } from './ClockBar.tsx'
import { LimitsTab } from './LimitsTab.tsx'
import type { MetricsHost } from './metricsHost.ts'
import {
  choiceOf,
  firstChoice,
  initialMetricsState,
  receive,
  type MeterTab,
  type MetricsChoice,
} from './metricsState.ts'
import { MetricsTab } from './MetricsTab.tsx'

/** The whole panel: the gateway and its clock above, then a tab for each thing that it counts or keeps. */
export function MetricsApp({ host }: { host: MetricsHost }) {
  const [state, dispatch] = useReducer(receive, initialMetricsState)
  const [choice, setChoice] = useState(() => choiceOf(host.kept))
  const { query, tab } = choice
  const setQuery = (query: MetersQuery) => setChoice(now => ({ ...now, query }))
  const root = useRef<HTMLDivElement>(null)
  const isNarrow = useIsNarrow(root)
  useLayoutEffect(() => {
    host.onMessage(dispatch)
    host.post({ type: 'ready' })
  }, [])
  useAsked(choice, host)

  const { name, gateway, meters, workspaceRoot, trouble, told } = state
  const tools = {
    dispatch: () => undefined,
    post: (message: { readonly type: string }) => {
      // The links of the invoke panel are used here: they post this message and no other.
      if (isOpenSource(message)) host.post(message)
    },
    nonce: '',
    workspaceRoot,
    isNarrow,
  }
  const title = (
    <>
      <Icon name="pulse" />
      <span class="ttl">Metrics</span>
      <span class="dim clip">
        {name}
        {meters && meters.stages.length < 2 && `, stage ${meters.stage}`}
      </span>
      {meters && meters.stages.length > 1 && (
        <StageSelect meters={meters} onStage={stage => setQuery({ ...query, stage })} />
      )}
    </>
  )
  return (
    <PanelContext.Provider value={tools}>
      <div class={isNarrow ? 'panel meters narrow' : 'panel meters'} ref={root}>
        {!meters && <div class="bar meter-top">{title}</div>}
        {trouble !== undefined && (
          <div class="note" role="alert">
            <Icon name="warning" class="warn" />
            <span>{trouble}</span>
          </div>
        )}
        <NotRunning
          gateway={gateway}
          hasNumbers={meters !== undefined}
          onStart={() => host.post({ type: 'start' })}
        />
        {meters && (
          <>
            <ClockBar
              meters={meters}
              isRunning={gateway.type === 'running'}
              told={told}
              onMove={ms => host.post({ type: 'advance', ms })}
              onRestart={() => host.post({ type: 'restart' })}
              onDismiss={() => dispatch({ type: 'dismiss' })}
            >
              {title}
            </ClockBar>
            <MeterTabs
              {...{ meters, query, tab, host }}
              onQuery={setQuery}
              onTab={tab => setChoice(now => ({ ...now, tab }))}
            />
          </>
        )}
      </div>
    </PanelContext.Provider>
  )
}

/** Asks for what was chosen, and keeps it. */
function useAsked(choice: MetricsChoice, host: MetricsHost): void {
  const { query } = choice
  useEffect(() => host.keep(choice), [choice])
  const isFirst = useRef(true)
  useEffect(() => {
    // The extension begins with what the page begins with when nothing was kept.
    if (!isFirst.current || query !== firstChoice.query) host.post({ type: 'ask', query })
    isFirst.current = false
  }, [query])
}

interface MeterTabsProps {
  readonly meters: GatewayMeters
  readonly query: MetersQuery
  readonly onQuery: (query: MetersQuery) => void
  readonly tab: MeterTab
  readonly onTab: (tab: MeterTab) => void
  readonly host: MetricsHost
}

function MeterTabs({ meters, query, tab, onQuery, onTab, host: { post } }: MeterTabsProps) {
  return (
    <>
      <Tabs
        label="What the gateway counts and keeps"
        idPrefix="meters"
        tabs={tabsOf(meters)}
        chosen={tab}
        onChoose={onTab}
      />
      <TabPanel idPrefix="meters" chosen={tab}>
        {tab === 'metrics' && (
          <MetricsTab
            meters={meters}
            query={query}
            onQuery={onQuery}
            onExport={csv => post({ type: 'export', csv })}
            onOpenTrace={requestId => post({ type: 'openTrace', requestId })}
          />
        )}
        {tab === 'alarms' && <AlarmsTab meters={meters} />}
        {tab === 'limits' && <LimitsTab meters={meters} onReset={() => post({ type: 'resetUsage' })} />}
        {tab === 'cache' && (
          <CacheTab
            meters={meters}
            query={query}
            onQuery={onQuery}
            onFlush={entry => post({ type: 'flush', ...(entry !== undefined && { entry }) })}
          />
        )}
      </TabPanel>
    </>
  )
}

function tabsOf({ metrics, alarms, limits, cache }: GatewayMeters): Tab<MeterTab>[] {
  const [first] = metrics.series
  const ringing = alarms.filter(({ state }) => state === 'ALARM').length
  const refused = [...limits.buckets, ...limits.quotas].reduce((sum, each) => sum + each.refused, 0)
  return [
    { id: 'metrics', title: 'Metrics', value: grouped(first?.value ?? 0) },
    {
      id: 'alarms',
      title: 'Alarms',
      value: ringing > 0 ? `${ringing} in ALARM` : grouped(alarms.length),
    },
    {
      id: 'limits',
      title: 'Throttling and quotas',
      ...(refused > 0 && { value: `${grouped(refused)} refused` }),
    },
    { id: 'cache', title: 'Cache', value: cache.isOn || cache.count > 0 ? grouped(cache.count) : 'off' },
  ]
}

function StageSelect({ meters, onStage }: { meters: GatewayMeters; onStage: (stage: string) => void }) {
  return (
    <span class="select">
      <select aria-label="Stage" value={meters.stage} onChange={event => onStage(event.currentTarget.value)}>
        {meters.stages.map(stage => (
          <option key={stage}>{stage}</option>
        ))}
      </select>
      <Icon name="chevron-down" />
    </span>
  )
}

interface NotRunningProps {
  readonly gateway: GatewayState
  readonly hasNumbers: boolean
  readonly onStart: () => void
}

/** What there is to say of a gateway that counts nothing now. */
function NotRunning({ gateway, hasNumbers, onStart }: NotRunningProps) {
  if (gateway.type === 'running') return null
  if (gateway.type === 'untrusted') {
    return <div class="empty meter-empty">This folder is not trusted, so no gateway runs in it.</div>
  }
  if (gateway.type === 'starting') {
    return <div class={hasNumbers ? 'meter-note dim' : 'empty meter-empty'}>The gateway is starting…</div>
  }
  const start = (
    <button type="button" class="btn" onClick={onStart}>
      Start
    </button>
  )
  if (hasNumbers) {
    return (
      <div class="note info meter-stopped">
        <Icon name="debug-stop" />
        <span>
          The gateway has stopped. These are its last numbers; when it starts again, it begins anew.
        </span>
        {start}
      </div>
    )
  }
  return (
    <div class="empty meter-empty">
      <Icon name="pulse" class="big" />
      <b>The gateway is stopped</b>
      <span>It counts while it runs: requests, errors, latency, alarms, limits and its cache.</span>
      {start}
    </div>
  )
}

interface OpenSource {
  readonly type: 'openSource'
  readonly source: Extract<Parameters<MetricsHost['post']>[0], { type: 'openSource' }>['source']
}

function isOpenSource(message: { readonly type: string }): message is OpenSource {
  return message.type === 'openSource'
}
