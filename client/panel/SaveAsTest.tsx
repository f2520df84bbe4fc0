import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import type { TraceStep } from '../../server/src/protocol/trace.ts'
import { Icon } from './Icon.tsx'
import { PanelContext } from './panelContext.ts'
import type { Answer } from './runs.ts'

/** The answer that is looked at, for the parts of its trace. */
export const AnswerContext = createContext<Answer | undefined>(undefined)

/**
 * Makes a test of the last answer, or of what a step of its trace has: the mapping template that it rendered, or the policy
 * that an authorizer returned. Not there for an answer whose request is not known here, nor for a step that is under way.
 */
export function SaveAsTest({ step, of }: { step?: TraceStep; of?: 'policy' | 'template' }) {
  const { post } = useContext(PanelContext)
  const answer = useContext(AnswerContext)
  // What stands in a file or in parts is put together when it is sent, and not known here.
  if (!answer?.order || answer.order.body) return null
  const { response, trace, identity } = answer
  const isOfAnswer = (looked: TraceStep) =>
    [trace, trace.masked].some(each => each?.steps.includes(looked) === true)
  if (step && !isOfAnswer(step)) return null
  const { request } = answer.order
  const title = of ? `Save as test of this ${of}` : 'Save as test'
  const save = () =>
    post({
      type: 'saveAsTest',
      request,
      response,
      trace,
      ...(identity !== undefined && { identity }),
      ...(step && of && { [of]: step.name }),
    })
  return (
    <button type="button" class="tool" title={title} aria-label={title} onClick={save}>
      <Icon name="beaker" />
    </button>
  )
}
