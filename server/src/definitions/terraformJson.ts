import type { Node, SourceDocument } from '../syntax/node.ts'
import type { Reader } from './reader.ts'
import type { Unrepeated } from './terraformInstances.ts'
import type { Module } from './terraformScope.ts'
import type { Target, TerraformResource, TerraformSource } from './terraformSource.ts'
import { childAt, documentOf, entriesOf, entryOf, originOfEntry } from '../syntax/node.ts'
import { evaluateExpression, notRead } from './terraformEvaluation.ts'
import { parseExpression } from './terraformExpression.ts'
import { resourcesIn } from './terraformInstances.ts'
import { namesOf, valueOfNode } from './terraformScope.ts'
import { referenceOf, resourceAt } from './terraformSource.ts'
import { createTerraformVariables } from './terraformVariables.ts'

/** Steps of calculating the expressions of one file. */
const mostSteps = 1_000_000

/** Expressions that one value leads to; more is a value that doubles itself. */
const mostExpressions = 500

/**
 * Reads a `.tf.json` file, as people and the CDK for Terraform write it, with the others of its folder: together they are
 * one module. References and texts around them are followed, `count` and `for_each` written out, and expressions
 * calculated where everything in them is known.
 * https://developer.hashicorp.com/terraform/language/syntax/json
 */
export function readTerraformJson(document: SourceDocument, root: Node, reader: Reader): TerraformSource {
  const resources: TerraformResource[] = []
  const variables = createTerraformVariables(document, reader)
  const module: Module = {
    root,
    reader,
    resources: () => resources,
    variables,
    budget: { left: mostSteps },
    found: new Map(),
  }
  const names = namesOf(module, undefined, () => ({ reason: notRead.reason }))
  const unrepeated: Unrepeated[] = []
  // What has no API of its own is read with the file that has one.
  const siblings = statesApi(root) ? variables.siblings().filter(each => !isOverride(each)) : []
  for (const [section, prefix] of [
    ['resource', ''],
    ['data', 'data.'],
  ] as const) {
    const valueOf = (node: Node) => valueOfNode(node, false, names)
    for (const each of [root, ...siblings]) {
      resources.push(...resourcesIn(childAt(each, section), prefix, valueOf, unrepeated))
    }
  }
  for (const each of unrepeated) reportUnrepeated(each, reader)
  const scopeOf = (from: TerraformResource): Scope => ({
    module,
    from,
    budget: { left: mostExpressions },
  })
  return {
    resources,
    follow: (text, from) => followExpression(text, scopeOf(from)),
    interpolation: (text, from) => interpolated(text, scopeOf(from)),
  }
}

/** Whether a document is a `.tf.json` file that says something about a gateway or its functions. */
export function isTerraformJson(root: Node | undefined): boolean {
  return entriesOf(childAt(root, 'resource')).some(({ name }) =>
    /^aws_(api_gateway|apigatewayv2|lambda)_/.test(name),
  )
}

// Such a file changes resources of the others, and makes none.
// https://developer.hashicorp.com/terraform/language/files/override
function isOverride(root: Node): boolean {
  return /(^|[\\/_])override\.tf\.json$/.test(documentOf(root).file)
}

function statesApi(root: Node): boolean {
  const resources = childAt(root, 'resource')
  return ['aws_api_gateway_rest_api', 'aws_apigatewayv2_api'].some(type => entryOf(resources, type))
}

interface Scope {
  readonly module: Module
  readonly from: TerraformResource
  /** Expressions that may still be followed for this value. */
  readonly budget: { left: number }
}

function reportUnrepeated({ entry, reason }: Unrepeated, reader: Reader): void {
  const { file, range } = originOfEntry(entry)
  const message = `How often '${entry.name}' is made cannot be known here, so it stands as one: ${reason}; give the variable a value`
  reader.report({ code: 'for-each-unread', severity: 'info', file, range, message })
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
  const { module, budget } = scope
  if (budget.left-- <= 0) return [{ type: 'unknown', reason: onlyTerraform(expression) }]
  const file = /^file\(\s*"(.*)"\s*\)$/.exec(expression)?.[1]
  const opened = file === undefined ? undefined : fileTarget(file, scope)
  if (opened) return opened
  const reference = referenceOf(expression)
  if (reference.type === 'path') return [{ type: 'text', text: '.' }]
  if (reference.type === 'resource' && /^[\w.-]+(\[[^\]]*\])?[\w.-]*$/.test(expression)) {
    const resource = resourceAt(reference.address, module.resources(), '')
    if (resource) return [{ type: 'attribute', resource, attribute: reference.attribute }]
  }
  if (reference.type === 'variable') {
    const stated = module.variables.variable(reference.name)
    const targets =
      stated?.type === 'node' && !stated.isLiteral ? valueTargets(stated.node, scope) : undefined
    if (targets) return targets
  }
  const local = reference.type === 'local' ? module.variables.local(reference.name) : undefined
  return valueTargets(local, scope) ?? [computed(expression, scope)]
}

function computed(text: string, { module, from }: Scope): Target {
  const expression = parseExpression(text)
  if (!expression) return { type: 'unknown', reason: onlyTerraform(text) }
  return {
    type: 'computed',
    value: textOf => {
      const outcome = evaluateExpression(expression, namesOf(module, from, textOf))
      return outcome === notRead ? { known: false, reason: onlyTerraform(text) } : outcome
    },
  }
}

function onlyTerraform(expression: string): string {
  return `'${expression}' is known to Terraform only`
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
  const { root, reader } = scope.module
  const { files } = reader
  return [{ type: 'file', path: files.resolve(files.folderOf(documentOf(root).file), path) }]
}
