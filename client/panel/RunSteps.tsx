import { useContext } from 'preact/hooks'
import { Icon } from './Icon.tsx'
import { PanelContext } from './panelContext.ts'
import { answerAfter, answerBefore, shownAnswer } from './pastRuns.ts'
import type { PanelState } from './state.ts'

/** `< Run 6 of 7 >`: leads back to earlier answers. */
export function RunSteps({ state }: { state: PanelState }) {
  const { dispatch, isNarrow } = useContext(PanelContext)
  const shown = shownAnswer(state)
  if (!shown || state.past.length === 0 || state.repeat) return null
  const before = answerBefore(state)
  const after = answerAfter(state)
  const step = (icon: string, title: string, to: number | undefined) => (
    <button
      type="button"
      class="tool"
      title={title}
      aria-label={title}
      disabled={to === undefined}
      onClick={() => to !== undefined && dispatch({ type: 'choseRun', number: to })}
    >
      <Icon name={icon} />
    </button>
  )
  return (
    <span class="runs">
      {step('chevron-left', 'Run before', before?.number)}
      <span>
        {isNarrow ? shown.number : `Run ${shown.number} of ${state.answer?.number ?? shown.number}`}
      </span>
      {step('chevron-right', 'Run after', after?.number)}
    </span>
  )
}
