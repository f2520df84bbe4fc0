import { useContext } from 'preact/hooks'
import type { Trace as TraceData } from '../../server/src/protocol/trace.ts'
import { formatStepMs, grouped, statusKind } from './format.ts'
import { Icon } from './Icon.tsx'
import { MoreMenu } from './MoreMenu.tsx'
import { PanelContext } from './panelContext.ts'
import type { RowId } from './state.ts'
import { decidedSteps, foldedRows, stepRows, traceHead } from './traceRows.ts'
import { TraceTree } from './TraceTree.tsx'
import { waterfallAxis, type WaterfallAxis } from './waterfall.ts'

interface Props {
  readonly trace: TraceData
  readonly openRows: readonly RowId[]
  readonly selectedRow: RowId | undefined
}

/** What every step of the gateway did with the request. */
export function Trace({ trace, openRows, selectedRow }: Props) {
  const { isNarrow, post } = useContext(PanelContext)
  const axis = waterfallAxis(trace.durationMs)
  const { requestId } = trace
  const steps = decidedSteps(trace)
  return (
    <>
      <div class="bar">
        <Icon name="list-tree" />
        <h2 class="ttl">Trace</h2>
        <span class="dim clip">
          {traceHead(trace.steps)}, {formatStepMs(trace.durationMs)} ms
        </span>
        <span class="grow" />
        <MoreMenu
          label="Trace actions"
          items={[
            {
              label: 'Save trace…',
              icon: 'save',
              run: () => post({ type: 'saveTrace', format: 'gatehouse', requestId }),
            },
            {
              label: 'Save as OpenTelemetry…',
              icon: 'telescope',
              run: () => post({ type: 'saveTrace', format: 'otlp', requestId }),
            },
            {
              label: 'Compare with a saved trace…',
              icon: 'diff',
              run: () => post({ type: 'compareTrace', requestId }),
            },
            // What a WebSocket API answers has no status and no model.
            ...(trace.api.type === 'websocket'
              ? []
              : [
                  {
                    label: 'Draft a model from this answer',
                    icon: 'symbol-structure',
                    run: () => post({ type: 'draftModel', requestId }),
                  },
                ]),
          ]}
        />
      </div>
      <Axis axis={axis} />
      <TraceTree
        label="Trace"
        rows={isNarrow ? foldedRows(steps) : stepRows(steps)}
        axis={axis}
        verdict={statusKind(trace.response.status ?? 200)}
        openRows={openRows}
        selectedRow={selectedRow}
      />
    </>
  )
}

/** The time scale over the waterfall. */
function Axis({ axis }: { axis: WaterfallAxis }) {
  return (
    <div class="step axis" aria-hidden="true">
      <span class="wf">
        {axis.ticks.map((tick, index) => (
          <span key={tick} style={{ left: `${index * axis.stepPercent}%` }}>
            {tickLabel(tick, index === axis.ticks.length - 1)}
          </span>
        ))}
      </span>
    </div>
  )
}

function tickLabel(tick: number, isLast: boolean): string {
  const value = tick >= 1000 ? grouped(tick) : String(tick)
  return isLast ? `${value} ms` : value
}
