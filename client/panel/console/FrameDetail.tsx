import { useContext, useState } from 'preact/hooks'
import type { SocketDetails } from '../../../server/src/protocol/requests.ts'
import type { Trace as TraceData } from '../../../server/src/protocol/trace.ts'
import type { ConsoleFrame, FromConsole } from '../../src/consoleMessages.ts'
import type { FromPanel } from '../../src/panelMessages.ts'
import { LinkButton, LocationLink, SourceLink } from '../Links.tsx'
import { MarkedText } from '../MarkedText.tsx'
import { PanelContext } from '../panelContext.ts'
import type { Action, RowId } from '../state.ts'
import { Trace } from '../Trace.tsx'

interface Props {
  readonly frame: ConsoleFrame
  readonly details: SocketDetails
  readonly post: (message: FromConsole) => void
}

/** An opened frame: its whole payload, what decided, and the trace of what the gateway did. */
export function FrameDetail({ frame, details, post }: Props) {
  const around = useContext(PanelContext)
  const [rows, setRows] = useState<{ readonly open: readonly RowId[]; readonly selected?: RowId }>({
    open: [],
  })
  const { trace, text, id } = frame
  const dispatch = (action: Action) => {
    if (action.type === 'selectedRow') setRows({ ...rows, selected: action.row })
    if (action.type !== 'toggledRow') return
    const { row } = action
    const isOpen = rows.open.includes(row)
    const open = isOpen ? rows.open.filter(other => other !== row) : [...rows.open, row]
    setRows({ open, selected: row })
  }
  const tools = {
    ...around,
    // A column is narrow, however wide the panel is.
    isNarrow: true,
    dispatch,
    post: (message: FromPanel) => {
      if (message.type === 'saveTrace') post({ type: 'saveTrace', frame: id, format: message.format })
      else if (message.type === 'compareTrace') post({ type: 'compareTrace', frame: id })
      else around.post(message)
    },
  }
  return (
    <div class="ws-detail">
      <div class="ws-payload">
        <pre class="mono">{readable(text)}</pre>
        <LinkButton onClick={() => around.post({ type: 'copy', text, what: 'frame' })}>Copy</LinkButton>
      </div>
      {trace && <Why trace={trace} />}
      {trace && frame.kind === 'sent' && <MissingAnswer trace={trace} details={details} />}
      {trace && (
        <PanelContext.Provider value={tools}>
          <div class="ws-trace narrow">
            <Trace trace={trace} openRows={rows.open} selectedRow={rows.selected} />
          </div>
        </PanelContext.Provider>
      )}
      {!trace && frame.kind === 'sent' && <p class="dim">No route took it yet.</p>}
    </div>
  )
}

/** What decided an error, and otherwise why this route took the message. */
function Why({ trace }: { trace: TraceData }) {
  const failed = trace.steps.find(({ state }) => state === 'failed')
  const first = trace.steps.find(({ name }) => name === 'methodRequest')
  const step = failed ?? first
  if (!step) return null
  return (
    <p class={failed ? 'ws-why bad' : 'ws-why'}>
      {failed && <b>Why? {failed.title}: </b>}
      <MarkedText text={step.summary} /> {step.source && <SourceLink source={step.source} />}
    </p>
  )
}

/** Nothing comes back from a route without a route response, which surprises whoever waits for it. */
function MissingAnswer({ trace, details }: { trace: TraceData; details: SocketDetails }) {
  const route = details.routes.find(({ routeKey }) => routeKey === trace.route)
  if (!route || route.answers) return null
  return (
    <p class="dim">
      No route response is set, so what the integration returned reached nobody.{' '}
      <LocationLink location={route.location} />
    </p>
  )
}

function readable(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return text
  }
}
