import { useContext, useState } from 'preact/hooks'
import type { SocketDetails } from '../../../server/src/protocol/requests.ts'
import type { Trace as TraceData } from '../../../server/src/protocol/trace.ts'
import type { ConsoleFrame, FromConsole } from '../../src/consoleMessages.ts'
import type { FromPanel } from '../../src/panelMessages.ts'
import type { FromWhyCard } from '../../src/whyCardMessages.ts'
import { LinkButton, LocationLink, SourceLink } from '../Links.tsx'
import { MarkedText } from '../MarkedText.tsx'
import { PanelContext } from '../panelContext.ts'
import type { Action, RowId } from '../state.ts'
import { Trace } from '../Trace.tsx'
import { firstLook } from '../traceLook.ts'
import { WhyCard } from '../WhyCard.tsx'
import { bytesOfBase64, hexDump } from './bytes.ts'

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
  const [look, setLook] = useState(firstLook)
  const { trace, text, id, base64, why } = frame
  const dispatch = (action: Action) => {
    if (action.type === 'looked') setLook({ ...look, ...action.look })
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
      else if (isOfCard(message)) post({ type: 'whyCard', frame: id, message })
      else around.post(message)
    },
  }
  return (
    <div class="ws-detail">
      <div class="ws-payload">
        <pre class="mono">{base64 === undefined ? readable(text) : hexDump(bytesOfBase64(base64))}</pre>
        <LinkButton onClick={() => around.post({ type: 'copy', text: base64 ?? text, what: 'frame' })}>
          Copy
        </LinkButton>
      </div>
      <PanelContext.Provider value={tools}>
        {trace && !isFailure(trace) && <Chosen trace={trace} />}
        {trace && frame.kind === 'sent' && <MissingAnswer trace={trace} details={details} />}
        {trace && trace.why?.cause !== unansweredCause && <WhyCard trace={trace} />}
        {why && <WhyCard trace={{ why, requestId: '', response: { title: '' }, steps: [] }} />}
        {trace && (
          <div class="ws-trace narrow">
            <Trace trace={trace} look={look} openRows={rows.open} selectedRow={rows.selected} />
          </div>
        )}
      </PanelContext.Provider>
      {!trace && frame.kind === 'sent' && <p class="dim">{untraced(frame)}</p>}
    </div>
  )
}

/** Of a frame that no route took, or whose trace is no longer there. */
function untraced({ base64, isOld, label }: ConsoleFrame): string {
  if (base64 !== undefined) return 'API Gateway takes text only, and closes for a binary frame.'
  if (isOld) return 'Its trace was not kept over the reload of the window.'
  return label === '…'
    ? 'No route took it yet.'
    : 'Its trace was let go: those of the last 1000 frames are kept.'
}

function isFailure({ why }: TraceData): boolean {
  return why !== undefined && why.isQuiet !== true
}

/** Why this route took the message. */
function Chosen({ trace }: { trace: TraceData }) {
  const step = trace.steps.find(({ name }) => name === 'methodRequest')
  if (!step) return null
  return (
    <p class="ws-why">
      <MarkedText text={step.summary} /> {step.source && <SourceLink source={step.source} />}
    </p>
  )
}

const unansweredCause = 'route-response-missing'

/** Nothing comes back from a route without a route response, which surprises whoever waits for it. */
function MissingAnswer({ trace, details }: { trace: TraceData; details: SocketDetails }) {
  const { post } = useContext(PanelContext)
  const route = details.routes.find(({ routeKey }) => routeKey === trace.route)
  if (!route || route.answers || isFailure(trace)) return null
  const own = trace.why?.cause === unansweredCause ? trace.why.fixes : []
  const edit = own.find(fix => fix.type === 'edit')
  return (
    <p class="dim">
      No route response is set, so what the integration returned reached nobody.{' '}
      <LocationLink location={route.location} />
      {edit && (
        <>
          {' '}
          <LinkButton
            title="Adds it to the template, saves, and sends the message again"
            onClick={() => post({ type: 'applyChange', change: edit.change })}
          >
            Add one
          </LinkButton>
        </>
      )}
    </p>
  )
}

function isOfCard(message: FromPanel): message is FromWhyCard {
  return ['applyChange', 'applyRule', 'checkCors', 'openWho', 'openPage'].includes(message.type)
}

function readable(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return text
  }
}
