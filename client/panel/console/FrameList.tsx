import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { SocketDetails } from '../../../server/src/protocol/requests.ts'
import type { ConsoleFrame, FromConsole } from '../../src/consoleMessages.ts'
import { formatDuration } from '../format.ts'
import { Icon } from '../Icon.tsx'
import { clockTime } from './consoleState.ts'
import { FrameDetail } from './FrameDetail.tsx'

interface Props {
  readonly name: string
  readonly frames: readonly ConsoleFrame[]
  readonly details: SocketDetails
  readonly post: (message: FromConsole) => void
}

/** The frames of a client, the newest last; a frame opens to what the gateway did. One tab stop, arrow keys move. */
export function FrameList({ name, frames, details, post }: Props) {
  const list = useRef<HTMLDivElement>(null)
  const isAtEnd = useRef(true)
  const [open, setOpen] = useState<number | undefined>()
  const [stop, setStop] = useState<number | undefined>()
  const last = frames.at(-1)?.id
  useLayoutEffect(() => {
    // Who reads further up is left there.
    if (isAtEnd.current) list.current?.scrollTo({ top: list.current.scrollHeight })
  }, [last])
  const tabStop = frames.some(({ id }) => id === stop) ? stop : last
  const onKeyDown = (event: KeyboardEvent) => {
    const rows = [...(list.current?.querySelectorAll<HTMLElement>('.ws-frame') ?? [])]
    const index = rows.findIndex(row => row === document.activeElement)
    if (index < 0) return
    const target = { ArrowDown: index + 1, ArrowUp: index - 1, Home: 0, End: rows.length - 1 }[event.key]
    if (target === undefined) return
    event.preventDefault()
    rows[target]?.focus()
  }
  return (
    <div
      class="ws-frames scroll"
      role="log"
      aria-label={`Frames of ${name}`}
      ref={list}
      onKeyDown={onKeyDown}
      onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) => {
        isAtEnd.current = scrollHeight - scrollTop - clientHeight < 8
      }}
    >
      {frames.map(frame => (
        <div key={frame.id}>
          <FrameRow
            frame={frame}
            isOpen={frame.id === open}
            isTabStop={frame.id === tabStop}
            onFocus={() => setStop(frame.id)}
            onToggle={() => setOpen(frame.id === open ? undefined : frame.id)}
          />
          {frame.id === open && <FrameDetail frame={frame} details={details} post={post} />}
        </div>
      ))}
    </div>
  )
}

interface RowProps {
  readonly frame: ConsoleFrame
  readonly isOpen: boolean
  readonly isTabStop: boolean
  readonly onFocus: () => void
  readonly onToggle: () => void
}

function FrameRow({ frame, isOpen, isTabStop, onFocus, onToggle }: RowProps) {
  const { at, kind, label, tone, text, durationMs } = frame
  const { icon, colour, word } = marks[kind]
  return (
    <button
      type="button"
      class={isOpen ? 'ws-frame sel' : 'ws-frame'}
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
