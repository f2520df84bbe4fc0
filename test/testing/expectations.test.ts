import { expect, test } from 'vitest'
import type { Answer } from '../../server/src/testing/answer.ts'
import { decidingStep } from '../../server/src/testing/answer.ts'
import type { TraceStep } from '../../server/src/protocol/trace.ts'
import { parseText } from '../../server/src/syntax/parse.ts'
import { TestFault } from '../../server/src/testing/placeholders.ts'
import { answerFailures, capturedValues } from '../../server/src/testing/routeExpectations.ts'
import { createSchemaChecker } from '../../server/src/testing/schemaFaults.ts'

const models = new Map<string, unknown>([
  [
    'Book',
    {
      type: 'object',
      required: ['id', 'author'],
      properties: {
        id: { type: 'string' },
        price: { type: 'number', minimum: 0, exclusiveMinimum: true },
        author: { $ref: 'https://apigateway.amazonaws.com/restapis/{api}/models/Author' },
        sold: { type: 'string', format: 'date-time', nullable: true },
      },
    },
  ],
  ['Author', { type: 'object', required: ['name'], additionalProperties: false, properties: { name: {} } }],
])

const checker = createSchemaChecker(name => models.get(name))

function step(name: TraceStep['name'], state: TraceStep['state'], summary = ''): TraceStep {
  return { name, title: name, state, summary, startMs: 0, durationMs: 0 }
}

function answer(body: string, more: Partial<Answer> = {}): Answer {
  const trace: Answer['trace'] = {
    requestId: 'r',
    api: { id: 'Shop', name: 'Shop', type: 'rest' },
    stage: 'dev',
    route: 'GET /books/{id}',
    startedAt: 0,
    durationMs: 12,
    request: { title: '' },
    response: { title: '' },
    steps: [step('methodRequest', 'passed'), step('integration', 'passed')],
    log: [{ functionId: 'Books', stream: 'stdout', text: 'looked up b-1' }],
  }
  const headers: Answer['headers'] = [
    ['Content-Type', 'application/json'],
    ['X-Count', '3'],
  ]
  return { status: 200, headers, body: Buffer.from(body), trace, durationMs: 12, ...more }
}

/** What is not as expected, with the line (from 1) that expects it. */
function failures(expected: string, given: Answer, variables = new Map<string, unknown>()): string[] {
  const { root } = parseText('/t.gatehouse.yaml', expected)
  if (!root) throw new Error('nothing is expected')
  const around = {
    variables,
    bySchema: checker.faultsOf,
    byModel: (name: string, value: unknown) => checker.faultsOf(models.get(name), value),
  }
  return answerFailures(root, given, around).map(({ message, source }) => `${source.line + 1}: ${message}`)
}

const book = answer('{"id":"b-1","price":12.5,"tags":["a","b"],"author":{"name":"Woolf"}}')

test('an answer that is as expected has no failures', () => {
  const expected = `
status: [200, 3XX]
route: GET /books/{id}
decidedBy: integration
maxDurationMs: 20
logs: [looked up, b-1]
headers:
  content-type: application/json
  X-Count: 3
  Location: { absent: true }
body:
  json: { author: { name: Woolf }, price: 12.5, id: b-1, tags: [a, b] }
  contains: { author: { name: Woolf } }
  matches: '"id":"b-\\d"'
  paths:
    $.tags[1]: b
    $.id: { matches: '^b-' }
    $.tags.length(): 2
    $.isbn: { absent: true }
  model: Book
  schema: { required: [id] }
  empty: false
`
  expect(failures(expected, book)).toEqual([])
})

test('each expectation tells what is not so, at its line', () => {
  const refused = answer('{"message":"Forbidden"}', { status: 403 })
  const withReason = {
    ...refused,
    trace: { ...refused.trace, steps: [step('apiKey', 'failed', 'no key in `x-api-key`')] },
  }
  expect(failures('status: 200\ndecidedBy: integration\n', withReason)).toEqual([
    '1: status is 403, expected 200 (apiKey: no key in x-api-key)',
    '2: decided by apiKey, expected integration (apiKey: no key in x-api-key)',
  ])
  expect(
    failures(
      `route: GET /books
maxDurationMs: 5
logs: sold
headers:
  X-Count: { matches: '^9' }
  Location: /books
  Content-Type: { absent: true }
`,
      book,
    ),
  ).toEqual([
    '1: route is GET /books/{id}, expected GET /books',
    '2: took 12.0 ms, expected 5 ms at most',
    '3: no line of the functions contains "sold"',
    '5: header X-Count is "3", expected it to match ^9',
    '6: header Location is nothing, expected "/books"',
    '7: header Content-Type is "application/json", expected none',
  ])
})

test('JSON is compared by its parts, whatever the order of keys', () => {
  expect(failures('body: { json: { id: b-1 } }', book)).toEqual([
    '1: body at /price is 12.5, expected nothing',
  ])
  expect(failures('body: { contains: { author: { name: Joyce } } }', book)).toEqual([
    '1: body at /author/name is "Woolf", expected "Joyce"',
  ])
  expect(failures('body: { contains: { tags: [a] } }', book)).toEqual([
    '1: body at /tags has 2 items, expected 1 item',
  ])
  expect(failures('body: { json: {} }', answer('<html>'))).toEqual([
    expect.stringContaining('1: body is no JSON: '),
  ])
  expect(failures('body: { json: { __proto__: 1 } }', answer('{"__proto__": 2}'))).toEqual([
    '1: body at /__proto__ is 2, expected 1',
  ])
})

test('what a placeholder makes of a status or an expression is no fault of ours', () => {
  const variables = new Map([['x', '(']])
  expect(failures("status: '${x}'\nbody: { matches: '${x}' }", book, variables)).toEqual([
    '1: status is 200, expected (',
    '2: body cannot be matched: ( is no regular expression',
  ])
})

test('models and schemas name the place and what is wrong there', () => {
  const wrong = answer('{"id":7,"price":0,"author":{"name":"x","born":1882},"sold":null}')
  expect(failures('body:\n  model: Book\n', wrong).sort()).toEqual([
    '2: body at /author/born is not documented, by model Book',
    '2: body at /id is 7, expected string, by model Book',
    '2: body at /price is 0: it must be > 0, by model Book',
  ])
  expect(failures('body: { schema: { required: [isbn] } }', book)).toEqual([
    '1: body at /isbn is missing, by the schema',
  ])
})

test('captured values stand in for placeholders, with their types', () => {
  const { root } = parseText(
    '/t.gatehouse.yaml',
    "id: $.id\nprice: $.price\ncount: { header: X-Count }\nn: { path: $.id, matches: 'b-(\\d+)' }\n",
  )
  if (!root) throw new Error('nothing is captured')
  const variables = capturedValues(root, book, new Map())
  expect(Object.fromEntries(variables)).toEqual({ id: 'b-1', price: 12.5, count: '3', n: '1' })
  const expected = "body: { contains: { id: '${id}', price: '${price}' }, paths: { $.id: 'b-${n}' } }"
  expect(failures(expected, book, variables)).toEqual([])
  expect(failures("body: { text: '$${id}' }", answer('${id}'), variables)).toEqual([])
  expect(() => failures("status: '${nobody}'", book, variables)).toThrow(TestFault)
  const nothing = parseText('/t.gatehouse.yaml', 'id: $.isbn\n').root
  expect(() => nothing && capturedValues(nothing, book, new Map())).toThrow(
    'nothing can be captured: $.isbn is not there',
  )
})

test('the step that decides is the one that refuses, else the integration or the cache', () => {
  const of = (...steps: TraceStep[]) => decidingStep({ steps })
  expect(of(step('authorizer', 'failed'), step('integration', 'notReached'))).toBe('authorizer')
  expect(of(step('responseCache', 'passed'), step('integration', 'notReached'))).toBe('responseCache')
  expect(of(step('responseCache', 'passed'), step('integration', 'passed'))).toBe('integration')
  expect(of(step('requestValidation', 'notEmulated'), step('integration', 'passed'))).toBe('integration')
  expect(of(step('integrationRequest', 'notEmulated'), step('integration', 'notReached'))).toBe(
    'integrationRequest',
  )
})
