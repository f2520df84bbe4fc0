import { useMemo } from 'preact/hooks'
import type { InvokeRequest } from '../../server/src/protocol/gatewayControl.ts'
import { Answer } from './Answer.tsx'
import { requestOf } from './draft.ts'
import { Icon, Spinner } from './Icon.tsx'
import { sendKeys } from './RequestLine.tsx'
import type { PanelState } from './state.ts'

/** The last answer, or what to do to get one. */
export function AnswerPane({ state }: { state: PanelState }) {
  const { answer, run, trouble, gateway, answerTab, isWrapped } = state
  const age = useAge(state)
  if (answer) return <Answer answer={answer} tab={answerTab} isWrapped={isWrapped} age={age} />
  if (run) {
    return (
      <div class="empty grow">
        <Spinner />
        <span>Waiting for the answer. What the gateway does shows below.</span>
      </div>
    )
  }
  if (trouble) return <div class="empty grow">No answer and no trace from the last request.</div>
  if (gateway.type === 'untrusted') {
    return <div class="empty grow">Requests can be sent once this workspace is trusted.</div>
  }
  return (
    <div class="empty grow">
      <Icon name="play-circle" class="big" />
      <b>No answer yet</b>
      <span>
        Send with{' '}
        {sendKeys.map(key => (
          <kbd key={key}>{key}</kbd>
        ))}
        . The gateway runs on this machine.
      </span>
    </div>
  )
}

function useAge({ answer, run, draft, details, trouble }: PanelState): string | undefined {
  const current = useMemo(() => (draft && details ? requestOf(draft, details) : undefined), [draft, details])
  if (!answer) return undefined
  if (run) return `run ${answer.number}, before this one`
  if (trouble) return `run ${answer.number}, the last that was answered`
  const isEdited =
    answer.request &&
    current &&
    (!isSameRequest(answer.request, current) || answer.identity !== draft?.identity)
  return isEdited ? 'before your last edit' : undefined
}

function isSameRequest(a: InvokeRequest, b: InvokeRequest): boolean {
  return (
    a.method === b.method &&
    a.target === b.target &&
    (a.bodyText ?? '') === (b.bodyText ?? '') &&
    JSON.stringify(a.headers) === JSON.stringify(b.headers)
  )
}
