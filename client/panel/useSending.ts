import { useEffect, useState } from 'preact/hooks'
import { missingPathParameters } from './draft.ts'
import type { Host } from './host.ts'
import { orderOf } from './order.ts'
import type { Dispatch, PanelState } from './state.ts'

/** What the panel can do with its request. */
export interface Sending {
  /** Names of path parameters that the user tried to send without a value. */
  readonly missing: readonly string[]
  readonly send: () => void
  /** Sends it to be held up at breakpoints. */
  readonly sendAndDebug: () => void
  readonly cancel: () => void
  /** Asks how often the request is to be repeated. */
  readonly askRepeat: () => void
  /** Sends it as often as was asked for. */
  readonly repeat: () => void
}

/** Sends what the user has typed, and by itself what a saved file or the history asks for. */
export function useSending(state: PanelState, dispatch: Dispatch, { post }: Host): Sending {
  const [triedWithout, setTriedWithout] = useState(false)
  const { details, draft, run, pendingReplay, pendingSend, isDebugPending, lastOrder } = state
  const missing = details && draft ? missingPathParameters(draft, details) : []
  const isBusy = run !== undefined || state.repeat?.phase === 'running'
  const isReady = !isBusy && obstacle(state) === undefined

  useEffect(() => {
    if (!isReady || !pendingReplay || !lastOrder) return
    dispatch({ type: 'sent', order: lastOrder, at: Date.now(), cause: pendingReplay })
    post({ type: 'send', ...lastOrder, isReplay: true })
  }, [isReady, pendingReplay])
  useEffect(() => {
    if (!isReady || !pendingSend) return
    dispatch({ type: 'sent', order: pendingSend, at: Date.now() })
    post({ type: 'send', ...pendingSend })
  }, [isReady, pendingSend])

  useEffect(() => {
    if (!isReady || !isDebugPending || !draft) return
    dispatch({ type: 'debugging' })
    sendAndDebug()
  }, [isReady, isDebugPending, draft !== undefined])

  /** The request as typed; undefined while it cannot be sent. */
  const order = () => {
    if (!details || !draft || !isReady) return undefined
    setTriedWithout(missing.length > 0)
    if (missing.length === 0) return orderOf(draft, details)
    document.querySelector<HTMLElement>('.chip.missing input')?.focus()
    return undefined
  }
  const send = () => {
    const sent = order()
    if (!sent) return
    dispatch({ type: 'sent', order: sent, at: Date.now() })
    post({ type: 'send', ...sent })
  }
  const sendAndDebug = () => {
    const sent = order()
    if (!sent) return
    dispatch({ type: 'sent', order: sent, at: Date.now() })
    post({ type: 'send', ...sent, isDebugged: true })
  }
  const askRepeat = () => {
    const repeated = order()
    if (repeated) dispatch({ type: 'askedRepeat', order: repeated })
  }
  const repeat = () => {
    const repeated = order()
    const { count = 1, atOnce = 1 } = state.repeat ?? {}
    if (!repeated) return
    dispatch({ type: 'startedRepeat', order: repeated })
    post({ type: 'repeat', count, atOnce, ...repeated })
  }
  const cancel = () => {
    const isRunning = run
      ? !run.isCancelling
      : state.repeat?.phase === 'running' && !state.repeat.isCancelling
    if (!isRunning) return
    dispatch({ type: 'cancelled' })
    post({ type: 'cancel' })
  }
  return { missing: triedWithout ? missing : [], send, sendAndDebug, cancel, askRepeat, repeat }
}

/** Why nothing can be sent now. */
export function obstacle({ gateway, gone }: PanelState): string | undefined {
  if (gateway.type === 'untrusted') return 'Nothing runs in Restricted Mode'
  return gone === undefined ? undefined : 'The route is no longer in the definition'
}
