import type { Entry, Node } from '../syntax/node.ts'
import type { Arguments } from './terraformArguments.ts'
import type { TerraformResource, TerraformSource } from './terraformSource.ts'
import type { TerraformType } from './terraformTypes.ts'
import type { TerraformValues } from './terraformValues.ts'
import { entriesOf, entryOf, itemsOf, stringOf, toValue } from '../syntax/node.ts'
import { parseText } from '../syntax/parse.ts'
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
    if (!entry) return []
    const value = propertyValue(name, entry.value, type, build)
    return [{ name: propertyName(name, type), key: entry.key, value }]
  })
  const missing = Object.entries(type.defaults ?? {})
    .filter(([name]) => !entries.some(entry => entry.name === propertyName(name, type)))
    .map(([name, value]) => {
      const at = resource.entry.key
      return values.entry(propertyName(name, type), values.value(value, at), at)
    })
  return shaped(resource, [...entries, ...missing], build)
}

function propertyValue(name: string, node: Node, type: TerraformType, build: Build): Node {
  const { values, aliases } = build
  if (type.blocks?.includes(name)) {
    const block = node.type === 'sequence' ? itemsOf(node)[0] : node
    if (block?.type !== 'mapping') return node
    const inner = block.entries.map(entry => ({ ...entry, name: propertyName(entry.name, { type: '' }) }))
    return block.withEntries(inner)
  }
  const text = stringOf(node)
  if (text === undefined) return node
  if (name === 'body') {
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

/** Arguments that have another shape in CloudFormation. */
function shaped(resource: TerraformResource, entries: readonly Entry[], build: Build): Entry[] {
  const { values } = build
  return entries.map(entry => {
    const { name, value } = entry
    if (resource.type === 'aws_api_gateway_deployment' && name === 'Variables') {
      return { ...entry, name: 'StageDescription', value: values.mapping([entry], value) }
    }
    if (resource.type === 'aws_apigatewayv2_route' && name === 'RequestParameter') {
      const parameters = blockItems(value).flatMap(block => {
        const key = stringOf(entryOf(block, 'request_parameter_key')?.value)
        const required = entryOf(block, 'required')
        if (key === undefined) return []
        const inner = required ? [{ ...required, name: 'Required' }] : []
        return [values.entry(key, values.mapping(inner, block))]
      })
      return { ...entry, name: 'RequestParameters', value: values.mapping(parameters, value) }
    }
    if (resource.type === 'aws_apigatewayv2_integration' && name === 'ResponseParameters') {
      const byStatus = blockItems(value).flatMap(block => {
        const status = entryOf(block, 'status_code')?.value
        if (status?.type !== 'scalar') return []
        const pairs = entriesOf(entryOf(block, 'mappings')?.value).map(mapping => ({
          Destination: mapping.name,
          Source: toValue(mapping.value),
        }))
        return [
          values.entry(String(status.value), values.value({ ResponseParameters: pairs }, block), status),
        ]
      })
      return { ...entry, value: values.mapping(byStatus, value) }
    }
    return entry
  })
}

function blockItems(node: Node): readonly Node[] {
  return node.type === 'sequence' ? node.items : [node]
}
