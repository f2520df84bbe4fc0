import { useContext, useLayoutEffect, useRef } from 'preact/hooks'
import type { ShownTrace } from '../../server/src/protocol/trace.ts'
import { AwsLog } from './AwsLog.tsx'
import { formatStepMs, grouped, statusKind } from './format.ts'
import { Icon } from './Icon.tsx'
import { MoreMenu, type MenuItem } from './MoreMenu.tsx'
import { PanelContext } from './panelContext.ts'
import type { Post, RowId } from './state.ts'
import { lookedAt, type TraceLook } from './traceLook.ts'
import { decidedSteps, foldedRows, stepRows, traceHead } from './traceRows.ts'
import { TraceTree } from './TraceTree.tsx'
import { waterfallAxis, type WaterfallAxis } from './waterfall.ts'

interface Props {
  readonly trace: ShownTrace
  readonly look: TraceLook
  readonly openRows: readonly RowId[]
  readonly selectedRow: RowId | undefined
}

/** What every step of the gateway did with the request. */
export function Trace({ trace: told, look, openRows, selectedRow }: Props) {
  const { dispatch, isNarrow, post } = useContext(PanelContext)
  const trace = lookedAt(told, look)
  const log = look.isAwsLog ? trace.executionLog : undefined
  const isLog = log !== undefined
  const setLook = (change: Partial<TraceLook>) => dispatch({ type: 'looked', look: change })
  const body = useRef<HTMLDivElement>(null)
  // Whoever turns with a key goes on with keys there.
  const isTurning = useRef(false)
  const turn = () => {
    isTurning.current = true
    setLook({ isAwsLog: !isLog })
  }
  useLayoutEffect(() => {
    if (isTurning.current) body.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus()
    isTurning.current = false
  }, [isLog])
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
        {trace.executionLog && <Views isLog={isLog} onChoose={isAwsLog => setLook({ isAwsLog })} />}
        {told.masked && (
          <Eye
            isOpen={look.areSecretsShown}
            onToggle={() => setLook({ areSecretsShown: !look.areSecretsShown })}
          />
        )}
        <MoreMenu label="Trace actions" items={actions(trace, post)} />
      </div>
      <div class="as-it-is" data-main ref={body}>
        {log ? (
          <AwsLog lines={log} requestId={requestId} onLeave={turn} />
        ) : (
          <>
            <Axis axis={axis} />
            <TraceTree
              label="Trace"
              rows={isNarrow ? foldedRows(steps) : stepRows(steps)}
              axis={axis}
              verdict={statusKind(trace.response.status ?? 200)}
              openRows={openRows}
              selectedRow={selectedRow}
              {...(trace.executionLog && { onLog: turn })}
            />
          </>
        )}
      </div>
    </>
  )
}

function actions({ requestId, api }: ShownTrace, post: Post): MenuItem[] {
  return [
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
    ...(api.type === 'websocket'
      ? []
      : [
          {
            label: 'Draft a model from this answer',
            icon: 'symbol-structure',
            run: () => post({ type: 'draftModel', requestId }),
          },
        ]),
  ]
}

interface ViewsProps {
  readonly isLog: boolean
  readonly onChoose: (isLog: boolean) => void
}

function Views({ isLog, onChoose }: ViewsProps) {
  const view = (label: string, keys: string, isChosen: boolean, onClick: () => void) => (
    <button
      type="button"
      class={isChosen ? 'tool text on' : 'tool text'}
      aria-pressed={isChosen}
      title={keys}
      onClick={onClick}
    >
      {label}
    </button>
  )
  return (
    <div class="views" role="group" aria-label="The trace as">
      {view('Waterfall', 'The steps (D)', !isLog, () => onChoose(false))}
      {view('AWS log', 'The execution log in CloudWatch (D)', isLog, () => onChoose(true))}
    </div>
  )
}

function Eye({ isOpen, onToggle }: { isOpen: boolean; onToggle: () => void }) {
  const title = isOpen ? 'Mask the secrets' : 'Secrets are masked: show them'
  return (
    <button type="button" class="tool" title={title} aria-label={title} onClick={onToggle}>
      <Icon name={isOpen ? 'eye' : 'eye-closed'} />
    </button>
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
