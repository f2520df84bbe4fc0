import { useContext, useRef, useState } from 'preact/hooks'
import type { IdentityChoice, IdentityKind, IdentityList } from '../../server/src/protocol/identities.ts'
import type { RouteDetails } from '../../server/src/protocol/requests.ts'
import { Icon } from './Icon.tsx'
import { LinkButton, LocationLink } from './Links.tsx'
import { MintForm } from './MintForm.tsx'
import { PanelContext } from './panelContext.ts'
import type { PanelState } from './state.ts'

interface Props {
  readonly state: PanelState
  readonly details: RouteDetails
  /** Name of the identity that calls. */
  readonly chosen: string | undefined
}

/** Who calls: nobody in particular, or an identity of the file with the credentials that it brings. */
export function AuthTab({ state: { identities: list, identitiesFile }, details, chosen }: Props) {
  const [isMinting, setIsMinting] = useState(false)
  const identity = list?.identities.find(({ name }) => name === chosen)
  if (!list) return null
  return (
    <div class="scroll auth">
      <IdentityPicker list={list} details={details} chosen={identity?.name} />
      <FileState list={list} fileName={identitiesFile} />
      {identity && <Sends identity={identity} />}
      <Tools
        identity={identity}
        list={list}
        fileName={identitiesFile}
        isMinting={isMinting}
        onMint={() => setIsMinting(!isMinting)}
      />
      {isMinting && (
        <MintForm key={identity?.name ?? ''} identity={identity} authorizers={list.authorizers} />
      )}
    </div>
  )
}

interface PickerProps {
  readonly list: IdentityList
  readonly details: RouteDetails
  readonly chosen: string | undefined
}

/** One tab stop; arrow keys, Home and End choose. Those that bring what the route asks for stand first. */
function IdentityPicker({ list: { identities }, details, chosen }: PickerProps) {
  const { dispatch } = useContext(PanelContext)
  const group = useRef<HTMLDivElement>(null)
  const fitting = identities.filter(({ fits }) => fits)
  const others = identities.filter(({ fits }) => !fits)
  const names = [undefined, ...[...fitting, ...others].map(({ name }) => name)]
  const choose = (identity: string | undefined) => dispatch({ type: 'choseIdentity', identity })
  const onKeyDown = (event: KeyboardEvent) => {
    const index = nextIndex(event.key, names.indexOf(chosen), names.length)
    if (index === undefined) return
    event.preventDefault()
    choose(names[index])
    group.current?.querySelectorAll<HTMLElement>('[role=radio]')[index]?.focus()
  }
  const row = (identity: IdentityChoice) => (
    <Row
      key={identity.name}
      name={identity.name}
      icon={icons[identity.kind]}
      detail={identity.detail}
      isChosen={identity.name === chosen}
      onChoose={() => choose(identity.name)}
    />
  )
  return (
    <div class="who-list" role="radiogroup" aria-label="Identity" ref={group} onKeyDown={onKeyDown}>
      <Row
        name="Anonymous"
        icon="circle-slash"
        detail="only the headers you typed"
        isChosen={chosen === undefined}
        onChoose={() => choose(undefined)}
      />
      {fitting.map(row)}
      {others.length > 0 && <div class="field-head">Bring nothing that {guardOf(details)} asks for</div>}
      {others.map(row)}
    </div>
  )
}

interface RowProps {
  readonly name: string
  readonly icon: string
  readonly detail: string
  readonly isChosen: boolean
  readonly onChoose: () => void
}

function Row({ name, icon, detail, isChosen, onChoose }: RowProps) {
  return (
    <button
      type="button"
      role="radio"
      class={isChosen ? 'who-row on' : 'who-row'}
      aria-checked={isChosen}
      aria-label={`${name}, ${detail}`}
      title={detail}
      tabIndex={isChosen ? 0 : -1}
      onClick={onChoose}
    >
      <Icon name={icon} />
      <span class="name clip">{name}</span>
      <span class="dim clip">{detail}</span>
      {isChosen && <Icon name="check" class="acc" />}
    </button>
  )
}

const icons: Readonly<Record<IdentityKind, string>> = {
  iam: 'shield',
  user: 'account',
  caller: 'mail',
  apiKey: 'key',
  address: 'globe',
  plain: 'person',
}

/** What a request carries as this identity, without its secrets. */
function Sends({ identity: { sends } }: { identity: IdentityChoice }) {
  return (
    <dl class="who-sends">
      {sends.map(({ name, value }) => (
        <div key={`${name} ${value}`}>
          <dt class="dim">{name}</dt>
          <dd class="mono clip" title={value}>
            {value}
          </dd>
        </div>
      ))}
      {sends.length === 0 && <div class="dim">Adds nothing to a request of this route.</div>}
    </dl>
  )
}

interface ToolsProps {
  readonly identity: IdentityChoice | undefined
  readonly list: IdentityList
  readonly fileName: string
  readonly isMinting: boolean
  readonly onMint: () => void
}

function Tools({ identity, list, fileName, isMinting, onMint }: ToolsProps) {
  const { post } = useContext(PanelContext)
  const order = identity?.token
  return (
    <div class="who-tools">
      {order && (
        <LinkButton onClick={() => post({ type: 'mintToken', order, target: 'clipboard' })}>
          Copy token
        </LinkButton>
      )}
      <button type="button" class="link" aria-expanded={isMinting} onClick={onMint}>
        Mint token…
      </button>
      <span class="grow" />
      {identity && <LocationLink location={identity.location} />}
      {!identity && list.state === 'read' && (
        <LinkButton title={`Open ${fileName}`} onClick={() => post({ type: 'openIdentities' })}>
          Edit identities
        </LinkButton>
      )}
    </div>
  )
}

function FileState({
  list: { state, message = '', line },
  fileName,
}: {
  list: IdentityList
  fileName: string
}) {
  const { post } = useContext(PanelContext)
  if (state === 'read') return null
  if (state === 'missing') {
    return (
      <p class="who-note dim">
        <span class="mono">{fileName}</span> names who may call: users with groups and scopes, IAM roles, API
        keys, addresses.{' '}
        <LinkButton onClick={() => post({ type: 'openIdentities' })}>Create it with examples</LinkButton>
      </p>
    )
  }
  return (
    <p class="who-note" role="alert">
      <Icon name="warning" class="warn" />
      <span>
        <span class="mono">{fileName}</span> is not used: {message}.{' '}
        <LinkButton onClick={() => post({ type: 'openIdentities', ...(line !== undefined && { line }) })}>
          Open it
        </LinkButton>
      </span>
    </p>
  )
}

function guardOf({ facts }: RouteDetails): string {
  const guard = facts.find(({ kind }) => kind === 'authorizer')?.text ?? ''
  return guard === '' || /^no\b/.test(guard) ? 'this route' : guard
}

function nextIndex(key: string, current: number, count: number): number | undefined {
  if (key === 'ArrowDown' || key === 'ArrowRight') return (current + 1) % count
  if (key === 'ArrowUp' || key === 'ArrowLeft') return (current + count - 1) % count
  if (key === 'Home') return 0
  return key === 'End' ? count - 1 : undefined
}
