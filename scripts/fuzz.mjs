#!/usr/bin/env node
// npm run fuzz -- definition [--inputs N] [--seed N] [--seeds FOLDER] [--limit MS]
// npm run fuzz -- template [--inputs N] [--seed N] [--limit MS]
// Mutates the files below FOLDER (default examples/) and reads, checks and outlines each; or makes mapping templates,
// whole and broken, and renders each. Prints the seed; ends with 1 when an input broke something, with the inputs in
// test-results/fuzz/, or when the heap of 256 MB for templates was not enough.
import { build } from 'esbuild'
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { compileSchemas } from './compileSchemas.mjs'

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..')
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    inputs: { type: 'string', default: '20000' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    seeds: { type: 'string', default: path.join(root, 'examples') },
    limit: { type: 'string' },
  },
})
const [kind] = positionals
if (positionals.length !== 1 || (kind !== 'definition' && kind !== 'template')) {
  console.error(
    'usage: npm run fuzz -- definition|template [--inputs N] [--seed N] [--seeds FOLDER] [--limit MS]',
  )
  process.exit(2)
}

if (kind === 'definition') await compileSchemas()
const outfile = path.join(root, 'out', 'fuzz', `${kind}.mjs`)
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
  entryPoints: [path.join(root, 'test', 'fuzz', `${kind}.ts`)],
  outfile,
})
const fuzz = await import(pathToFileURL(outfile).href)

const [inputs, seed] = [Number(values.inputs), Number(values.seed)]
const limitMs = Number(values.limit ?? (kind === 'template' ? 100 : 5000))
let peak = 0
console.log(`seed ${seed}, ${inputs} inputs`)
const started = performance.now()
const run = kind === 'template' ? fuzz.fuzzTemplates : fuzz.fuzzDefinitions
const broken = run({
  inputs,
  seed,
  seeds: path.resolve(values.seeds),
  limitMs,
  onProgress: done => {
    peak = Math.max(peak, process.memoryUsage().heapUsed)
    process.stderr.write(`\r${done} of ${inputs}`)
  },
})
const megabytes = Math.ceil(peak / 1024 / 1024)
const seconds = (performance.now() - started) / 1000
console.log(
  `\n${inputs} inputs in ${seconds.toFixed(0)} s, ${broken.length} broke something, heap up to ${megabytes} MB`,
)
const folder = path.join(root, 'test-results', 'fuzz')
for (const [index, { why, file = 'template.vtl', text }] of broken.slice(0, 20).entries()) {
  mkdirSync(folder, { recursive: true })
  const saved = path.join(folder, `${index}${path.extname(file)}`)
  writeFileSync(saved, text)
  console.log(`\n${saved} (from ${file})\n${why}`)
}
process.exit(broken.length > 0 || (kind === 'template' && megabytes >= 256) ? 1 : 0)
