#!/usr/bin/env node
// Pictures of the invoke panel in every theme and width, without VS Code.
//   node scripts/panelPreview.mjs [NAME]     into test-results/panel/; NAME is a pattern that picks some
import { build } from 'esbuild'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..')
const folder = path.join(root, 'test-results/panel')
const bundle = path.join(folder, 'preview.mjs')

await build({
  entryPoints: [path.join(root, 'test/panel/preview.ts')],
  outfile: bundle,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  packages: 'external',
  // The bundle stands elsewhere than its sources, which read files beside them.
  define: { 'import.meta.dirname': JSON.stringify(path.join(root, 'test/panel')) },
  logLevel: 'warning',
})
const { takePictures } = await import(pathToFileURL(bundle).href)
for (const file of await takePictures(folder, process.argv[2])) console.log(path.relative(root, file))
