import { useContext, useEffect, useMemo } from 'preact/hooks'
import { fits, type Comparison, type DiffRow } from './compare.ts'
import { shownBody } from './body.ts'
import { CodeLine } from './CodeLine.tsx'
import { foldUnchanged, limited } from './folds.ts'
import { counted, formatBytes, formatDuration } from './format.ts'
import { Icon } from './Icon.tsx'
import { PanelContext } from './panelContext.ts'
import type { Answer } from './runs.ts'

interface Props {
  readonly before: Answer
  readonly after: Answer
  readonly comparison: Comparison
}

/** What an answer has other than the one before it: the body line by line, and all else in a table. */
export function Changes({ before, after, comparison }: Props) {
  const { body } = comparison
  return (
    <div class="changes">
      <div class="diff">
        <div class="diff-head">
          <span class="dim">Run {before.number}</span>
          <Icon name="arrow-right" />
          <span>Run {after.number}</span>
          <span class="grow" />
          {body.type === 'lines' && (
            <span class="mono">
              <span class="err">-{body.removed}</span> <span class="ok">+{body.added}</span>
            </span>
          )}
        </div>
        {body.type === 'same' && <div class="empty grow">Both answers have the same body.</div>}
        {body.type === 'other' && (
          <div class="empty grow">
            The bodies differ. They are bytes, or too long to be compared by lines.
          </div>
        )}
        {body.type === 'lines' && <DiffLines rows={body.rows} isJson={body.isJson} />}
      </div>
      <CompareTable {...{ before, after, comparison }} />
    </div>
  )
}

/** Next and previous change, and the same in VS Code's own diff; F7 and Shift+F7 work wherever the focus is. */
export function ChangeTools({ before, after, comparison }: Props) {
  const { post } = useContext(PanelContext)
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== 'F7' || event.ctrlKey || event.altKey || event.metaKey) return
      event.preventDefault()
      event.stopPropagation()
      stepToChange(event.shiftKey ? -1 : 1)
    }
    document.addEventListener('keydown', onKeyDown, true)
    return () => document.removeEventListener('keydown', onKeyDown, true)
  }, [])
  const hasStops = comparison.count > 0
  const openDiff = () => {
    const [old, fresh] = [shownBody(before.response), shownBody(after.response)]
    if (old.kind === 'binary' || fresh.kind === 'binary') return
    const isJson = fresh.kind === 'json' || old.kind === 'json'
    post({
      type: 'openDiff',
      title: `Run ${before.number} ↔ run ${after.number}`,
      before: old.kind === 'none' ? '' : old.text,
      after: fresh.kind === 'none' ? '' : fresh.text,
      language: isJson ? 'json' : 'plaintext',
    })
  }
  const isText = comparison.body.type !== 'other'
  const tool = (icon: string, title: string, isEnabled: boolean, run: () => void) => (
    <button type="button" class="tool" title={title} aria-label={title} disabled={!isEnabled} onClick={run}>
      <Icon name={icon} />
    </button>
  )
  return (
    <>
      {tool('arrow-down', 'Next change (F7)', hasStops, () => stepToChange(1))}
      {tool('arrow-up', 'Previous change (Shift+F7)', hasStops, () => stepToChange(-1))}
      {tool('git-compare', 'Compare in a diff editor', isText, openDiff)}
    </>
  )
}

/** Moves the focus to the next or previous change, round the end. */
function stepToChange(step: 1 | -1): void {
  const stops = [...document.querySelectorAll<HTMLElement>('[data-change]')]
  const current = stops.findIndex(stop => stop === document.activeElement)
  const next = current === -1 ? (step === 1 ? 0 : stops.length - 1) : current + step
  const stop = stops.at(next % Math.max(stops.length, 1))
  stop?.focus()
  stop?.scrollIntoView({ block: 'nearest' })
}

/** More lines than this are not drawn: changes come first, the diff editor has the rest. */
const mostRows = 2000

function DiffLines({ rows, isJson }: { rows: readonly DiffRow[]; isJson: boolean }) {
  const stretches = useMemo(() => foldUnchanged(rows.map(({ sign }) => sign !== ' ')), [rows])
  const shown = limited(stretches, mostRows)
  const rest = (shown.at(-1)?.to ?? 0) < rows.length
  return (
    <pre class="code diff-lines" tabIndex={0} aria-label="Changes of the body">
      {shown.map(({ from, to, isFolded }) =>
        isFolded ? (
          <span class="l fold dim" key={from}>
            {counted(to - from, 'unchanged line')}
          </span>
        ) : (
          rows
            .slice(from, to)
            .map((row, index) => (
              <Row key={from + index} row={row} isJson={isJson} isFirst={isFirst(rows, from + index)} />
            ))
        ),
      )}
      {rest && <span class="l fold dim">More lines differ: compare in a diff editor</span>}
    </pre>
  )
}

const classes = { '-': 'l del', '+': 'l add', ' ': 'l' } as const

function Row({ row, isJson, isFirst }: { row: DiffRow; isJson: boolean; isFirst: boolean }) {
  const { sign, number, text } = row
  const stop = isFirst ? { tabIndex: -1, 'data-change': row.stretch } : {}
  return (
    <span class={classes[sign]} {...stop}>
      <span class="n">{number}</span>
      <span class="g">{sign === '-' ? '−' : sign}</span>
      <CodeLine line={text} isJson={isJson} />
    </span>
  )
}

function isFirst(rows: readonly DiffRow[], index: number): boolean {
  const stretch = rows[index]?.stretch
  return stretch !== undefined && rows[index - 1]?.stretch !== stretch
}

function CompareTable({ before, after, comparison }: Props) {
  const size = ({ response }: Answer) => formatBytes(shownBody(response).size)
  const isChanged = comparison.body.type !== 'same'
  return (
    <div class="compared">
      <h2>Compared with run {before.number}</h2>
      <table>
        <thead>
          <tr class="dim">
            <th scope="col">What</th>
            <th scope="col">Run {before.number}</th>
            <th scope="col">Run {after.number}</th>
          </tr>
        </thead>
        <tbody>
          <Pair
            what="Status"
            before={before.response.status}
            after={after.response.status}
            isChanged={comparison.status}
          />
          <Pair
            what="Time"
            before={formatDuration(before.trace.durationMs)}
            after={formatDuration(after.trace.durationMs)}
          />
          <Pair what="Size" before={size(before)} after={size(after)} />
          <Same what="Body" difference={isChanged ? bodyWords(comparison) : undefined} />
          <Same what="Headers" difference={headerWords(comparison.headers)} isStop />
          <Same what="Request, identity" difference={comparison.request && `${comparison.request} changed`} />
          <FitRow before={before} after={after} />
        </tbody>
      </table>
    </div>
  )
}

interface PairProps {
  readonly what: string
  readonly before: string | number
  readonly after: string | number
  readonly isChanged?: boolean
}

function Pair({ what, before, after, isChanged = false }: PairProps) {
  const stop = isChanged ? { tabIndex: -1, 'data-change': what } : {}
  return (
    <tr {...stop}>
      <th scope="row">{what}</th>
      <td class={isChanged ? 'mono warn' : 'mono'}>{before}</td>
      <td class={isChanged ? 'mono warn' : 'mono'}>{after}</td>
    </tr>
  )
}

function Same({
  what,
  difference,
  isStop = false,
}: {
  what: string
  difference: string | undefined
  isStop?: boolean
}) {
  const stop = isStop && difference !== undefined ? { tabIndex: -1, 'data-change': what } : {}
  return (
    <tr {...stop}>
      <th scope="row">{what}</th>
      <td colSpan={2} class={difference === undefined ? 'dim' : 'warn'}>
        {difference ?? 'same'}
      </td>
    </tr>
  )
}

function FitRow({ before, after }: { before: Answer; after: Answer }) {
  if (fits(before) === undefined && fits(after) === undefined) return null
  const cell = (answer: Answer) => {
    const isFitting = fits(answer)
    if (isFitting === undefined) return <td class="dim">not stated</td>
    return (
      <td class={isFitting ? 'ok' : 'err'} title={answer.fit?.errors.join('\n') ?? ''}>
        {isFitting ? 'yes' : 'no'}
      </td>
    )
  }
  return (
    <tr>
      <th scope="row">Answer fits {after.fit?.model ?? before.fit?.model}</th>
      {cell(before)}
      {cell(after)}
    </tr>
  )
}

function bodyWords({ body }: Comparison): string {
  if (body.type !== 'lines') return 'changed'
  if (body.removed === 0) return `${counted(body.added, 'line')} added`
  if (body.added === 0) return `${counted(body.removed, 'line')} removed`
  return `${counted(Math.max(body.added, body.removed), 'line')} changed`
}

function headerWords(names: readonly string[]): string | undefined {
  if (names.length === 0) return undefined
  const shown = names.slice(0, 3).join(', ')
  return names.length > 3 ? `${shown} and ${names.length - 3} more changed` : `${shown} changed`
}
