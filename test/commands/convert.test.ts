import { readFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Project } from './gatewayProgram.ts'
import { createProject, runProgram } from './gatewayProgram.ts'

const openApi = `openapi: 3.0.1
info: { title: Shop, version: '2' } # ours
paths:
  /books: { get: { x-amazon-apigateway-integration: { type: mock } } }
`

const plan = '{"resource": {"aws_api_gateway_rest_api": {"shop": {"name": "shop"}}}}'

let project: Project
beforeAll(() => {
  project = createProject({ 'openapi.yaml': openApi, 'notes.txt': 'hello', 'main.tf.json': plan })
})
afterAll(() => project.remove())

const convert = (...args: string[]) => runProgram(project.folder, 'convert', ...args)

test('prints the other format, and says what is lost', () => {
  const { status, stdout, stderr } = convert('openapi.yaml')
  expect([status, stderr]).toEqual([0, 'gatehouse convert: lost: 1 comment\n'])
  expect(JSON.parse(stdout)).toMatchObject({ openapi: '3.0.1', info: { title: 'Shop', version: '2' } })
})

test('writes a new file, and never over one', () => {
  expect(convert('openapi.yaml', '-o', 'openapi.json')).toMatchObject({ status: 0, stdout: '' })
  expect(readFileSync(path.join(project.folder, 'openapi.json'), 'utf8')).toMatch(
    /^\{\n {2}"openapi": "3\.0\.1"/,
  )
  expect(convert('openapi.yaml', '-o', 'openapi.json')).toMatchObject({
    status: 1,
    stderr: "gatehouse convert: 'openapi.json' is there already; name another file or remove it\n",
  })
})

test('what is no definition is refused, as is wrong usage', () => {
  expect(convert('notes.txt')).toMatchObject({ status: 1, stdout: '' })
  expect(convert('main.tf.json').stderr).toContain('exists in one format only')
  expect(convert('missing.yaml').stderr).toContain('No such file')
  expect(convert()).toMatchObject({ status: 2 })
})
