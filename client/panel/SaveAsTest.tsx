import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import type { TraceStep } from '../../server/src/protocol/trace.ts'
import { Icon } from './Icon.tsx'
import { PanelContext } from './panelContext.ts'
import type { Answer } from './state.ts'

/** The last answer, for the parts of its trace. */
export const AnswerContext = createContext<Answer | undefined>(undefined)

/**
 * Makes a test of the last answer, or of the mapping template that a step of its trace rendered. Not there for an answer
 * whose request is not known here, nor for a step that is under way.
 */
export function SaveAsTest({ step }: { step?: TraceStep }) {
  const { post } = useContext(PanelContext)
  const answer = useContext(AnswerContext)
  if (!answer?.request || (step && !(step.template && answer.trace.steps.includes(step)))) return null
  const { request, response, trace, identity } = answer
  const title = step ? 'Save as test of this template' : 'Save as test'
  const save = () =>
    post({
      type: 'saveAsTest',
      request,
      response,
      trace,
      ...(identity !== undefined && { identity }),
      ...(step && { template: step.name }),
    })
  return (
    <button type="button" class="tool" title={title} aria-label={title} onClick={save}>
      <Icon name="beaker" />
    </button>
  )
}
