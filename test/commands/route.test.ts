import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Project } from './gatewayProgram.ts'
import { createProject, runProgram } from './gatewayProgram.ts'

const openApi = `openapi: 3.0.1
info: { title: Shop, version: '1' }
paths:
  /books/{id}: { get: { x-amazon-apigateway-integration: { type: mock } } }
  /books/new: { get: { x-amazon-apigateway-integration: { type: mock } } }
`

let project: Project
beforeAll(() => {
  project = createProject({ 'openapi.yaml': openApi, 'broken.yaml': 'openapi: [' })
})
afterAll(() => project.remove())

const route = (...args: string[]) => runProgram(project.folder, 'route', ...args)

test('tells which route takes a request, each with its line', () => {
  const { status, stdout } = route('openapi.yaml', 'get', '/books/new?x=1')
  expect(status).toBe(0)
  expect(stdout).toBe(
    [
      '✓ takes it  GET /books/new: the path is the same',
      '      openapi.yaml:5',
      '- loses     GET /books/{id}: {id} loses to new: a fixed segment goes before a path variable',
      '      openapi.yaml:4',
      '',
    ].join('\n'),
  )
})

test('ends with 1 when none does, and as JSON', () => {
  const { status, stdout } = route('openapi.yaml', 'GET', '/book/7', '--format', 'json')
  expect(status).toBe(1)
  expect(JSON.parse(stdout)).toMatchObject([
    { route: 'GET /books/{id}', verdict: 'otherPath', why: 'segment 1 is `books`, not `book`', line: 4 },
    { route: 'GET /books/new', verdict: 'otherPath' },
  ])
  expect(route('openapi.yaml', 'GET', '/book/7').stdout).toMatch(/^no route takes it\n/)
})

test('what cannot be read is told, as is wrong usage', () => {
  expect(route('broken.yaml', 'GET', '/')).toMatchObject({ status: 1 })
  expect(route('openapi.yaml', 'GET', 'books').stderr).toContain("PATH begins with '/': 'books'")
  expect(route('openapi.yaml', 'GET').status).toBe(2)
  expect(route('openapi.yaml', 'GET', '/', '--api', 'other').stderr).toMatch(
    /^gatehouse route: no API 'other'/,
  )
})
