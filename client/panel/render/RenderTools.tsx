import type { TemplateName } from '../../../server/src/protocol/rendering.ts'
import type { FromRender, ShownContext } from '../../src/renderMessages.ts'
import { counted } from '../format.ts'
import { Icon } from '../Icon.tsx'
import { LinkButton, LocationLink } from '../Links.tsx'
import { PanelContext } from '../panelContext.ts'
import { useContext } from 'preact/hooks'

interface Props {
  readonly context: ShownContext
  readonly template: TemplateName
  readonly post: (message: FromRender) => void
}

/** Which template, and the context: chosen, edited, saved. */
export function RenderTools({ context, template, post }: Props) {
  const tools = useContext(PanelContext)
  const { use, location } = template
  const [method = '', ...path] = (use?.route ?? '').split(' ')
  const openable = {
    ...tools,
    post: (message: { readonly type: string }) => {
      // The link of the invoke panel is used here: it posts this message and no other.
      if (message.type === 'openLocation') post({ type: 'openLocation', location })
    },
  }
  return (
    <>
      <section class="render-tools" data-region="context" aria-label="Context">
        <button
          type="button"
          class="input render-choose"
          title="Choose context (Alt+C)"
          aria-haspopup="listbox"
          onClick={() => post({ type: 'chooseContext' })}
        >
          <Icon name="symbol-variable" />
          <span class="clip">{context.label}</span>
          <span class="dim clip">{context.detail}</span>
          <span class="grow" />
          <Icon name="chevron-down" />
        </button>
        <LinkButton title="Open the context in an editor" onClick={() => post({ type: 'editContext' })}>
          Edit
        </LinkButton>
        {!context.isFile && (
          <LinkButton title="Save as a *.context.json file" onClick={() => post({ type: 'saveContext' })}>
            Save context
          </LinkButton>
        )}
        <span class="grow" />
        <button
          type="button"
          class="link render-save"
          title="Save as test: this template with this context prints what is shown"
          onClick={() => post({ type: 'saveAsTest' })}
        >
          <Icon name="beaker" />
          Save as test
        </button>
        <button
          type="button"
          class="tool"
          title="Debug this template with this context"
          aria-label="Debug"
          onClick={() => post({ type: 'debug' })}
        >
          <Icon name="debug-alt" />
        </button>
      </section>
      <div class="render-template">
        <span class="dim">
          {use ? `${use.direction === 'request' ? 'Request' : 'Response'} template of` : 'Template'}
        </span>
        {use && (
          <>
            <span class={`m ${method.toLowerCase()}`}>{method}</span>
            <span class="mono clip">{path.join(' ')}</span>
            {use.others > 0 && <span class="dim">and {counted(use.others, 'other route')}</span>}
          </>
        )}
        <PanelContext.Provider value={openable}>
          <LocationLink location={location} />
        </PanelContext.Provider>
        <span class="grow" />
        {use && <span class="dim mono clip">{use.mediaType}</span>}
      </div>
    </>
  )
}
