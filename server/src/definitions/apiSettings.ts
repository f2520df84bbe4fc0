import type { ApiSettings } from '../api/api.ts'
import type { Fact } from '../base/origin.ts'
import type { Properties } from './properties.ts'
import type { Reader } from './reader.ts'
import { valueOf } from '../base/origin.ts'
import { defined } from './defined.ts'
import { propertiesOf } from './properties.ts'
import { children, list, textFact } from './reader.ts'

/** The settings that stand in the properties of an API's resource, CloudFormation's spelling and SAM's alike. */
export function readSettings(reader: Reader, properties: Properties): ApiSettings {
  return defined({
    description: properties.text('Description'),
    version: properties.text('Version'),
    disableExecuteApiEndpoint: properties.boolean('DisableExecuteApiEndpoint'),
    securityPolicy: properties.text('SecurityPolicy'),
    endpointAccessMode: properties.text('EndpointAccessMode'),
    ipAddressType:
      properties.text('IpAddressType') ?? properties.inner('EndpointConfiguration').text('IpAddressType'),
    mode: properties.text('Mode'),
    failOnWarnings: properties.boolean('FailOnWarnings'),
    disableSchemaValidation: properties.boolean('DisableSchemaValidation'),
    cloneFrom: properties.text('CloneFrom'),
    tags: readTags(reader, properties),
  })
}

/** `Tags` as a mapping (V2, SAM) or a list of `{Key, Value}` (V1). */
export function readTags(
  reader: Reader,
  properties: Properties,
): ReadonlyMap<string, Fact<string>> | undefined {
  const node = properties.value('Tags')
  if (node?.type === 'mapping') {
    const tags = children(reader, node).flatMap(({ entry, value }) => {
      const fact = textFact(reader, value)
      return fact ? [[entry.name, fact] as const] : []
    })
    return new Map(tags)
  }
  if (node?.type !== 'sequence') return undefined
  const pairs = list(reader, node).flatMap(item => {
    const tag = propertiesOf(reader, item)
    const key = valueOf(tag.text('Key'))
    const value = tag.text('Value')
    return key === undefined || !value ? [] : [[key, value] as const]
  })
  return new Map(pairs)
}
