import type { MappingNode, Node } from '../syntax/node.ts'
import type { TerraformResource, TerraformSource, Target } from './terraformSource.ts'
import { childAt, entriesOf, entryOf, itemsOf, stringOf } from '../syntax/node.ts'
import { referenceOf, resourceAt } from './terraformSource.ts'

/** References that one value leads to, from module to module; a real chain is a handful. */
const mostReferences = 500

/**
 * Reads what `terraform show -json` prints of a plan or a state. What one resource takes from another is known after apply
 * only, so it is followed through the configuration that the plan carries.
 * https://developer.hashicorp.com/terraform/internals/json-format
 */
export function readPlan(root: Node): TerraformSource {
  const planned = childAt(root, 'planned_values') ?? childAt(root, 'values')
  const changes = new Map(
    itemsOf(childAt(root, 'resource_changes')).map(change => [
      stringOf(childAt(change, 'address')),
      childAt(change, 'change', 'after_unknown'),
    ]),
  )
  const found = [planned, childAt(root, 'prior_state', 'values')].flatMap((state, rank) =>
    // Of the state before, only what was read counts: the plan says what becomes of the rest.
    resourcesIn(childAt(state, 'root_module'), '', root, changes).filter(
      ({ address }) => rank === 0 || /^(?:module\.[^.]+\.)*data\./.test(address),
    ),
  )
  const resources = found.filter(
    ({ address }, index) => found.findIndex(other => other.address === address) === index,
  )
  const follow = (text: string, from: TerraformResource): Target[] =>
    followIn(root, resources, text, from.module, from.index, { left: mostReferences })
  return { resources, follow, interpolation: () => undefined }
}

function resourcesIn(
  module: Node | undefined,
  address: string,
  root: Node,
  changes: ReadonlyMap<string | undefined, Node | undefined>,
): TerraformResource[] {
  const configuration = configurationOf(root, address)
  const own = itemsOf(childAt(module, 'resources')).flatMap(node => {
    const entry = entryOf(node, 'address')
    const full = stringOf(entry?.value)
    const values = childAt(node, 'values')
    if (!entry || full === undefined || values?.type !== 'mapping') return []
    const index = indexText(childAt(node, 'index'))
    const local = full.slice(address === '' ? 0 : address.length + 1)
    const base = local.slice(0, local.length - index.length)
    const stated = itemsOf(childAt(configuration, 'resources')).find(
      each => stringOf(childAt(each, 'address')) === base,
    )
    const expressions = childAt(stated, 'expressions')
    const afterUnknown = changes.get(full)
    const type = stringOf(childAt(node, 'type')) ?? ''
    const given = configuration ? values : withoutDefaults(type, values)
    const further = { ...(expressions && { expressions }), ...(afterUnknown && { afterUnknown }) }
    return [{ address: full, type, module: address, index, entry, values: given, ...further }]
  })
  const inner = itemsOf(childAt(module, 'child_modules')).flatMap(child =>
    resourcesIn(child, stringOf(childAt(child, 'address')) ?? '', root, changes),
  )
  return [...own, ...inner]
}

// A state has what AWS answers, its default for what nobody stated, too: EDGE says no more than nothing does.
function withoutDefaults(type: string, values: MappingNode): MappingNode {
  const isDefault =
    type === 'aws_api_gateway_rest_api' &&
    stringOf(childAt(values, 'endpoint_configuration', 0, 'types', 0)) === 'EDGE'
  if (!isDefault) return values
  return values.withEntries(values.entries.filter(({ name }) => name !== 'endpoint_configuration'))
}

function indexText(node: Node | undefined): string {
  if (node?.type !== 'scalar' || node.value === null) return ''
  return typeof node.value === 'string' ? `[${JSON.stringify(node.value)}]` : `[${node.value}]`
}

/** The part of the configuration that a module's address leads to: its index plays no part. */
function configurationOf(root: Node, address: string): Node | undefined {
  const calls = [...address.matchAll(/module\.([\w-]+)/g)].flatMap(([, name]) => name ?? [])
  const start = childAt(root, 'configuration', 'root_module')
  return calls.reduce((module, name) => childAt(module, 'module_calls', name, 'module'), start)
}

function followIn(
  root: Node,
  resources: readonly TerraformResource[],
  text: string,
  module: string,
  index: string,
  budget: { left: number },
): Target[] {
  const reference = referenceOf(text)
  const unknown: Target[] = [{ type: 'unknown', reason: `'${text}' is known after apply` }]
  if (budget.left-- <= 0) return unknown
  const prefix = module === '' ? '' : `${module}.`
  if (reference.type === 'resource') {
    const resource = resourceAt(`${prefix}${reference.address}`, resources, index)
    return resource ? [{ type: 'attribute', resource, attribute: reference.attribute }] : unknown
  }
  const onward = (expression: Node | undefined, inside: string): Target[] => {
    const constant = childAt(expression, 'constant_value')
    if (constant?.type === 'scalar' && constant.value !== null) {
      return [{ type: 'text', text: String(constant.value) }]
    }
    const references = referencesOf(expression)
    if (references.length === 0) return unknown
    return references.flatMap(each => followIn(root, resources, each, inside, index, budget))
  }
  if (reference.type === 'output') {
    const inside = `${prefix}${reference.call}`
    const outputs = childAt(configurationOf(root, inside), 'outputs')
    return onward(childAt(outputs, reference.name, 'expression'), inside)
  }
  if (reference.type !== 'variable') return unknown
  if (module === '') {
    const value = childAt(root, 'variables', reference.name, 'value')
    return value?.type === 'scalar' ? [{ type: 'text', text: String(value.value) }] : unknown
  }
  const [, outer = '', call = ''] = /^(?:(.*)\.)?module\.([\w-]+)(?:\[[^\]]*\])?$/.exec(module) ?? []
  const stated = childAt(configurationOf(root, outer), 'module_calls', call, 'expressions')
  return onward(childAt(stated, reference.name), outer)
}

/** The references of an expression, those left out that only begin another one. */
export function referencesOf(expression: Node | undefined): string[] {
  const all = itemsOf(childAt(expression, 'references')).flatMap(item => stringOf(item) ?? [])
  const begins = (text: string, other: string) =>
    other !== text && (other.startsWith(`${text}.`) || other.startsWith(`${text}[`))
  return all.filter(text => !all.some(other => begins(text, other)))
}

/** Whether a document is what `terraform show -json` prints. */
export function isPlan(root: Node | undefined): boolean {
  if (!entriesOf(root).some(({ name }) => name === 'terraform_version' || name === 'format_version'))
    return false
  const state = childAt(root, 'planned_values') ?? childAt(root, 'values')
  return childAt(state, 'root_module') !== undefined
}
