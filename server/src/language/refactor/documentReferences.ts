import type { Node } from '../../syntax/node.ts'
import { entriesOf, itemsOf, toValue } from '../../syntax/node.ts'

/** What the intrinsic functions of a document refer to. */
export interface DocumentReferences {
  /** Values of resources and parameters. */
  readonly names: ReadonlySet<string>
  /** Resources of which an attribute is asked for. */
  readonly attributes: ReadonlySet<string>
  readonly conditions: ReadonlySet<string>
}

/** The names to which the intrinsic functions of a document refer. */
export function referencesIn(root: Node): DocumentReferences {
  const names = new Set<string>()
  const attributes = new Set<string>()
  const conditions = new Set<string>()
  const add = (name: string): void => {
    const [owner = '', attribute] = name.split('.')
    if (name.startsWith('AWS::') || owner === '') return
    ;(attribute === undefined ? names : attributes).add(owner)
  }
  const walk = (node: Node): void => {
    for (const item of itemsOf(node)) walk(item)
    const [only] = entriesOf(node)
    const text = only && entriesOf(node).length === 1 ? toValue(only.value) : undefined
    if (only?.name === 'Ref' && typeof text === 'string') add(text)
    if (only?.name === 'Fn::If' && Array.isArray(text)) conditions.add(String(text[0]))
    if (only?.name === 'Fn::GetAtt') add(Array.isArray(text) ? text.join('.') : String(text))
    if (only?.name === 'Fn::Sub') for (const name of placeholders(text)) add(name)
    for (const { value } of entriesOf(node)) walk(value)
  }
  walk(root)
  return { names, attributes, conditions }
}

/** Whether a document writes an intrinsic function in its short form. */
export function hasShortForm(node: Node): boolean {
  if (node.type === 'mapping' && node.shortTag !== undefined) return true
  return [...itemsOf(node), ...entriesOf(node).map(({ value }) => value)].some(hasShortForm)
}

function placeholders(argument: unknown): string[] {
  const [text, values] = Array.isArray(argument) ? (argument as readonly unknown[]) : [argument]
  const own = new Set(Object.keys(values ?? {}))
  const found = [...String(text).matchAll(/\$\{([^!}][^}]*)\}/g)].map(([, name = '']) => name.trim())
  return found.filter(name => !own.has(name))
}
