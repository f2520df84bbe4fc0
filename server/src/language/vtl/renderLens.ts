import type { CodeLens } from 'vscode-languageserver-types'
import type { TemplatePosition } from '../../protocol/rendering.ts'
import type { Uris } from '../places.ts'
import type { Workspace } from '../workspace.ts'
import { isGatewayResponse, templatesIn } from './placedTemplate.ts'

/** *Render* and *Debug* above every mapping template of a file; none above the body of a gateway response, which is no VTL. */
export function renderLens(workspace: Workspace, file: string, uris: Uris): CodeLens[] {
  return templatesIn(workspace, file).flatMap(placed => {
    if (isGatewayResponse(placed)) return []
    const range = placed.rangeOf({ start: 0, end: 0 })
    const place: TemplatePosition = { uri: uris.toUri(file), position: range.start }
    return [
      {
        range,
        command: {
          title: '$(open-preview) Render',
          tooltip: 'Show what this template prints, beside it and at every key',
          command: 'gatehouse.render',
          arguments: [place],
        },
      },
      {
        range,
        command: {
          title: '$(debug-alt) Debug',
          tooltip: 'Step through this template with the context that is chosen for it',
          command: 'gatehouse.debugTemplate',
          arguments: [place],
        },
      },
    ]
  })
}
