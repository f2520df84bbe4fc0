import { useContext } from 'preact/hooks'
import type { RouteDetails, RouteFact } from '../../server/src/protocol/requests.ts'
import { Icon } from './Icon.tsx'
import { LocationLink } from './Links.tsx'
import { MarkedText } from './MarkedText.tsx'
import { plainText } from './marks.ts'
import { PanelContext } from './panelContext.ts'

/** What a request will meet, before it is sent: function, authorizer, API key, validation, the definition's line. */
export function FactsLine({ details }: { details: RouteDetails }) {
  return (
    <div class="about">
      {details.facts.map((fact, index) => (
        <Fact key={index} fact={fact} />
      ))}
      <span>
        <Icon name="go-to-file" />
        <LocationLink location={details.location} />
      </span>
    </div>
  )
}

function Fact({ fact }: { fact: RouteFact }) {
  const { post } = useContext(PanelContext)
  const { location } = fact
  const content = (
    <>
      <Icon name={iconOf(fact)} />
      <span class="clip">
        <MarkedText text={fact.text} />
      </span>
    </>
  )
  if (!location) return <span title={plainText(fact.text)}>{content}</span>
  return (
    <button
      type="button"
      class="fact"
      title={`Go to ${plainText(fact.text)}`}
      onClick={() => post({ type: 'openLocation', location })}
    >
      {content}
    </button>
  )
}

function iconOf({ kind, text }: RouteFact): string {
  if (kind === 'authorizer') return /^no\b/i.test(text) ? 'unlock' : 'shield'
  return icons[kind]
}

const icons = {
  integration: 'symbol-method',
  apiKey: 'key',
  validation: 'checklist',
  notEmulated: 'info',
} as const
