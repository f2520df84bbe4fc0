import type { CodeLens } from 'vscode-languageserver-types'
import type { DefinitionResult } from '../definitions/definitionResult.ts'
import type { Uris } from './places.ts'
import { callableRoutes, isInvocable, referenceTo } from './routeReference.ts'

/** *Invoke* above every route that stands in `file`. */
export function codeLens(file: string, owner: DefinitionResult, uris: Uris): CodeLens[] {
  const definition = owner.definition
  if (!definition) return []
  return definition.apis
    .flatMap(callableRoutes)
    .filter(route => route.origin.file === file && isInvocable(route))
    .map(route => ({
      range: route.origin.range,
      command: {
        title: '$(play) Invoke',
        tooltip: `Send ${route.label} to the gateway on this machine`,
        command: 'gatehouse.invoke',
        arguments: [referenceTo(uris.toUri(definition.file), route)],
      },
    }))
}
