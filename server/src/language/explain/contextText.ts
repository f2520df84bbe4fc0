import type { DefinitionResult } from '../../definitions/definitionResult.ts'
import type { ScalarNode } from '../../syntax/node.ts'
import { documentOf } from '../../syntax/node.ts'
import type { ContextUse } from '../../template/member.ts'
import { contextPages, findContextVariable } from '../../template/vocabulary.ts'

/** What `$context.x` in a log format, or `context.x` in a mapping, is; templates have their own hovers. */
export function contextText(
  node: ScalarNode,
  path: readonly (string | number)[],
  offset: number,
  { definition }: DefinitionResult,
): string | undefined {
  if (path.some(name => /^(request|response)Templates$/i.test(String(name)))) return undefined
  const raw = documentOf(node).text.slice(node.start, node.end)
  for (const match of raw.matchAll(/\$?\bcontext\.([\w.]+)/g)) {
    const start = node.start + match.index
    if (offset < start || offset > start + match[0].length) continue
    const use = useAt(path, definition?.apis[0]?.type ?? 'rest')
    const name = (match[1] ?? '').replace(/\.$/, '')
    const found = findContextVariable(name.split('.'), use)
    if (!found || found === 'map') return undefined
    return `**$context.${name}**\n\n${found.documentation}\n\n[AWS documentation](${contextPages[use]})`
  }
  return undefined
}

function useAt(path: readonly (string | number)[], type: 'rest' | 'http' | 'websocket'): ContextUse {
  if (type !== 'rest') return type
  const key = String(path.at(-1))
  if (/^format$/i.test(key)) return 'restAccessLog'
  return path.some(name => /gateway-?responses/i.test(String(name))) ? 'gatewayResponse' : 'rest'
}
