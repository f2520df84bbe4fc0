import type { Api } from '../../api/api.ts'
import type { Range } from '../../base/text.ts'
import type { DefinitionResult } from '../../definitions/definitionResult.ts'
import { implicitApis } from '../../definitions/samNames.ts'
import type { Entry, SourceDocument } from '../../syntax/node.ts'
import { childAt, stringOf } from '../../syntax/node.ts'
import { chainAt, resourceAt } from './chain.ts'

/**
 * The APIs whose export is offered at a place: that of a resource, that which SAM makes for an event without an API of its
 * own, those of a service at its `service`, `provider` and `functions`.
 */
export function exportableApis(
  document: SourceDocument,
  range: Range,
  { definition }: DefinitionResult,
): readonly Api[] {
  if (definition?.file !== document.file || document.file.startsWith('untitled:')) return []
  const apis = definition.apis.filter(({ type }) => type !== 'websocket')
  const chain = chainAt(document, range)
  if (definition.kind === 'serverless') {
    return chain.length <= 2 && /^(service|provider|functions)$/.test(chain[0]?.name ?? '') ? apis : []
  }
  const resource = resourceAt(document, chain)
  if (!resource) return []
  const id = chain.length <= 4 ? resource.id : definition.kind === 'sam' ? implicitApiAt(chain) : undefined
  return apis.filter(api => api.id === id)
}

/** Whether a SAM template is offered at a place: at a key of the root of an OpenAPI document. */
export function isTemplatable(
  document: SourceDocument,
  range: Range,
  { definition }: DefinitionResult,
): boolean {
  const isOwn = definition?.file === document.file && !document.file.startsWith('untitled:')
  return isOwn && definition.kind === 'openapi' && chainAt(document, range).length === 1
}

function implicitApiAt([, , , events, event]: readonly Entry[]): string | undefined {
  if (events?.name !== 'Events') return undefined
  const type = stringOf(childAt(event?.value, 'Type'))
  if (type === 'Api' && !childAt(event?.value, 'Properties', 'RestApiId')) return implicitApis.rest
  return type === 'HttpApi' && !childAt(event?.value, 'Properties', 'ApiId') ? implicitApis.http : undefined
}
