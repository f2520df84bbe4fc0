import { useContext } from 'preact/hooks'
import type { NotServed, ReloadCause } from '../src/panelMessages.ts'
import { Icon } from './Icon.tsx'
import { FileLink, LinkButton, SourceLink } from './Links.tsx'
import { clockTime, sentence } from './format.ts'
import { MarkedText } from './MarkedText.tsx'
import { PanelContext } from './panelContext.ts'
import type { PanelState } from './state.ts'

/** That a saved definition is broken; and while replay on save is on, which save sent the request again. */
export function ReplayStrip({ state }: { state: PanelState }) {
  const { gateway, isReplaying } = state
  return (
    <>
      {gateway.type === 'running' && gateway.notServed && (
        <NotServedStrip notServed={gateway.notServed} isReplaying={isReplaying} />
      )}
      {isReplaying && <Replaying state={state} />}
    </>
  )
}

/** What is broken, and that the last good definition answers. */
function NotServedStrip({ notServed, isReplaying }: { notServed: NotServed; isReplaying: boolean }) {
  const { file, message, source } = notServed
  return (
    <div class="strip warn-strip" role="alert">
      <Icon name="warning" class="warn" />
      <span class="grow strip-text">
        <b>{isReplaying ? 'Not replayed' : 'Not served'}:</b>{' '}
        {source ? <SourceLink source={source} /> : <FileLink file={file} />}{' '}
        <MarkedText text={sentence(message)} />. The last good definition still answers.
      </span>
    </div>
  )
}

/** What a save did, or what it will do. */
function Replaying({ state: { run, answer, lastOrder } }: { state: PanelState }) {
  const { dispatch } = useContext(PanelContext)
  const cause = run?.cause ?? answer?.cause
  return (
    <div class="strip">
      <Icon name="sync" class="acc" />
      {cause ? (
        <Told cause={cause} isRunning={run?.cause !== undefined} />
      ) : (
        <span class="grow dim">
          {lastOrder
            ? 'Save a handler, a template or the definition: the last request is sent again.'
            : 'Replay on save is on. Send a request first: a save sends it again.'}
        </span>
      )}
      {cause && <span class="dim num">{clockTime(cause.at)}</span>}
      <LinkButton title="Turn replay on save off" onClick={() => dispatch({ type: 'toggledReplay' })}>
        Pause
      </LinkButton>
    </div>
  )
}

function Told({ cause: { files, changes }, isRunning }: { cause: ReloadCause; isRunning: boolean }) {
  const [file, ...others] = files
  return (
    <span class="grow strip-text">
      <b>{isRunning ? 'Replaying' : 'Replayed'}</b> because {file !== undefined && <FileLink file={file} />}
      {others.length > 0 && ` and ${others.length} more`}
      {file === undefined && 'the gateway’s files'} {others.length > 0 || file === undefined ? 'were' : 'was'}{' '}
      saved. {changes.map(change => `${sentence(change)}.`).join(' ')}
    </span>
  )
}
