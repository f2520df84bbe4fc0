import { useState } from 'preact/hooks'
import type { PrintedValue } from '../../../server/src/protocol/rendering.ts'
import type { FromRender } from '../../src/renderMessages.ts'
import { Icon } from '../Icon.tsx'
import { LinkButton } from '../Links.tsx'

interface Props {
  readonly values: readonly PrintedValue[]
  readonly post: (message: FromRender) => void
}

/** What each reference of the template printed; what a caller chooses and nothing escapes is coloured. */
export function Values({ values, post }: Props) {
  const [isOpen, setOpen] = useState(true)
  if (values.length === 0) return null
  return (
    <section class="render-values" aria-label="Values used">
      <button type="button" class="render-fold" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        <Icon name={isOpen ? 'chevron-down' : 'chevron-right'} />
        Values used
        <span class="dim">{values.length}</span>
      </button>
      {isOpen && (
        <div class="render-scroll">
          <table class="kv">
            <tbody>
              {values.map(({ reference, text, count, isRaw, place }) => (
                <tr key={`${reference} ${place.line} ${place.location.range.start.character}`}>
                  <th scope="row" class="mono acc clip" title={reference}>
                    {reference}
                  </th>
                  <td
                    class={isRaw ? 'mono warn' : 'mono'}
                    title={isRaw ? 'Not escaped: a caller chooses it' : undefined}
                  >
                    {text === '' ? <span class="dim">prints nothing</span> : text}
                    {count > 1 && <span class="dim">, the first of {count}</span>}
                  </td>
                  <td class="render-line">
                    <LinkButton
                      title="Show it in the template"
                      onClick={() => post({ type: 'openLocation', location: place.location })}
                    >
                      line {place.line}
                    </LinkButton>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  )
}
