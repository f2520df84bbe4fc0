import type { Node } from '../syntax/node.ts'
import type { Reader } from './reader.ts'
import type { Target, TerraformResource, TerraformSource } from './terraformSource.ts'
import { childAt, documentOf, entriesOf, entryOf, itemsOf } from '../syntax/node.ts'
import { referenceOf, resourceAt } from './terraformSource.ts'

/** Expressions that one value leads to; more is a value that doubles itself. */
const mostExpressions = 500

/**
 * Reads a `.tf.json` file, as people and the CDK for Terraform write it. Of an expression, references and texts around them
 * are followed, and `file("…")`; any other function is unknown here.
 * https://developer.hashicorp.com/terraform/language/syntax/json
 */
export function readTerraformJson(root: Node, reader: Reader): TerraformSource {
  const resources = [
    ...resourcesIn(childAt(root, 'resource'), ''),
    ...resourcesIn(childAt(root, 'data'), 'data.'),
  ]
  const follow = (text: string, from: TerraformResource): Target[] =>
    followExpression(text, { root, reader, resources, from, budget: { left: mostExpressions } })
  return {
    resources,
    follow,
    interpolation: (text, from) =>
      interpolated(text, { root, reader, resources, from, budget: { left: mostExpressions } }),
  }
}

/** Whether a document is a `.tf.json` file that says something about a gateway or its functions. */
export function isTerraformJson(root: Node | undefined): boolean {
  return entriesOf(childAt(root, 'resource')).some(({ name }) =>
    /^aws_(api_gateway|apigatewayv2|lambda)_/.test(name),
  )
}

interface Scope {
  readonly root: Node
  readonly reader: Reader
  readonly resources: readonly TerraformResource[]
  readonly from: TerraformResource
  /** Expressions that may still be followed for this value. */
  readonly budget: { left: number }
}

function resourcesIn(section: Node | undefined, prefix: string): TerraformResource[] {
  return entriesOf(section).flatMap(({ name: type, value }) =>
    entriesOf(value).flatMap(entry => {
      // A block may be written as a list of one.
      const values = entry.value.type === 'sequence' ? itemsOf(entry.value)[0] : entry.value
      if (values?.type !== 'mapping') return []
      return [{ address: `${prefix}${type}.${entry.name}`, type, module: '', index: '', entry, values }]
    }),
  )
}

function interpolated(text: string, scope: Scope): Target[] | undefined {
  if (!text.includes('${')) return undefined
  const targets: Target[] = []
  let at = 0
  while (at < text.length) {
    const open = text.indexOf('${', at)
    if (open < 0) break
    const isEscaped = text[open - 1] === '$'
    const before = text.slice(at, isEscaped ? open - 1 : open)
    if (before !== '') targets.push({ type: 'text', text: before })
    const end = isEscaped ? open + 2 : closingBrace(text, open + 2)
    if (isEscaped) targets.push({ type: 'text', text: '${' })
    else targets.push(...followExpression(text.slice(open + 2, end - 1).trim(), scope))
    at = end
  }
  if (at < text.length) targets.push({ type: 'text', text: text.slice(at) })
  return targets
}

/** The offset after the brace that closes an expression; the end of the text when none does. */
function closingBrace(text: string, from: number): number {
  let depth = 1
  for (let at = from; at < text.length; at++) {
    if (text[at] === '{') depth++
    if (text[at] === '}' && --depth === 0) return at + 1
  }
  return text.length + 1
}

function followExpression(expression: string, scope: Scope): Target[] {
  const { root, reader, resources, budget } = scope
  const unknown: Target[] = [{ type: 'unknown', reason: `'${expression}' is known to Terraform only` }]
  if (budget.left-- <= 0) return unknown
  const file = /^file\(\s*"(.*)"\s*\)$/.exec(expression)?.[1]
  if (file !== undefined) return fileTarget(file, scope) ?? unknown
  const reference = referenceOf(expression)
  if (reference.type === 'path') return [{ type: 'text', text: '.' }]
  if (reference.type === 'resource') {
    const isWhole = /^[\w.-]+(\[[^\]]*\])?[\w.-]*$/.test(expression)
    const resource = isWhole ? resourceAt(reference.address, resources, '') : undefined
    return resource ? [{ type: 'attribute', resource, attribute: reference.attribute }] : unknown
  }
  if (reference.type === 'variable') {
    const given = reader.options.parameters?.get(reference.name)
    if (given !== undefined) return [{ type: 'text', text: given }]
    return valueTargets(childAt(root, 'variable', reference.name, 'default'), scope) ?? unknown
  }
  if (reference.type !== 'local') return unknown
  return valueTargets(entryOf(childAt(root, 'locals'), reference.name)?.value, scope) ?? unknown
}

function valueTargets(node: Node | undefined, scope: Scope): Target[] | undefined {
  if (node?.type !== 'scalar' || node.value === null) return undefined
  const text = String(node.value)
  return interpolated(text, scope) ?? [{ type: 'text', text }]
}

function fileTarget(name: string, scope: Scope): Target[] | undefined {
  const parts = interpolated(name, scope) ?? [{ type: 'text' as const, text: name }]
  if (parts.some(part => part.type !== 'text')) return undefined
  const path = parts.map(part => (part.type === 'text' ? part.text : '')).join('')
  const { files } = scope.reader
  return [{ type: 'file', path: files.resolve(files.folderOf(documentOf(scope.root).file), path) }]
}
