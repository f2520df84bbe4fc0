#!/usr/bin/env node
// npm run conformance: runs every measuring stick that lies beside this checkout and prints one rate a line.
//   node scripts/conformance.mjs [--shared DIR] [--only TEXT]
// Nothing here is needed to build or test the project; without the folder it says so and ends with 0.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..')
const { values } = parseArgs({ options: { shared: { type: 'string' }, only: { type: 'string' } } })
const shared = path.resolve(values.shared ?? path.join(root, '..', 'shared'))
const program = path.join(root, 'dist', 'gatehouse.js')
const command = `node ${program}`

if (!existsSync(shared)) {
  console.log(`no measuring sticks at ${path.relative(root, shared)}: nothing to run`)
  process.exit(0)
}
if (!existsSync(program)) {
  console.error('dist/gatehouse.js is missing: run npm run build first')
  process.exit(2)
}

const at = (...parts) => path.join(shared, ...parts)
const runs = [
  ['gateway', [at('conformance/run.mjs'), '--command', command, '--jobs', '2', at('conformance/gateway')]],
  [
    'gateway, recorded',
    [
      at('conformance/run.mjs'),
      '--command',
      command,
      '--jobs',
      '2',
      '--kind',
      'recorded',
      at('conformance/gateway'),
    ],
  ],
  [
    'import',
    [path.join(root, 'scripts', 'compareImports.mjs'), '--command', command, at('conformance/import')],
  ],
  ['templates', [at('conformance/templates/render.mjs'), '--command', command, '--quiet']],
  [
    'template prefixes',
    [path.join(root, 'scripts', 'templatePrefixes.mjs'), at('bench'), at('corpus'), at('conformance')],
  ],
  ['policies', [at('conformance/policies/policy.mjs'), '--command', command]],
  [
    'corpus, valid',
    [
      at('corpus/check-corpus.mjs'),
      '--command',
      command,
      '--only',
      'valid',
      '--max-list',
      '10',
      at('corpus'),
    ],
  ],
  [
    'corpus, invalid',
    [
      at('corpus/check-corpus.mjs'),
      '--command',
      command,
      '--only',
      'invalid',
      '--locate',
      '--max-list',
      '1',
      at('corpus'),
    ],
  ],
]

let missing = 0
for (const [name, parameters] of runs) {
  if (values.only && !name.includes(values.only)) continue
  // The runner, and what it runs over, which stands last.
  const absent = [parameters[0], parameters.at(-1)].find(file => path.isAbsolute(file) && !existsSync(file))
  if (absent !== undefined) {
    console.log(`${name.padEnd(20)} not there: ${path.relative(shared, absent)}`)
    missing += 1
    continue
  }
  const started = Date.now()
  const { stdout, stderr } = spawnSync(process.execPath, parameters, { encoding: 'utf8', maxBuffer: 1 << 28 })
  const summary = stdout.split('\n').findLast(line => /\d+ passed, \d+ failed/.test(line))
  const counts = /(\d+) passed, (\d+) failed/.exec(summary ?? '')
  const seconds = ((Date.now() - started) / 1000).toFixed(0)
  if (!counts) {
    const reason = (stderr.trim() || stdout.trim()).split('\n').at(-1) ?? 'no output'
    console.log(`${name.padEnd(20)} no rate: ${reason}`)
    continue
  }
  const [passed, failed] = [Number(counts[1]), Number(counts[2])]
  const rate = passed + failed === 0 ? 0 : (100 * passed) / (passed + failed)
  const further = stdout.split('\n').find(line => /^(steps:|located)/.test(line.trim()))
  console.log(
    `${name.padEnd(20)} ${rate.toFixed(1).padStart(5)} %  ${passed} of ${passed + failed}${further ? `; ${further.trim()}` : ''}  (${seconds} s)`,
  )
}
process.exit(missing === runs.length ? 2 : 0)
