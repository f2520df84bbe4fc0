import { Ajv } from 'ajv'
import { describe, expect, it, test } from 'vitest'
import { compileModelSchema } from '../../server/src/schema/model/modelSchema.ts'
import { SchemaFault } from '../../server/src/schema/model/schemaFault.ts'

const errors = (schema: unknown, value: unknown, models: Readonly<Record<string, unknown>> = {}) =>
  compileModelSchema(schema, reference => models[reference]).errorsOf(value)

// The words are those of the library json-schema-validator, as API Gateway's execution logs quote them.
describe('a value that is wrong is told in the words of AWS', () => {
  test.each<[keyword: string, schema: unknown, value: unknown, words: string]>([
    ['required', { required: ['to', 'body'] }, {}, 'object has missing required properties (["body","to"])'],
    [
      'type',
      { type: 'number' },
      'x',
      'instance type (string) does not match any allowed primitive type (allowed: ["integer","number"])',
    ],
    [
      'type of several',
      { type: ['string', 'null'] },
      1.5,
      'instance type (number) does not match any allowed primitive type (allowed: ["null","string"])',
    ],
    [
      'enum',
      { enum: ['a', 1] },
      { b: 2 },
      'instance value ({"b":2}) not found in enum (possible values: ["a",1])',
    ],
    ['minLength', { minLength: 3 }, '😀a', 'string "😀a" is too short (length: 2, required minimum: 3)'],
    ['maxLength', { maxLength: 1 }, 'ab', 'string "ab" is too long (length: 2, maximum allowed: 1)'],
    ['pattern', { pattern: '^a/b' }, 'c', 'ECMA 262 regex "^a/b" does not match input string "c"'],
    [
      'minimum',
      { minimum: 0 },
      -1,
      'numeric instance is lower than the required minimum (minimum: 0, found: -1)',
    ],
    [
      'maximum',
      { maximum: 5, exclusiveMaximum: true },
      5,
      'numeric instance is not strictly lower than the required maximum 5',
    ],
    ['multipleOf', { multipleOf: 0.1 }, 0.25, 'remainder of division is not zero (0.25 / 0.1)'],
    [
      'minItems',
      { minItems: 1 },
      [],
      'array is too short: must have at least 1 elements but instance has 0 elements',
    ],
    [
      'maxItems',
      { maxItems: 1 },
      [1, 2],
      'array is too long: must have at most 1 elements but instance has 2 elements',
    ],
    [
      'uniqueItems',
      { uniqueItems: true },
      [
        { a: 1, b: 2 },
        { b: 2, a: 1 },
      ],
      'array must not contain duplicate elements',
    ],
    [
      'additionalItems',
      { items: [{}], additionalItems: false },
      [1, 2],
      'schema only allows 1 elements in array but instance has 2 elements',
    ],
    [
      'additionalProperties',
      { properties: { a: {} }, patternProperties: { '^x-': {} }, additionalProperties: false },
      { z: 1, b: 1, 'x-y': 1 },
      'object instance has properties which are not allowed by the schema: ["b","z"]',
    ],
    [
      'minProperties',
      { minProperties: 1 },
      {},
      'object has too few properties (found 0 but schema requires at least 1)',
    ],
    [
      'dependencies',
      { dependencies: { a: ['b', 'c'] } },
      { a: 1, c: 1 },
      'property "a" of object has missing property dependencies (schema requires ["b","c"]; missing: ["b"])',
    ],
    [
      'allOf',
      { allOf: [{ type: 'string' }, {}] },
      1,
      'instance failed to match all required schemas (matched only 1 out of 2)',
    ],
    [
      'anyOf',
      { anyOf: [{ type: 'string' }, { type: 'null' }] },
      1,
      'instance failed to match at least one required schema among 2',
    ],
    ['oneOf', { oneOf: [{}, {}] }, 1, 'instance failed to match exactly one schema (matched 2 out of 2)'],
    ['not', { not: {} }, 1, 'instance matched a schema which it should not have'],
    ['format', { format: 'email' }, 'ann', 'string "ann" is not a valid email address'],
  ])('%s', (_keyword, schema, value, words) => {
    expect(errors(schema, value)).toEqual([words])
  })
})

it('tells all of one level in the order of the keywords, and looks into members only while nothing is wrong', () => {
  const schema = {
    type: 'object',
    required: ['a'],
    additionalProperties: false,
    properties: { a: {}, b: { type: 'string' }, c: { type: 'string', properties: {} } },
  }
  expect(errors(schema, { z: 1, b: 2 })).toEqual([
    'object instance has properties which are not allowed by the schema: ["z"]',
    'object has missing required properties (["a"])',
  ])
  const words = 'instance type (integer) does not match any allowed primitive type (allowed: ["string"])'
  expect(errors(schema, { a: 0, c: 1, b: 2 })).toEqual([words, words])
})

it('follows references inside a schema and to other models, also in circles', () => {
  const person = {
    type: 'object',
    required: ['name'],
    properties: { house: { $ref: 'House', type: 'string' } },
  }
  const house = {
    properties: { people: { items: { $ref: 'Person' } }, door: { $ref: '#/definitions/door' } },
    definitions: { door: { type: 'string' } },
  }
  const models = { Person: person, House: house }
  expect(errors(person, { name: 'a', house: { people: [{ name: 'b' }], door: 'x' } }, models)).toEqual([])
  expect(errors(person, { name: 'a', house: { people: [{}] } }, models)).toEqual([
    'object has missing required properties (["name"])',
  ])
  expect(errors(person, { name: 'a', house: { door: 1 } }, models)).toHaveLength(1)
})

it.each([
  ['a reference that leads nowhere', { $ref: 'Gone' }, 'leads nowhere'],
  ['a keyword of another draft', { maximum: 5, exclusiveMaximum: 5 }, 'true or false in draft 4'],
  ['no type', { type: 'text' }, 'is none of JSON Schema'],
  ['no regular expression', { pattern: '(' }, 'no regular expression'],
  ['a schema in itself', { allOf: [{ $ref: '#' }] }, 'without end'],
])('refuses %s', (_name, schema, words) => {
  expect(() => errors(schema, {})).toThrowError(SchemaFault)
  expect(() => errors(schema, {})).toThrowError(words)
})

it('ends what would take for ever', () => {
  const schema = Array.from({ length: 40 }).reduce<object>(part => ({ anyOf: [part, part] }), {
    type: 'string',
  })
  expect(() => errors(schema, 1)).toThrowError('steps')
})

it('agrees with ajv on what is right', () => {
  const schemas = [
    { type: ['object', 'array'], required: ['a'], properties: { a: { type: 'integer' } }, minItems: 1 },
    { oneOf: [{ type: 'string', pattern: '^a' }, { minLength: 2 }], not: { enum: ['zz', 1] } },
    {
      items: { $ref: '#/definitions/n' },
      uniqueItems: true,
      definitions: { n: { type: 'number', multipleOf: 0.5 } },
    },
    { patternProperties: { '^a': { type: 'null' } }, additionalProperties: { maximum: 3 }, maxProperties: 2 },
    {
      items: [{ type: 'string' }],
      additionalItems: { type: 'null' },
      dependencies: { a: { required: ['b'] } },
    },
  ]
  const values = [
    null, true, 0, 1, 2.5, 4, '', 'a', 'ab', 'zz', [], [1], [1, 1], ['x', null], ['x', 1], [0.5, 1],
    {}, { a: 1 }, { a: 1.5 }, { a: null }, { b: 4 }, { a: null, b: 1 }, { a: 1, b: 2, c: 3 }, [{ a: 1 }],
  ] // prettier-ignore
  for (const schema of schemas) {
    const validate = new Ajv({ strict: false }).compile(schema)
    const ours = values.map(value => errors(schema, value).length === 0)
    expect(ours).toEqual(values.map(value => validate(value)))
  }
})
