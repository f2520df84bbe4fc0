#!/usr/bin/env node
// node scripts/templatePrefixes.mjs FOLDER...
// Reads every prefix of every template below the folders, and prints how many templates' trees cover all of them. A
// template is a .vtl or .vm file, `template` of a recorded case, what a definition holds, a raw string of a module.
import { build } from 'esbuild'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..')
const folders = process.argv.slice(2)
if (folders.length === 0) {
  console.error('usage: templatePrefixes.mjs FOLDER...')
  process.exit(2)
}

const outfile = path.join(root, 'out', 'fuzz', 'templatePrefixes.mjs')
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
  entryPoints: [path.join(root, 'test', 'fuzz', 'templatePrefixes.ts')],
  outfile,
})
const { prefixFault, templatesBelow } = await import(pathToFileURL(outfile).href)

const templates = templatesBelow(folders)
let failed = 0
for (const { file, text } of templates) {
  const fault = prefixFault(text)
  if (fault === undefined) continue
  failed++
  console.log(`${file}: ${fault}`)
}
const prefixes = templates.reduce((sum, { text }) => sum + text.length + 1, 0)
console.log(`steps: ${prefixes} prefixes`)
console.log(`${templates.length - failed} passed, ${failed} failed`)
process.exit(failed > 0 ? 1 : 0)
