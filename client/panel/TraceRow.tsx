import { useContext } from 'preact/hooks'
import type { TraceStep } from '../../server/src/protocol/trace.ts'
import { formatStepMs, spokenDuration, type StatusKind } from './format.ts'
import { Icon } from './Icon.tsx'
import { SourceLink } from './Links.tsx'
import { MarkedText } from './MarkedText.tsx'
import { plainText } from './marks.ts'
import { PanelContext } from './panelContext.ts'
import { FoldedDetail, StepDetail } from './StepDetail.tsx'
import { stepIcon, type TraceRowData } from './traceRows.ts'
import { waterfallBar, type WaterfallAxis } from './waterfall.ts'

interface Props {
  readonly row: TraceRowData
  readonly axis: WaterfallAxis
  readonly verdict: StatusKind
  readonly isOpen: boolean
  readonly isSelected: boolean
  readonly isTabStop: boolean
  readonly position: { readonly index: number; readonly count: number }
  readonly onMove: (move: RowMove) => void
  readonly onLog: (() => void) | undefined
}

/** Where the focus goes from a row. */
export type RowMove = 'next' | 'previous' | 'first' | 'last'

/** One row of the trace and, when it is open, what went in and came out. */
export function TraceRow(props: Props) {
  const { row, isOpen, isSelected, isTabStop, position, onMove, onLog } = props
  const { dispatch, post, isNarrow } = useContext(PanelContext)
  const canOpen = isExpandable(row, isNarrow)
  const isShown = isOpen && canOpen
  const toggle = () => dispatch({ type: 'toggledRow', row: row.id })

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return
    const source = row.type === 'step' ? row.step.source : undefined
    const act = {
      ArrowDown: () => onMove('next'),
      ArrowUp: () => onMove('previous'),
      Home: () => onMove('first'),
      End: () => onMove('last'),
      ArrowRight: () => canOpen && !isShown && toggle(),
      ArrowLeft: () => isShown && toggle(),
      ' ': () => canOpen && toggle(),
      Enter: () => (source ? post({ type: 'openSource', source }) : canOpen && toggle()),
      d: onLog,
      D: onLog,
    }[event.key]
    if (!act) return
    event.preventDefault()
    act()
  }
  return (
    <div
      role="treeitem"
      class="item"
      aria-level={1}
      aria-posinset={position.index}
      aria-setsize={position.count}
      aria-selected={isSelected}
      aria-expanded={canOpen ? isShown : undefined}
      aria-label={spokenRow(row, props.verdict)}
      tabIndex={isTabStop ? 0 : -1}
      onKeyDown={onKeyDown}
      onFocus={event => {
        if (event.target === event.currentTarget && !isSelected)
          dispatch({ type: 'selectedRow', row: row.id })
      }}
    >
      <div class={rowClass(row, isSelected)} onClick={canOpen ? toggle : undefined}>
        {canOpen ? <Icon name={isShown ? 'chevron-down' : 'chevron-right'} /> : <span />}
        <Cells {...props} />
      </div>
      {isShown && row.type === 'step' && <StepDetail step={row.step} />}
      {isShown && row.type === 'folded' && <FoldedDetail steps={row.steps} />}
    </div>
  )
}

function Cells({ row, axis, verdict }: Props) {
  if (row.type === 'folded') {
    const [first] = row.steps
    return (
      <>
        {first && <Icon {...iconProps(stepIcon(first, verdict))} />}
        <span class="name clip">{row.title}</span>
        <span class="sum" />
        <span class="source" />
        <span class="wf" />
        <span class="num" />
      </>
    )
  }
  const { step } = row
  const isIdle = didNothing(step)
  const bar = waterfallBar(axis, step.startMs, step.durationMs)
  return (
    <>
      <Icon {...iconProps(stepIcon(step, verdict))} />
      <span class={step.state === 'failed' ? 'name clip b' : 'name clip'}>{step.title}</span>
      <span class="sum clip" title={plainText(step.summary)}>
        <MarkedText text={step.summary} />
      </span>
      <span class="source">{step.source && <SourceLink source={step.source} isTabStop={false} />}</span>
      <span class="wf">
        {!isIdle && (
          <u
            class={step.state === 'failed' ? `e-${verdict === 'err' ? 'err' : 'warn'}` : ''}
            style={{ left: `${bar.left}%`, width: `${bar.width}%` }}
          />
        )}
      </span>
      <span class="num mono">{isIdle ? '' : formatStepMs(step.durationMs)}</span>
    </>
  )
}

function isExpandable(row: TraceRowData, isNarrow: boolean): boolean {
  // A narrow panel has no room for summary and source in the row, so every row opens to them.
  if (row.type === 'folded' || isNarrow) return true
  return row.step.before !== undefined || row.step.after !== undefined
}

function didNothing({ state, durationMs }: TraceStep): boolean {
  return state === 'skipped' || state === 'notReached' || (state === 'notEmulated' && durationMs === 0)
}

function rowClass(row: TraceRowData, isSelected: boolean): string {
  const state = row.type === 'folded' ? row.state : row.step.state
  const idle = state === 'skipped' || state === 'notReached' ? ' skip' : ''
  return `step${isSelected ? ' sel' : ''}${idle}`
}

function iconProps({ icon, colour, word }: ReturnType<typeof stepIcon>): {
  name: string
  class: string
  label: string
} {
  return { name: icon, class: colour, label: word }
}

/** `Authorizer, failed, 12.6 milliseconds, TokenAuthorizer denied reader-7f3` */
function spokenRow(row: TraceRowData, verdict: StatusKind): string {
  if (row.type === 'folded') return `${row.title}: ${row.steps.map(step => step.title).join(', ')}`
  const { title, durationMs, summary } = row.step
  const parts = [
    title,
    stepIcon(row.step, verdict).word,
    !didNothing(row.step) && spokenDuration(durationMs),
    plainText(summary),
  ]
  return parts.filter(Boolean).join(', ')
}
