import type { Entry, Node } from '../syntax/node.ts'
import type { Build } from './terraformProperties.ts'
import type { TerraformResource } from './terraformSource.ts'
import type { TerraformValues } from './terraformValues.ts'
import { entriesOf, stringOf } from '../syntax/node.ts'
import { propertyEntries } from './terraformProperties.ts'
import { sequenceAt } from './madeNodes.ts'

/** The properties that other resources add to an API or a stage, given its own. */
export type OwnerParts = (owner: TerraformResource, own: readonly Entry[]) => Entry[]

interface Part {
  readonly resource: TerraformResource
  readonly properties: readonly Entry[]
}

/**
 * Finds what CloudFormation writes inside an API or a stage and Terraform beside it: `aws_api_gateway_rest_api_policy`,
 * `aws_api_gateway_rest_api_put`, `aws_api_gateway_method_settings`.
 */
export function createOwnerParts(build: Build): OwnerParts {
  const { source, values } = build
  const parts: Part[] = source.resources
    .filter(({ type }) => /^aws_api_gateway_(method_settings|rest_api_(policy|put))$/.test(type))
    .map(resource => ({ resource, properties: propertyEntries(resource, build) }))
  return ({ type, address }, own) => {
    if (type === 'aws_api_gateway_rest_api') {
      return parts
        .filter(({ properties }) => textOf(properties, 'RestApiId') === address)
        .flatMap(({ properties }) => properties.filter(({ name }) => /^(Policy|Body|Parameters)$/.test(name)))
        .filter(({ name }) => !own.some(entry => entry.name === name))
    }
    if (type !== 'aws_api_gateway_stage') return []
    const settings = parts.filter(
      ({ resource, properties }) =>
        resource.type === 'aws_api_gateway_method_settings' &&
        textOf(properties, 'RestApiId') === textOf(own, 'RestApiId') &&
        textOf(properties, 'StageName') === textOf(own, 'StageName'),
    )
    const [first] = settings
    if (!first) return []
    const items = settings.map(part => methodSetting(part, values))
    return [
      {
        ...values.entry('MethodSettings', sequenceAt(items, first.resource.values)),
        key: first.resource.entry.key,
      },
    ]
  }
}

// `*/*`, or `books~1{id}/GET`; CloudFormation writes `/*` and `/~1books~1{id}`.
function methodSetting({ resource, properties }: Part, values: TerraformValues): Node {
  const path = properties.find(({ name }) => name === 'MethodPath')
  const settings = properties.find(({ name }) => name === 'Settings')
  const text = stringOf(path?.value)
  const at = text?.lastIndexOf('/') ?? -1
  const place =
    path && text !== undefined && at >= 0
      ? [
          values.entry('ResourcePath', values.value(resourcePath(text.slice(0, at)), path.value)),
          values.entry('HttpMethod', values.value(text.slice(at + 1), path.value)),
        ]
      : []
  return values.mapping([...place, ...entriesOf(settings?.value)], resource.values)
}

function resourcePath(written: string): string {
  if (written === '*') return '/*'
  const path = written.replaceAll('/', '~1').replace(/^(~1)+/, '')
  return path === '' ? '/' : `/~1${path}`
}

function textOf(entries: readonly Entry[], name: string): string | undefined {
  return stringOf(entries.find(entry => entry.name === name)?.value)
}
