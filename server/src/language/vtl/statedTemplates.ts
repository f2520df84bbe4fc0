import type { Api, GatewayResponse } from '../../api/api.ts'
import type { DefinitionResult } from '../../definitions/definitionResult.ts'
import type { StatedTemplate } from '../../rules/mappingTemplates.ts'
import { statedTemplates } from '../../rules/mappingTemplates.ts'
import type { TemplateUse } from '../../rules/rule.ts'
import { isTemplateFile } from '../../template/templateFileName.ts'
import type { Node } from '../../syntax/node.ts'
import { nodeOfOrigin } from '../../syntax/node.ts'

/** What a template is for; a gateway response is no VTL, but has `$context` and `$stageVariables`. */
export type PlacedUse = TemplateUse | { readonly gatewayResponse: GatewayResponse; readonly api: Api }

/** The templates of a definition by the nodes that state them; one node may be used more than once. */
export function usesByNode(owner: DefinitionResult): ReadonlyMap<Node, readonly PlacedUse[]> {
  const earlier = known.get(owner)
  if (earlier) return earlier
  const uses = new Map<Node, PlacedUse[]>()
  const add = (node: Node | undefined, use: PlacedUse): void => {
    if (node) uses.set(node, [...(uses.get(node) ?? []), use])
  }
  for (const api of owner.definition?.apis ?? []) {
    for (const { fact, use } of templatesOfApi(api)) add(nodeOfOrigin(fact.origin), use)
    for (const gatewayResponse of api.type === 'rest' ? api.gatewayResponses : [])
      for (const fact of gatewayResponse.responseTemplates.values())
        add(nodeOfOrigin(fact.origin), { gatewayResponse, api })
  }
  known.set(owner, uses)
  return uses
}

const known = new WeakMap<DefinitionResult, ReadonlyMap<Node, readonly PlacedUse[]>>()

/** What some definitions use a template for that is a file of its own. */
export function usesOfFile(results: readonly DefinitionResult[], file: string): TemplateUse[] {
  return results
    .flatMap(({ definition }) => definition?.apis ?? [])
    .flatMap(templatesOfApi)
    .filter(({ fact }) => fact.origin.file === file)
    .map(({ use }) => use)
}

/** The files of their own that the templates of a definition stand in, by absolute path. */
export function templateFilesOf({ definition }: DefinitionResult): ReadonlySet<string> {
  const files = (definition?.apis ?? []).flatMap(templatesOfApi).map(({ fact }) => fact.origin.file)
  return new Set(files.filter(isTemplateFile))
}

function templatesOfApi(api: Api): StatedTemplate[] {
  if (api.type === 'rest') {
    return api.resources.flatMap(({ path, methods }) =>
      methods.flatMap(method => {
        const owner = { api, method, label: `${method.httpMethod} ${path}` }
        return method.integration ? statedTemplates(method.integration, owner) : []
      }),
    )
  }
  return api.routes.flatMap(route =>
    route.integration ? statedTemplates(route.integration, { api, route, label: route.routeKey }) : [],
  )
}
