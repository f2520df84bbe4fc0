import type { ComponentChildren } from 'preact'
import { useRef } from 'preact/hooks'
import type { StatusKind } from './format.ts'
import type { RowId } from './state.ts'
import { TraceRow, type RowMove } from './TraceRow.tsx'
import type { TraceRowData } from './traceRows.ts'
import type { WaterfallAxis } from './waterfall.ts'

interface Props {
  readonly label: string
  readonly rows: readonly TraceRowData[]
  readonly axis: WaterfallAxis
  readonly verdict: StatusKind
  readonly openRows: readonly RowId[]
  readonly selectedRow: RowId | undefined
  /** Shows the execution log instead. */
  readonly onLog?: () => void
  /** A last row of another kind. */
  readonly children?: ComponentChildren
}

/** The rows of a trace as a tree with one tab stop. */
export function TraceTree({ label, rows, axis, verdict, openRows, selectedRow, onLog, children }: Props) {
  const tree = useRef<HTMLDivElement>(null)
  const tabStop = rows.some(row => row.id === selectedRow) ? selectedRow : rows[0]?.id
  const focusRow = (move: RowMove) => {
    const items = [...(tree.current?.querySelectorAll<HTMLElement>('[role=treeitem]') ?? [])]
    const index = items.findIndex(item => item === document.activeElement)
    const target = { next: index + 1, previous: index - 1, first: 0, last: items.length - 1 }[move]
    items[target]?.focus()
  }
  const count = rows.length + (children === undefined ? 0 : 1)
  return (
    <div role="tree" aria-label={label} ref={tree} style={{ '--g': `${axis.stepPercent}%` }}>
      {rows.map((row, index) => (
        <TraceRow
          key={row.id}
          row={row}
          axis={axis}
          verdict={verdict}
          isOpen={openRows.includes(row.id)}
          isSelected={row.id === selectedRow}
          isTabStop={row.id === tabStop}
          position={{ index: index + 1, count }}
          onMove={focusRow}
          onLog={onLog}
        />
      ))}
      {children}
    </div>
  )
}
