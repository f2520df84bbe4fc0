import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Project } from './gatewayProgram.ts'
import { createProject, runProgram } from './gatewayProgram.ts'

const openApi = `openapi: 3.0.1
info: { title: Shop, version: '1' }
paths:
  /books:
    get:
      x-amazon-apigateway-integration:
        type: mock
        requestTemplates: { application/json: '{"statusCode": 200}' }
        responses:
          default:
            statusCode: 200
            responseTemplates: { application/json: '{"page": $input.params("page")}' }
      responses: { '200': { description: books } }
`

let project: Project
beforeAll(() => {
  project = createProject({ 'openapi.yaml': openApi, 'notes.txt': 'hello' })
})
afterAll(() => project.remove())

const trace = (...args: string[]) => runProgram(project.folder, 'trace', ...args)
const save = (file: string, page: number) =>
  runProgram(
    project.folder,
    'invoke',
    'openapi.yaml',
    'GET',
    `/books?page=${page}`,
    ...['-H', 'Authorization: a-secret-token', '--save-trace', file],
  )

test('a trace is saved without secrets, printed and compared', () => {
  expect(save('one.trace.json', 1).status).toBe(0)
  expect(save('again.trace.json', 1).status).toBe(0)
  expect(save('two.trace.json', 2).status).toBe(0)
  expect(readFileSync(path.join(project.folder, 'one.trace.json'), 'utf8')).not.toContain('a-secret-token')

  const printed = trace('one.trace.json')
  expect(printed.status).toBe(0)
  expect(printed.stdout).toMatch(/^GET \/books of Shop, stage /)
  expect(printed.stdout).toContain('\n  openapi.yaml:6:7\n')
  expect(printed.stdout).toContain('\nResponse to the client: 200\n')

  expect(trace('one.trace.json', 'again.trace.json')).toMatchObject({
    status: 0,
    stdout: 'the same, but for ids and times\n',
  })
  const compared = trace('one.trace.json', 'two.trace.json')
  expect(compared.status).toBe(1)
  expect(compared.stdout).toMatch(
    /^Answer\n {2}\$\.page: 1 → 2\nRequest\n {2}url: \/books\?page=1 → \/books\?page=2\n/,
  )
})

test('it goes to OpenTelemetry', () => {
  const { resourceSpans } = JSON.parse(trace('one.trace.json', '--format', 'otlp').stdout) as {
    resourceSpans: { scopeSpans: { spans: { name: string }[] }[] }[]
  }
  expect(resourceSpans[0]?.scopeSpans[0]?.spans[0]?.name).toBe('GET /books')
})

test('what is no trace is refused, as is wrong usage', () => {
  writeFileSync(path.join(project.folder, 'empty.json'), '{}')
  expect(trace('empty.json')).toMatchObject({
    status: 2,
    stderr: "gatehouse trace: 'empty.json' is no trace: it has no 'trace'\n",
  })
  expect(trace('absent.json').stderr).toMatch(/^gatehouse trace: 'absent\.json' cannot be read: ENOENT/)
  expect(trace('notes.txt').stderr).toMatch(/'notes\.txt' is no trace: it is no JSON: /)
  expect(trace('a.json', 'b.json', '--format', 'otlp').status).toBe(2)
  expect(trace().status).toBe(2)
})
