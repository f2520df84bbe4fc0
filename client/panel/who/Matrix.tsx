import { useContext, useRef } from 'preact/hooks'
import type { AccessAnswer, AccessMatrix, AccessRoute } from '../../../server/src/protocol/access.ts'
import { Icon } from '../Icon.tsx'
import { PanelContext } from '../panelContext.ts'
import type { Cell } from './whoState.ts'
import { cellAfter, routeLabel } from './whoState.ts'

interface Props {
  readonly matrix: AccessMatrix
  readonly routes: readonly AccessRoute[]
  readonly cell: Cell
  readonly onCell: (cell: Cell) => void
}

/** Routes by identities: a grid with one tab stop. Arrow keys move, Enter opens what decided. */
export function Matrix({ matrix, routes, cell, onCell }: Props) {
  const { identities, answers } = matrix
  const { post } = useContext(PanelContext)
  const table = useRef<HTMLTableElement>(null)
  const onKeyDown = (event: KeyboardEvent) => {
    if (!(event.target instanceof HTMLElement) || event.target.tagName !== 'TD') return
    if (event.key === 'Enter') {
      const route = routes[cell.row]
      const answer = route && answers[route.answers[cell.column] ?? -1]
      const source = answer?.decidedBy[0]?.source ?? route?.guardSource
      if (source) post({ type: 'openSource', source })
      event.preventDefault()
      return
    }
    const isControl = event.ctrlKey || event.metaKey
    const next = cellAfter(event.key, isControl, cell, routes.length, identities.length)
    if (!next) return
    event.preventDefault()
    onCell(next)
    table.current?.querySelector<HTMLElement>(`[data-cell="${next.row}-${next.column}"]`)?.focus()
  }
  return (
    <div class="who-scroll">
      <table class="mx" role="grid" aria-label="Who may call" ref={table} onKeyDown={onKeyDown}>
        <thead>
          <tr>
            <th scope="col">
              <span class="visually-hidden">Route</span>
            </th>
            {identities.map(({ name, detail }) => (
              <th key={name} scope="col" title={`${name}: ${detail}`}>
                <span class="clip">{name}</span>
                <span class="dim clip">{detail}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {routes.map((route, row) => (
            <tr key={routeLabel(route)}>
              <RouteHead route={route} />
              {route.answers.map((index, column) => (
                <AnswerCell
                  key={column}
                  answer={answers[index]}
                  label={`${identities[column]?.name ?? ''}, ${routeLabel(route)}`}
                  id={`${row}-${column}`}
                  isChosen={row === cell.row && column === cell.column}
                  onChoose={() => onCell({ row, column })}
                />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function RouteHead({ route }: { route: AccessRoute }) {
  const { post } = useContext(PanelContext)
  const { method, path, needsApiKey, source, guard } = route
  return (
    <th scope="row">
      <button
        type="button"
        class="who-route"
        tabIndex={-1}
        title={`Open ${routeLabel(route)} (${guard})`}
        onClick={() => post({ type: 'openSource', source })}
      >
        <span class={`m ${method.toLowerCase()}`}>{method}</span>
        <span class="mono clip">{path}</span>
        {needsApiKey && <Icon name="key" class="dim" label="API key required" />}
      </button>
    </th>
  )
}

const looks = {
  allowed: { class: 'yes', icon: 'check', word: 'may call' },
  refused: { class: 'no', icon: 'circle-slash', word: 'refused' },
  depends: { class: 'may', icon: 'question', word: 'depends' },
} as const

interface CellProps {
  readonly answer: AccessAnswer | undefined
  readonly label: string
  readonly id: string
  readonly isChosen: boolean
  readonly onChoose: () => void
}

function AnswerCell({ answer, label, id, isChosen, onChoose }: CellProps) {
  if (!answer) return <td />
  const look = looks[answer.verdict]
  return (
    <td
      role="gridcell"
      class={`c0 ${look.class}${isChosen ? ' at' : ''}`}
      data-cell={id}
      tabIndex={isChosen ? 0 : -1}
      aria-selected={isChosen}
      aria-label={`${label}: ${look.word}${answer.word === '' ? '' : `, ${answer.word}`}`}
      title={answer.word}
      onClick={event => {
        event.currentTarget.focus()
        onChoose()
      }}
      onFocus={onChoose}
    >
      <span>
        <Icon name={look.icon} />
        {answer.word !== '' && <span class="clip">{answer.word}</span>}
      </span>
    </td>
  )
}
