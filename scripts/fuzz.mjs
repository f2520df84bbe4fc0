#!/usr/bin/env node
// npm run fuzz -- definition|features|template|vtl|jsonpath|json|policy|http|connections [--inputs N] [--seed N] [--seeds FOLDER] [--limit MS]
// definition: mutates the files below FOLDER (default examples/) and reads, checks and outlines each. jsonpath: reads
// mutated documents by mutated paths. features: asks the language server everything at places of mutated files. json: reads mutated payloads. policy: lints mutated policies and
// evaluates requests by them. http: sends malformed requests by raw sockets. connections: holds N connections at once
// from a second process. vtl: edits templates in definitions and asks every feature. Prints the seed; ends with 1 when an input broke
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
    inputs: { type: 'string' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    seeds: { type: 'string', default: path.join(root, 'examples') },
    limit: { type: 'string' },
  },
})
const targets = {
  definition: { entry: 'definition.ts', run: 'fuzzDefinitions' },
  features: { entry: 'features.ts', run: 'fuzzFeatures', limitMs: 2000, inputs: 5000 },
  template: { entry: 'template.ts', run: 'fuzzTemplates', limitMs: 100 },
  vtl: { entry: 'vtlEditor.ts', run: 'fuzzVtlEditor', inputs: 2000 },
  jsonpath: { entry: 'fuzzTexts.ts', run: 'fuzzJsonPaths' },
  json: { entry: 'fuzzTexts.ts', run: 'fuzzPayloads' },
  policy: { entry: 'policy.ts', run: 'fuzzPolicies' },
  http: { entry: 'http.ts', run: 'fuzzHttp', limitMs: 100, inputs: 100_000 },
  connections: { entry: 'connections.ts', run: 'fuzzConnections', inputs: 10_000 },
}
const name = positionals.join()
const target = Object.hasOwn(targets, name) ? targets[name] : undefined
if (!target) {
  const names = Object.keys(targets).join('|')
  console.error(`usage: npm run fuzz -- ${names} [--inputs N] [--seed N] [--seeds FOLDER] [--limit MS]`)
  process.exit(2)
}

if (['connections', 'definition', 'features', 'http', 'vtl'].includes(name)) await compileSchemas()
const outfile = path.join(root, 'out', 'fuzz', `${name}.mjs`)
await build({
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  mainFields: ['module', 'main'],
  banner: {
    js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url)",
  },
  logLevel: 'warning',
  define: { GATEHOUSE_VERSION: '"fuzz"' },
  entryPoints: [path.join(root, 'test', 'fuzz', target.entry)],
  outfile,
})
const { [target.run]: fuzz } = await import(pathToFileURL(outfile).href)

const [inputs, seed] = [Number(values.inputs ?? target.inputs ?? 20_000), Number(values.seed)]
const limitMs = Number(values.limit ?? target.limitMs ?? 5000)
let peak = 0
console.log(`seed ${seed}, ${inputs} inputs`)
const started = performance.now()
const limit = name === 'connections' ? openFiles() : Infinity
if (inputs > limit - 200) console.log(`${limit} files may be open at once: not all of ${inputs} fit`)
const broken = await fuzz({
  inputs: Math.min(inputs, limit - 200),
  seed,
  seeds: path.resolve(values.seeds),
  limitMs,
  clientFile: path.join(root, 'test', 'fuzz', 'connectionsClient.mjs'),
  mostConnections: Math.floor(limit * 0.75),
  onFigures: text => console.log(`\n${text}`),
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

/** How many files and sockets a process may have open at once; Node has raised it to the most. */
function openFiles() {
  const most = process.report.getReport().userLimits?.open_files?.soft
  return Number.isFinite(Number(most)) ? Number(most) : 10_240
}
