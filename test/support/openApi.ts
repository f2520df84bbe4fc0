import type { Api, HttpApi, Method, RestApi, Route } from '../../server/src/api/api.ts'
import type { Diagnostic } from '../../server/src/base/diagnostic.ts'
import type { Fact, Origin } from '../../server/src/base/origin.ts'
import { offsetAt } from '../../server/src/base/text.ts'
import type { DefinitionResult, ReadOptions } from '../../server/src/definitions/definitionResult.ts'
import { loadDefinition } from '../../server/src/definitions/load.ts'
import { memoryFiles } from './memoryFiles.ts'

/** The one API of an OpenAPI text, and ways to look at it. */
export interface ReadApi {
  readonly api: Api
  readonly diagnostics: readonly Diagnostic[]
  /** The text that an origin marks. */
  readonly marked: (origin: Origin | undefined) => string
}

/** Reads `text` as `/api.yaml` (JSON is YAML too), with other files beside it. */
export function readApi(
  text: string,
  others: Record<string, string> = {},
  options: ReadOptions = {},
): ReadApi {
  const result = loadDefinition('/api.yaml', memoryFiles({ '/api.yaml': text, ...others }), options)
  const api = result.definition?.apis[0]
  if (!api) throw new Error('the text gave no API')
  return { api, diagnostics: result.diagnostics, marked: origin => markedText(result, origin) }
}

/** The same for a text that must give a REST API. */
export function readRest(text: string, others?: Record<string, string>): ReadApi & { readonly api: RestApi } {
  const read = readApi(text, others)
  if (read.api.type !== 'rest') throw new Error(`the text gave a ${read.api.type} API`)
  return { ...read, api: read.api }
}

/** The same for a text that must give an HTTP API. */
export function readHttp(text: string): ReadApi & { readonly api: HttpApi } {
  const read = readApi(text)
  if (read.api.type !== 'http') throw new Error(`the text gave a ${read.api.type} API`)
  return { ...read, api: read.api }
}

/** A method of a REST API by `GET /books`. */
export function methodOf(api: RestApi, label: string): Method {
  const [httpMethod, path] = label.split(' ')
  const resource = api.resources.find(candidate => candidate.path === path)
  const method = resource?.methods.find(candidate => candidate.httpMethod === httpMethod)
  if (!method) throw new Error(`no method ${label}`)
  return method
}

/** A route of an HTTP API by its key. */
export function routeOf(api: HttpApi, routeKey: string): Route {
  const route = api.routes.find(candidate => candidate.routeKey === routeKey)
  if (!route) throw new Error(`no route ${routeKey}`)
  return route
}

/** A fact's value; `unknown: REASON` for one that cannot be known, undefined for none. */
export function told(fact: Fact<unknown> | undefined): unknown {
  return fact === undefined ? undefined : fact.known ? fact.value : `unknown: ${fact.reason}`
}

/** A map of facts as plain data. */
export function toldAll(facts: ReadonlyMap<string, Fact<unknown>>): Record<string, unknown> {
  return Object.fromEntries([...facts].map(([name, fact]) => [name, told(fact)]))
}

/** The stretch of text that an origin marks. */
export function markedText(result: DefinitionResult, origin: Origin | undefined): string {
  const document = origin && result.documents.get(origin.file)
  if (!document) return ''
  const [start, end] = [origin.range.start, origin.range.end].map(position =>
    offsetAt(document.lines, position, document.text),
  )
  return document.text.slice(start, end)
}
