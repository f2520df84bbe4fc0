import type { Entry, Node } from '../syntax/node.ts'
import type { Arguments } from './terraformArguments.ts'
import type { TerraformResource, TerraformSource } from './terraformSource.ts'
import type { TerraformType } from './terraformType.ts'
import type { TerraformValues } from './terraformValues.ts'
import { itemsOf, stringOf, toValue } from '../syntax/node.ts'
import { parseText } from '../syntax/parse.ts'
import { sequenceAt } from './madeNodes.ts'
import { blockItems, shaped } from './terraformShapes.ts'
import { propertyName, terraformTypes } from './terraformTypes.ts'

/** What the parts of a Terraform template are made with. */
export interface Build {
  readonly source: TerraformSource
  readonly values: TerraformValues
  readonly resolved: Arguments
  /** What stands for the ids that AWS has given to what exists already. */
  readonly aliases: ReadonlyMap<string, string>
}

/** The arguments of a resource as CloudFormation's properties. */
export function propertyEntries(resource: TerraformResource, build: Build): Entry[] {
  const type = terraformTypes.get(resource.type)
  if (!type) return []
  const { values, resolved } = build
  const entries = resolved.names(resource).flatMap(name => {
    const entry = resolved.argument(resource, name)
    if (!entry || (entry.value.type === 'scalar' && entry.value.value === type.unset?.[name])) return []
    const value = propertyValue(name, entry.value, type, build)
    return [{ name: propertyName(name, type), key: entry.key, value }]
  })
  const missing = Object.entries(type.defaults ?? {})
    .filter(([name]) => !entries.some(entry => entry.name === propertyName(name, type)))
    .map(([name, value]) => {
      const at = resource.entry.key
      return values.entry(propertyName(name, type), values.value(value, at), at)
    })
  return shaped(resource, [...entries, ...missing], values)
}

function propertyValue(name: string, node: Node, type: TerraformType, build: Build): Node {
  const { values, aliases } = build
  if (type.blocks?.includes(name))
    return blockValue(node.type === 'sequence' ? (itemsOf(node)[0] ?? node) : node)
  if (type.lists?.includes(name)) return sequenceAt(blockItems(node).map(blockValue), node)
  const text = stringOf(node)
  if (text === undefined) return node
  if (name === 'body' || name === 'policy') {
    const parsed = toValue(parseText('body', text).root)
    return typeof parsed === 'object' && parsed !== null ? values.value(parsed, node) : node
  }
  const alias = /_id$|^target$/.test(name) ? aliases.get(text.replace(/^integrations\//, '')) : undefined
  if (alias !== undefined) return values.value(alias, node)
  const isElsewhere =
    /^(authorizer_id|request_validator_id)$/.test(name) &&
    !build.source.resources.some(({ address }) => address === text)
  return isElsewhere ? values.unknown(`'${text}' is not in this file`, node) : node
}

// What the provider leaves empty nobody has set.
function blockValue(node: Node): Node {
  if (node.type !== 'mapping') return node
  const entries = node.entries
    .filter(({ value }) => value.type !== 'scalar' || value.value !== null)
    .map(entry => ({ ...entry, name: propertyName(entry.name, { type: '' }) }))
  return node.withEntries(entries)
}
