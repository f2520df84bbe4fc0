import type { CodeLens, Command } from 'vscode-languageserver-types'
import type { DefinitionResult } from '../definitions/definitionResult.ts'
import type { Uris } from './places.ts'
import type { CallableRoute } from './routeReference.ts'
import { callableRoutes, isInvocable, isOfSocket, referenceTo } from './routeReference.ts'

/** *Invoke* and *Debug* above every route that stands in `file`, *Open console* above those of WebSocket APIs. */
export function codeLens(file: string, owner: DefinitionResult, uris: Uris): CodeLens[] {
  const definition = owner.definition
  if (!definition) return []
  return definition.apis
    .flatMap(callableRoutes)
    .filter(route => route.origin.file === file && (isInvocable(route) || isOfSocket(route)))
    .flatMap(route => {
      const target = [referenceTo(uris.toUri(definition.file), route)]
      return commandsOf(route).map(command => ({
        range: route.origin.range,
        command: { ...command, arguments: target },
      }))
    })
}

function commandsOf(route: CallableRoute): Omit<Command, 'arguments'>[] {
  if (isOfSocket(route)) {
    return [
      {
        title: '$(terminal) Open console',
        tooltip: `Connect to ${route.api.name} on this machine`,
        command: 'gatehouse.openConsole',
      },
    ]
  }
  return [
    {
      title: '$(play) Invoke',
      tooltip: `Send ${route.label} to the gateway on this machine`,
      command: 'gatehouse.invoke',
    },
    {
      title: '$(debug-alt) Debug',
      tooltip: `Send ${route.label} to the gateway on this machine and stop at breakpoints`,
      command: 'gatehouse.debug',
    },
  ]
}
