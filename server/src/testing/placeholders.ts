import type { Node } from '../syntax/node.ts'

/** What the placeholders of a test stand for, by name. */
export type Variables = ReadonlyMap<string, unknown>

/** Why a test cannot be run as it is written, with the place that says so. */
export class TestFault extends Error {
  readonly node: Node

  constructor(node: Node, message: string) {
    super(message)
    this.node = node
  }
}

/**
 * The data of a place with its `${name}` filled in: a text that is one placeholder and nothing else becomes the value
 * itself, number or object. `$${` stands for `${`. Throws a `TestFault` for a name that nothing was captured for.
 */
export function valueAt(node: Node, variables: Variables): unknown {
  if (node.type === 'scalar') {
    return typeof node.value === 'string' ? filled(node, node.value, variables) : node.value
  }
  if (node.type === 'sequence') return node.items.map(item => valueAt(item, variables))
  const result: Record<string, unknown> = Object.create(null) as Record<string, unknown>
  for (const { key, name, value } of node.entries) {
    result[textOf(filled(key, name, variables))] = valueAt(value, variables)
  }
  return result
}

/** The same as a text; of anything that is none its JSON. */
export function textAt(node: Node, variables: Variables): string {
  return textOf(valueAt(node, variables))
}

/** A value inside of a text: a text as it is, anything else as JSON. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '')
}

function filled(node: Node, text: string, variables: Variables): unknown {
  if (!text.includes('${')) return text
  const whole = /^\$\{([\w-]+)\}$/.exec(text)?.[1]
  if (whole !== undefined) return valueOf(node, whole, variables)
  return text.replace(/\$?\$\{([\w-]+)\}/g, (match: string, name: string) =>
    match.startsWith('$$') ? match.slice(1) : textOf(valueOf(node, name, variables)),
  )
}

function valueOf(node: Node, name: string, variables: Variables): unknown {
  if (variables.has(name)) return variables.get(name)
  const known = [...variables.keys()].map(each => `'${each}'`).join(', ')
  throw new TestFault(node, `nothing is captured as '${name}': there is ${known || 'nothing'}`)
}
