import type { ComponentChildren } from 'preact'
import { useContext } from 'preact/hooks'
import type { Location } from '../../server/src/protocol/places.ts'
import type { SourceLine } from '../../server/src/protocol/trace.ts'
import { fileLabel, pathOfUri, sourceLabel, withinWorkspace } from './format.ts'
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

/** A link to the beginning of a file. */
export function FileLink({ file }: { file: string }) {
  const { post, workspaceRoot } = useContext(PanelContext)
  return (
    <button
      type="button"
      class="link src"
      title={`Open ${withinWorkspace(file, workspaceRoot)}`}
      onClick={() => post({ type: 'openSource', source: { file, line: 0, character: 0 } })}
    >
      {fileLabel(file, workspaceRoot)}
    </button>
  )
}

/** A link to a place that the language server named. */
export function LocationLink({ location }: { location: Location }) {
  const { post, workspaceRoot } = useContext(PanelContext)
  const { line } = location.range.start
  const file = pathOfUri(location.uri)
  return (
    <button
      type="button"
      class="link src"
      title={`Open ${withinWorkspace(file, workspaceRoot)}, line ${line + 1}`}
      onClick={() => post({ type: 'openLocation', location })}
    >
      {sourceLabel({ file, ...location.range.start }, workspaceRoot)}
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
