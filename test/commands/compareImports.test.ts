import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { programFile } from '../support/buildProgram.ts'
import type { Project } from './gatewayProgram.ts'
import { createProject } from './gatewayProgram.ts'

const document = `openapi: 3.0.1
info: { title: Pets, version: '1' }
servers: [{ url: /v1 }]
paths: { /pets: { get: { x-amazon-apigateway-integration: { type: mock } } } }
`

const expected = (basepath: string, resources: string[], type: string) =>
  JSON.stringify({
    source: 'made up',
    basepath,
    resources,
    methods: { 'GET /v1/pets': { integration: { type } } },
  })

let project: Project
beforeAll(() => {
  project = createProject({
    'right/document.yaml': document,
    'right/expected.json': expected('prepend', ['/', '/v1', '/v1/pets'], 'MOCK'),
    'wrong/document.yaml': document,
    'wrong/expected.json': expected('prepend', ['/', '/v1', '/v1/pets'], 'HTTP'),
    'short/document.yaml': document,
    'short/expected.json': expected('prepend', ['/', '/v1'], 'MOCK'),
  })
})
afterAll(() => project.remove())

test('every expected key must be equal, arrays as a whole; further keys may be there', () => {
  const script = path.join(import.meta.dirname, '../../scripts/compareImports.mjs')
  const command = ['--command', `node ${programFile}`, project.folder]
  const { status, stdout } = spawnSync(process.execPath, [script, ...command], { encoding: 'utf8' })
  expect(stdout).toBe(`short: resources should be ["/","/v1"], is ["/","/v1","/v1/pets"]
wrong: methods.GET /v1/pets.integration.type should be "HTTP", is "MOCK"
1 passed, 2 failed
`)
  expect(status).toBe(1)
})
