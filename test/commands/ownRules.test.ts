import { spawn } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import ts from 'typescript'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ownRuleTypes } from '../../scripts/ownRuleTypes.mjs'
import { programFile } from '../support/buildProgram.ts'

/** Stops a thread as a loop without an end does, at no cost to the other tests. */
const waitsForever = 'Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)'

const root = path.join(import.meta.dirname, '../..')
const example = path.join(root, 'examples/own-rules')

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'gatehouse own rules '))
})
afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

function write(name: string, text: string): void {
  mkdirSync(path.dirname(path.join(folder, name)), { recursive: true })
  writeFileSync(path.join(folder, name), text)
}

interface Found {
  readonly severity: string
  readonly code: string
  readonly message: string
  readonly range: { readonly start: { readonly line: number } }
}

/** Runs `gatehouse check --format json` in a folder: its status, and its findings by file. */
async function check(cwd: string, ...names: string[]) {
  const child = spawn(process.execPath, [programFile, 'check', '--format', 'json', ...names], { cwd })
  let [out, err] = ['', '']
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text))
  const code = await new Promise<number | null>(resolve => child.once('close', resolve))
  const { files } = JSON.parse(out) as { files: { path: string; diagnostics: Found[] }[] }
  const of = (name: string) => files.find(file => file.path === name)?.diagnostics ?? []
  return { code, of, err }
}

const definition = readFileSync(path.join(example, 'openapi.yaml'), 'utf8').replace(
  / *# gatehouse-disable.*\n/g,
  '',
)

/** A project of one module, checked. */
async function checkModule(module: string) {
  write('gatehouse.json', '{ "ownRules": ["./rules.mjs"] }')
  write('rules.mjs', module)
  write('api.yaml', definition)
  const { code, of, err } = await check(folder, 'api.yaml')
  const own = of('api.yaml').filter(({ code: id }) => id.startsWith('own-'))
  return { code, own: own.map(({ message }) => message), problems: of('gatehouse.json'), err }
}

const rule = (id: string, api: string) =>
  `export const ${id.replaceAll('-', '')} = { id: '${id}', severity: 'info', summary: 'own', visit: { ${api} } }\n`

describe('examples/own-rules', () => {
  it('finds what its definition says, with severities and exceptions as for all rules', async () => {
    const { code, of } = await check(root, 'examples/own-rules')
    const found = of('examples/own-rules/openapi.yaml')
    expect(code).toBe(0)
    expect(found.map(each => [each.severity, each.code, each.range.start.line + 1])).toEqual([
      ['warning', 'operation-name-missing', 13],
      ['warning', 'timeout-too-long', 18],
    ])
  })

  it('exits with 1 when a rule of its own finds an error', async () => {
    cpSync(example, folder, { recursive: true })
    write('gatehouse.json', '{ "ownRules": ["./rules.mjs"] }')
    const { code, of } = await check(folder, 'openapi.yaml')
    expect(code).toBe(1)
    expect(of('openapi.yaml')[0]).toMatchObject({ code: 'operation-name-missing', severity: 'error' })
  })

  it('is typed as authors are told', () => {
    const program = ts.createProgram([path.join(example, 'rules.mjs')], {
      allowJs: true,
      checkJs: true,
      strict: true,
      noEmit: true,
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.NodeNext,
      allowImportingTsExtensions: true,
      types: [],
    })
    const messages = ts
      .getPreEmitDiagnostics(program)
      .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))
    expect(messages).toEqual([])
  })

  it('has its types from the sources (node scripts/ownRuleTypes.mjs)', async () => {
    expect(readFileSync(path.join(root, 'types/own-rules.d.ts'), 'utf8')).toBe(await ownRuleTypes())
  })
})

describe('modules', () => {
  it('come from npm packages too, found beside gatehouse.json as import finds them', async () => {
    write(
      'gatehouse.json',
      '{ "ownRules": ["@acme/rules/strict"], "rules": { "own-acme": "hint", "own-acne": "off" } }',
    )
    write('api/api.yaml', definition)
    write(
      'node_modules/@acme/rules/package.json',
      '{ "exports": { "./strict": { "import": "./strict.js" } }, "type": "module" }',
    )
    write(
      'node_modules/@acme/rules/strict.js',
      "import { id } from './id.js'\nexport default [{ id, severity: 'error', summary: 'acme', visit: { api: ({ origin }) => [{ origin, message: 'seen' }] } }]",
    )
    write('node_modules/@acme/rules/id.js', "export const id = 'own-acme'")
    const { code, of } = await check(folder, 'api/api.yaml')
    expect(of('api/api.yaml')[0]).toMatchObject({ code: 'own-acme', severity: 'hint' })
    expect(of('gatehouse.json').map(({ message }) => message)).toEqual([
      "No rule is named 'own-acne', so this has no effect; write 'own-acme'",
    ])
    expect(code).toBe(0)
  })

  it.each([
    ['a syntax error', 'export const = 3', /cannot be loaded.*Unexpected token '='/],
    ['a throw', 'throw new Error("not today")', /cannot be loaded.*not today/],
    ['an import of nothing', "import './nothing.mjs'", /cannot be loaded.*Cannot find module/],
    ['no rule', 'export const a = 1', /exports no rule/],
  ])('with %s are an error at their line of gatehouse.json', async (_, module, message) => {
    const { code, problems, own } = await checkModule(module)
    expect(problems).toMatchObject([
      { code: 'own-rules-failed', severity: 'error', range: { start: { line: 0 } } },
    ])
    expect(problems[0]?.message).toMatch(/^Own rules '\.\/rules\.mjs': /)
    expect(problems[0]?.message).toMatch(message)
    expect([code, own]).toEqual([1, []])
  })

  it('that are no path and no package are said to be', async () => {
    write('gatehouse.json', '{ "ownRules": ["rules.mjs", "@acme/none", 3] }')
    write('rules.mjs', '')
    write('api.yaml', definition)
    const { of } = await check(folder, 'api.yaml')
    expect(of('gatehouse.json').map(({ message }) => message)).toEqual([
      expect.stringMatching(/write '\.\/rules\.mjs'/),
      expect.stringMatching(/Cannot find package '@acme\/none'/),
      expect.stringMatching(/is no text/),
    ])
  })
})

describe('a rule', () => {
  it('that throws is named with its module and its place, and the others run', async () => {
    const { code, problems, own } = await checkModule(
      rule('own-broken', 'api: () => missing') +
        rule('own-sound', "api: ({ origin }) => [{ origin, message: 'sound' }]"),
    )
    expect(problems.map(({ message }) => message)).toEqual([
      expect.stringMatching(/'\.\/rules\.mjs': Rule 'own-broken' threw 'ReferenceError.*rules\.mjs:1:\d+/),
    ])
    expect([code, own]).toEqual([1, ['sound']])
  })

  it('that never ends is ended and named, and the others run', { timeout: 40_000 }, async () => {
    const { problems, own } = await checkModule(
      rule('own-endless', `api: () => { ${waitsForever} }`) +
        rule('own-sound', "api: ({ origin }) => [{ origin, message: 'sound' }]"),
    )
    expect(problems.map(({ message }) => message)).toEqual([
      expect.stringMatching(/Rule 'own-endless' has no answer after 5 s/),
    ])
    expect(own).toEqual(['sound'])
  })

  it('that ends the process ends its thread only', async () => {
    const { code, problems, own } = await checkModule(
      rule('own-exit', 'api: () => process.exit(0)') +
        rule('own-sound', "api: ({ origin }) => [{ origin, message: 'sound' }]"),
    )
    expect(problems.map(({ message }) => message)).toEqual([
      expect.stringMatching(/Rule 'own-exit' ended the thread/),
    ])
    expect([code, own]).toEqual([1, ['sound']])
  })

  it('prints to stderr, not into the report', async () => {
    const { err } = await checkModule(rule('own-talk', "api: () => console.log('I was here')"))
    expect(err).toContain('I was here')
  })
})
