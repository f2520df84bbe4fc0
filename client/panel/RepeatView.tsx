import { useContext } from 'preact/hooks'
import { mostAtOnce, mostRepeats } from '../src/repeatLimits.ts'
import { DotPlot } from './DotPlot.tsx'
import { counted, formatDuration, statusKind, statusText } from './format.ts'
import { Icon, Spinner } from './Icon.tsx'
import { LinkButton } from './Links.tsx'
import { PanelContext } from './panelContext.ts'
import { spreads, type Repeat, type Spread } from './repeatState.ts'

interface Props {
  readonly repeat: Repeat
  readonly onStart: () => void
  readonly onCancel: () => void
}

/** A request that is sent many times: how often, then what came back and how long it took. */
export function RepeatView({ repeat, onStart, onCancel }: Props) {
  const { results, phase } = repeat
  return (
    <div class="repeat">
      <RepeatHead repeat={repeat} onStart={onStart} onCancel={onCancel} />
      {phase === 'asked' && <RepeatForm repeat={repeat} onStart={onStart} />}
      {phase !== 'asked' && (
        <div class="scroll">
          <SpreadTable rows={spreads(results)} />
          <DotPlot results={results} count={repeat.count} />
          <p class="repeat-note dim">{noteOf(repeat)}</p>
        </div>
      )}
    </div>
  )
}

function RepeatHead({
  repeat: { phase, results, count, atOnce, isCancelling, message },
  onStart,
  onCancel,
}: Props) {
  const { dispatch } = useContext(PanelContext)
  const close = (
    <button
      type="button"
      class="tool"
      title="Back to the last answer"
      aria-label="Back to the last answer"
      onClick={() => dispatch({ type: 'closedRepeat' })}
    >
      <Icon name="close" />
    </button>
  )
  if (phase === 'asked') {
    return (
      <div class="answer">
        <Icon name="sync" />
        <b>Repeat the request</b>
        <span class="grow" />
        {close}
      </div>
    )
  }
  return (
    <div class="answer">
      {phase === 'running' ? <Spinner /> : <Icon name="sync" />}
      <b>
        {results.length} of {count} sent
      </b>
      <span class="dim">{atOnce === 1 ? 'one after the other' : `${atOnce} at a time`}</span>
      {message !== undefined && (
        <span class="clip err" title={message}>
          {message}
        </span>
      )}
      <span class="grow" />
      {phase === 'running' ? (
        <button
          type="button"
          class="btn second"
          title="Cancel (Esc)"
          disabled={isCancelling}
          onClick={onCancel}
        >
          <Icon name="debug-stop" />
          {isCancelling ? 'Cancelling' : 'Cancel'}
        </button>
      ) : (
        <>
          <LinkButton onClick={onStart}>Again</LinkButton>
          {close}
        </>
      )}
    </div>
  )
}

function RepeatForm({ repeat: { count, atOnce }, onStart }: Pick<Props, 'repeat' | 'onStart'>) {
  const { dispatch } = useContext(PanelContext)
  const number = (label: string, value: number, most: number, change: (value: number) => void) => (
    <label class="row">
      <span class="dim">{label}</span>
      <input
        class="input"
        type="number"
        min={1}
        max={most}
        value={value}
        onInput={event => {
          const typed = Math.round(event.currentTarget.valueAsNumber)
          if (typed >= 1) change(Math.min(typed, most))
        }}
      />
    </label>
  )
  return (
    <form
      class="pad repeat-form"
      onSubmit={event => {
        event.preventDefault()
        onStart()
      }}
    >
      {number('Times', count, mostRepeats, value => dispatch({ type: 'editedRepeat', count: value, atOnce }))}
      {number('At a time', atOnce, mostAtOnce, value =>
        dispatch({ type: 'editedRepeat', count, atOnce: value }),
      )}
      <button type="submit" class="btn">
        <Icon name="play" />
        Send {counted(count, 'time')}
      </button>
      <p class="dim">
        Each request goes through every step of the gateway: throttling, quotas and caches count them as on
        AWS.
      </p>
    </form>
  )
}

function SpreadTable({ rows }: { rows: readonly Spread[] }) {
  return (
    <table class="spread">
      <thead>
        <tr class="dim">
          <th scope="col">Answer</th>
          {['Count', 'p50', 'p90', 'p99', 'Max'].map(name => (
            <th scope="col" class="num" key={name}>
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ status, count, ...times }) => (
          <tr key={status ?? 'none'}>
            <th scope="row" class={status === undefined ? 'err' : statusKind(status)}>
              {status === undefined ? 'No answer' : statusText(status)}
            </th>
            <td class="num mono">{count}</td>
            {[times.p50, times.p90, times.p99, times.max].map((ms, index) => (
              <td class="num mono" key={index}>
                {formatDuration(ms)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function noteOf({ results, phase }: Repeat): string {
  const cold = results.filter(({ isCold }) => isCold).length
  const throttled = results.filter(({ status }) => status === 429).length
  const failed = results.find(({ message }) => message !== undefined)?.message
  const parts = [
    throttled > 0 && `${counted(throttled, 'request was', 'requests were')} throttled.`,
    cold > 0 && `${counted(cold, 'cold start')}.`,
    failed !== undefined && `Without an answer: ${failed}.`,
    phase === 'done' && results.length > 0 && 'A dot opens its answer and trace.',
  ]
  return parts.filter(part => part !== false).join(' ')
}
