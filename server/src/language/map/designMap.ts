import type { Api, Definition } from '../../api/api.ts'
import type { DefinitionResult } from '../../definitions/definitionResult.ts'
import type { DesignMap, LastRequest, MapQuestion, MapView } from '../../protocol/designMap.ts'
import type { Uris } from '../places.ts'
import { mapDomains, mapStages } from './mapEntrances.ts'
import type { MapGroup } from './mapFolds.ts'
import { filteredRows, foldRows, unfoldedRows } from './mapFolds.ts'
import { mapGraph } from './mapGraph.ts'
import { placeGraph } from './mapLayout.ts'
import { drawNode } from './mapNode.ts'
import type { MapRow } from './mapRow.ts'
import { mapRows } from './mapRoutes.ts'

/**
 * The picture of an API: client, domains, stages, authorizers, routes, integrations and what answers. Undefined when the API
 * is gone.
 */
export function designMap(owner: DefinitionResult, question: MapQuestion, uris: Uris): DesignMap | undefined {
  const { definition } = owner
  const api = definition?.apis.find(({ id }) => id === question.apiId)
  if (!definition || !api) return undefined
  const { view = {}, last } = question
  const picture = draw(definition, api, { view, last, uris, fold: foldRows })
  const broken = owner.diagnostics.find(({ code }) => code === 'syntax')
  if (!broken) return picture
  const line = broken.range.start.line + 1
  return { ...picture, trouble: `line ${line} cannot be read: ${broken.message}` }
}

/** The same with every group open, however many routes there are. */
export function wholeMap(definition: Definition, api: Api, view: MapView): DesignMap {
  const asTheyAre: Uris = { toUri: file => file, toFile: uri => uri }
  return draw(definition, api, { view, uris: asTheyAre, fold: unfoldedRows })
}

interface Drawing {
  readonly view: MapView
  readonly last?: LastRequest | undefined
  readonly uris: Uris
  readonly fold: (rows: readonly MapRow[], view: MapView) => MapGroup[]
}

function draw(definition: Definition, api: Api, { view, last, uris, fold }: Drawing): DesignMap {
  const rows = mapRows(definition, api)
  const shown = filteredRows(rows, view)
  const graph = mapGraph({
    domains: mapDomains(definition, api),
    stages: mapStages(definition, api),
    groups: fold(shown, view),
    last,
  })
  const { nodes, ...picture } = placeGraph(graph)
  const uri = uris.toUri(definition.file)
  return {
    apiName: api.name,
    apiType: api.type,
    ...picture,
    nodes: nodes.map(({ node, ...box }) => drawNode(node, box, uris, uri)),
    routes: rows.length,
    shown: shown.length,
  }
}
