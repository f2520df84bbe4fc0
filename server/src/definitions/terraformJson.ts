import type { Node, SourceDocument } from '../syntax/node.ts'
import type { Reader } from './reader.ts'
import type { Module } from './terraformModule.ts'
import type {
  Reference,
  Target,
  TerraformInstance,
  TerraformResource,
  TerraformSource,
} from './terraformSource.ts'
import { childAt, documentOf, entriesOf, stringOf } from '../syntax/node.ts'
import { evaluateExpression, notRead } from './terraformEvaluation.ts'
import { parseExpression } from './terraformExpression.ts'
import { statedAt } from './terraformFiles.ts'
import { blockOf } from './terraformInstances.ts'
import { isLocalSource, moduleOf, readConfiguration } from './terraformModules.ts'
import { namesOf, outputOf } from './terraformScope.ts'
import { referenceOf, resourceAt } from './terraformSource.ts'

/** Expressions that one value leads to; more is a value that doubles itself. */
const mostExpressions = 500

/**
 * Reads a `.tf.json` file, as people and the CDK for Terraform write it, with the others of its folder: together they are
 * one module. References and texts around them are followed, `count` and `for_each` written out, and expressions
 * calculated where everything in them is known.
 * https://developer.hashicorp.com/terraform/language/syntax/json
 */
export function readTerraformJson(document: SourceDocument, reader: Reader): TerraformSource {
  const configuration = readConfiguration(document, reader)
  const scopeOf = (from: TerraformResource): Scope => ({
    module: moduleOf(configuration, from),
    instance: from.instance,
    budget: { left: mostExpressions },
  })
  return {
    resources: configuration.resources,
    folder: configuration.folder,
    follow: (text, from) => followExpression(text, scopeOf(from)),
    interpolation: (text, from) => interpolated(text, scopeOf(from)),
  }
}

/** Whether a document is a `.tf.json` file that makes a part of a gateway or a function, or calls a module that may. */
export function isTerraformJson(root: Node | undefined): boolean {
  return statesGateway(root) || callsModule(root)
}

/** Whether a `.tf.json` file makes a part of a gateway or a function itself. */
export function statesGateway(root: Node | undefined): boolean {
  return entriesOf(childAt(root, 'resource')).some(({ name }) =>
    /^aws_(api_gateway|apigatewayv2|lambda)_/.test(name),
  )
}

function callsModule(root: Node | undefined): boolean {
  const calls = entriesOf(childAt(root, 'module'))
  const isCalling = calls.some(({ value }) => isLocalSource(stringOf(childAt(blockOf(value), 'source'))))
  return root !== undefined && isCalling && documentOf(root).file.endsWith('.tf.json')
}

interface Scope {
  readonly module: Module
  /** `each` and `count` of the block. */
  readonly instance: TerraformInstance | undefined
  /** Expressions that may still be followed for this value. */
  readonly budget: { left: number }
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
  const { configuration } = module
  if (budget.left-- <= 0) return [{ type: 'unknown', reason: onlyTerraform(expression) }]
  const file = /^file\(\s*"(.*)"\s*\)$/.exec(expression)?.[1]
  const opened = file === undefined ? undefined : fileTarget(file, scope)
  if (opened) return opened
  const reference = referenceOf(expression)
  if (reference.type === 'path') {
    return [{ type: 'text', text: expression === 'path.module' ? module.path : '.' }]
  }
  const isPlain = /^[\w.-]+(\[[^\]]*\])?[\w.-]*$/.test(expression)
  if (reference.type === 'resource' && isPlain) {
    const resource = resourceAt(`${module.prefix}${reference.address}`, configuration.resources, '')
    if (resource) return [{ type: 'attribute', resource, attribute: reference.attribute }]
  }
  const stated = statedBehind(expression, isPlain ? reference : undefined, scope)
  return (stated && valueTargets(stated.node, stated.scope)) ?? [computed(expression, scope)]
}

/** What a variable, a local or an output of another module stands for, with the names that its text uses. */
function statedBehind(
  expression: string,
  reference: Reference | undefined,
  scope: Scope,
): { node: Node; scope: Scope } | undefined {
  const { module, budget } = scope
  if (reference?.type === 'variable') {
    const stated = module.variables(reference.name)
    if (stated?.type !== 'node' || stated.isLiteral) return undefined
    if (stated.where === 'module')
      return { node: stated.node, scope: { module, instance: undefined, budget } }
    return module.caller && { node: stated.node, scope: { ...module.caller, budget } }
  }
  if (reference?.type === 'local') {
    const node = statedAt(module.files, 'locals', reference.name)
    return node && { node, scope: { module, instance: undefined, budget } }
  }
  const [, call, key, output] = /^module\.([\w-]+)(?:\[("[^"]*"|\d+)\])?\.([\w-]+)$/.exec(expression) ?? []
  if (call === undefined || output === undefined) return undefined
  const path = key === undefined ? [output] : [key.replaceAll('"', ''), output]
  const found = outputOf(module, call, path)
  return found && { node: found.node, scope: { module: found.module, instance: undefined, budget } }
}

function computed(text: string, { module, instance }: Scope): Target {
  const expression = parseExpression(text)
  if (!expression) return { type: 'unknown', reason: onlyTerraform(text) }
  return {
    type: 'computed',
    value: textOf => {
      const outcome = evaluateExpression(expression, namesOf(module, instance, textOf))
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
  const { reader, folder } = scope.module.configuration
  return [{ type: 'file', path: reader.files.resolve(folder, path) }]
}
