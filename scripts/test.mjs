#!/usr/bin/env node
// What `npm test` runs: every part with its time and its counts, and a summary at the end.
//   node scripts/test.mjs [--skip-editor] [--only PART]...
// The quick parts all run, so that one run names every fault; the editor starts only when none of them failed.
import { spawn } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs, stripVTControlCharacters } from 'node:util'

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..')
const vsix = path.join(root, 'test-results', 'gatehouse.vsix')
/** A part that takes longer hangs. */
const limitMs = 15 * 60_000

/** Elsewhere the suite runs in a desktop VS Code, and the user's path, which needs a browser's window, does not. */
const hasOwnHost = process.platform === 'linux' && process.arch === 'x64'

const programs = {
  eslint: 'eslint/bin/eslint.js',
  prettier: 'prettier/bin/prettier.cjs',
  tsc: 'typescript/bin/tsc',
  vitest: 'vitest/vitest.mjs',
  vsce: '@vscode/vsce/vsce',
}
const tool = (name, ...args) => [path.join(root, 'node_modules', ...programs[name].split('/')), ...args]

const parts = [
  // First, because it also generates what the types and the unit tests import.
  { name: 'build', runs: [['scripts/build.mjs']] },
  { name: 'format', runs: [tool('prettier', '--check', '--log-level', 'warn', '.')] },
  { name: 'lint', runs: [tool('eslint', '.')] },
  {
    name: 'types',
    runs: [
      tool('tsc', '-p', 'tsconfig.json', '--noEmit'),
      tool('tsc', '-p', 'client/tsconfig.json', '--noEmit'),
    ],
  },
  { name: 'unit', runs: [tool('vitest', 'run')] },
  { name: 'package', runs: [tool('vsce', 'package', '--no-dependencies', '-o', vsix)] },
  {
    name: 'suite',
    isEditor: true,
    runs: [[hasOwnHost ? 'test/editor/run.mjs' : 'test/editor/electron.mjs', 'suite']],
  },
  { name: 'colours', isEditor: true, isMissing: !hasOwnHost, runs: [['test/editor/run.mjs', 'colours']] },
  { name: 'web', isEditor: true, isMissing: !hasOwnHost, runs: [['test/editor/run.mjs', 'web']] },
  { name: 'tests', isEditor: true, isMissing: !hasOwnHost, runs: [['test/editor/run.mjs', 'tests']] },
  {
    name: 'neighbours',
    isEditor: true,
    isMissing: !hasOwnHost,
    runs: [['test/editor/run.mjs', 'neighbours']],
  },
  { name: 'debug', isEditor: true, isMissing: !hasOwnHost, runs: [['test/editor/run.mjs', 'debug']] },
  { name: 'path', isEditor: true, isMissing: !hasOwnHost, runs: [['test/editor/run.mjs', 'path']] },
  { name: 'smooth', isEditor: true, isMissing: !hasOwnHost, runs: [['test/editor/run.mjs', 'smooth']] },
]

const { values } = parseArgs({
  options: { 'skip-editor': { type: 'boolean' }, only: { type: 'string', multiple: true } },
})
const unknown = values.only?.filter(name => !parts.some(part => part.name === name)) ?? []
if (unknown.length > 0) {
  console.error(`No part is called '${unknown.join(`' or '`)}': ${parts.map(({ name }) => name).join(', ')}`)
  process.exit(2)
}
const chosen = parts.filter(
  ({ name, isEditor }) => (values.only?.includes(name) ?? true) && !(isEditor && values['skip-editor']),
)

mkdirSync(path.dirname(vsix), { recursive: true })
const results = []
for (const part of chosen) {
  const hasFailed = results.some(({ failures }) => failures > 0)
  const reason = part.isMissing
    ? 'not run: VS Code as a server is there for Linux on x64 only'
    : part.isEditor && hasFailed && 'not run, because a part before it failed'
  results.push(reason ? { ...part, reason, failures: 0 } : await runPart(part))
}
printSummary()
process.exitCode = results.some(({ failures }) => failures > 0) ? 1 : 0

/** A part without counts of its own counts its commands. */
async function runPart(part) {
  console.log(`\n=== ${part.name} ===`)
  const start = Date.now()
  let passes = 0
  let failures = 0
  for (const args of part.runs) {
    const { isGood, text } = await run(args)
    const counts = countsOf(text)
    passes += counts?.passes ?? (isGood ? 1 : 0)
    failures += Math.max(counts?.failures ?? 0, isGood ? 0 : 1)
  }
  const seconds = (Date.now() - start) / 1000
  console.log(`${part.name}: ${passes} passed, ${failures} failed, ${seconds.toFixed(1)} s`)
  return { ...part, passes, failures, seconds }
}

function run(args) {
  const isEditorRun = args[0].startsWith('test/editor/')
  const env = {
    ...process.env,
    ...(isEditorRun && chosen.some(({ name }) => name === 'package') && { GATEHOUSE_VSIX: vsix }),
  }
  if (process.stdout.isTTY) env.FORCE_COLOR ??= '1'
  const child = spawn(process.execPath, args, {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: limitMs,
  })
  let text = ''
  for (const [from, to] of [
    [child.stdout, process.stdout],
    [child.stderr, process.stderr],
  ]) {
    from.on('data', chunk => {
      text += chunk
      to.write(chunk)
    })
  }
  return new Promise(resolve => {
    child.once('close', (code, signal) => {
      if (signal) console.log(`ended by ${signal}; a part may take ${limitMs / 60_000} minutes`)
      resolve({ isGood: code === 0, text: stripVTControlCharacters(text) })
    })
  })
}

/** What a part's output says last: `3 passed, 1 failed`, mocha's `3 passing`, vitest's `Tests  1 failed | 3 passed (4)`. */
function countsOf(text) {
  const own = [...text.matchAll(/^(\d+) passed, (\d+) failed/gm)].at(-1)
  if (own) return { passes: Number(own[1]), failures: Number(own[2]) }
  const mocha = /^ *(\d+) passing/m.exec(text)
  if (mocha) return { passes: Number(mocha[1]), failures: Number(/^ *(\d+) failing/m.exec(text)?.[1] ?? 0) }
  const vitest = [...text.matchAll(/^ *Tests +(.*)$/gm)].at(-1)?.[1]
  if (vitest === undefined) return undefined
  const count = word => Number(new RegExp(`(\\d+) ${word}`).exec(vitest)?.[1] ?? 0)
  return { passes: count('passed'), failures: count('failed') }
}

function printSummary() {
  console.log('\n=== summary ===')
  for (const { name, reason, passes, failures, seconds } of results) {
    const says =
      reason ??
      `${String(passes).padStart(5)} passed ${String(failures).padStart(4)} failed ${seconds.toFixed(1).padStart(7)} s`
    console.log(`${failures > 0 ? 'FAIL' : reason ? '-   ' : 'ok  '} ${name.padEnd(8)} ${says}`)
  }
  const total = results.reduce((sum, { seconds = 0 }) => sum + seconds, 0)
  console.log(
    `${results.some(({ failures }) => failures > 0) ? 'FAILED' : 'passed'} in ${total.toFixed(0)} s`,
  )
}
