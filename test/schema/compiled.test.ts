import { expect, it } from 'vitest'
import { schemaTexts, validators } from '../../server/src/schema/generated/validators.js'
import { resourceSchema } from '../../server/src/schema/places.ts'
import { validateDocument } from '../../server/src/schema/validate.ts'
import { parseText } from '../../server/src/syntax/parse.ts'

it('holds a compiled validator for every resource type that it knows', () => {
  const types = Object.values(schemaTexts).flatMap(text => {
    const { definitions } = JSON.parse(text ?? '{}') as { definitions?: Record<string, unknown> }
    return Object.keys(definitions ?? {}).filter(name => name.includes('::'))
  })
  expect(types.length).toBeGreaterThan(80)
  const missing = types.filter(type => !validators[resourceSchema(type) ?? ''])
  expect(missing).toEqual([])
})

it.each([
  'AWS::ApiGatewayV2::ApiMapping#',
  'AWS::ApiGateway::RestApi/Properties',
  '~1',
  'constructor',
  '__proto__',
])('takes the half-typed type %s for one it does not know', type => {
  const text = `Resources:\n  A:\n    Type: '${type}'\n    Properties: { Name: a }\n`
  expect(
    validateDocument(parseText('/a.yaml', text), 'cloudformation').filter(
      found => found.severity === 'error',
    ),
  ).toEqual([])
})
