import type { ComponentChildren } from 'preact'
import { useContext } from 'preact/hooks'
import type { RouteDetails } from '../../server/src/protocol/requests.ts'
import { isFilled, parameterKey, pathParts, pathValue, type Draft } from './draft.ts'
import { PanelContext } from './panelContext.ts'

interface Props {
  readonly details: RouteDetails
  readonly draft: Draft
  readonly origin: string
}

/** The URL with its path and query parameters as fields in place; Tab walks through them. */
export function UrlLine({ details, draft, origin }: Props) {
  const { dispatch } = useContext(PanelContext)
  const edit = (change: Partial<Draft>) => dispatch({ type: 'edited', change })
  const query = draft.query.filter(isFilled)
  return (
    <div class="input url mono grow" role="group" aria-label="URL">
      {origin && <span class="origin dim">{origin}</span>}
      {details.route.path === '' ? (
        <input
          class="free-path"
          aria-label="Path"
          spellcheck={false}
          value={draft.freePath}
          onInput={event => edit({ freePath: event.currentTarget.value })}
        />
      ) : (
        pathParts(details.route.path).map((part, index) =>
          part.type === 'literal' ? (
            <span key={index}>{part.text}</span>
          ) : (
            <Chip
              key={index}
              name={part.name}
              label={`Path parameter ${part.name}`}
              value={pathValue(draft, part.name)}
              isMissing={pathValue(draft, part.name) === ''}
              onInput={value =>
                edit({ pathValues: { ...draft.pathValues, [parameterKey(part.name)]: value } })
              }
            />
          ),
        )
      )}
      {query.map((row, index) => (
        <Chip
          key={`query-${row.id}`}
          before={<span class="dim">{index === 0 ? '?' : '&'}</span>}
          name={row.name}
          label={`Query parameter ${row.name}`}
          value={row.value}
          onInput={value =>
            edit({ query: draft.query.map(other => (other.id === row.id ? { ...other, value } : other)) })
          }
        />
      ))}
    </div>
  )
}

interface ChipProps {
  readonly before?: ComponentChildren
  readonly name: string
  readonly label: string
  readonly value: string
  readonly isMissing?: boolean
  readonly onInput: (value: string) => void
}

function Chip({ before, name, label, value, isMissing = false, onInput }: ChipProps) {
  return (
    <>
      {before}
      <label class={isMissing ? 'chip missing' : 'chip'}>
        <i>{name}</i>
        <input
          aria-label={label}
          aria-invalid={isMissing}
          spellcheck={false}
          placeholder={isMissing ? 'value' : ''}
          value={value}
          onInput={event => onInput(event.currentTarget.value)}
        />
      </label>
    </>
  )
}
