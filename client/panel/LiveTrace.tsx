import { useContext, useEffect, useState } from 'preact/hooks'
import type { GatewayState } from '../src/panelMessages.ts'
import type { RouteDetails } from '../../server/src/protocol/requests.ts'
import { formatLimit, formatSeconds, formatStepMs } from './format.ts'
import { elapsedOf } from './heldRun.ts'
import { Icon, Spinner } from './Icon.tsx'
import { SourceLink } from './Links.tsx'
import { PanelContext } from './panelContext.ts'
import type { RowId, Run } from './state.ts'
import { runningStep, stepRows } from './traceRows.ts'
import { TraceTree } from './TraceTree.tsx'
import { waterfallAxis, waterfallBar } from './waterfall.ts'

interface Props {
  readonly run: Run
  readonly details: RouteDetails
  readonly gateway: GatewayState
  readonly openRows: readonly RowId[]
  readonly selectedRow: RowId | undefined
}

/** The trace of a request under way: steps that ended, the one that runs, and for how long it has. */
export function LiveTrace({ run, details, gateway, openRows, selectedRow }: Props) {
  const elapsed = useElapsed(run)
  const { isNarrow, post } = useContext(PanelContext)
  const current = runningStep(run.steps, details.apiType)
  const last = run.steps.at(-1)
  const state = run.held ? 'held' : 'running'
  const startMs = last ? last.startMs + last.durationMs : 0
  const ranMs = Math.max(elapsed - startMs, 0)
  const axis = waterfallAxis(Math.max(elapsed, startMs))
  const bar = waterfallBar(axis, startMs, ranMs)
  if (gateway.type !== 'running' && run.steps.length === 0) {
    return (
      <div class="bar">
        <Spinner />
        <h2 class="ttl">{details.apiName}</h2>
        <span class="dim clip">is starting, {formatSeconds(elapsed)}</span>
      </div>
    )
  }
  return (
    <>
      {run.held ? (
        <div class="bar">
          <Icon name="debug-pause" class="warn" />
          <h2 class="ttl clip">Held {run.held.where}</h2>
          {run.held.source && <SourceLink source={run.held.source} />}
          <span class="grow" />
          <button
            type="button"
            class="link nowrap"
            title="Let the request go on to the next breakpoint"
            onClick={() => post({ type: 'continue' })}
          >
            <Icon name="debug-continue" /> Continue
          </button>
        </div>
      ) : (
        <div class="bar">
          <Spinner />
          <h2 class="ttl">{current.title}</h2>
          <span class="dim clip">{runningText(current.name, details, ranMs)}</span>
        </div>
      )}
      <TraceTree
        label="Trace of the running request"
        rows={stepRows(run.steps)}
        axis={axis}
        verdict={failedVerdict}
        openRows={openRows}
        selectedRow={selectedRow}
      >
        <div
          role="treeitem"
          class="item"
          aria-level={1}
          aria-label={`${current.title}, ${state}`}
          tabIndex={-1}
        >
          <div class="step">
            <span />
            {run.held ? <Icon name="debug-pause" class="warn" /> : <Spinner />}
            <span class="name clip">{current.title}</span>
            <span class="sum clip">{!isNarrow && state}</span>
            <span class="source" />
            <span class="wf">
              <u class="f" style={{ left: `${bar.left}%`, width: `${bar.width}%` }} />
            </span>
            <span class="num mono dim">{formatStepMs(Math.round(ranMs))}</span>
          </div>
        </div>
      </TraceTree>
    </>
  )
}

/** While the answer is not there nobody knows its status: a step that failed looks like a refusal. */
const failedVerdict = 'warn'

/** `CreateOrder is running, 2.4 s of 29 s` */
function runningText(step: string, { integration }: RouteDetails, ranMs: number): string {
  if (step !== 'integration' || !integration) return `is running, ${formatSeconds(ranMs)}`
  return `${integration.name} is running, ${formatSeconds(ranMs)} of ${formatLimit(integration.timeoutMs)}`
}

function useElapsed(run: Run): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 100)
    return () => clearInterval(timer)
  }, [])
  return elapsedOf(run, now)
}
