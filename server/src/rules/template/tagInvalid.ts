import type { Rule } from '../rule.ts'
import type { Origin } from '../../base/origin.ts'
import type { Node } from '../../syntax/node.ts'
import { childAt, entriesOf, entryOf, itemsOf, originOf, originOfEntry, stringOf } from '../../syntax/node.ts'
import { resourcesOf, templateRoot } from './templateTree.ts'

export const tagInvalid: Rule = {
  id: 'tag-invalid',
  severity: 'error',
  summary: 'A tag of API Gateway has a key that is reserved or too long, or there are too many.',
  aws: "Refuses the resource: 50 tags, keys of 128 and values of 256 characters, and no key that begins with 'aws:'.",
  documentation: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-tagging.html',
  examples: {
    bad: `
AWSTemplateFormatVersion: '2010-09-09'
Resources:
  Notes:
    Type: AWS::ApiGatewayV2::Api
    Properties: { Name: notes, ProtocolType: HTTP, Tags: { "aws:owner": me } }
`,
    good: `
AWSTemplateFormatVersion: '2010-09-09'
Resources:
  Notes:
    Type: AWS::ApiGatewayV2::Api
    Properties: { Name: notes, ProtocolType: HTTP, Tags: { owner: me } }
`,
  },
  visit: {
    *definition(definition, context) {
      for (const { id, type, properties } of resourcesOf(templateRoot(definition, context))) {
        const tags = /^AWS::ApiGateway(V2)?::/.test(type) ? entryOf(properties, 'Tags') : undefined
        if (!tags) continue
        const pairs = tagsOf(tags.value)
        if (pairs.length > 50) {
          yield {
            origin: originOfEntry(tags),
            message: `'${id}' has ${pairs.length} tags, and API Gateway refuses more than 50; take some out`,
          }
        }
        for (const { key, value, place } of pairs) {
          const fault = faultOf(key, value)
          if (fault === undefined) continue
          yield {
            origin: place,
            message: `The tag '${key.slice(0, 40)}' of '${id}' ${fault}, so API Gateway refuses it; take another`,
          }
        }
      }
    },
  },
}

interface Tag {
  readonly key: string
  readonly value: string
  readonly place: Origin
}

/** The older types have a list of pairs, the newer ones a mapping. */
function tagsOf(node: Node): Tag[] {
  const listed = itemsOf(node).flatMap(item => {
    const key = childAt(item, 'Key')
    const name = stringOf(key)
    return key && name !== undefined
      ? [{ key: name, value: stringOf(childAt(item, 'Value')) ?? '', place: originOf(key) }]
      : []
  })
  const mapped = entriesOf(node).filter(({ name }) => !/^(Ref|Fn::.*)$/.test(name))
  return [
    ...listed,
    ...mapped.map(entry => ({
      key: entry.name,
      value: stringOf(entry.value) ?? '',
      place: originOfEntry(entry),
    })),
  ]
}

function faultOf(key: string, value: string): string | undefined {
  if (/^aws:/i.test(key)) return "begins with 'aws:', which is reserved"
  if (key.length > 128) return `has ${key.length} characters, and 128 are the most`
  return value.length > 256 ? `has a value of ${value.length} characters, and 256 are the most` : undefined
}
