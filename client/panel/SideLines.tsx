import { useState } from 'preact/hooks'
import { CodeLine } from './CodeLine.tsx'
import { foldUnchanged, limited } from './folds.ts'
import { counted } from './format.ts'
import { LinkButton } from './Links.tsx'
import type { SideText } from './stepTexts.ts'

interface Props {
  readonly text: SideText
  /** For each line whether the other side lacks it; unset when the sides have too little in common. */
  readonly changed: readonly boolean[] | undefined
  readonly sign: string
  readonly changedClass: string
  readonly onOpen: () => void
}

/** The lines of one side; long stretches without a change are folded, a very long text goes to an editor. */
export function SideLines({ text, changed, sign, changedClass, onOpen }: Props) {
  const [isUnfolded, unfold] = useState(false)
  const { lines, isJson } = text
  if (lines.length === 0) return <div class="empty small">{text.note || 'nothing'}</div>
  const isFoldable = !isUnfolded && changed?.some(Boolean) === true
  const stretches = isFoldable ? foldUnchanged(changed) : [{ from: 0, to: lines.length, isFolded: false }]
  const shown = limited(stretches, maxLines)
  const last = shown.at(-1)?.to ?? 0
  return (
    <pre class="code side" tabIndex={0} aria-label={text.title}>
      {shown.map(({ from, to, isFolded }) =>
        isFolded ? (
          <span class="l fold" key={from}>
            <LinkButton onClick={() => unfold(true)}>{counted(to - from, 'unchanged line')}</LinkButton>
          </span>
        ) : (
          lines.slice(from, to).map((line, index) => {
            const isChanged = changed?.[from + index] === true
            return (
              <span class={isChanged ? `l ${changedClass}` : 'l'} key={from + index}>
                {changed && <span class="g">{isChanged ? sign : ' '}</span>}
                <CodeLine line={line} isJson={isJson} />
              </span>
            )
          })
        ),
      )}
      {last < lines.length && (
        <span class="l fold">
          <LinkButton onClick={onOpen}>
            {counted(lines.length - last, 'more line')}, open in an editor
          </LinkButton>
        </span>
      )}
    </pre>
  )
}

const maxLines = 400
