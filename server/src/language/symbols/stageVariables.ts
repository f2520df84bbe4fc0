import type { Node, ScalarNode } from '../../syntax/node.ts'
import { documentOf, entriesOf } from '../../syntax/node.ts'
import type { Mention } from './mention.ts'
import { mentionOf, movingMark, symbolOf } from './mention.ts'

/** `${stageVariables.x}` in URIs, `stageVariables.x` in mappings, `$stageVariables.x` and `["x"]` in templates. */
const use = /stageVariables(?:\.|\[\\?["'])(\w+)/g

/** The stage variables that a text uses, where it is written. */
export function stageVariableMentions(node: ScalarNode): Mention[] {
  if (typeof node.value !== 'string' || !node.value.includes('stageVariables')) return []
  const raw = documentOf(node).text.slice(node.start, node.end)
  return [...raw.matchAll(use)].map(match => {
    const name = match[1] ?? ''
    return {
      kind: 'stageVariable',
      name,
      isDeclaration: false,
      node,
      mark: movingMark(node, match.index + match[0].length - name.length, name.length),
      symbols: symbolsOf(name),
    }
  })
}

/** The keys of a mapping of stage variables. */
export function declaredStageVariables(variables: Node | undefined): Mention[] {
  return entriesOf(variables).map(({ key, name }) => mentionOf('stageVariable', key, true, symbolsOf(name)))
}

function symbolsOf(name: string): Mention['symbols'] {
  return ({ api, file }) => [symbolOf('stageVariable', api ?? file, name)]
}
