import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { spawnSync } from 'node:child_process'
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import { programFile } from '../support/buildProgram.ts'
import type { Project } from './gatewayProgram.ts'
import { createProject } from './gatewayProgram.ts'

// `check` says again what it said while all that it read stays the same, and never anything else.

const definition = `service: books
useDotenv: true
provider: { name: aws, runtime: nodejs22.x }
functions:
  list:
    handler: src/list.handler
    description: \${env:ABOUT, 'none'}
    events: [{ http: { path: books, method: get } }]
`

const program = mkdtempSync(path.join(tmpdir(), 'gatehouse-entry-'))

// Beside the cache of each test, so that they can be changed.
for (const name of ['gatehouse.js', 'program.js'])
  copyFileSync(path.join(path.dirname(programFile), name), path.join(program, name))
afterAll(() => rmSync(program, { recursive: true, force: true }))

let project: Project
let cache: string
beforeEach(() => {
  project = createProject({
    'serverless.yml': definition,
    'src/list.js': 'exports.handler = async () => ({})',
  })
  cache = mkdtempSync(path.join(program, 'cache-'))
})
afterEach(() => project.remove())

function check(argv: readonly string[] = ['serverless.yml'], environment: Record<string, string> = {}) {
  const { stdout, status } = spawnSync(
    process.execPath,
    [path.join(program, 'gatehouse.js'), 'check', ...argv],
    {
      cwd: project.folder,
      encoding: 'utf8',
      env: { ...process.env, GATEHOUSE_CACHE: cache, ...environment },
    },
  )
  return { stdout, status }
}

const runsIn = () => readdirSync(path.join(cache, 'runs'))

/** Changes what is kept, so that an answer from memory is seen. */
function mark(): void {
  const [name = ''] = runsIn()
  const file = path.join(cache, 'runs', name)
  const kept = JSON.parse(readFileSync(file, 'utf8')) as object
  writeFileSync(file, JSON.stringify({ ...kept, output: 'from memory', status: 7 }))
}

describe('a check that was made before', () => {
  it('is said again with its status while nothing has changed', () => {
    const first = check()
    expect(check()).toEqual(first)
    mark()
    expect(check()).toEqual({ stdout: 'from memory', status: 7 })
  })

  it('is made again with --no-cache, with other options and in another folder', () => {
    const first = check()
    mark()
    expect(check(['serverless.yml', '--no-cache'])).toEqual(first)
    expect(check(['serverless.yml', '--format', 'json']).stdout).toContain('"files"')
    expect(check([path.join(project.folder, 'serverless.yml')]).stdout).not.toBe('from memory')
  })

  it.each([
    ['the definition', () => project.write({ 'serverless.yml': definition.replace('get', 'gett') })],
    ['a handler', () => rmSync(path.join(project.folder, 'src/list.js'))],
    ['settings that were not there', () => project.write({ 'gatehouse.json': '{ "rules": {} }' })],
    ['a file of values', () => project.write({ '.env': 'ABOUT=books' })],
  ])('is made again after a change of %s', (_, change) => {
    check()
    mark()
    change()
    expect(check().stdout).not.toBe('from memory')
  })

  it('is made again when a variable that it asked for is another, and not for others', () => {
    check()
    mark()
    expect(check(['serverless.yml'], { UNASKED: 'x' }).stdout).toBe('from memory')
    expect(check(['serverless.yml'], { ABOUT: 'x' }).stdout).not.toBe('from memory')
  })

  it('is made again when a folder that was searched has another file', () => {
    check(['.'])
    mark()
    expect(check(['.']).stdout).toBe('from memory')
    project.write({ 'api/more.yaml': 'openapi: 3.0.1\ninfo: { title: M, version: "1" }\npaths: {}\n' })
    expect(check(['.']).stdout).not.toBe('from memory')
  })

  it('is not kept where rules of the project own ran', () => {
    project.write({
      'gatehouse.json': '{ "ownRules": ["./rule.mjs"] }',
      'rule.mjs': 'export default []',
    })
    check()
    expect(() => runsIn()).toThrow()
  })

  it('is made again where what was kept is broken', () => {
    const first = check()
    writeFileSync(path.join(cache, 'runs', runsIn()[0] ?? ''), '{"reads":')
    expect(check()).toEqual(first)
    writeFileSync(path.join(cache, 'runs', runsIn()[0] ?? ''), '{"reads":[],"variables":[]}')
    expect(check()).toEqual(first)
  })
})
