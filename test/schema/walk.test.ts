import Ajv from 'ajv'
import { describe, expect, it } from 'vitest'
import { schemaTexts } from '../../server/src/schema/generated/validators.js'
import { schemaAt } from '../../server/src/schema/jsonSchema.ts'
import type { JsonSchema } from '../../server/src/schema/jsonSchema.ts'
import { walk } from '../../server/src/schema/walk.ts'
import { seededNumbers } from '../support/treeChecks.ts'

const documents = Object.values(schemaTexts).map(
  text => JSON.parse(text ?? '') as JsonSchema & { $id: string },
)
const ajv = new Ajv({
  allErrors: true,
  strict: false,
  schemas: documents,
  keywords: ['documentation', 'severity', 'caseInsensitive'],
})

// What is wrong inside the branches of a choice is no fault of the value by itself; ajv lists it beside the choice.
function told(
  errors: readonly { instancePath: string; keyword: string; params: object; schemaPath: string }[],
) {
  const found = errors
    .filter(({ keyword, schemaPath }) => keyword !== 'if' && !/\/(anyOf|oneOf)\/\d/.test(schemaPath))
    .map(({ instancePath, keyword, params }) => {
      const { missingProperty = '', additionalProperty = '' } = params as Record<string, string | undefined>
      return [instancePath, keyword, missingProperty, additionalProperty].join(' ')
    })
  return [...new Set(found)].sort()
}

type Random = (below: number) => number

const chance = (random: Random, share: number) => random(1000) < share * 1000
const pick = (random: Random, values: readonly unknown[]) => values[random(values.length)]

const odd = [
  'text',
  '',
  'NONE',
  'Zip',
  0,
  -1,
  1.5,
  12_000,
  true,
  null,
  [],
  {},
  ['a', 1],
  { Key: 'a', Other: 1 },
]

// A value near to what the schema asks for: most properties are there, some have another kind of value.
function valueOf(schema: JsonSchema, file: string, random: Random, depth: number): unknown {
  if (depth > 6 || chance(random, 0.06)) return pick(random, odd)
  const target = schema.$ref === undefined ? undefined : schemaAt(schema.$ref, file)
  if (target) return valueOf(target.schema, target.file, random, depth)
  if (schema.enum && chance(random, 0.8)) return pick(random, schema.enum)
  const inner = (part: JsonSchema | undefined) => valueOf(part ?? {}, file, random, depth + 1)
  const type = [schema.type ?? []].flat()[0]
  if (type === 'array') return Array.from({ length: random(3) }, () => inner(schema.items))
  if (type === 'object') {
    const names = Object.keys(schema.properties ?? {}).filter(() => chance(random, 0.7))
    if (chance(random, 0.2)) names.push('Unknown/~name')
    const more = schema.additionalProperties
    return Object.fromEntries(
      names.map(name => [name, inner(schema.properties?.[name] ?? (typeof more === 'object' ? more : {}))]),
    )
  }
  if (type === 'string') return pick(random, ['text', 'POST', '$default', '30'])
  if (type === 'boolean') return chance(random, 0.5)
  return type === undefined ? pick(random, odd) : random(5000)
}

const addresses = documents.flatMap(({ $id, definitions = {} }) =>
  Object.keys(definitions)
    .filter(name => name.includes('::'))
    .map(name => `${$id}#/definitions/${name}`),
)

describe('walk', () => {
  it('knows the types of a gateway and of what stands around it', () => {
    const types = addresses.map(address => address.split('/').at(-1))
    expect(types).toEqual(
      expect.arrayContaining([
        'AWS::ApiGateway::Method',
        'AWS::ApiGatewayV2::PortalProduct',
        'AWS::Lambda::EventSourceMapping',
        'AWS::IAM::Role',
        'AWS::Cognito::UserPoolClient',
        'AWS::Logs::LogGroup',
        'AWS::WAFv2::WebACLAssociation',
        'AWS::ElasticLoadBalancingV2::ListenerRule',
        'AWS::Serverless::CapacityProvider',
      ]),
    )
  })

  it.each([...addresses, 'cloudformation-template.json'])('finds in %s what ajv finds', address => {
    const place = schemaAt(address)
    const compiled = ajv.getSchema(address)
    if (!place || !compiled) throw new Error(`no schema ${address}`)
    const random = seededNumbers(address.length)
    for (let run = 0; run < 12; run++) {
      const value = valueOf(place.schema, place.file, random, 0)
      void compiled(value)
      expect(told(walk(place, value)), JSON.stringify(value)).toEqual(told(compiled.errors ?? []))
    }
  })
})
