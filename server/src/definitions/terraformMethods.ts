import type { Entry } from '../syntax/node.ts'
import type { Build } from './terraformProperties.ts'
import type { TerraformResource } from './terraformSource.ts'
import { stringOf } from '../syntax/node.ts'
import { sequenceAt } from './madeNodes.ts'
import { propertyEntries } from './terraformProperties.ts'

/** The properties `Integration` and `MethodResponses` of a method, given its other ones. */
export type MethodParts = (method: readonly Entry[]) => Entry[]

interface Part {
  readonly resource: TerraformResource
  readonly properties: readonly Entry[]
}

const partTypes = /^aws_api_gateway_(integration|integration_response|method_response)$/

/** Finds the integration and the responses of methods, which are resources of their own in Terraform. */
export function createMethodParts(build: Build): MethodParts {
  const { source, values } = build
  const byMethod = new Map<string, Part[]>()
  for (const resource of source.resources) {
    if (!partTypes.test(resource.type)) continue
    const properties = propertyEntries(resource, build)
    const key = keyOf(properties)
    byMethod.set(key, [...(byMethod.get(key) ?? []), { resource, properties }])
  }
  return method => {
    const parts = byMethod.get(keyOf(method)) ?? []
    const ofType = (type: string) => parts.filter(({ resource }) => resource.type === type)
    const list = (name: string, found: readonly Part[]): Entry[] => {
      const [first] = found
      if (!first) return []
      const items = found.map(({ resource, properties }) => values.mapping(properties, resource.values))
      return [
        { ...values.entry(name, sequenceAt(items, first.resource.values)), key: first.resource.entry.key },
      ]
    }
    const responses = list('IntegrationResponses', ofType('aws_api_gateway_integration_response'))
    const [integration] = ofType('aws_api_gateway_integration')
    const inner =
      integration && values.mapping([...integration.properties, ...responses], integration.resource.values)
    return [
      ...list('MethodResponses', ofType('aws_api_gateway_method_response')),
      ...(inner ? [{ ...values.entry('Integration', inner), key: integration.resource.entry.key }] : []),
    ]
  }
}

/** What the parts of one method have in common: the API, the resource and the HTTP method. */
function keyOf(entries: readonly Entry[]): string {
  const text = (name: string) => stringOf(entries.findLast(entry => entry.name === name)?.value) ?? '?'
  return [text('RestApiId'), text('ResourceId'), text('HttpMethod').toUpperCase()].join(' ')
}
