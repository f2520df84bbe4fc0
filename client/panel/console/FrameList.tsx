import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { SocketDetails } from '../../../server/src/protocol/requests.ts'
import type { ConsoleFrame, FromConsole } from '../../src/consoleMessages.ts'
import { clockTime, formatDuration } from '../format.ts'
import { Icon } from '../Icon.tsx'
import { FrameDetail } from './FrameDetail.tsx'
import { frameWindow, rowHeight, topOf } from './frameWindow.ts'

interface Props {
  readonly name: string
  readonly frames: readonly ConsoleFrame[]
  readonly details: SocketDetails
  readonly post: (message: FromConsole) => void
}

/** The frames of a client, the newest last; a frame opens to what the gateway did. One tab stop, arrow keys move. */
export function FrameList({ name, frames, details, post }: Props) {
  const [open, setOpen] = useState<number | undefined>()
  const [stop, setStop] = useState<number | undefined>()
  const { list, detail, from, to, above, below, onScroll, bringFocus } = useFrameWindow(frames, open)
  const tabStop = frames.some(({ id }) => id === stop) ? stop : frames.at(-1)?.id
  const onKeyDown = (event: KeyboardEvent) => {
    const { index: written } = (document.activeElement as HTMLElement | null)?.dataset ?? {}
    const index = Number(written)
    const frame = written === undefined ? undefined : frames[index]
    if (!frame) return
    if (event.key === 'c' && (event.ctrlKey || event.metaKey) && getSelection()?.isCollapsed !== false) {
      event.preventDefault()
      return post({ type: 'copy', text: frame.base64 ?? frame.text, what: 'frame' })
    }
    const target = { ArrowDown: index + 1, ArrowUp: index - 1, Home: 0, End: frames.length - 1 }[event.key]
    if (target === undefined) return
    event.preventDefault()
    bringFocus(target)
  }
  return (
    <div
      class="ws-frames scroll"
      role="log"
      aria-label={`Frames of ${name}`}
      ref={list}
      onKeyDown={onKeyDown}
      onScroll={onScroll}
    >
      {above > 0 && <div style={{ height: `${above}px` }} />}
      {frames.slice(from, to).map((frame, index) => (
        <div key={frame.id}>
          <FrameRow
            frame={frame}
            index={from + index}
            isOpen={frame.id === open}
            isTabStop={frame.id === tabStop}
            onFocus={() => setStop(frame.id)}
            onToggle={() => setOpen(frame.id === open ? undefined : frame.id)}
          />
          {frame.id === open && (
            <div ref={detail} class="ws-opened">
              <FrameDetail frame={frame} details={details} post={post} />
            </div>
          )}
        </div>
      ))}
      {below > 0 && <div style={{ height: `${below}px` }} />}
    </div>
  )
}

/** Which rows are made, as the list is scrolled; the newest one stays in sight for who looks at it. */
function useFrameWindow(frames: readonly ConsoleFrame[], open: number | undefined) {
  const list = useRef<HTMLDivElement>(null)
  const detail = useRef<HTMLDivElement>(null)
  const isAtEnd = useRef(true)
  /** Where the focus goes once its row is there. */
  const wanted = useRef<number | undefined>(undefined)
  const [scroll, setScroll] = useState({ top: 0, height: 0 })
  const [detailHeight, setDetailHeight] = useState(0)
  const openIndex = open === undefined ? -1 : frames.findLastIndex(({ id }) => id === open)
  const measures = { count: frames.length, open: openIndex, detailHeight, ...scroll }
  const rows = frameWindow(measures)
  const look = ({ scrollTop: top, clientHeight: height }: HTMLElement) => setScroll({ top, height })
  useLayoutEffect(() => {
    const element = list.current
    if (!element) return
    // Who reads further up is left there.
    if (isAtEnd.current) element.scrollTo({ top: element.scrollHeight })
    look(element)
  }, [frames.at(-1)?.id])
  useLayoutEffect(() => {
    // Out of sight it keeps the height that it had.
    if (open === undefined) setDetailHeight(0)
    else if (detail.current) setDetailHeight(detail.current.getBoundingClientRect().height)
    if (wanted.current === undefined) return
    rowOf(list.current, wanted.current)?.focus()
    wanted.current = undefined
  })
  return {
    ...rows,
    ...{ list, detail },
    onScroll: ({ currentTarget: element }: { currentTarget: HTMLElement }) => {
      isAtEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < 8
      // Rows that are all there need no second look.
      if (rows.to - rows.from < frames.length) look(element)
    },
    bringFocus: (index: number) => {
      const element = list.current
      if (!element || !frames[index]) return
      const top = topOf(measures, index)
      if (top < element.scrollTop) element.scrollTop = top
      if (top + rowHeight > element.scrollTop + element.clientHeight)
        element.scrollTop = top + rowHeight - element.clientHeight
      const row = rowOf(element, index)
      if (row) return row.focus()
      wanted.current = index
      look(element)
    },
  }
}

function rowOf(list: HTMLElement | null, index: number): HTMLElement | null | undefined {
  return list?.querySelector<HTMLElement>(`[data-index="${index}"]`)
}

interface RowProps {
  readonly frame: ConsoleFrame
  readonly index: number
  readonly isOpen: boolean
  readonly isTabStop: boolean
  readonly onFocus: () => void
  readonly onToggle: () => void
}

function FrameRow({ frame, index, isOpen, isTabStop, onFocus, onToggle }: RowProps) {
  const { at, kind, label, tone, text, durationMs, isOld } = frame
  const { icon, colour, word } = marks[kind]
  return (
    <button
      type="button"
      class={`ws-frame${isOpen ? ' sel' : ''}${isOld ? ' old' : ''}`}
      data-index={index}
      title={isOld ? 'From before the window was loaded anew' : undefined}
      aria-expanded={isOpen}
      tabIndex={isTabStop ? 0 : -1}
      onFocus={onFocus}
      onClick={onToggle}
    >
      <span class="mono dim num">{clockTime(at)}</span>
      <Icon name={icon} class={tone === 'error' && kind !== 'sent' ? 'err' : colour} label={word} />
      <span class={`clip mono ws-label ${tone}`} title={label}>
        {label}
      </span>
      <span class="clip mono" title={text.slice(0, 500)}>
        {text.slice(0, 500)}
      </span>
      <span class="mono dim num">
        {durationMs !== undefined && kind !== 'received' ? formatDuration(durationMs) : ''}
      </span>
    </button>
  )
}

const marks = {
  opened: { icon: 'pass', colour: 'ok', word: 'connected' },
  refused: { icon: 'error', colour: 'err', word: 'refused' },
  sent: { icon: 'arrow-up', colour: 'acc', word: 'sent' },
  received: { icon: 'arrow-down', colour: 'ok', word: 'received' },
  closed: { icon: 'debug-disconnect', colour: 'dim', word: 'closed' },
  note: { icon: 'info', colour: 'dim', word: '' },
} as const
