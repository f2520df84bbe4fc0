import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseText } from '../../server/src/syntax/parse.ts'
import type { TestEvent } from '../../server/src/protocol/testRun.ts'
import { programFile } from '../support/buildProgram.ts'
import type { Project } from './gatewayProgram.ts'
import { createProject, runProgram } from './gatewayProgram.ts'

const api = `openapi: 3.0.1
info: { title: shop, version: '1' }
x-amazon-apigateway-policy:
  Version: '2012-10-17'
  Statement:
    - { Sid: All, Effect: Allow, Principal: '*', Action: execute-api:Invoke, Resource: execute-api:/* }
    - Sid: NotFromThere
      Effect: Deny
      Principal: '*'
      Action: execute-api:Invoke
      Resource: execute-api:/*
      Condition: { IpAddress: { aws:SourceIp: 203.0.113.0/24 } }
x-amazon-apigateway-request-validators: { all: { validateRequestBody: true, validateRequestParameters: true } }
paths:
  /books/{id}:
    get:
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      responses:
        '200':
          description: Found
          headers: { X-Count: { required: true, schema: { type: integer } } }
          content: { application/json: { schema: { $ref: '#/components/schemas/Book' } } }
      x-amazon-apigateway-integration:
        type: mock
        requestTemplates: { application/json: '{"statusCode": 200}' }
        responses:
          default:
            statusCode: '200'
            responseParameters: { method.response.header.X-Count: "'many'" }
            responseTemplates: { application/json: '{"id": "$input.params(''id'')", "price": "12"}' }
  /orders:
    post:
      x-amazon-apigateway-request-validator: all
      requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Order' } } } }
      responses: { '200': { description: Made } }
      x-amazon-apigateway-integration:
        type: aws
        httpMethod: POST
        uri: arn:aws:apigateway:eu-west-1:sqs:path/123456789012/orders
        credentials: arn:aws:iam::123456789012:role/queue
        requestParameters: { integration.request.header.Content-Type: "'application/x-www-form-urlencoded'" }
        requestTemplates:
          application/json: |
            #set($context.requestOverride.header.X-Item = $input.path('$.item'))
            #set($n = $input.path('$.n') * 2)
            Action=SendMessage&MessageBody=$util.urlEncode($input.json('$'))
        responses: { default: { statusCode: '200', responseTemplates: { application/json: $input.json('$') } } }
components:
  schemas:
    Book:
      type: object
      required: [id, title]
      properties: { id: { type: string }, title: { type: string }, price: { type: number } }
    Order: { type: object, required: [item], properties: { item: { type: string } } }
`

const passing = `routes:
  - name: a book
    request: { path: /books/b-1, query: { x: [1, 2] } }
    expect: { status: 200, body: { paths: { $.id: b-1 } } }
  - name: an order without an item
    request: { path: /orders, body: {} }
    expect: { status: 400, decidedBy: requestValidation }
  - name: an order, and the book of its answer
    setup:
      canned: { 'sqs:SendMessage': { status: 200, body: { id: m-7 } } }
    steps:
      - request: { path: /orders, body: { item: b-1 } }
        expect: { status: 200, executionLog: Method completed with status }
        capture: { message: $.id }
      - request: GET /books/\${message}
        expect: { body: { contains: { id: m-7 } } }
  - name: from a network that may not
    request: { path: /books/b-1, sourceIp: 203.0.113.9 }
    expect: { status: 403, decidedBy: authorizer }
  - name: not yet
    skip: until the shop sells maps
    request: GET /maps
    expect: { status: 200 }
templates:
  - name: the message of an order
    template: { route: POST /orders }
    context: { body: { item: a b, n: 4 } }
    expect:
      matches: MessageBody=%7B
      overrides: { request: { header: { X-Item: a b } } }
      variables: { n: 8 }
  - name: a file with its context
    template: hello.vtl
    context: hello.context.json
    expect: { text: 'hello ann' }
  - name: one that fails
    template: broken.vtl
    expect: { error: { matches: . } }
policies:
  - name: the shop is open
    policies: { resource: fromDefinition }
    request:
      resource: arn:aws:execute-api:us-east-1:123456789012:shop/prod/GET/books/b-1
      authorization: NONE
      context: { aws:SourceIp: 198.51.100.1 }
    expect: { decision: allow, statement: All, policy: resource }
  - name: and closed for some
    policies: { resource: fromDefinition }
    request:
      resource: arn:aws:execute-api:us-east-1:123456789012:shop/prod/GET/books/b-1
      authorization: NONE
      context: { aws:SourceIp: 203.0.113.9 }
    expect: { decision: explicitDeny, statement: 2, reason: explicit-deny }
  - name: a file, and one that stands here
    policies:
      identity: [allow.json, { Version: '2012-10-17', Statement: { Effect: Deny, Action: s3:Put*, Resource: '*' } }]
    request: { action: 's3:GetObject', resource: 'arn:aws:s3:::b/k', principal: { type: AWS, arn: 'arn:aws:iam::123456789012:user/ann' } }
    expect: { decision: allow, policy: identity, statement: Read }
`

const failing = `definition: shop.yaml
routes:
  - name: a <book> & "more"
    request: GET /books/b-1
    expect:
      status: 404
      body: { json: { id: b-2, price: '12' } }
  - name: nobody
    as: nobody
    request: GET /books/b-1
    expect: { status: 200 }
  - name: fine
    request: GET /books/b-1
    expect: { status: 200 }
`

let project: Project
beforeAll(() => {
  project = createProject({
    'shop.yaml': api,
    'shop.gatehouse.yaml': passing,
    'failing/shop.yaml': api,
    'failing/shop.gatehouse.yaml': failing.replace('  - name: nobody', '  - name: nobody\n    skip: true'),
    'errored/shop.yaml': api,
    'errored/shop.gatehouse.yaml': failing,
    'broken/shop.gatehouse.yaml': 'routes:\n  - nmae: a\n',
    'alone/other.gatehouse.yaml': 'routes:\n  - name: a\n    request: GET /\n',
    'contract/shop.yaml': api,
    'contract/shop.gatehouse.yaml':
      'routes:\n  - name: a book\n    request: GET /books/b-1\n  - name: refused\n    contract: true\n    request: GET /none\n',
    'hello.vtl': 'hello $input.params("name")',
    'hello.context.json': '{"params": {"path": {"name": "ann"}}}',
    'broken.vtl': '#if(',
    'allow.json':
      '{"Version":"2012-10-17","Statement":[{"Sid":"Read","Effect":"Allow","Action":"s3:*","Resource":"*"}]}',
  })
})
afterAll(() => project.remove())

const gatehouse = (...args: string[]) => runProgram(project.folder, 'test', ...args)

describe('exit status and text', () => {
  test('0 when all pass: routes, templates and policies, against the definition beside the file', () => {
    const { status, stdout, stderr } = gatehouse('shop.gatehouse.yaml')
    expect(stdout, stderr).toMatch(/^10 passed, 1 skipped in /m)
    expect(stdout).toContain('skip route not yet (until the shop sells maps)')
    expect(status).toBe(0)
  })

  test('1 when some fail: with file and line, and what differs', () => {
    const { status, stdout } = gatehouse('failing')
    expect(status).toBe(1)
    expect(stdout).toContain(
      `failing${path.sep}shop.gatehouse.yaml:6:15: status is 200, expected 404\n    6 |       status: 404\n`,
    )
    expect(stdout).toContain('body at /id is "b-1", expected "b-2"')
    expect(stdout).toContain('    - expected + actual\n')
    expect(stdout).toContain('    -   "id": "b-2",\n    +   "id": "b-1",\n')
    expect(stdout).toMatch(/^1 passed, 1 failed, 1 skipped in /m)
  })

  test('2 when a file, or a test, cannot be run as it is written, or there is none', () => {
    const broken = gatehouse('broken')
    expect(broken.status).toBe(2)
    expect(broken.stdout).toMatch(/cannot run broken.shop\.gatehouse\.yaml:2:5: '\w+' /)
    const errored = gatehouse('errored')
    expect(errored.status).toBe(2)
    expect(errored.stdout).toMatch(
      /errored.shop\.gatehouse\.yaml:9:9: no identity is named 'nobody': there is none/,
    )
    const alone = gatehouse('alone')
    expect(alone.status).toBe(2)
    expect(alone.stdout).toContain(
      "no definition is named: write 'definition: PATH', or put this file beside 'other.yaml'",
    )
    expect(gatehouse('shop.yaml').stderr).toContain("'shop.yaml' is no file of tests")
    expect(gatehouse('shop.gatehouse.yaml', '--filter', 'nothing has this').status).toBe(2)
  })

  test('a line, or a part of a name, chooses tests', () => {
    expect(gatehouse('shop.gatehouse.yaml:3').stdout).toMatch(/^pass route a book .*\n\n1 passed/)
    expect(gatehouse('shop.gatehouse.yaml', '--filter', 'MESSAGE OF').stdout).toMatch(
      /^pass template the message of an order .*\n\n1 passed/,
    )
  })
})

describe('contracts', () => {
  test('an answer that its operation does not document fails, with pointers and both lines', () => {
    const { status, stdout } = gatehouse('contract', '--contract', '--filter', 'a book')
    expect(status).toBe(1)
    for (const wrong of [
      'GET /books/{id} 200: header X-Count is "many", expected integer',
      'GET /books/{id} 200: body at /title is missing',
      'GET /books/{id} 200: body at /price is "12", expected number',
    ])
      expect(stdout).toContain(wrong)
    expect(stdout).toMatch(/contract.shop\.yaml:19:9: documented as 200/)
    expect(gatehouse('contract', '--filter', 'a book').status).toBe(0)
  })

  test('what a test asks for and cannot be checked is not passed over', () => {
    const { status, stdout } = gatehouse('contract', '--filter', 'refused')
    expect(status).toBe(1)
    expect(stdout).toContain('the contract cannot be checked: the gateway itself answered')
  })
})

describe('reports', () => {
  test('JUnit counts, escapes and names the place; a file that cannot be run is an error', () => {
    const { status, stdout } = gatehouse('failing', 'broken', '--format', 'junit', '-o', 'out/junit.xml')
    expect(status).toBe(2)
    expect(stdout).toContain('FAIL route a <book>')
    const xml = readFileSync(path.join(project.folder, 'out/junit.xml'), 'utf8')
    expect(xml).toMatch(
      /^<\?xml version="1\.0" encoding="UTF-8"\?>\n<testsuites name="gatehouse" tests="4" failures="1" errors="1" skipped="1" time="[\d.]+">/,
    )
    expect(xml).toContain(
      '<testsuite name="failing/shop.gatehouse.yaml" tests="3" failures="1" errors="0" skipped="1"',
    )
    expect(xml).toContain(
      '<testcase name="a &lt;book&gt; &amp; &quot;more&quot;" classname="failing/shop.gatehouse.yaml route"',
    )
    expect(xml).toContain('<failure message="status is 200, expected 404" type="expectation">')
    expect(xml).toContain('<skipped/>')
    expect(xml).toContain('<testsuite name="broken/shop.gatehouse.yaml" tests="1" failures="0" errors="1"')
    expect(tagsOf(xml)).toBe('balanced')
  })

  test('--coverage names the routes without a test, and a part of the tests tells nothing of it', () => {
    expect(gatehouse('failing').stdout).toMatch(/shop: 1 of 2 routes have a test\n\n/)
    const { stdout } = gatehouse('failing', '--coverage')
    expect(stdout).toContain('shop: 1 of 2 routes have a test\n  no test: POST /orders\n')
    expect(gatehouse('failing', '--filter', 'book').stdout).not.toContain('have a test')
    const xml = gatehouse('failing', '--format', 'junit').stdout
    expect(xml).toContain('<property name="coverage.shop.tested" value="1"/>')
    expect(tagsOf(xml)).toBe('balanced')
  })

  test('JSON is one event a line', () => {
    const { stdout } = gatehouse('failing', '--format', 'json')
    const events = stdout
      .trim()
      .split('\n')
      .map(line => JSON.parse(line) as TestEvent)
    expect(events.map(({ type }) => type)).toEqual([
      'run',
      'started',
      'ended',
      'ended',
      'started',
      'ended',
      'coverage',
      'finished',
    ])
    expect(events[2]).toMatchObject({
      type: 'ended',
      test: {
        file: path.join(project.folder, 'failing/shop.gatehouse.yaml'),
        id: 'route: a <book> & "more"',
      },
      outcome: 'failed',
      failures: [
        { message: 'status is 200, expected 404', source: { line: 5, character: 14 } },
        {
          expected: expect.stringContaining('b-2') as string,
          actual: expect.stringContaining('b-1') as string,
        },
      ],
    })
  })
})

test('--watch runs again when something is saved, and ends with its stdin', async () => {
  const own = createProject({
    'shop.yaml': api,
    'shop.gatehouse.yaml': 'routes:\n  - name: a\n    request: GET /books/b-1\n    expect: { status: 200 }\n',
  })
  const child = spawn(
    process.execPath,
    [programFile, 'test', '--watch', '--format', 'json', '--stdin-watch'],
    { cwd: own.folder },
  )
  const finished: TestEvent[] = []
  let next: () => void = () => undefined
  createInterface({ input: child.stdout }).on('line', line => {
    const event = JSON.parse(line) as TestEvent
    if (event.type !== 'finished') return
    finished.push(event)
    next()
  })
  const runs = async (count: number) => {
    while (finished.length < count) await new Promise<void>(resolve => (next = resolve))
  }
  await runs(1)
  expect(finished[0]).toMatchObject({ passed: 1, failed: 0 })
  // Until the files are watched.
  await new Promise(resolve => setTimeout(resolve, 500))
  own.write({
    'shop.yaml': api
      .replace('\'{"statusCode": 200}\'', '\'{"statusCode": 500}\'')
      .replace("statusCode: '200'", "statusCode: '404'"),
  })
  await runs(2)
  expect(finished[1]).toMatchObject({ passed: 0, failed: 1 })
  const ended = new Promise<number | null>(resolve => child.once('exit', resolve))
  child.stdin.end()
  expect(await ended).toBe(1)
  own.remove()
})

test("a file's beginning, its broken notation and strange values give a message, never a crash", () => {
  const own = createProject({ 'shop.yaml': api })
  for (const text of [
    '',
    '\u0000',
    'routes: &a [*a]\n',
    'routes: [1, null, {}]\n',
    '- a\n',
    passing.slice(0, 200),
  ]) {
    own.write({ 'x.gatehouse.yaml': text })
    const { status, stdout, stderr } = runProgram(own.folder, 'test')
    expect([status, stderr], text).toEqual([2, ''])
    expect(stdout).toContain('cannot run x.gatehouse.yaml:')
  }
  own.remove()
})

test('an expression that would never end is ended', () => {
  const own = createProject({
    'shop.yaml': api,
    'shop.gatehouse.yaml': `routes:
  - name: slow
    request: GET /books/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!
    expect: { body: { matches: '(a+)+$' } }
`,
  })
  const { status, stdout } = runProgram(own.folder, 'test')
  expect(status).toBe(2)
  expect(stdout).toContain('the answer cannot be held against this: it takes longer than 5 seconds')
  own.remove()
})

test('the tests of the bookshop pass', () => {
  const root = path.join(import.meta.dirname, '../..')
  const { status, stdout } = runProgram(root, 'test', 'examples/bookshop')
  expect(stdout).toMatch(/^7 passed in /m)
  expect(status).toBe(0)
  expect(
    parseText('t.yaml', readFileSync(path.join(root, 'examples/bookshop/template.gatehouse.yaml'), 'utf8'))
      .diagnostics,
  ).toEqual([])
})

/** Whether each element is closed in its turn, and no text holds a bare `<` or `&`. */
function tagsOf(xml: string): string {
  const open: string[] = []
  for (const [, close, name = '', rest = ''] of xml.matchAll(
    /<(\/?)([a-z-]+)((?:\s[\w-]+="[^"<]*")*\s*\/?)>/g,
  )) {
    if (close === '/') {
      if (open.pop() !== name) return `</${name}> closes nothing`
    } else if (!rest.endsWith('/')) open.push(name)
  }
  const texts = xml.replace(/<\?xml[^>]*>/, '').replace(/<\/?[a-z-]+(?:\s[\w-]+="[^"<]*")*\s*\/?>/g, '')
  if (/[<>]|&(?!amp;|lt;|gt;|quot;)/.test(texts)) return 'a text is not escaped'
  return open.length === 0 ? 'balanced' : `${open.join(', ')} stay open`
}
