import { useEffect, useLayoutEffect, useReducer, useRef, useContext } from 'preact/hooks'
import { AnswerPane } from './AnswerPane.tsx'
import { Banners } from './Banners.tsx'
import { FactsLine } from './FactsLine.tsx'
import type { Host } from './host.ts'
import { Icon } from './Icon.tsx'
import { onPanelKeys } from './keys.ts'
import { LiveTrace } from './LiveTrace.tsx'
import { PanelContext } from './panelContext.ts'
import { shownAnswer } from './pastRuns.ts'
import { ReplayStrip } from './ReplayStrip.tsx'
import { RequestLine } from './RequestLine.tsx'
import { requestSummary, RequestTabs } from './RequestTabs.tsx'
import { AnswerContext } from './SaveAsTest.tsx'
import { reduce, type PanelState } from './state.ts'
import { Trace } from './Trace.tsx'
import { useIsNarrow } from './useIsNarrow.ts'
import { obstacle, useSending, type Sending } from './useSending.ts'

/** The whole invoke panel. */
export function App({ host }: { host: Host }) {
  const [state, dispatch] = useReducer(reduce, undefined, host.load)
  const root = useRef<HTMLDivElement>(null)
  const isNarrow = useIsNarrow(root)
  const sending = useSending(state, dispatch, host)

  const latest = useRef(sending)
  latest.current = sending

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
    () =>
      onPanelKeys({
        send: () => latest.current.send(),
        sendAndDebug: () => latest.current.sendAndDebug(),
        cancel: () => latest.current.cancel(),
      }),
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
        <AnswerContext.Provider value={shownAnswer(state)}>
          {state.details && state.draft && <Sections state={state} sending={sending} />}
        </AnswerContext.Provider>
        {!state.details && <Banners state={state} missing={[]} onSend={sending.send} />}
      </div>
    </PanelContext.Provider>
  )
}

function Sections({ state, sending }: { state: PanelState; sending: Sending }) {
  const { dispatch } = useContext(PanelContext)
  const { details, draft, gateway, run, repeat, isReplaying, look, openRows, selectedRow } = state
  if (!details || !draft) return null
  const { missing, send } = sending
  const answer = shownAnswer(state)
  const isRequestOpen = state.isRequestOpen ?? (!answer && !run)
  const isRepeating = repeat?.phase === 'running'
  return (
    <>
      <section data-region="line" aria-label="Request line">
        <RequestLine
          details={details}
          draft={draft}
          gateway={gateway}
          isReplaying={isReplaying}
          isRunning={run !== undefined || isRepeating}
          isCancelling={run?.isCancelling === true || repeat?.isCancelling === true}
          obstacle={obstacle(state)}
          onSend={send}
          onDebug={sending.sendAndDebug}
          onCancel={sending.cancel}
          onRepeat={sending.askRepeat}
        />
        <FactsLine details={details} />
        <div class={(run ?? isRepeating) ? 'prog on' : 'prog'} />
        <ReplayStrip state={state} />
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
          <AnswerPane state={state} sending={sending} />
        </section>
      </div>
      {(run ?? answer) && (
        <section class="trace" data-region="trace" aria-label="Trace">
          {run && <LiveTrace run={run} {...{ details, gateway, openRows, selectedRow }} />}
          {!run && answer && <Trace trace={answer.trace} {...{ look, openRows, selectedRow }} />}
        </section>
      )}
    </>
  )
}
