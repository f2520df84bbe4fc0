import type { SymbolInformation } from 'vscode-languageserver-types'
import { SymbolKind } from 'vscode-languageserver-types'
import type { Api } from '../api/api.ts'
import { baseName } from '../base/files.ts'
import type { Origin } from '../base/origin.ts'
import type { DefinitionResult } from '../definitions/definitionResult.ts'
import { childAt, entriesOf, originOfEntry } from '../syntax/node.ts'
import type { Uris } from './places.ts'
import { locationOf } from './places.ts'
import { callableRoutes } from './routeReference.ts'

/** More would tell nobody anything; the editor asks again as the query grows. */
const most = 500

interface Named {
  readonly name: string
  readonly kind: SymbolKind
  readonly origin: Origin
  readonly container: string
}

/** What all definitions hold that has a name: APIs, routes, authorizers, models, functions, and the resources beside them. */
export function workspaceSymbol(
  results: readonly DefinitionResult[],
  query: string,
  uris: Uris,
): SymbolInformation[] {
  const found: SymbolInformation[] = []
  for (const result of results) {
    for (const { name, kind, origin, container } of namedIn(result)) {
      if (!matches(name, query)) continue
      found.push({ name, kind, location: locationOf(origin, uris), containerName: container })
      if (found.length === most) return found
    }
  }
  return found
}

function namedIn({ definition, documents }: DefinitionResult): Named[] {
  if (!definition) return []
  const file = baseName(definition.file)
  const functions = definition.functions.map(({ id, origin }) => ({
    name: id,
    kind: SymbolKind.Function,
    origin,
    container: file,
  }))
  const known = new Set([...definition.functions, ...definition.apis].map(({ id }) => id))
  const resources = entriesOf(childAt(documents.get(definition.file)?.root, 'Resources'))
    .filter(({ name }) => !known.has(name))
    .map(entry => ({
      name: entry.name,
      kind: SymbolKind.Class,
      origin: originOfEntry(entry),
      container: file,
    }))
  return [...definition.apis.flatMap(api => namedInApi(api, file)), ...functions, ...resources]
}

function namedInApi(api: Api, file: string): Named[] {
  const inApi = (kind: SymbolKind) => (part: { name: string; origin: Origin }) => ({
    name: part.name,
    kind,
    origin: part.origin,
    container: api.name,
  })
  return [
    { name: api.name, kind: SymbolKind.Interface, origin: api.origin, container: file },
    ...callableRoutes(api).map(({ label, origin }) => inApi(SymbolKind.Method)({ name: label, origin })),
    ...api.authorizers.map(inApi(SymbolKind.Key)),
    ...api.models.filter(({ origin }) => origin !== api.origin).map(inApi(SymbolKind.Struct)),
    ...api.stages.filter(stage => !stage.isInvented && !stage.isGenerated).map(inApi(SymbolKind.Namespace)),
  ]
}

/** Whether the letters of the query come in the name in their order, as editors match. */
function matches(name: string, query: string): boolean {
  const text = name.toLowerCase()
  let at = 0
  for (const letter of query.toLowerCase().replaceAll(' ', '')) {
    at = text.indexOf(letter, at) + 1
    if (at === 0) return false
  }
  return true
}
