import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { JournalRecord } from '../../server/src/io/journal.ts'
import { appendToJournal, journalFile } from '../../server/src/io/journal.ts'
import type { Rendering, TemplateContexts } from '../../server/src/protocol/rendering.ts'
import type { LspClient } from '../support/lspClient.ts'
import { startLsp } from '../support/lspClient.ts'

// What the panel and the tree ask of the language server, over a real connection.

const definition = `openapi: 3.0.1
info: { title: Shop, version: '1' }
paths:
  /books:
    get:
      x-amazon-apigateway-auth: { type: AWS_IAM }
      x-amazon-apigateway-integration: { type: mock }
`

let folder: string
let client: LspClient
let uri: string
const formerCache = process.env['GATEHOUSE_CACHE']

beforeAll(async () => {
  folder = mkdtempSync(path.join(realpathSync(os.tmpdir()), 'gatehouse-lsp-'))
  process.env['GATEHOUSE_CACHE'] = path.join(folder, 'cache')
  const file = path.join(folder, 'openapi.yaml')
  writeFileSync(file, definition)
  writeFileSync(
    path.join(folder, 'who.json'),
    '[{ "name": "ann", "principal": "arn:aws:iam::123456789012:user/ann" }]',
  )
  const first = record('e-1', 'PutMethod', 'route GET /books added', {})
  const second = record('e-2', 'PutIntegration', 'integration GET /books changed', { text: 'x'.repeat(5000) })
  appendToJournal(journalFile(path.join(folder, 'cache'), file), [first, second])
  uri = pathToFileURL(file).href
  client = await startLsp(folder)
})
afterAll(() => {
  if (formerCache === undefined) delete process.env['GATEHOUSE_CACHE']
  else process.env['GATEHOUSE_CACHE'] = formerCache
  client.process.kill()
  rmSync(folder, { recursive: true, force: true })
})

function record(
  id: string,
  eventName: string,
  change: string,
  requestParameters: Readonly<Record<string, unknown>>,
): JournalRecord {
  const [how] = change.split(' ').slice(-1) as ['added' | 'changed']
  return {
    eventVersion: '1.11',
    eventTime: '2026-11-22T09:30:00Z',
    eventSource: 'apigateway.amazonaws.com',
    eventName,
    awsRegion: 'us-east-1',
    userAgent: 'gatehouse',
    requestParameters,
    eventID: id,
    readOnly: false,
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: '123456789012',
    additionalEventData: {
      file: '/shop/openapi.yaml',
      line: 7,
      change,
      apiId: 'openapi',
      name: 'GET /books',
      how,
    },
  }
}

it('tells the changes of a definition, the newest first, parameters cut where they are long', async () => {
  const answer = await client.connection.sendRequest('gatehouse/journal', { definition: uri })
  const start = { line: 6, character: 0 }
  const common = { apiId: 'openapi', subject: 'GET /books', eventTime: '2026-11-22T09:30:00Z' }
  const location = { uri: 'file:///shop/openapi.yaml', range: { start, end: start } }
  expect(answer).toMatchObject({
    events: [
      { ...common, id: 'e-2', eventName: 'PutIntegration', how: 'changed', location },
      { ...common, id: 'e-1', eventName: 'PutMethod', how: 'added', parameters: '{}' },
    ],
  })
  const { events } = answer as { events: { parameters: string }[] }
  expect(events[0]?.parameters.length).toBeLessThan(1300)
})

it('tells no changes of a definition without a journal', async () => {
  const other = pathToFileURL(path.join(folder, 'none.yaml')).href
  expect(await client.connection.sendRequest('gatehouse/journal', { definition: other })).toEqual({
    events: [],
  })
})

it('tells who can be chosen to call a route, by the file as it is on disk', async () => {
  const outline: { gateways: { apiId: string }[] } = await client.connection.sendRequest('gatehouse/outline')
  const route = { definition: uri, apiId: outline.gateways[0]?.apiId ?? '', method: 'GET', path: '/books' }
  const question = { route, file: pathToFileURL(path.join(folder, 'who.json')).href }
  expect(await client.connection.sendRequest('gatehouse/identities', question)).toMatchObject({
    state: 'read',
    identities: [{ name: 'ann', kind: 'iam', fits: true }],
  })
  const gone = { ...question, route: { ...route, path: '/gone' } }
  expect(await client.connection.sendRequest('gatehouse/identities', gone)).toBeNull()
})

it('lists the tests of a file, and makes one of an answer', async () => {
  const request = { method: 'GET', target: '/books', headers: [['Authorization', 'AWS4-HMAC-SHA256 x']] }
  const trace = {
    requestId: 'r',
    api: { id: 'openapi', name: 'Shop', type: 'rest' },
    stage: 'default',
    route: 'GET /books',
    startedAt: 0,
    durationMs: 1,
    request: { title: '' },
    response: { title: '' },
    steps: [],
    log: [],
  }
  const response = { status: 200, headers: [], bodyBase64: '' }
  const route = { definition: uri, apiId: 'openapi', method: 'GET', path: '/books' }
  const question = { route, request, response, trace, identity: 'ann' }
  const made = await client.connection.sendRequest('gatehouse/saveTest', question)
  const testUri = uri.replace('openapi.yaml', 'openapi.gatehouse.yaml')
  expect(made).toMatchObject({ uri: testUri, isNew: true, name: 'GET /books as ann gives 200' })
  expect(made).toMatchObject({ leftOut: ['Authorization'] })
  const { newText } = made as { newText: string }
  expect(newText).not.toContain('AWS4')
  writeFileSync(path.join(folder, 'openapi.gatehouse.yaml'), newText)
  expect(await client.connection.sendRequest('gatehouse/tests', { uri: testUri })).toMatchObject({
    tests: [{ id: 'route: GET /books as ann gives 200', kind: 'route', nameRange: { start: { line: 2 } } }],
  })
  expect(
    await client.connection.sendRequest('gatehouse/saveTest', {
      ...question,
      template: 'integrationRequest',
    }),
  ).toEqual({ message: 'No test can be made: this step has rendered no template' })
})

it('completes and explains keys of a file of tests', async () => {
  const testUri = uri.replace('openapi.yaml', 'other.gatehouse.yaml')
  const text = 'routes:\n  - name: a\n    request: GET /books\n    expect:\n      de\n'
  await client.open(testUri, text)
  const at = { textDocument: { uri: testUri }, position: { line: 4, character: 8 } }
  const items = await client.connection.sendRequest<{ label: string }[]>('textDocument/completion', at)
  expect(items.map(({ label }) => label)).toContain('decidedBy')
  const over = { textDocument: { uri: testUri }, position: { line: 2, character: 6 } }
  expect(JSON.stringify(await client.connection.sendRequest('textDocument/hover', over))).toContain(
    'GET /books?limit=10',
  )
})

it('tells which route takes a request', async () => {
  const outline: { gateways: { apiId: string }[] } = await client.connection.sendRequest('gatehouse/outline')
  const apiId = outline.gateways[0]?.apiId ?? ''
  const question = { definition: uri, apiId, method: 'get', path: '/books?x=1' }
  expect(await client.connection.sendRequest('gatehouse/routing', question)).toMatchObject([
    { name: 'GET /books', verdict: 'takes', location: { uri, range: { start: { line: 4 } } } },
  ])
  const other = { ...question, apiId: 'gone' }
  expect(await client.connection.sendRequest('gatehouse/routing', other)).toBeNull()
})

it('puts a saved trace in words, two of them so that they can be compared, and says what cannot be read', async () => {
  const trace = {
    requestId: '9487bb9f-3180',
    api: { id: 'shop', name: 'Shop', type: 'rest' },
    stage: 'dev',
    startedAt: 0,
    durationMs: 1.5,
    request: { title: 'Request', method: 'GET', url: '/x', headers: [['X-Api-Key', 'a-secret-key']] },
    response: { title: 'Answer', status: 403 },
    steps: [
      {
        name: 'methodRequest',
        title: 'Method request',
        state: 'passed',
        startMs: 0,
        durationMs: 1.5,
        summary: 'took it',
        source: { file: '/shop/src/template.yaml', line: 3, character: 2 },
      },
    ],
    log: [],
  }
  const saved = await client.connection.sendRequest<{ text: string }>('gatehouse/traceFile', {
    trace,
    format: 'gatehouse',
  })
  expect(saved.text).toContain('"gatehouse-trace/1"')
  expect(saved.text).not.toContain('a-secret-key')
  const otlp = await client.connection.sendRequest<{ text: string }>('gatehouse/traceFile', {
    trace,
    format: 'otlp',
  })
  expect(JSON.parse(otlp.text)).toHaveProperty('resourceSpans')
  const file = { name: 'a.trace.json', text: saved.text }
  const whole = await client.connection.sendRequest<{ texts: string[] }>('gatehouse/traceTexts', {
    files: [file],
  })
  expect(whole.texts[0]).toContain('1.5 ms')
  expect(whole.texts[0]).toContain('/shop/src/template.yaml:4:3')
  const named = await client.connection.sendRequest<{ texts: string[] }>('gatehouse/traceTexts', {
    files: [file],
    folders: ['/notes', '/shop'],
  })
  expect(named.texts[0]).toContain('  src/template.yaml:4:3')
  const both = await client.connection.sendRequest<{ texts: string[] }>('gatehouse/traceTexts', {
    files: [file, file],
  })
  expect(both.texts[0]).toBe(both.texts[1])
  expect(both.texts[0]).not.toContain('1.5 ms')
  expect(
    await client.connection.sendRequest('gatehouse/traceTexts', {
      files: [file, { name: 'b.json', text: '{' }],
    }),
  ).toMatchObject({
    texts: [],
    fault: expect.stringMatching(/^'b.json' is no trace: it is no JSON/) as unknown,
  })
})

describe('the view beside a mapping template', () => {
  const template = `{\n  "id": "$input.path('$.id')",\n  "n": $input.path('$.n')\n}\n`
  const place = () => ({ uri: new URL('order.vtl', uri).href, position: { line: 0, character: 0 } })

  it('asks for contexts, and renders text that was never saved', async () => {
    await client.open(place().uri, template, 'apigateway-vtl')
    const { made } = await client.connection.sendRequest<TemplateContexts>(
      'gatehouse/templateContexts',
      place(),
    )
    const context = made[0]?.text ?? ''
    const asked = { ...place(), context }
    const before = await client.connection.sendRequest<Rendering>('gatehouse/render', asked)
    expect(before).toMatchObject({ kind: 'json', output: '{\n  "id": "text",\n  "n": 1\n}\n' })
    await client.change(place().uri, template.replace('"n"', '"count"'))
    const after = await client.connection.sendRequest<Rendering>('gatehouse/render', asked)
    expect(after.output).toContain('"count": 1')
  })

  it('gets nothing where there is no template', async () => {
    const asked = { uri, position: { line: 0, character: 0 } }
    expect(await client.connection.sendRequest('gatehouse/templateContexts', asked)).toBeNull()
    expect(await client.connection.sendRequest('gatehouse/render', { ...asked, context: '{}' })).toBeNull()
  })
})

it('gives the documentation of an API, imports requests, and drafts a model', async () => {
  const { gateways }: { gateways: { apiId: string }[] } =
    await client.connection.sendRequest('gatehouse/outline')
  const apiId = gateways[0]?.apiId ?? ''
  const docs: { openApi: string } = await client.connection.sendRequest('gatehouse/apiDocs', {
    definition: uri,
    apiId,
  })
  expect(JSON.parse(docs.openApi)).toMatchObject({ openapi: '3.0.1', paths: { '/books': { get: {} } } })
  expect(
    await client.connection.sendRequest('gatehouse/apiDocs', { definition: uri, apiId: 'gone' }),
  ).toEqual({
    message: `This API is not in ${path.basename(fileURLToPath(uri))} now`,
  })
  const asked = { name: 'a.har', text: '{}', withAssets: false }
  expect(await client.connection.sendRequest('gatehouse/importRequests', asked)).toMatchObject({
    message: expect.stringContaining("'a.har' cannot be imported") as string,
  })
  const route = { definition: uri, apiId, method: 'GET', path: '/books' }
  const answers = { route, status: 200, contentType: 'application/json', bodies: ['{"a": 1}'] }
  expect(await client.connection.sendRequest('gatehouse/draftModel', answers)).toMatchObject({
    uri,
    edits: expect.arrayContaining(
      [{ newText: expect.stringContaining('integer') as string }].map(
        each => expect.objectContaining(each) as object,
      ),
    ) as object[],
  })
})
