import { useContext, useState } from 'preact/hooks'
import type { IdentityChoice, TokenAuthorizer, TokenOrder } from '../../server/src/protocol/identities.ts'
import { Icon } from './Icon.tsx'
import { PanelContext } from './panelContext.ts'
import { lifetimes, orderOf, type TokenForm } from './tokenForm.ts'

interface Props {
  /** Whose token it is; unset for one of nobody in the file. */
  readonly identity: IdentityChoice | undefined
  readonly authorizers: readonly TokenAuthorizer[]
}

/** A token of one's own making: for which authorizer, with which claims, for how long. */
export function MintForm({ identity, authorizers }: Props) {
  const { post } = useContext(PanelContext)
  const [form, setForm] = useState<TokenForm>(() => ({
    authorizer: identity?.token?.authorizer ?? authorizers[0]?.name ?? '',
    use: identity?.token?.use ?? authorizers[0]?.use ?? 'id',
    scopes: (identity?.token?.scopes ?? []).join(' '),
    claims: identity ? '{}' : '{ "sub": "local" }',
    seconds: 3600,
  }))
  const order = orderOf(form, identity?.name)
  const fault = typeof order === 'string' ? order : undefined
  const set = (change: Partial<TokenForm>) => setForm({ ...form, ...change })
  const mint = (target: 'clipboard' | 'header') => {
    if (typeof order !== 'string') post({ type: 'mintToken', order, target })
  }
  return (
    <div class="mint" role="group" aria-label="Mint token">
      {authorizers.length > 0 && (
        <Choice
          label="For"
          value={form.authorizer}
          options={[...authorizers.map(({ name }) => [name, name] as const), ['', 'no authorizer'] as const]}
          onChange={authorizer => set({ authorizer })}
        />
      )}
      <Choice
        label="Kind"
        value={form.use}
        options={[
          ['id', 'id token'],
          ['access', 'access token'],
        ]}
        onChange={use => set({ use: use === 'access' ? 'access' : 'id' })}
      />
      {form.use === 'access' && (
        <label>
          <span class="dim">Scopes</span>
          <input
            class="input mono"
            aria-label="Scopes"
            placeholder="orders/read orders/write"
            spellcheck={false}
            value={form.scopes}
            onInput={event => set({ scopes: event.currentTarget.value })}
          />
        </label>
      )}
      <label class="tall">
        <span class="dim">Claims</span>
        <textarea
          class="input mono"
          aria-label="Claims as JSON"
          aria-invalid={fault !== undefined}
          aria-describedby="mint-fault"
          rows={3}
          spellcheck={false}
          value={form.claims}
          onInput={event => set({ claims: event.currentTarget.value })}
        />
      </label>
      <Choice
        label="Good for"
        value={String(form.seconds)}
        options={lifetimes.map(({ seconds, text }) => [String(seconds), text] as const)}
        onChange={seconds => set({ seconds: Number(seconds) })}
      />
      <div class="acts">
        <Act label="Copy token" order={order} run={() => mint('clipboard')} />
        <Act label="Set as header" order={order} run={() => mint('header')} />
        <span id="mint-fault" class="err clip" role="status">
          {fault}
        </span>
      </div>
    </div>
  )
}

function Act({ label, order, run }: { label: string; order: TokenOrder | string; run: () => void }) {
  return (
    <button type="button" class="btn second" disabled={typeof order === 'string'} onClick={run}>
      {label}
    </button>
  )
}

interface ChoiceProps {
  readonly label: string
  readonly value: string
  readonly options: readonly (readonly [value: string, text: string])[]
  readonly onChange: (value: string) => void
}

function Choice({ label, value, options, onChange }: ChoiceProps) {
  return (
    <label>
      <span class="dim">{label}</span>
      <span class="select">
        <select aria-label={label} value={value} onChange={event => onChange(event.currentTarget.value)}>
          {options.map(([option, text]) => (
            <option key={option} value={option}>
              {text}
            </option>
          ))}
        </select>
        <Icon name="chevron-down" />
      </span>
    </label>
  )
}
