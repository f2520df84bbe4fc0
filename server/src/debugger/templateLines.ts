import type { Api } from '../api/api.ts'
import type { Fact } from '../base/origin.ts'
import { statedTemplates } from '../rules/mappingTemplates.ts'
import { parseTemplate } from '../template/parser.ts'
import { placesOf } from './templatePlaces.ts'

/** The mapping templates that a gateway serves. */
export type ServedTemplates = readonly Fact<string>[]

/** The templates of an API; of an HTTP API, which renders none, none. */
export function templatesOfApi(api: Api): ServedTemplates {
  if (api.type === 'rest') {
    return api.resources
      .flatMap(({ path, methods }) =>
        methods.flatMap(method =>
          method.integration
            ? statedTemplates(method.integration, { api, method, label: `${method.httpMethod} ${path}` })
            : [],
        ),
      )
      .map(({ fact }) => fact)
  }
  return api.routes
    .flatMap(route =>
      route.integration ? statedTemplates(route.integration, { api, route, label: route.routeKey }) : [],
    )
    .map(({ fact }) => fact)
}

/** The text of a template that stands in no file, by the name that `TemplatePlaces` gives it. */
export function unwrittenText(templates: ServedTemplates, name: string): string | undefined {
  const found = templates.find(fact => {
    if (!fact.known || !name.startsWith(`${fact.origin.file}#`)) return false
    const { file, isWritten } = placesOf({ text: fact.value, origin: fact.origin })
    return !isWritten && file === name
  })
  return found?.known ? found.value : undefined
}

/** Where a template can be stopped; counts from 0. */
export interface StopPlace {
  readonly line: number
  readonly character: number
}

/** The places of one file where templates can be stopped, in the order of the text. */
export interface StopPlaces {
  readonly all: readonly StopPlace[]
  /** The place that a breakpoint means: on its line, else the next one in the same template. */
  readonly near: (wanted: { readonly line: number; readonly character?: number }) => StopPlace | undefined
}

/** Finds where templates can be stopped in a file. */
export function templateLines(templates: ServedTemplates, file: string): StopPlaces {
  const found = templates.flatMap(fact => {
    if (!fact.known || !file.startsWith(fact.origin.file)) return []
    const places = placesOf({ text: fact.value, origin: fact.origin })
    if (places.file !== file) return []
    const stops = stopsIn(parseTemplate(fact.value).template.body).map(offset => places.at(offset))
    return [{ stops, first: places.at(0), last: places.at(fact.value.length) }]
  })
  const all = found.flatMap(({ stops }) => stops).sort(byPlace)
  return {
    all,
    near: ({ line, character }) => {
      const onLine = all.filter(stop => stop.line === line)
      if (onLine.length > 0) {
        const from = onLine.findLast(stop => stop.character <= (character ?? 0))
        return from ?? onLine[0]
      }
      const around = found.find(({ first, last }) => first.line - 1 <= line && line <= last.line)
      return around?.stops.find(stop => stop.line > line)
    },
  }
}

function byPlace(a: StopPlace, b: StopPlace): number {
  return a.line - b.line || a.character - b.character
}

const stopping: ReadonlySet<unknown> = new Set(['directive', 'if', 'reference', 'set'])

// A reference within a directive's arguments is a place as well: `#foreach($item in $list)` looks `$list` up.
function stopsIn(nodes: readonly unknown[]): number[] {
  return nodes.flatMap(node => {
    if (typeof node !== 'object' || node === null) return []
    const within = stopsIn(Array.isArray(node) ? node : Object.values(node))
    return 'kind' in node && 'start' in node && stopping.has(node.kind)
      ? [Number(node.start), ...within]
      : within
  })
}
