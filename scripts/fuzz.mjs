#!/usr/bin/env node
// npm run fuzz -- definition|template|jsonpath|json|policy [--inputs N] [--seed N] [--seeds FOLDER] [--limit MS]
// definition: mutates the files below FOLDER (default examples/) and reads, checks and outlines each. jsonpath: reads
// mutated documents by mutated paths. json: reads mutated payloads. policy: lints mutated policies and
// evaluates requests by them. Prints the seed; ends with 1 when an input broke
// something, with the inputs in test-results/fuzz/. template: renders mapping templates, whole and broken; ends with 1
// also when they need a heap of 256 MB.
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
const targets = {
  definition: { entry: 'definition.ts', run: 'fuzzDefinitions' },
  template: { entry: 'template.ts', run: 'fuzzTemplates', limitMs: 100 },
  jsonpath: { entry: 'fuzzTexts.ts', run: 'fuzzJsonPaths' },
  json: { entry: 'fuzzTexts.ts', run: 'fuzzPayloads' },
  policy: { entry: 'policy.ts', run: 'fuzzPolicies' },
}
const name = positionals.join()
const target = Object.hasOwn(targets, name) ? targets[name] : undefined
if (!target) {
  const names = Object.keys(targets).join('|')
  console.error(`usage: npm run fuzz -- ${names} [--inputs N] [--seed N] [--seeds FOLDER] [--limit MS]`)
  process.exit(2)
}

if (name === 'definition') await compileSchemas()
const outfile = path.join(root, 'out', 'fuzz', `${name}.mjs`)
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
  entryPoints: [path.join(root, 'test', 'fuzz', target.entry)],
  outfile,
})
const { [target.run]: fuzz } = await import(pathToFileURL(outfile).href)

const [inputs, seed] = [Number(values.inputs), Number(values.seed)]
const limitMs = Number(values.limit ?? target.limitMs ?? 5000)
let peak = 0
console.log(`seed ${seed}, ${inputs} inputs`)
const started = performance.now()
const broken = fuzz({
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
process.exit(broken.length > 0 || (name === 'template' && megabytes >= 256) ? 1 : 0)
