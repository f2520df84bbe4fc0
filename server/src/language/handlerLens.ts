import type { CodeLens, Command } from 'vscode-languageserver-types'
import type { LambdaFunction } from '../api/lambdaFunction.ts'
import { functionOfUri } from '../api/lambdaFunction.ts'
import type { Files } from '../base/files.ts'
import { valueOf } from '../base/origin.ts'
import type { Position } from '../base/text.ts'
import { rangeHolds } from '../base/text.ts'
import type { DefinitionResult } from '../definitions/definitionResult.ts'
import { handlerFile, handlerParts, handlerPlace } from '../definitions/handlerPlace.ts'
import type { Location } from '../protocol/places.ts'
import type { Uris } from './places.ts'
import { locationOf } from './places.ts'
import type { CallableRoute } from './routeReference.ts'
import { callableRoutes, isInvocable, referenceTo } from './routeReference.ts'

/** A function with the routes that it answers. */
export interface Handler {
  readonly fn: LambdaFunction
  /** The file of its definition. */
  readonly definition: string
  readonly routes: readonly CallableRoute[]
}

/** Whether a file is source code in which handlers can be found. */
export function isHandlerSource(file: string): boolean {
  return /\.([cm]?[jt]s|[jt]sx|py)$/i.test(file)
}

/** The functions of all definitions that answer routes. */
export function handlersOf(results: readonly DefinitionResult[]): Handler[] {
  return results.flatMap(({ definition }) => {
    if (!definition) return []
    const byUri = new Map<string, LambdaFunction | undefined>()
    const routes = new Map<LambdaFunction, CallableRoute[]>()
    for (const route of definition.apis.flatMap(callableRoutes)) {
      const uri = valueOf(route.integration?.uri)
      if (uri === undefined) continue
      if (!byUri.has(uri)) byUri.set(uri, functionOfUri(uri, definition.functions))
      const fn = byUri.get(uri)
      if (fn) routes.set(fn, [...(routes.get(fn) ?? []), route])
    }
    return [...routes].map(([fn, own]) => ({ fn, definition: definition.file, routes: own }))
  })
}

/** The source files that hold the code of handlers. */
export function handlerFiles(handlers: readonly Handler[], files: Files): string[] {
  const found = handlers.flatMap(({ fn }) => {
    const parts = handlerParts(fn)
    return (parts && handlerFile(parts, files)) ?? []
  })
  return [...new Set(found)].sort()
}

/** *GET /orders ▸ Invoke* and *Debug* above the function that answers it. */
export function handlerLens(
  file: string,
  handlers: readonly Handler[],
  files: Files,
  uris: Uris,
): CodeLens[] {
  return handlersIn(file, handlers, files).flatMap(({ range, definition, routes }) =>
    routes.flatMap(route => {
      const target = [referenceTo(uris.toUri(definition), route)]
      return commandsOf(route).map(command => ({ range, command: { ...command, arguments: target } }))
    }),
  )
}

function commandsOf(route: CallableRoute): Omit<Command, 'arguments'>[] {
  if (!isInvocable(route)) {
    return [
      {
        title: `${route.label} ▸ Definition`,
        tooltip: `Show where ${route.label} is defined`,
        command: 'gatehouse.goToDefinition',
      },
    ]
  }
  return [
    {
      title: `${route.label} ▸ Invoke`,
      tooltip: `Send ${route.label} to the gateway on this machine`,
      command: 'gatehouse.invoke',
    },
    {
      title: 'Debug',
      tooltip: `Send ${route.label} to the gateway on this machine and stop at breakpoints`,
      command: 'gatehouse.debug',
    },
  ]
}

/** The routes and `Handler` properties that lead to the function at a position of a source file. */
export function handlerReferences(
  file: string,
  position: Position,
  handlers: readonly Handler[],
  files: Files,
  uris: Uris,
): Location[] {
  return handlersIn(file, handlers, files)
    .filter(({ range }) => rangeHolds(range, position))
    .flatMap(({ fn, routes }) => [
      ...(fn.handler ? [locationOf(fn.handler.origin, uris)] : []),
      ...routes.map(({ origin }) => locationOf(origin, uris)),
    ])
}

function handlersIn(file: string, handlers: readonly Handler[], files: Files) {
  return handlers.flatMap(handler => {
    const parts = handlerParts(handler.fn)
    // The path is compared first: looking for a file costs more than all paths together.
    const isHere = parts && files.resolve(parts.folder, parts.module) === file.replace(/\.[^./\\]+$/, '')
    const place = isHere ? handlerPlace(handler.fn, files) : undefined
    return place?.file === file ? [{ ...handler, range: place.range }] : []
  })
}
