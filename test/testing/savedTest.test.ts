import { expect, test } from 'vitest'
import type { InvokeRequest, InvokeResponse } from '../../server/src/protocol/gatewayControl.ts'
import type { Trace } from '../../server/src/protocol/trace.ts'
import { parseText } from '../../server/src/syntax/parse.ts'
import { yamlText } from '../../server/src/syntax/print.ts'
import { addTest, freeTestName, newTestFile } from '../../server/src/testing/addTest.ts'
import { policyTestOf } from '../../server/src/testing/savedPolicyTest.ts'
import { routeTestOf, templateTestOf } from '../../server/src/testing/savedTest.ts'
import { readTestFile } from '../../server/src/testing/testFile.ts'

const trace: Trace = {
  requestId: 'r',
  api: { id: 'Shop', name: 'Shop', type: 'rest' },
  stage: 'dev',
  route: 'POST /orders',
  startedAt: 0,
  durationMs: 1,
  request: { title: '' },
  response: { title: '' },
  steps: [],
  log: [],
}

function response(status: number, body: string, headers: InvokeResponse['headers'] = []): InvokeResponse {
  return { status, headers, bodyBase64: Buffer.from(body).toString('base64') }
}

const get: InvokeRequest = { method: 'GET', target: '/books/b-1', headers: [] }

test('a plain answer becomes a short test', () => {
  const { name, data, leftOut } = routeTestOf({
    request: get,
    response: response(404, '{"message":"no ${book}"}', [
      ['Content-Type', 'application/json'],
      ['Date', 'now'],
      ['Set-Cookie', 'session=abcdef'],
    ]),
    trace: { ...trace, route: 'GET /books/{id}' },
  })
  expect(name).toBe('GET /books/b-1 gives 404')
  expect(data).toEqual({
    request: 'GET /books/b-1',
    expect: {
      status: 404,
      route: 'GET /books/{id}',
      headers: { 'Content-Type': 'application/json' },
      body: { json: { message: 'no $${book}' } },
    },
  })
  expect(leftOut).toEqual([])
})

test('what proves who calls is left out; the identity is named in its place', () => {
  const { data, leftOut, name } = routeTestOf({
    request: {
      method: 'POST',
      target: '/orders?dry=1&access_token=top',
      headers: [
        ['Authorization', 'Bearer top-secret'],
        ['x-api-key', 'k-12345'],
        ['Cookie', 'session=abc'],
        ['X-Amz-Security-Token', 'token'],
        ['Content-Type', 'application/json'],
        ['X-Trace', 'on'],
      ],
      bodyText: '{"items":[1]}',
    },
    response: response(201, ''),
    trace,
    identity: 'ann',
  })
  expect(name).toBe('POST /orders as ann gives 201')
  expect(data['as']).toBe('ann')
  expect(data['request']).toEqual({
    method: 'POST',
    path: '/orders?dry=1',
    headers: { 'X-Trace': 'on' },
    body: { items: [1] },
  })
  expect(leftOut).toEqual(['Authorization', 'x-api-key', 'Cookie', 'X-Amz-Security-Token', 'access_token'])
  expect(JSON.stringify(data)).not.toMatch(/top|k-12345|abc|security/i)
})

test('of values that are others each time only the shape is expected', () => {
  const body = {
    id: '6f9619ff-8b86-d011-b42d-00cf4fc964ff',
    at: '2026-11-22T10:00:00.123Z',
    items: [{ 'a b': 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxIn0.abc', n: 1 }],
  }
  const { data } = routeTestOf({ request: get, response: response(200, JSON.stringify(body)), trace })
  expect(data['expect']).toMatchObject({
    body: {
      contains: { items: [{ n: 1 }] },
      paths: {
        '$.id': { matches: '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$' },
        '$.at': { matches: '^[0-9]{4}-[0-9]{2}-[0-9]{2}T' },
        "$.items[0]['a b']": { matches: '^ey[0-9A-Za-z_-]+[.]' },
      },
    },
  })
})

test('a template keeps what it found, without secrets', () => {
  const made = templateTestOf(
    {
      mediaType: 'application/json',
      output: { text: '{"key":"k-12345","n":1}', size: 23 },
      overrides: [
        ['requestOverride.header.X-Tier', 'gold'],
        ['responseOverride.status', '201'],
      ],
      context: JSON.stringify({
        body: '{"n":1}',
        params: { header: { 'x-api-key': 'k-12345' } },
        context: { identity: { apiKey: 'k-12345' } },
      }),
    },
    { route: 'POST /orders', direction: 'request' },
  )
  expect(made).toMatchObject({
    name: 'The request template of POST /orders',
    data: {
      template: { route: 'POST /orders' },
      context: {
        body: { n: 1 },
        params: { header: { 'x-api-key': 'SECRET' } },
        context: { identity: { apiKey: 'SECRET' } },
      },
      expect: {
        json: { key: 'SECRET', n: 1 },
        overrides: { request: { header: { 'X-Tier': 'gold' } }, response: { status: '201' } },
      },
    },
  })
})

const added = { name: 'new', request: 'GET /new', expect: { status: 200 } }

/** A file with one more test. */
function withTest(text: string): string {
  const document = parseText('/shop/t.gatehouse.yaml', text)
  const { range, newText } = addTest(document, 'route', added)
  const offset = ({ line, character }: { line: number; character: number }) =>
    (document.lines[line] ?? 0) + character
  return text.slice(0, offset(range.start)) + newText + text.slice(offset(range.end))
}

const files = {
  'a list': 'routes:\n  - name: a\n    request: GET /\n',
  'a list at the margin': 'routes:\n- name: a\n  request: GET /\ntemplates: []\n',
  'a list before other keys and comments':
    'routes:\n  - name: a\n    request: GET / # as it is\n  # the end\n\ntemplates:\n  - { name: t, template: a.vtl, expect: { text: x } }\n',
  'a list with a text block':
    'routes:\n  - name: a\n    request:\n      path: /\n      body: |\n        one\n        two\n',
  'a list in brackets': 'routes: [{ name: a, request: GET / }]\n',
  'an empty list': 'routes: []\n',
  'a key without a value': 'routes:\n',
  'no list, and no end of line': 'definition: template.yaml',
  'ends of lines of Windows': 'routes:\r\n  - name: a\r\n    request: GET /\r\n',
}

for (const [title, text] of Object.entries(files)) {
  test(`a test is added to ${title}; all else stays`, () => {
    const before = readTestFile('/shop/t.gatehouse.yaml', text).tests.map(({ id }) => id)
    const result = withTest(text)
    const { tests, diagnostics } = readTestFile('/shop/t.gatehouse.yaml', result)
    expect(diagnostics, result).toEqual([])
    const ids = tests.map(({ id }) => id)
    expect(ids.filter(id => id !== 'route: new')).toEqual(before)
    expect(ids).toContain('route: new')
    for (const line of text.split('\n')) if (!/\[|^routes:\s*$/.test(line)) expect(result).toContain(line)
  })
}

test('a new file names its definition', () => {
  const text = newTestFile('template.yaml', 'route', added)
  expect(text).toBe(`definition: template.yaml
${yamlText({ routes: [added] })}
`)
  expect(readTestFile('/shop/t.gatehouse.yaml', text).diagnostics).toEqual([])
})

test('a name that is taken gets a number', () => {
  expect(freeTestName('a', [])).toBe('a')
  expect(freeTestName('a', ['a', 'a (2)'])).toBe('a (3)')
})

test('the policy that an authorizer returned becomes a test of the decision and its statement', () => {
  const policyDocument = {
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Action: 'execute-api:Invoke', Resource: '*' },
      { Sid: 'NoWrites', Effect: 'Deny', Action: '*', Resource: 'arn:aws:execute-api:*:*:shop/*/POST/*' },
      { Effect: 'Allow', Action: '*', Resource: 'arn:aws:s3:::${aws:username}' },
    ],
  }
  const message = (value: unknown) => {
    const text = JSON.stringify(value)
    return { title: '', body: { text, size: text.length } }
  }
  const methodArn = 'arn:aws:execute-api:eu-west-1:123456789012:shop/dev/POST/orders'
  const step = { before: message({ methodArn }), after: message({ principalId: 'ann', policyDocument }) }
  const made = policyTestOf(step, trace)
  if (typeof made === 'string') throw new Error(made)
  expect(made.name).toBe("The authorizer's policy refuses POST /orders")
  expect(made.data).toMatchObject({
    request: { resource: methodArn, authorization: 'CUSTOM' },
    expect: { decision: 'explicitDeny', statement: 'NoWrites' },
  })
  // A placeholder of the policy is none of the test's.
  expect(JSON.stringify(made.data)).toContain('$${aws:username}')
  expect(policyTestOf({ ...step, after: message({ isAuthorized: true }) }, trace)).toBe(
    'the authorizer has returned no policy',
  )
  expect(policyTestOf({}, trace)).toContain('asked no authorizer')
})
