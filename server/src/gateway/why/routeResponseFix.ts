import type { Route } from '../../api/api.ts'
import type { SuggestedChange } from '../../protocol/trace.ts'
import { documentOf, entryOf, nodeOfOrigin, rangeOf } from '../../syntax/node.ts'
import { changeOf } from './parts.ts'

/**
 * The route of a YAML template with a route response, so that it answers on the connection: the property at the end of its
 * own, the resource behind it. Undefined where the template is written in another way, in which it is not certain what to
 * write.
 */
export function routeResponseChange(route: Route): SuggestedChange | undefined {
  const { origin, routeResponseSelectionExpression } = route
  const resource = nodeOfOrigin(origin)
  const id = /^\/Resources\/([A-Za-z0-9]+)$/.exec(origin.pointer)?.[1]
  const properties = entryOf(resource, 'Properties')?.value
  const apiId = entryOf(properties, 'ApiId')?.value
  if (id === undefined || resource?.type !== 'mapping' || properties?.type !== 'mapping') return undefined
  const first = resource.entries[0]
  const last = properties.entries.at(-1)
  if (!apiId || !first || !last || resource.entries.at(-1)?.value !== properties) return undefined
  if (resource.isFlow || properties.isFlow) return undefined
  const { file, text } = documentOf(resource)
  const outer = origin.range.start.character
  const step = rangeOf(resource, first.key).start.character - outer
  const line = (depth: number, words: string) => `\n${' '.repeat(outer + depth * step)}${words}`
  const newText = [
    routeResponseSelectionExpression ? '' : line(2, 'RouteResponseSelectionExpression: $default'),
    line(0, `${id}Response:`),
    line(1, 'Type: AWS::ApiGatewayV2::RouteResponse'),
    line(1, 'Properties:'),
    line(2, `ApiId: ${text.slice(apiId.start, apiId.end)}`),
    line(2, `RouteId: !Ref ${id}`),
    line(2, 'RouteResponseKey: $default'),
  ].join('')
  // What ends in a block of text may reach over the line's end.
  const written = text.slice(0, last.value.end).trimEnd().length
  const rest = /^[^\r\n]*/.exec(text.slice(written))?.[0].length ?? 0
  const range = rangeOf(resource, { start: written + rest, end: written + rest })
  return changeOf(text, { file, range, newText })
}
