import type { Api, Definition, HttpApi, Method, RestApi, Route } from '../../server/src/api/api.ts'
import type { Diagnostic } from '../../server/src/base/diagnostic.ts'
import type { Fact } from '../../server/src/base/origin.ts'
import type { ReadOptions } from '../../server/src/definitions/definitionResult.ts'
import { loadDefinition } from '../../server/src/definitions/load.ts'
import { memoryFiles } from './memoryFiles.ts'

/** A template read from `/project/template.yaml`, with other files beside it. */
export function readTemplateText(
  text: string,
  others: Record<string, string> = {},
  options: ReadOptions = {},
): { definition: Definition; diagnostics: readonly Diagnostic[] } {
  const files = memoryFiles({ '/project/template.yaml': text, ...others })
  const { definition, diagnostics } = loadDefinition('/project/template.yaml', files, options)
  if (!definition) throw new Error('no definition')
  return { definition, diagnostics }
}

/** The only API of its kind in a definition. */
export function restApiOf(definition: Definition): RestApi {
  return only(definition, api => api.type === 'rest')
}

/** The only HTTP API in a definition. */
export function httpApiOf(definition: Definition): HttpApi {
  return only(definition, api => api.type === 'http')
}

/** `GET /books` of a REST API. */
export function methodOf(api: RestApi, label: string): Method {
  const [httpMethod, path] = label.split(' ')
  const resource = api.resources.find(candidate => candidate.path === path)
  const method = resource?.methods.find(candidate => candidate.httpMethod === httpMethod)
  if (!method) throw new Error(`no method ${label} among ${labelsOf(api).join(', ')}`)
  return method
}

/** A route by its key. */
export function routeOf(api: { readonly routes: readonly Route[] }, routeKey: string): Route {
  const route = api.routes.find(candidate => candidate.routeKey === routeKey)
  if (!route)
    throw new Error(`no route ${routeKey} among ${api.routes.map(each => each.routeKey).join(', ')}`)
  return route
}

/** `GET /books`, `POST /books`, ... */
export function labelsOf(api: RestApi): string[] {
  return api.resources.flatMap(({ path, methods }) =>
    methods.map(({ httpMethod }) => `${httpMethod} ${path}`),
  )
}

/** A fact as text: its value, or `?` and the reason. */
export function said(fact: Fact<unknown> | undefined): unknown {
  if (!fact) return undefined
  return fact.known ? fact.value : `? ${fact.reason}`
}

/** A map of facts as plain data. */
export function saidMap(facts: ReadonlyMap<string, Fact<unknown>> | undefined): Record<string, unknown> {
  return Object.fromEntries([...(facts ?? [])].map(([name, fact]) => [name, said(fact)]))
}

function only<T extends Api>(definition: Definition, isWanted: (api: Api) => api is T): T {
  const [api, ...others] = definition.apis.filter(isWanted)
  if (!api || others.length > 0) throw new Error(`expected one API, found ${definition.apis.length}`)
  return api
}
