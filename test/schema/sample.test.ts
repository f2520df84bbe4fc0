import { expect, test } from 'vitest'
import { compileModelSchema } from '../../server/src/schema/model/modelSchema.ts'
import { sampleOf } from '../../server/src/schema/sample.ts'

const models: Readonly<Record<string, unknown>> = {
  Author: { type: 'object', properties: { name: { type: 'string' } } },
  Tree: {
    type: 'object',
    required: ['name'],
    properties: {
      name: { type: 'string' },
      parent: { $ref: 'Tree' },
      children: { type: 'array', items: { $ref: 'Tree' } },
    },
  },
  Endless: { type: 'object', required: ['next'], properties: { next: { $ref: 'Endless' } } },
}

const sample = (schema: unknown): unknown => sampleOf(schema, name => models[name])

test.each<[string, unknown, unknown]>([
  ['a text', { type: 'string' }, 'string'],
  ['a text of a length', { type: 'string', minLength: 8 }, 'stringst'],
  ['a short text', { type: 'string', maxLength: 3 }, 'str'],
  ['a format', { type: 'string', format: 'date-time' }, '2024-01-01T00:00:00Z'],
  ['an unknown format', { type: 'string', format: 'isbn' }, 'string'],
  ['one of several words', { type: 'string', enum: ['paper', 'audio'] }, 'paper'],
  ['a constant', { const: 4 }, 4],
  ['an example', { type: 'string', example: 'Emma' }, 'Emma'],
  ['examples of JSON Schema', { type: 'string', examples: ['Emma', 'Persuasion'] }, 'Emma'],
  ['a default', { type: 'boolean', default: false }, false],
  ['an integer', { type: 'integer' }, 0],
  ['a lower limit', { type: 'integer', minimum: 5 }, 5],
  ['a limit that is left out, draft 4', { type: 'integer', minimum: 5, exclusiveMinimum: true }, 6],
  ['a limit that is left out, later', { type: 'integer', exclusiveMinimum: 5 }, 6],
  ['an upper limit', { type: 'integer', maximum: -3 }, -3],
  ['a fraction between limits', { type: 'number', exclusiveMinimum: 0, exclusiveMaximum: 1 }, 0.5],
  ['steps', { type: 'integer', minimum: 7, multipleOf: 5 }, 10],
  ['a list', { type: 'array', items: { type: 'boolean' } }, [true]],
  ['a list of a length', { type: 'array', minItems: 2, items: { type: 'integer' } }, [0, 1]],
  ['no more than', { type: 'array', maxItems: 0, items: { type: 'integer' } }, []],
  [
    'different words',
    { type: 'array', minItems: 2, uniqueItems: true, items: { enum: ['a', 'b'] } },
    ['a', 'b'],
  ],
  ['a tuple', { type: 'array', items: [{ type: 'string' }, { type: 'integer' }] }, ['string', 1]],
  ['any list', { type: 'array' }, []],
  ['a map', { type: 'object', additionalProperties: { type: 'integer' } }, { key: 0 }],
  ['an object without a type', { properties: { a: { type: 'null' } } }, { a: null }],
  ['what only is written', { type: 'object', properties: { p: { type: 'string', writeOnly: true } } }, {}],
  ['another model', { type: 'array', items: { $ref: 'Author' } }, [{ name: 'string' }]],
  [
    'a part of the same schema',
    { $ref: '#/definitions/a~1b', definitions: { 'a/b': { type: 'integer', minimum: 2 } } },
    2,
  ],
  [
    'all of several',
    { allOf: [{ $ref: 'Author' }, { properties: { born: { type: 'string', format: 'date' } } }] },
    { name: 'string', born: '2024-01-01' },
  ],
  ['the first of several', { oneOf: [{ type: 'integer' }, { type: 'string' }] }, 0],
  [
    'what all have beside the first',
    { type: 'object', properties: { id: { type: 'integer' } }, anyOf: [{ $ref: 'Author' }] },
    { id: 0, name: 'string' },
  ],
  ['a type or null', { type: ['null', 'string'] }, 'string'],
  ['a model that holds itself', { $ref: 'Tree' }, { name: 'string', children: [] }],
  ['a model that never ends', { $ref: 'Endless' }, undefined],
  ['a reference to nothing', { $ref: 'Nobody' }, undefined],
  ['a schema that says nothing', {}, undefined],
])('%s', (_name, schema, value) => {
  expect(sample(schema)).toEqual(value)
  expect(sample(schema)).toEqual(sample(schema))
})

test('what it makes is valid', () => {
  const schema = {
    type: 'object',
    required: ['id', 'tags', 'price'],
    properties: {
      id: { type: 'string', minLength: 3, maxLength: 4 },
      price: { type: 'number', minimum: 1.5, exclusiveMinimum: true, maximum: 2 },
      tags: { type: 'array', minItems: 3, uniqueItems: true, items: { type: 'string', maxLength: 7 } },
      size: { oneOf: [{ type: 'integer', multipleOf: 4, minimum: 9 }] },
    },
  }
  const { errorsOf } = compileModelSchema(schema, () => undefined)
  expect(errorsOf(sample(schema))).toEqual([])
})

test('a schema that would grow without end comes to one', () => {
  const wide = Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`p${index}`, { $ref: 'Wide' }]))
  const levels: Record<string, unknown> = {}
  for (let level = 0; level < 40; level++) {
    const properties = Object.fromEntries(Object.keys(wide).map(key => [key, { $ref: `L${level + 1}` }]))
    levels[`L${level}`] = { type: 'object', properties }
  }
  expect(sampleOf({ $ref: 'L0' }, name => levels[name])).toBeTypeOf('object')
})
