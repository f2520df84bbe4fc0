import { useEffect, useLayoutEffect, useReducer, useRef, useState } from 'preact/hooks'
import { AnswerPane } from './AnswerPane.tsx'
import { Banners } from './Banners.tsx'
import { missingPathParameters, requestOf } from './draft.ts'
import { FactsLine } from './FactsLine.tsx'
import type { Host } from './host.ts'
import { Icon } from './Icon.tsx'
import { onPanelKeys } from './keys.ts'
import { LiveTrace } from './LiveTrace.tsx'
import { PanelContext } from './panelContext.ts'
import { RequestLine } from './RequestLine.tsx'
import { requestSummary, RequestTabs } from './RequestTabs.tsx'
import { reduce, type Dispatch, type PanelState } from './state.ts'
import { Trace } from './Trace.tsx'
import { useIsNarrow } from './useIsNarrow.ts'

/** The whole invoke panel. */
export function App({ host }: { host: Host }) {
  const [state, dispatch] = useReducer(reduce, undefined, host.load)
  const root = useRef<HTMLDivElement>(null)
  const isNarrow = useIsNarrow(root)
  const { missing, send, cancel } = useSending(state, dispatch, host)

  const latest = useRef({ send, cancel })
  latest.current = { send, cancel }

  useLayoutEffect(() => {
    host.onMessage(message => {
      if (message.type === 'replay') latest.current.send()
      else dispatch({ type: 'received', message, at: Date.now() })
    })
    host.post({ type: 'ready' })
  }, [])
  useEffect(() => {
    const timer = setTimeout(() => host.save(state), 300)
    return () => clearTimeout(timer)
  }, [state])
  useEffect(
    () => onPanelKeys({ send: () => latest.current.send(), cancel: () => latest.current.cancel() }),
    [],
  )

  const { nonce, post } = host
  const tools = { dispatch, post, nonce, workspaceRoot: state.workspaceRoot, isNarrow }
  return (
    <PanelContext.Provider value={tools}>
      <div class={isNarrow ? 'panel narrow' : 'panel'} ref={root}>
        <div class="visually-hidden" role="status" aria-live="polite">
          {state.announcement}
        </div>
        {state.details && state.draft && (
          <Sections state={state} missing={missing} send={send} cancel={cancel} dispatch={dispatch} />
        )}
        {!state.details && <Banners state={state} missing={[]} onSend={send} />}
      </div>
    </PanelContext.Provider>
  )
}

interface SectionsProps {
  readonly state: PanelState
  readonly missing: readonly string[]
  readonly send: () => void
  readonly cancel: () => void
  readonly dispatch: Dispatch
}

function Sections({ state, missing, send, cancel, dispatch }: SectionsProps) {
  const { details, draft, gateway, run, answer, openRows, selectedRow } = state
  if (!details || !draft) return null
  const isRequestOpen = state.isRequestOpen ?? (!answer && !run)
  return (
    <>
      <section data-region="line" aria-label="Request line">
        <RequestLine
          details={details}
          draft={draft}
          gateway={gateway}
          isRunning={run !== undefined}
          isCancelling={run?.isCancelling === true}
          obstacle={obstacle(state)}
          onSend={send}
          onCancel={cancel}
        />
        <FactsLine details={details} />
        <div class={run ? 'prog on' : 'prog'} />
        <Banners state={state} missing={missing} onSend={send} />
      </section>
      <div class={run || answer ? 'cols over-trace' : 'cols'}>
        <section class="pane" data-region="request" aria-label="Request">
          <button
            type="button"
            class="request-fold"
            aria-expanded={isRequestOpen}
            onClick={() => dispatch({ type: 'foldedRequest', isOpen: !isRequestOpen })}
          >
            <Icon name={isRequestOpen ? 'chevron-down' : 'chevron-right'} />
            <span>Request</span>
            {!isRequestOpen && <span class="dim clip">{requestSummary(draft)}</span>}
          </button>
          <div class={isRequestOpen ? 'request-body' : 'request-body folded'}>
            <RequestTabs state={state} details={details} draft={draft} />
          </div>
        </section>
        <section class="pane answer-pane" data-region="answer" aria-label="Answer">
          <AnswerPane state={state} />
        </section>
      </div>
      {(run ?? answer) && (
        <section class="trace" data-region="trace" aria-label="Trace">
          {run && <LiveTrace run={run} {...{ details, gateway, openRows, selectedRow }} />}
          {!run && answer && <Trace trace={answer.trace} openRows={openRows} selectedRow={selectedRow} />}
        </section>
      )}
    </>
  )
}

function useSending(state: PanelState, dispatch: Dispatch, { post }: Host) {
  const [triedWithout, setTriedWithout] = useState(false)
  const { details, draft, run } = state
  const missing = details && draft ? missingPathParameters(draft, details) : []
  const send = () => {
    if (!details || !draft || run || obstacle(state) !== undefined) return
    setTriedWithout(missing.length > 0)
    if (missing.length > 0) {
      document.querySelector<HTMLElement>('.chip.missing input')?.focus()
      return
    }
    const request = requestOf(draft, details)
    const as = draft.identity === undefined ? {} : { identity: draft.identity }
    dispatch({ type: 'sent', request, ...as, at: Date.now() })
    post({ type: 'send', request, stage: draft.stage, ...as })
  }
  const cancel = () => {
    if (!run || run.isCancelling) return
    dispatch({ type: 'cancelled' })
    post({ type: 'cancel' })
  }
  return { missing: triedWithout ? missing : [], send, cancel }
}

function obstacle({ gateway, gone }: PanelState): string | undefined {
  if (gateway.type === 'untrusted') return 'Nothing runs in Restricted Mode'
  return gone === undefined ? undefined : 'The route is no longer in the definition'
}
