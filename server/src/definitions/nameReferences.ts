import type { Node } from '../syntax/node.ts'
import { intrinsicOf } from '../syntax/intrinsics.ts'
import { documentOf, entriesOf, entryOf, itemsOf, stringOf } from '../syntax/node.ts'
import { keep } from '../syntax/reads.ts'
import { partsOfSub, placeholdersOf } from '../syntax/substitution.ts'

/** A place of a template that names a parameter, resource, condition or mapping. */
export interface NameReference {
  readonly kind: 'Ref' | 'Fn::GetAtt' | 'Condition' | 'Fn::FindInMap'
  /** For `Fn::GetAtt` the resource alone. */
  readonly name: string
  /** The scalar in which the name is written. */
  readonly node: Node
  /** The stretch of text to mark: the name and nothing else, where it can be told. */
  readonly mark: { readonly start: number; readonly end: number }
  /** For `Fn::FindInMap` with literal keys: the two keys. */
  readonly keys?: readonly [Node, Node]
}

/** Chooses the parts of an `Fn::If` to look at. */
export type ChooseBranches = (argument: Node) => readonly Node[]

/** Every name that a tree refers to, in the order of the text. */
export function nameReferencesOf(root: Node | undefined, choose: ChooseBranches = itemsOf): NameReference[] {
  const found: NameReference[] = []
  const pending = root ? [root] : []
  // A stack in place of recursion: a hostile template nests deeper than the call stack.
  for (let node = pending.pop(); node; node = pending.pop()) {
    const call = intrinsicOf(node)
    const inner = call
      ? visitCall(call.name, call.argument, choose, found)
      : node.type === 'mapping'
        ? node.entries.map(entry => entry.value)
        : itemsOf(node)
    pending.push(...[...inner].reverse())
  }
  return found
}

/** The same for a section of a template, what stands in its entries kept from one edit to the next. */
export function nameReferencesIn(section: Node | undefined): readonly NameReference[] {
  if (section?.type !== 'mapping' || intrinsicOf(section)) return nameReferencesOf(section)
  return section.entries.flatMap(({ value }) => keep(value, nameReferencesIn, () => nameReferencesOf(value)))
}

/** A reference by a plain text, as `DependsOn` and `Condition` of a resource are. */
export function plainReference(kind: NameReference['kind'], node: Node): NameReference | undefined {
  const name = stringOf(node)
  return name === undefined ? undefined : { kind, name, node, mark: markOf(node, name) }
}

function visitCall(
  name: string,
  argument: Node,
  choose: ChooseBranches,
  found: NameReference[],
): readonly Node[] {
  const add = (reference: NameReference | undefined) => {
    if (reference) found.push(reference)
  }
  if (name === 'Ref') {
    add(plainReference('Ref', argument))
    return []
  }
  if (name === 'Fn::GetAtt') {
    const target = argument.type === 'sequence' ? argument.items[0] : argument
    const resource = stringOf(target)?.split('.')[0]
    if (target && resource !== undefined) {
      add({ kind: 'Fn::GetAtt', name: resource, node: target, mark: markOf(target, resource) })
    }
    return itemsOf(argument).slice(1)
  }
  if (name === 'Fn::Sub') return visitSub(argument, found)
  if (name === 'Fn::If') {
    const [condition] = itemsOf(argument)
    if (condition) add(plainReference('Condition', condition))
    return choose(argument).filter(branch => branch !== condition)
  }
  if (name === 'Fn::FindInMap') add(mapReference(argument))
  if (/^Fn::(And|Or|Not)$/.test(name)) {
    for (const item of itemsOf(argument)) {
      const condition = entryOf(item, 'Condition')?.value
      if (condition) add(plainReference('Condition', condition))
    }
  }
  return argument.type === 'mapping' && !intrinsicOf(argument)
    ? entriesOf(argument).map(entry => entry.value)
    : argument.type === 'sequence'
      ? argument.items
      : [argument]
}

function visitSub(argument: Node, found: NameReference[]): readonly Node[] {
  const { text, variables } = partsOfSub(argument)
  const value = stringOf(text)
  if (!text || value === undefined) return []
  const raw = documentOf(text).text.slice(text.start, text.end)
  const written = placeholdersOf(raw)
  placeholdersOf(value).forEach(({ name }, index) => {
    if (entryOf(variables, name)) return
    const dot = name.indexOf('.')
    const target = dot < 0 ? name : name.slice(0, dot)
    const place = written[index]
    const mark = place?.name === name ? markIn(text, place.start, target.length) : text
    found.push({ kind: dot < 0 ? 'Ref' : 'Fn::GetAtt', name: target, node: text, mark })
  })
  return variables ? [variables] : []
}

function mapReference(argument: Node): NameReference | undefined {
  const [map, top, second, options] = itemsOf(argument)
  const reference = map && plainReference('Fn::FindInMap', map)
  if (!reference || entryOf(options, 'DefaultValue')) return undefined
  return top && second ? { ...reference, keys: [top, second] } : reference
}

function markOf(node: Node, name: string): NameReference['mark'] {
  const at = documentOf(node).text.slice(node.start, node.end).indexOf(name)
  return at < 0 ? node : markIn(node, at, name.length)
}

// It moves with its node, so that references may be kept.
function markIn(node: Node, at: number, length: number): NameReference['mark'] {
  return {
    get start() {
      return node.start + at
    },
    get end() {
      return node.start + at + length
    },
  }
}
