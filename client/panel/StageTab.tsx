import { useContext } from 'preact/hooks'
import type { RouteDetails } from '../../server/src/protocol/requests.ts'
import type { GatewayState, PanelCircumstances } from '../src/panelMessages.ts'
import type { Draft } from './draft.ts'
import { fileName } from './format.ts'
import { Icon } from './Icon.tsx'
import { LinkButton } from './Links.tsx'
import { PanelContext } from './panelContext.ts'
import { without } from './state.ts'

interface Props {
  readonly details: RouteDetails
  readonly draft: Draft
  readonly gateway: GatewayState
  readonly edit: (change: Partial<Draft>) => void
}

/** The stage, its variables and its canary, and from where the request comes. */
export function StageTab({ details, draft, gateway, edit }: Props) {
  const stage = details.stageDetails?.find(({ name }) => name === draft.stage)
  const { circumstances } = draft
  const change = <K extends keyof PanelCircumstances>(key: K, value: PanelCircumstances[K] | undefined) => {
    const rest = without(circumstances, key)
    edit({ circumstances: value === undefined ? rest : { ...rest, [key]: value } })
  }
  return (
    <div class="scroll stage-choice">
      <Choice
        label="Stage"
        value={draft.stage}
        options={details.stages}
        onChoose={value => edit({ stage: value })}
      />
      <p class="dim">
        {gateway.type === 'running' ? (
          <>
            {details.apiName} runs with stage <b>{gateway.stage}</b> at{' '}
            <span class="mono">{gateway.url}</span>
          </>
        ) : (
          'Stage variables and the stage of the request context come from here.'
        )}
      </p>
      {stage?.canaryPercent !== undefined && (
        <Choice
          label="Canary"
          value={circumstances.release ?? 'share'}
          options={[
            { value: 'share', text: `by its share, ${stage.canaryPercent} %` },
            { value: 'canary', text: 'always the canary' },
            { value: 'base', text: 'never the canary' },
          ]}
          onChoose={value => change('release', value === 'canary' || value === 'base' ? value : undefined)}
        />
      )}
      <Variables
        stated={stage?.variables ?? []}
        overrides={circumstances.stageVariables ?? {}}
        onChange={value => change('stageVariables', Object.keys(value).length === 0 ? undefined : value)}
      />
      <div class="field-head">Comes from</div>
      <Origin details={details} circumstances={circumstances} change={change} />
    </div>
  )
}

interface OriginProps {
  readonly details: RouteDetails
  readonly circumstances: PanelCircumstances
  readonly change: <K extends keyof PanelCircumstances>(
    key: K,
    value: PanelCircumstances[K] | undefined,
  ) => void
}

function Origin({ details, circumstances, change }: OriginProps) {
  const { post } = useContext(PanelContext)
  const { sourceIp = '', vpcEndpoint = '', certificateFile } = circumstances
  const isAddress = sourceIp === '' || /^[\da-f:.]+$/i.test(sourceIp)
  return (
    <>
      <Text
        label="Source IP"
        value={sourceIp}
        placeholder="127.0.0.1, or that of the identity"
        isWrong={!isAddress}
        onInput={value => change('sourceIp', value === '' ? undefined : value)}
      />
      {details.vpcEndpoints && (
        <Text
          label="VPC endpoint"
          value={vpcEndpoint}
          placeholder={details.vpcEndpoints[0] ?? 'vpce-…'}
          isWrong={vpcEndpoint !== '' && !/^vpce-[0-9a-f]+$/.test(vpcEndpoint)}
          onInput={value => change('vpcEndpoint', value === '' ? undefined : value)}
        />
      )}
      <div class="stage-row">
        <span class="dim">Client certificate</span>
        <span class="row">
          {certificateFile === undefined ? (
            <span class="dim">none</span>
          ) : (
            <span class="mono clip" title={certificateFile}>
              {fileName(certificateFile)}
            </span>
          )}
          <LinkButton
            title="A certificate in PEM form, taken as one that mutual TLS let through"
            onClick={() => post({ type: 'pickFile', at: 'certificate' })}
          >
            Choose…
          </LinkButton>
          {certificateFile !== undefined && (
            <LinkButton onClick={() => change('certificateFile', undefined)}>Remove</LinkButton>
          )}
        </span>
      </div>
    </>
  )
}

interface VariablesProps {
  readonly stated: readonly { readonly name: string; readonly value?: string }[]
  readonly overrides: Readonly<Record<string, string>>
  readonly onChange: (overrides: Readonly<Record<string, string>>) => void
}

/** What the definition states, to be overridden for requests of this panel. */
function Variables({ stated, overrides, onChange }: VariablesProps) {
  const others = Object.keys(overrides).filter(name => !stated.some(variable => variable.name === name))
  const override = (name: string, value: string) => onChange({ ...overrides, [name]: value })
  const restore = (name: string) => onChange(without(overrides, name))
  const add = () => {
    const name = unusedName([...stated.map(variable => variable.name), ...others])
    override(name, '')
  }
  return (
    <>
      <div class="field-head">Stage variables</div>
      {stated.map(({ name, value }) => (
        <VariableRow
          key={name}
          name={name}
          value={overrides[name] ?? value ?? ''}
          placeholder={value === undefined ? 'not known on this machine' : 'empty'}
          isOverridden={Object.hasOwn(overrides, name)}
          onInput={text => (text === value ? restore(name) : override(name, text))}
          onRestore={() => restore(name)}
        />
      ))}
      {others.map((name, index) => (
        <VariableRow
          key={`own-${index}`}
          name={name}
          value={overrides[name] ?? ''}
          placeholder="value"
          isOverridden
          onInput={text => override(name, text)}
          onRestore={() => restore(name)}
          onRename={renamed => {
            const isFree = renamed === name || !Object.hasOwn(overrides, renamed)
            const entries = Object.entries(overrides).map(
              ([key, text]) => [key === name ? renamed : key, text] as const,
            )
            if (isFree) onChange(Object.fromEntries(entries))
          }}
        />
      ))}
      <div class="field-add">
        <LinkButton onClick={add}>Add a stage variable</LinkButton>
      </div>
    </>
  )
}

interface RowProps {
  readonly name: string
  readonly value: string
  readonly placeholder: string
  readonly isOverridden: boolean
  readonly onInput: (value: string) => void
  readonly onRestore: () => void
  readonly onRename?: (name: string) => void
}

function VariableRow({ name, value, placeholder, isOverridden, onInput, onRestore, onRename }: RowProps) {
  const title = onRename ? `Remove stage variable ${name}` : `Value of the definition for ${name}`
  return (
    <div class="field variable">
      {onRename ? (
        <input
          class="name mono"
          aria-label={`Name of stage variable ${name}`}
          spellcheck={false}
          value={name}
          onInput={event => onRename(event.currentTarget.value.replace(/\W/g, '_'))}
        />
      ) : (
        <span class="name mono clip" title={name}>
          {name}
        </span>
      )}
      <input
        class="value mono"
        aria-label={`Value of stage variable ${name}`}
        placeholder={placeholder}
        spellcheck={false}
        value={value}
        onInput={event => onInput(event.currentTarget.value)}
      />
      {isOverridden && (
        <button type="button" class="tool" title={title} aria-label={title} onClick={onRestore}>
          <Icon name={onRename ? 'close' : 'discard'} />
        </button>
      )}
    </div>
  )
}

interface ChoiceProps {
  readonly label: string
  readonly value: string
  readonly options: readonly (string | { readonly value: string; readonly text: string })[]
  readonly onChoose: (value: string) => void
}

function Choice({ label, value, options, onChoose }: ChoiceProps) {
  return (
    <label class="stage-row">
      <span class="dim">{label}</span>
      <span class="select">
        <select aria-label={label} value={value} onChange={event => onChoose(event.currentTarget.value)}>
          {options.map(option => {
            const { value: key, text } = typeof option === 'string' ? { value: option, text: option } : option
            return (
              <option key={key} value={key}>
                {text}
              </option>
            )
          })}
        </select>
        <Icon name="chevron-down" />
      </span>
    </label>
  )
}

interface TextProps {
  readonly label: string
  readonly value: string
  readonly placeholder: string
  readonly isWrong: boolean
  readonly onInput: (value: string) => void
}

function Text({ label, value, placeholder, isWrong, onInput }: TextProps) {
  return (
    <label class="stage-row">
      <span class="dim">{label}</span>
      <input
        class="input mono"
        aria-label={label}
        aria-invalid={isWrong}
        placeholder={placeholder}
        spellcheck={false}
        value={value}
        onInput={event => onInput(event.currentTarget.value.trim())}
      />
    </label>
  )
}

function unusedName(taken: readonly string[]): string {
  for (let number = 1; ; number++) {
    const name = number === 1 ? 'variable' : `variable${number}`
    if (!taken.includes(name)) return name
  }
}
