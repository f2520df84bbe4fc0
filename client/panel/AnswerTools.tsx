import { useContext } from 'preact/hooks'
import type { AnswerText } from './answerText.ts'
import type { CodeView } from './codeView.ts'
import { Icon } from './Icon.tsx'
import { PanelContext } from './panelContext.ts'

interface Props {
  readonly content: AnswerText
  /** The tab is a code view, which can be searched. */
  readonly isCode: boolean
  /** Unset where long lines cannot be wrapped. */
  readonly isWrapped: boolean | undefined
  readonly view: { readonly current: CodeView | null }
}

/** Wrap, find, copy and open, for the chosen tab of the answer. */
export function AnswerTools({ content: { text, what, language }, isCode, isWrapped, view }: Props) {
  const { dispatch, post } = useContext(PanelContext)
  if (text === '') return null
  return (
    <>
      {isCode && isWrapped !== undefined && (
        <button
          type="button"
          class={isWrapped ? 'tool on' : 'tool'}
          title="Wrap long lines"
          aria-label="Wrap long lines"
          aria-pressed={isWrapped}
          onClick={() => dispatch({ type: 'wrapped', isWrapped: !isWrapped })}
        >
          <Icon name="word-wrap" />
        </button>
      )}
      {isCode && <Tool icon="search" title={`Find in ${what}`} run={() => view.current?.openSearch()} />}
      <Tool icon="copy" title={`Copy ${what}`} run={() => post({ type: 'copy', text, what })} />
      <Tool
        icon="go-to-file"
        title={`Open ${what} in an editor`}
        run={() => post({ type: 'openText', text, language })}
      />
    </>
  )
}

function Tool({ icon, title, run }: { icon: string; title: string; run: () => void }) {
  return (
    <button type="button" class="tool" title={title} aria-label={title} onClick={run}>
      <Icon name={icon} />
    </button>
  )
}
