// An adapter between the template engine and a benchmark that knows engines by `compile(text) => (context) => text`, and
// optionally `compilePath(text) => (document) => value`. It bundles the engine into out/ when it is imported.
// A context is `{ input: { body, path, json, params }, context, stageVariables, util }`; the real `$input`, `$util` and
// `$context` are made of each context object once, so that its body is parsed once.
import { build } from 'esbuild'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..')
const outfile = path.join(root, 'out', 'bench', 'template.mjs')
await build({
  bundle: true,
  minify: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  logLevel: 'warning',
  stdin: {
    contents: `export { compileTemplate } from './template.ts'
export { createTemplateScope } from './scope.ts'
export { prepareJsonPath, readJsonPath } from './jsonPath/jsonPath.ts'
export { parsePermissiveJson } from './permissiveJson.ts'`,
    resolveDir: path.join(root, 'server', 'src', 'template'),
    loader: 'ts',
  },
  outfile,
})
const { compileTemplate, createTemplateScope, prepareJsonPath, readJsonPath, parsePermissiveJson } =
  await import(pathToFileURL(outfile).href)

const scopes = new WeakMap()
const documents = new WeakMap()

export function compile(text) {
  const template = compileTemplate(text)
  return context => {
    const { output, error } = template.render(scopeOf(context))
    if (error) throw new Error(error.message)
    return output
  }
}

export function compilePath(text) {
  const { read } = prepareJsonPath(text)
  return document => read(documentOf(document))
}

export function jsonpath(document, text) {
  return readJsonPath(documentOf(document), text)
}

function scopeOf(context) {
  let scope = scopes.get(context)
  if (!scope) {
    const { input, stageVariables } = context
    scope = createTemplateScope({
      body: input.body,
      params: input.params(),
      context: context.context,
      stageVariables,
    })
    scopes.set(context, scope)
  }
  return scope
}

let last
let lastValue

/** The document as the engine holds it. A look at the last one first: a WeakMap costs more than a short path. */
function documentOf(document) {
  if (document === last) return lastValue
  let value = documents.get(document)
  if (value === undefined) {
    value = parsePermissiveJson(JSON.stringify(document)).value
    documents.set(document, value)
  }
  last = document
  lastValue = value
  return value
}
