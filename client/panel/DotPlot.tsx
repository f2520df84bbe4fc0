import { useContext, useRef, useState } from 'preact/hooks'
import type { RepeatedAnswer } from '../src/panelMessages.ts'
import { formatDuration, statusKind, statusText } from './format.ts'
import { PanelContext } from './panelContext.ts'
import { axisFor } from './repeatState.ts'

interface Props {
  readonly results: readonly RepeatedAnswer[]
  /** How many are to come in all. */
  readonly count: number
}

/** How long each answer took, in the order of sending. Arrow keys move from dot to dot, Enter opens one. */
export function DotPlot({ results, count }: Props) {
  const { post } = useContext(PanelContext)
  const [current, setCurrent] = useState(0)
  const plot = useRef<SVGSVGElement>(null)
  const inOrder = results.toSorted((a, b) => a.number - b.number)
  if (inOrder.length === 0) return null
  const { top, step } = axisFor(Math.max(...inOrder.map(({ durationMs }) => durationMs)))
  const x = (number: number) => left + ((number - 0.5) / Math.max(count, 1)) * (width - left - right)
  const y = (ms: number) => bottom - (ms / top) * (bottom - head)
  const chosen = Math.min(current, inOrder.length - 1)
  const move = (index: number) => {
    const next = Math.min(Math.max(index, 0), inOrder.length - 1)
    setCurrent(next)
    plot.current?.querySelectorAll<SVGElement>('.dot')[next]?.focus()
  }
  const open = (answer: RepeatedAnswer) => {
    if (answer.status !== undefined) post({ type: 'openRepeated', number: answer.number })
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const next = { ArrowRight: chosen + 1, ArrowLeft: chosen - 1, Home: 0, End: inOrder.length - 1 }[
      event.key
    ]
    const answer = inOrder[chosen]
    if (next !== undefined) move(next)
    else if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey && answer) open(answer)
    else return
    event.preventDefault()
  }
  return (
    <svg
      class="dots"
      ref={plot}
      viewBox={`0 0 ${width} ${height}`}
      role="group"
      aria-label="Time of each answer"
      onKeyDown={onKeyDown}
    >
      {axis(top, step).map(ms => (
        <g key={ms}>
          <line x1={left} x2={width - right} y1={y(ms)} y2={y(ms)} />
          <text x={left - 8} y={y(ms) + 4} text-anchor="end">
            {label(ms, top)}
          </text>
        </g>
      ))}
      {inOrder.map((answer, index) => (
        <g
          key={answer.number}
          class={`dot ${kindOf(answer)}`}
          role="button"
          // In SVG names of attributes have their own case.
          tabindex={index === chosen ? 0 : -1}
          aria-label={nameOf(answer)}
          onClick={() => {
            setCurrent(index)
            open(answer)
          }}
        >
          <title>{nameOf(answer)}</title>
          <circle class="reach" cx={x(answer.number)} cy={y(answer.durationMs)} r={6} />
          <Mark answer={answer} x={x(answer.number)} y={y(answer.durationMs)} />
        </g>
      ))}
    </svg>
  )
}

/** No state by colour alone: each kind of answer has its own shape. */
function Mark({ answer, x, y }: { answer: RepeatedAnswer; x: number; y: number }) {
  const kind = kindOf(answer)
  if (kind === 'warn') return <path d={`M${x - 3.4} ${y + 2.8}L${x + 3.4} ${y + 2.8}L${x} ${y - 3.4}Z`} />
  if (kind === 'err') return <rect x={x - 2.8} y={y - 2.8} width={5.6} height={5.6} />
  return <circle cx={x} cy={y} r={answer.isCold ? 4 : 2.6} class={answer.isCold ? 'cold' : ''} />
}

// The plot is drawn in these units and fills the width of the pane.
const width = 640
const height = 150
const left = 52
const right = 12
const head = 12
const bottom = 136

function axis(top: number, step: number): number[] {
  const lines: number[] = []
  for (let ms = 0; ms <= top + step / 2; ms += step) lines.push(Number(ms.toPrecision(6)))
  return lines
}

function label(ms: number, top: number): string {
  if (top >= 5000) return `${ms / 1000} s`
  return ms === 0 ? '0' : `${ms} ms`
}

function kindOf({ status }: RepeatedAnswer): string {
  return status === undefined ? 'err' : statusKind(status)
}

function nameOf({ number, status, durationMs, isCold, message }: RepeatedAnswer): string {
  const outcome = status === undefined ? `no answer: ${message ?? ''}` : statusText(status)
  return `Request ${number}: ${outcome}, ${formatDuration(durationMs)}${isCold ? ', cold start' : ''}`
}
