import type { ComponentChildren } from 'preact'
import { useContext } from 'preact/hooks'
import type { Location } from '../../server/src/protocol/places.ts'
import type { SourceLine } from '../../server/src/protocol/trace.ts'
import { fileName, sourceLabel, withinWorkspace } from './format.ts'
import { PanelContext } from './panelContext.ts'

/** A link to a line of the user's files: `template.yaml:42`. */
export function SourceLink({ source, isTabStop = true }: { source: SourceLine; isTabStop?: boolean }) {
  const { post, workspaceRoot } = useContext(PanelContext)
  return (
    <button
      type="button"
      class="link src clip"
      tabIndex={isTabStop ? 0 : -1}
      title={`Open ${withinWorkspace(source.file, workspaceRoot)}, line ${source.line + 1}`}
      onClick={event => {
        event.stopPropagation()
        post({ type: 'openSource', source })
      }}
    >
      {sourceLabel(source, workspaceRoot)}
    </button>
  )
}

/** A link to a place that the language server named. */
export function LocationLink({ location }: { location: Location }) {
  const { post } = useContext(PanelContext)
  const label = `${fileName(location.uri)}:${location.range.start.line + 1}`
  return (
    <button
      type="button"
      class="link src"
      title={`Open ${label}`}
      onClick={() => post({ type: 'openLocation', location })}
    >
      {label}
    </button>
  )
}

/** A button that looks like a link: it acts, it goes nowhere. */
export function LinkButton(props: { onClick: () => void; title?: string; children: ComponentChildren }) {
  return (
    <button type="button" class="link" title={props.title} onClick={props.onClick}>
      {props.children}
    </button>
  )
}
