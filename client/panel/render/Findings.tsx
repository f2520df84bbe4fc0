import type { Rendering, TemplateLine } from '../../../server/src/protocol/rendering.ts'
import type { FromRender } from '../../src/renderMessages.ts'
import { Icon } from '../Icon.tsx'
import { LinkButton } from '../Links.tsx'
import { MarkedText } from '../MarkedText.tsx'

interface Props {
  readonly rendering: Rendering
  readonly post: (message: FromRender) => void
}

/** What is wrong: the place in the output, the cause, the line of the template. */
export function Findings({ rendering: { fault, findings }, post }: Props) {
  if (!fault && findings.length === 0) return null
  return (
    <div class="render-findings">
      {fault && (
        <div class="note error">
          <Icon name="error" class="err" />
          <span>
            {fault.message}. <TemplateLink place={fault.place} post={post} />
          </span>
        </div>
      )}
      {findings.slice(0, mostShown).map(({ start, severity, line, message, cause }) => (
        <div key={start} class={severity === 'error' ? 'note error' : 'note'}>
          <Icon
            name={severity === 'error' ? 'error' : 'warning'}
            class={severity === 'error' ? 'err' : 'warn'}
          />
          <span>
            Line {line}: <MarkedText text={message} />.{' '}
            {cause && (
              <>
                <MarkedText text={cause.text} />{' '}
                <span class="nowrap">
                  (<TemplateLink place={cause.place} post={post} />)
                </span>
              </>
            )}
          </span>
        </div>
      ))}
    </div>
  )
}

/** One cause makes many faults; the others are marked in the output. */
const mostShown = 3

/** A link to a line of the template in its editor. */
export function TemplateLink({ place, post }: { place: TemplateLine; post: Props['post'] }) {
  return (
    <LinkButton
      title="Show it in the template"
      onClick={() => post({ type: 'openLocation', location: place.location })}
    >
      template line {place.line}
    </LinkButton>
  )
}
