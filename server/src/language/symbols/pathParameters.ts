import type { Entry, Node, ScalarNode } from '../../syntax/node.ts'
import { documentOf, entriesOf, entryOf, itemsOf, stringOf } from '../../syntax/node.ts'
import { keep } from '../../syntax/reads.ts'
import type { Mention } from './mention.ts'
import { markIn, movingMark, symbolOf } from './mention.ts'
import { walkEntries } from './walk.ts'

/** `method.request.path.id` in mappings, `request.path.id` of HTTP APIs. */
const mapped = /\brequest\.path\.(\w+)/g

/** The parameters of one path: in its key, in `parameters`, and in the mappings of its methods. */
export function pathParameterMentions(path: Entry): readonly Mention[] {
  const names = [...path.name.matchAll(/\{([^{}+]+)\+?\}/g)].map(match => match[1] ?? '')
  if (names.length === 0) return []
  const inKey = names.map(name =>
    mention(path.key, name, markIn(path.key, name, path.name.indexOf(`{${name}`) + 1), path.name, true),
  )
  return [
    ...inKey,
    ...keep(path.value, `pathParameters ${path.name}`, () => mentionsBelow(path, new Set(names))),
  ]
}

function mentionsBelow(path: Entry, names: ReadonlySet<string>): Mention[] {
  const found: Mention[] = []
  const add = (node: ScalarNode, name: string, mark: Mention['mark']) => {
    if (names.has(name)) found.push(mention(node, name, mark, path.name, false))
  }
  const addMapped = (node: Node) => {
    for (const { name, offset } of mappedIn(node))
      add(node as ScalarNode, name, movingMark(node, offset, name.length))
  }
  walkEntries(path.value, ({ name, key, value }) => {
    if (name === 'parameters') {
      for (const item of itemsOf(value)) {
        const named = entryOf(item, 'name')?.value
        if (stringOf(entryOf(item, 'in')?.value) === 'path' && named?.type === 'scalar')
          add(named, String(named.value), markIn(named, String(named.value)))
      }
    }
    if (/^requestParameters$|^append:|^overwrite:/.test(name))
      entriesOf(value).forEach(inner => addMapped(inner.key))
    if (value.type === 'scalar' && key.value !== 'name') addMapped(value)
    if (name === 'cacheKeyParameters') itemsOf(value).forEach(addMapped)
  })
  return found
}

function mappedIn(node: Node): { name: string; offset: number }[] {
  const value = stringOf(node)
  if (!value?.includes('request.path.')) return []
  const raw = documentOf(node).text.slice(node.start, node.end)
  return [...raw.matchAll(mapped)].map(match => {
    const name = match[1] ?? ''
    return { name, offset: match.index + match[0].length - name.length }
  })
}

function mention(
  node: ScalarNode,
  name: string,
  mark: Mention['mark'],
  path: string,
  isDeclaration: boolean,
): Mention {
  const symbols: Mention['symbols'] = ({ openApi }) => [
    symbolOf('pathParameter', openApi.file, openApi.pointer, path, name),
  ]
  return { kind: 'pathParameter', name, isDeclaration, node, mark, symbols }
}
