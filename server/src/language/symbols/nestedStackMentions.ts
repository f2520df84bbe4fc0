import type { NameReference } from '../../definitions/nameReferences.ts'
import { nameReferencesIn } from '../../definitions/nameReferences.ts'
import type { Node } from '../../syntax/node.ts'
import { childAt, documentOf, entriesOf, itemsOf, stringOf } from '../../syntax/node.ts'
import { nestedTemplatePath } from '../nestedTemplate.ts'
import type { Mention } from './mention.ts'
import { markIn, mentionOf, movingMark, symbolOf } from './mention.ts'
import { logicalIdSymbol } from './templateMentions.ts'

/**
 * The outputs of a template, and what it gives to and takes from its nested stacks: keys of `Parameters` and
 * `Stack.Outputs.Name`.
 */
export function nestedStackMentions(root: Node): Mention[] {
  const declared = entriesOf(childAt(root, 'Outputs')).map(({ key, name }) =>
    mentionOf('output', key, true, ({ file }) => [symbolOf('output', file, name)]),
  )
  const paths = nestedPaths(root)
  if (paths.size === 0) return declared
  const given = [...paths].flatMap(([id, path]) =>
    entriesOf(childAt(root, 'Resources', id, 'Properties', 'Parameters')).map(({ key, name }) =>
      mentionOf('parameter', key, false, ({ resolve }) => [logicalIdSymbol(resolve(path), name)]),
    ),
  )
  const taken = ['Resources', 'Outputs', 'Conditions'].flatMap(section =>
    nameReferencesIn(childAt(root, section)).flatMap(reference => {
      const path = paths.get(reference.name)
      return path === undefined ? [] : outputOf(reference, path)
    }),
  )
  return [...declared, ...given, ...taken]
}

function nestedPaths(root: Node): ReadonlyMap<string, string> {
  return new Map(
    entriesOf(childAt(root, 'Resources')).flatMap(({ name, value }): [string, string][] => {
      const type = stringOf(childAt(value, 'Type')) ?? ''
      const path = nestedTemplatePath(type, childAt(value, 'Properties'))
      return path === undefined ? [] : [[name, path]]
    }),
  )
}

function outputOf({ kind, node, mark }: NameReference, path: string): Mention[] {
  if (kind !== 'Fn::GetAtt') return []
  const mentioned = (name: string, holder: Node, at: Mention['mark']): Mention => ({
    kind: 'output',
    name,
    isDeclaration: false,
    node: holder,
    mark: at,
    symbols: ({ resolve }) => [symbolOf('output', resolve(path), name)],
  })
  const second = node.parent?.type === 'sequence' ? itemsOf(node.parent)[1] : undefined
  const listed = /^Outputs\.(\w+)$/.exec(stringOf(second) ?? '')?.[1]
  if (second?.type === 'scalar' && listed !== undefined)
    return [mentioned(listed, second, markIn(second, listed, 'Outputs.'.length))]
  const behind = documentOf(node).text.slice(mark.end, mark.end + 300)
  const name = /^\.Outputs\.(\w+)/.exec(behind)?.[1]
  if (name === undefined) return []
  return [mentioned(name, node, movingMark(node, mark.end - node.start + '.Outputs.'.length, name.length))]
}
