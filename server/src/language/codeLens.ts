import type { CodeLens } from 'vscode-languageserver-types'
import type { DefinitionResult } from '../definitions/definitionResult.ts'
import type { Uris } from './places.ts'
import { callableRoutes, isInvocable, isOfSocket, referenceTo } from './routeReference.ts'

/** *Invoke* above every route that stands in `file`, *Open console* above those of WebSocket APIs. */
export function codeLens(file: string, owner: DefinitionResult, uris: Uris): CodeLens[] {
  const definition = owner.definition
  if (!definition) return []
  return definition.apis
    .flatMap(callableRoutes)
    .filter(route => route.origin.file === file && (isInvocable(route) || isOfSocket(route)))
    .map(route => ({
      range: route.origin.range,
      command: {
        ...(isOfSocket(route)
          ? {
              title: '$(terminal) Open console',
              tooltip: `Connect to ${route.api.name} on this machine`,
              command: 'gatehouse.openConsole',
            }
          : {
              title: '$(play) Invoke',
              tooltip: `Send ${route.label} to the gateway on this machine`,
              command: 'gatehouse.invoke',
            }),
        arguments: [referenceTo(uris.toUri(definition.file), route)],
      },
    }))
}
