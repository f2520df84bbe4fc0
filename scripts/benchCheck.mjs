#!/usr/bin/env node
// node scripts/benchCheck.mjs [--shared DIR] [--kind openapi3|sam|…] [--paths N] [--methods N] [--rounds N]
// What a check costs, against the parsers it stands on, in one process: the whole check of a large definition, and the
// check after a keystroke on its first, middle and last line. Medians; the ratios are what counts. Without a --kind of its
// own a SAM and a CloudFormation template of some 10,000 lines are measured too. The definitions come from gen-large.mjs
// and gen.mjs of the measuring sticks beside this checkout; without them it says so and ends with 0.
import { build } from 'esbuild'
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { compileSchemas } from './compileSchemas.mjs'

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..')
const { values } = parseArgs({
  options: {
    shared: { type: 'string', default: path.join(root, '..', 'shared') },
    kind: { type: 'string' },
    paths: { type: 'string', default: '80' },
    methods: { type: 'string', default: '4' },
    rounds: { type: 'string', default: '11' },
  },
})
const generator = path.join(values.shared, 'corpus', 'gen-large.mjs')
if (!existsSync(generator)) {
  console.log('no gen-large.mjs of the measuring sticks: nothing to measure')
  process.exit(0)
}

await compileSchemas()
const folder = path.join(root, 'out', 'bench')
mkdirSync(folder, { recursive: true })
const outfile = path.join(folder, 'check.mjs')
await build({
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  mainFields: ['module', 'main'],
  banner: {
    js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url)",
  },
  logLevel: 'warning',
  stdin: {
    resolveDir: root,
    contents: `
export { createWorkspace } from './server/src/language/workspace.ts'
export { diskFiles } from './server/src/io/files.ts'
export { parseDocument } from 'yaml'
export { parseTree } from 'jsonc-parser'
`,
  },
  outfile,
})
const { createWorkspace, diskFiles, parseDocument, parseTree } = await import(pathToFileURL(outfile).href)

const { kind = 'openapi3', paths, methods } = values
for (const syntax of ['yaml', 'json']) measure(generate(kind, paths, methods, syntax), kind, syntax)
if (!values.kind) {
  measure(generate('sam', '120', '4', 'yaml'), 'sam', 'yaml')
  measure(generateCloudFormation('10000'), 'cloudformation', 'json')
}

function generate(kind, paths, methods, syntax) {
  const file = path.join(folder, `large-${kind}.${syntax}`)
  const size = ['--paths', paths, '--methods', methods]
  execFileSync(process.execPath, [generator, '--kind', kind, ...size, '--syntax', syntax, '--out', file])
  return file
}

function generateCloudFormation(lines) {
  const file = path.join(folder, 'large-cloudformation.json')
  const program = path.join(values.shared, 'bench', 'lsp', 'gen.mjs')
  writeFileSync(
    file,
    execFileSync(process.execPath, [program, '--cfn', '--lines', lines], { maxBuffer: 1e9 }),
  )
  return file
}

function measure(file, kind, syntax) {
  const text = readFileSync(file, 'utf8')
  const lines = text.split('\n')
  const parser = syntax === 'yaml' ? () => parseDocument(text) : () => parseTree(text)
  const whole = () => {
    const workspace = createWorkspace(diskFiles, () => ({}))
    workspace.setText(file, text)
    return workspace.diagnostics(file)
  }
  const rounds = Number(values.rounds)
  const parse = median(rounds, parser)
  const full = median(rounds, whole)
  console.log(`${kind}, ${syntax}: ${lines.length} lines, ${whole().length} findings`)
  row('parser alone', parse, '')
  row('whole check', full, `${(full / parse).toFixed(2)} of the parser`)
  for (const [name, place] of keystrokes(lines)) {
    const workspace = createWorkspace(diskFiles, () => ({}))
    workspace.setText(file, text)
    workspace.diagnostics(file)
    let typed = 0
    const again = median(rounds, () => {
      typed++
      workspace.setText(file, text.slice(0, place) + 'x'.repeat(typed) + text.slice(place))
      workspace.diagnostics(file)
    })
    row(`after a keystroke, ${name} line`, again, `1/${(full / again).toFixed(1)} of the whole check`)
  }
}

/** Offsets where a letter may be typed: behind a letter of a value on the first such line from the start, middle, end. */
function keystrokes(lines) {
  const offsets = [0]
  for (const line of lines) offsets.push(offsets.at(-1) + line.length + 1)
  const isWord = line =>
    /: ["']?[A-Za-z0-9 .-]*[a-zA-Z0-9]["']?,?\s*$/.test(line) && !/\$ref|true|false|: \d/.test(line)
  const from = (start, step) => {
    for (let line = start; line >= 0 && line < lines.length; line += step) {
      if (isWord(lines[line])) return offsets[line] + lines[line].search(/[A-Za-z0-9]["']?,?\s*$/) + 1
    }
    throw new Error('no line to type on')
  }
  return [
    ['first', from(0, 1)],
    ['middle', from(lines.length >> 1, 1)],
    ['last', from(lines.length - 1, -1)],
  ]
}

function median(rounds, run) {
  const times = []
  for (let round = 0; round < rounds; round++) {
    const start = process.cpuUsage().user
    run()
    times.push((process.cpuUsage().user - start) / 1000)
  }
  return times.sort((a, b) => a - b)[rounds >> 1]
}

function row(name, milliseconds, note) {
  console.log(`  ${name.padEnd(36)} ${milliseconds.toFixed(2).padStart(8)} ms  ${note}`)
}
