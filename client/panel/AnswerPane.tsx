import { useContext, useMemo } from 'preact/hooks'
import { Answer } from './Answer.tsx'
import { fileLabel } from './format.ts'
import { Icon, Spinner } from './Icon.tsx'
import { LinkButton } from './Links.tsx'
import { isSameOrder, orderOf } from './order.ts'
import { PanelContext } from './panelContext.ts'
import { answerBefore, shownAnswer } from './pastRuns.ts'
import { RepeatView } from './RepeatView.tsx'
import { RunSteps } from './RunSteps.tsx'
import { sendKeys } from './SendButton.tsx'
import type { PanelState } from './state.ts'
import { lookedAt } from './traceLook.ts'
import type { Sending } from './useSending.ts'

interface Props {
  readonly state: PanelState
  readonly sending: Sending
}

/** The last answer, or what to do to get one. */
export function AnswerPane({ state, sending }: Props) {
  const { run, trouble, gateway, answerTab, isWrapped, repeat } = state
  const { dispatch } = useContext(PanelContext)
  const age = useAge(state)
  const answer = shownAnswer(state)
  if (repeat && !answer)
    return <RepeatView repeat={repeat} onStart={sending.repeat} onCancel={sending.cancel} />
  if (answer) {
    return (
      <Answer
        answer={answer}
        before={answerBefore(state)}
        log={lookedAt(answer.trace, state.look).log}
        tab={answerTab}
        isWrapped={isWrapped}
        age={repeat ? undefined : age}
      >
        {repeat && (
          <LinkButton onClick={() => dispatch({ type: 'closedOpened' })}>
            {`Back to all ${repeat.results.length}`}
          </LinkButton>
        )}
        <RunSteps state={state} />
      </Answer>
    )
  }
  if (run) {
    return (
      <div class="empty grow">
        {run.held ? <Icon name="debug-pause" class="big" /> : <Spinner />}
        <span>
          {run.held
            ? 'Held at a breakpoint. The answer comes once the request goes on.'
            : 'Waiting for the answer. What the gateway does shows below.'}
        </span>
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

function useAge(state: PanelState): string | undefined {
  const { run, draft, details, trouble, workspaceRoot, gateway } = state
  const current = useMemo(() => (draft && details ? orderOf(draft, details) : undefined), [draft, details])
  const answer = shownAnswer(state)
  if (!answer) return undefined
  if (run) return `run ${answer.number}, before this one`
  if (trouble) return `run ${answer.number}, the last that was answered`
  if (answer !== state.answer) return undefined
  const isEdited = answer.order && current && !isSameOrder(answer.order, current)
  if (isEdited) return 'before your last edit'
  const [changed, ...others] = state.changedSince ?? []
  if (changed === undefined) return gateway.type === 'stopped' ? 'before the gateway stopped' : undefined
  const more = others.length > 0 ? ` and ${others.length} more` : ''
  return `before ${fileLabel(changed, workspaceRoot)}${more} changed`
}
