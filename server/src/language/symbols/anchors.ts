import type { SourceDocument } from '../../syntax/node.ts'
import { pathAtOffset } from '../../syntax/node.ts'
import type { Mention } from './mention.ts'
import { movingMark, symbolOf } from './mention.ts'

/** YAML's `&name` and `*name`; a name that is anchored again stands for the later value from there on. */
export function anchorMentions(document: SourceDocument): Mention[] {
  const { root, text, file, hasAnchors } = document
  if (!root || hasAnchors !== true) return []
  const generations = new Map<string, number>()
  const found: Mention[] = []
  for (const match of text.matchAll(/(?<=^|[\s[{,])([&*])([^\s,[\]{}]+)/g)) {
    const [, sign, name = ''] = match
    if (!standsFree(document, match.index)) continue
    const isDeclaration = sign === '&'
    const generation = (generations.get(name) ?? 0) + (isDeclaration ? 1 : 0)
    generations.set(name, generation)
    const symbol = symbolOf('anchor', file, String(generation), name)
    const mark = movingMark(root, match.index + 1 - root.start, name.length)
    found.push({ kind: 'anchor', name, isDeclaration, node: root, mark, symbols: () => [symbol] })
  }
  return found
}

/** Not within a text or a comment; an alias is a value that begins with its sign. */
function standsFree({ root, text }: SourceDocument, offset: number): boolean {
  const line = text.slice(text.lastIndexOf('\n', offset) + 1, offset)
  if (/(^|\s)#/.test(line)) return false
  const { nodes, key } = pathAtOffset(root, offset)
  const deepest = key?.key ?? nodes.at(-1)
  return deepest?.type !== 'scalar' || deepest.start === offset || deepest.start === deepest.end
}
