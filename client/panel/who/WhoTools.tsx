import type { AccessMatrix } from '../../../server/src/protocol/access.ts'
import type { WhoPlace } from '../../src/whoMessages.ts'
import { Icon } from '../Icon.tsx'
import type { WhoFilter } from './whoState.ts'

interface Props {
  readonly matrix: AccessMatrix
  readonly place: WhoPlace
  readonly filter: WhoFilter
  readonly onPlace: (place: WhoPlace) => void
  readonly onFilter: (filter: WhoFilter) => void
}

const verdicts: readonly (readonly [WhoFilter['verdict'], string])[] = [
  ['all', 'All routes'],
  ['allowed', 'Somebody may call'],
  ['refused', 'Somebody is refused'],
  ['depends', 'Depends for somebody'],
]

/** What all callers share (stage, address, VPC endpoint) and which rows are shown. */
export function WhoTools({ matrix, place, filter, onPlace, onFilter }: Props) {
  const { stage, stages, apiType } = matrix
  return (
    <section class="reqline who-tools" data-region="tools" aria-label="Callers and filter">
      <label>
        <span class="dim">Stage</span>
        <span class="select">
          <select value={stage} onChange={event => onPlace({ ...place, stage: event.currentTarget.value })}>
            {stages.map(name => (
              <option key={name}>{name}</option>
            ))}
          </select>
          <Icon name="chevron-down" />
        </span>
      </label>
      {apiType === 'rest' && (
        <>
          <Field
            label="Source IP"
            placeholder="any other"
            value={place.sourceIp}
            onInput={sourceIp => onPlace({ ...place, sourceIp })}
          />
          <Field
            label="VPC endpoint"
            placeholder="none"
            value={place.vpcEndpoint}
            onInput={vpcEndpoint => onPlace({ ...place, vpcEndpoint })}
          />
        </>
      )}
      <span class="grow" />
      <label>
        <span class="select">
          <select
            aria-label="Show"
            value={filter.verdict}
            onChange={event => {
              const chosen = verdicts.find(([verdict]) => verdict === event.currentTarget.value)
              if (chosen) onFilter({ ...filter, verdict: chosen[0] })
            }}
          >
            {verdicts.map(([verdict, text]) => (
              <option key={verdict} value={verdict}>
                {text}
              </option>
            ))}
          </select>
          <Icon name="chevron-down" />
        </span>
      </label>
      <input
        class="input who-filter"
        type="search"
        aria-label="Filter routes"
        placeholder="Filter routes"
        value={filter.text}
        onInput={event => onFilter({ ...filter, text: event.currentTarget.value })}
      />
    </section>
  )
}

interface FieldProps {
  readonly label: string
  readonly placeholder: string
  readonly value: string | undefined
  readonly onInput: (value: string) => void
}

function Field({ label, placeholder, value = '', onInput }: FieldProps) {
  return (
    <label>
      <span class="dim">{label}</span>
      <input
        class="input mono who-field"
        value={value}
        placeholder={placeholder}
        spellcheck={false}
        onInput={event => onInput(event.currentTarget.value.trim())}
      />
    </label>
  )
}
