import type { RouteDetails } from '../../server/src/protocol/requests.ts'
import { CodeArea } from './CodeArea.tsx'
import type { Draft } from './draft.ts'
import { Icon } from './Icon.tsx'
import { isJsonType } from './jsonText.ts'
import { LinkButton } from './Links.tsx'

interface Props {
  readonly details: RouteDetails
  readonly draft: Draft
  readonly edit: (change: Partial<Draft>) => void
}

/** The body with its media type, and the definition's example one click away. */
export function BodyEditor({ details, draft, edit }: Props) {
  const { exampleBody, model } = details
  const types = new Set([...commonTypes, details.contentType ?? draft.contentType, draft.contentType])
  return (
    <>
      <div class="body-head">
        <span class="bare-select dim">
          <select
            aria-label="Content type"
            value={draft.contentType}
            onChange={event => edit({ contentType: event.currentTarget.value })}
          >
            {[...types].map(type => (
              <option key={type}>{type}</option>
            ))}
          </select>
          <Icon name="chevron-down" />
        </span>
        <span class="grow" />
        {exampleBody !== undefined && (
          <LinkButton title="Replace the body" onClick={() => edit({ body: exampleBody })}>
            {model ? `Example from ${model}` : 'Example from the definition'}
          </LinkButton>
        )}
      </div>
      <CodeArea
        text={draft.body}
        language={isJsonType(draft.contentType) ? 'json' : 'plain'}
        label="Request body"
        onEdit={body => edit({ body })}
      />
    </>
  )
}

const commonTypes = [
  'application/json',
  'text/plain',
  'application/x-www-form-urlencoded',
  'application/xml',
] as const
