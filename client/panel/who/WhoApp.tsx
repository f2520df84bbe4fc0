import { useEffect, useLayoutEffect, useReducer, useRef, useState } from 'preact/hooks'
import type { WhoPlace } from '../../src/whoMessages.ts'
import { Icon } from '../Icon.tsx'
import { PanelContext } from '../panelContext.ts'
import { useIsNarrow } from '../useIsNarrow.ts'
import { CellDetail } from './CellDetail.tsx'
import { MarkedText } from '../MarkedText.tsx'
import { Matrix } from './Matrix.tsx'
import type { WhoHost } from './whoHost.ts'
import type { Cell, WhoFilter } from './whoState.ts'
import { clampCell, initialWhoState, receive, shownRoutes } from './whoState.ts'
import { WhoTools } from './WhoTools.tsx'

/** The whole panel: what all callers share above, the matrix left, the chosen cell right. */
export function WhoApp({ host }: { host: WhoHost }) {
  const [state, dispatch] = useReducer(receive, initialWhoState)
  const [place, setPlace] = useState<WhoPlace>({})
  const [filter, setFilter] = useState<WhoFilter>({ text: '', verdict: 'all' })
  const [cell, setCell] = useState<Cell>({ row: 0, column: 0 })
  const root = useRef<HTMLDivElement>(null)
  const isNarrow = useIsNarrow(root)
  useLayoutEffect(() => {
    host.onMessage(dispatch)
    host.post({ type: 'ready' })
  }, [])
  const isFirst = useRef(true)
  useEffect(() => {
    if (isFirst.current) {
      isFirst.current = false
      return
    }
    // Not for every key: a half-written address is asked about when it is whole or left alone.
    const timer = setTimeout(() => host.post({ type: 'ask', place }), 250)
    return () => clearTimeout(timer)
  }, [place])

  const { matrix, trouble, workspaceRoot } = state
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
  const routes = matrix ? shownRoutes(matrix, filter) : []
  const chosen = matrix && clampCell(cell, routes.length, matrix.identities.length)
  const route = chosen && routes[chosen.row]
  return (
    <PanelContext.Provider value={tools}>
      <div class={isNarrow ? 'panel who narrow' : 'panel who'} ref={root}>
        {matrix && (
          <WhoTools matrix={matrix} place={place} filter={filter} onPlace={setPlace} onFilter={setFilter} />
        )}
        {trouble !== undefined && (
          <div class="note" role="alert">
            <Icon name="warning" class="warn" />
            <span>
              {trouble}
              {matrix ? '. What is shown was true before.' : ''}
            </span>
          </div>
        )}
        {!matrix && trouble === undefined && <div class="empty who-empty">Reading the definition…</div>}
        {matrix && matrix.routes.length === 0 && (
          <div class="empty who-empty">
            <Icon name="shield" class="big" />
            <b>{matrix.apiName} has no routes yet</b>
            <span>Add a route to the definition: who may call it is shown here as you write.</span>
          </div>
        )}
        {matrix && matrix.routes.length > 0 && (
          <div class="cols who-cols">
            <section class="pane who-matrix" data-region="matrix" aria-label="Routes and identities">
              <Matrix matrix={matrix} routes={routes} cell={chosen ?? cell} onCell={setCell} />
              {routes.length === 0 && <div class="empty small">No route fits the filter.</div>}
              <Legend />
              {matrix.notes.map(note => (
                <p key={note} class="who-note dim">
                  <Icon name="info" /> <MarkedText text={note} />
                </p>
              ))}
            </section>
            <section class="pane who-detail" data-region="detail" aria-label="Answer" aria-live="polite">
              {route && chosen && <CellDetail matrix={matrix} route={route} column={chosen.column} />}
            </section>
          </div>
        )}
      </div>
    </PanelContext.Provider>
  )
}

function Legend() {
  return (
    <div class="who-legend">
      <span class="ok">
        <Icon name="check" /> may call
      </span>
      <span class="dim">
        <Icon name="circle-slash" /> refused, with the status
      </span>
      <span class="warn">
        <Icon name="question" /> depends, see the cell
      </span>
      <span class="dim">
        <Icon name="key" /> API key required
      </span>
    </div>
  )
}

type OpenSource = Extract<Parameters<WhoHost['post']>[0], { type: 'openSource' }>

function isOpenSource(message: { readonly type: string }): message is OpenSource {
  return message.type === 'openSource'
}
