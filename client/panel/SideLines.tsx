import { useState } from 'preact/hooks'
import { counted } from './format.ts'
import { jsonTokens, type JsonTokenKind } from './jsonText.ts'
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
                <Line line={line} isJson={isJson} />
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

function Line({ line, isJson }: { line: string; isJson: boolean }) {
  const shown = line.length > maxLineLength ? `${line.slice(0, maxLineLength)}…` : line
  if (!isJson) return <span>{shown}</span>
  return (
    <span>
      {jsonTokens(shown).map((token, index) =>
        token.kind === 'plain' ? (
          token.text
        ) : (
          <span key={index} class={tokenClasses[token.kind]}>
            {token.text}
          </span>
        ),
      )}
    </span>
  )
}

const maxLines = 400
const maxLineLength = 1000
/** Lines kept around a change. */
const context = 3
/** Fewer unchanged lines than this are not worth a fold. */
const minFold = 6

const tokenClasses: Readonly<Record<Exclude<JsonTokenKind, 'plain'>, string>> = {
  name: 'k',
  string: 's',
  number: 'd',
  word: 'o',
}

interface Stretch {
  readonly from: number
  readonly to: number
  readonly isFolded: boolean
}

function foldUnchanged(changed: readonly boolean[]): Stretch[] {
  const isNear = changed.map((_, index) =>
    changed.slice(Math.max(index - context, 0), index + context + 1).some(Boolean),
  )
  const stretches: Stretch[] = []
  for (let from = 0; from < changed.length;) {
    const end = isNear.findIndex((near, index) => index > from && near !== isNear[from])
    const to = end === -1 ? changed.length : end
    stretches.push({ from, to, isFolded: isNear[from] === false && to - from >= minFold })
    from = to
  }
  return stretches
}

function limited(stretches: readonly Stretch[], max: number): Stretch[] {
  let left = max
  return stretches.flatMap(stretch => {
    if (stretch.isFolded) return left > 0 ? [stretch] : []
    const to = Math.min(stretch.to, stretch.from + left)
    left -= to - stretch.from
    return to > stretch.from ? [{ ...stretch, to }] : []
  })
}
