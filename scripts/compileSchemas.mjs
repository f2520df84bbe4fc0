#!/usr/bin/env node
// Compiles schemas/*.json and the types of AWS's resource specification into one module of plain validation functions,
// so that the program compiles nothing at run time (a compile of all schemas costs seconds) and needs no `eval`.
//   node scripts/compileSchemas.mjs
import Ajv from 'ajv'
import standaloneCode from 'ajv/dist/standalone/index.js'
import { build } from 'esbuild'
import { mkdirSync, readdirSync, readFileSync, renameSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { withResourceTypes } from './resourceSchemas.mjs'

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..')
const schemaFolder = path.join(root, 'schemas')

/** Where the module goes unless another place is asked for; its types are in the `.d.ts` beside it. */
export const generatedValidators = path.join(root, 'server/src/schema/generated/validators.js')

/** Keywords of our own: they describe, and never decide whether a value is valid. */
const vocabulary = ['documentation', 'severity', 'caseInsensitive']

/** Writes the module and returns its path. */
export async function compileSchemas(outFile = generatedValidators) {
  const written = Object.fromEntries(
    readdirSync(schemaFolder)
      .filter(name => name.endsWith('.json'))
      .sort()
      .map(name => [name, JSON.parse(readFileSync(path.join(schemaFolder, name), 'utf8'))]),
  )
  const documents = withResourceTypes(written)
  const schemas = Object.values(documents)
  const ajv = new Ajv({
    allErrors: true,
    inlineRefs: false,
    // Our own messages are written where the text is at hand.
    messages: false,
    strict: true,
    strictTypes: false,
    strictRequired: false,
    schemas: schemas.map(withoutTexts),
    keywords: vocabulary,
    code: { source: true, lines: true },
  })
  const names = Object.fromEntries(schemas.flatMap(exportsOf).map((ref, index) => [`v${index}`, ref]))
  const code = standaloneCode(ajv, names)
  const entries = Object.entries(names).map(([name, ref]) => `${JSON.stringify(ref)}: compiled.${name}`)
  mkdirSync(path.dirname(outFile), { recursive: true })
  const partial = `${outFile}.${process.pid}`
  await build({
    stdin: {
      contents: `import * as compiled from 'gatehouse:compiled'
export const validators = { ${entries.join(', ')} }
export const schemaTexts = ${JSON.stringify(textsOf(documents))}
`,
      resolveDir: root,
    },
    plugins: [virtualModule('gatehouse:compiled', code)],
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    minify: true,
    logLevel: 'warning',
    outfile: partial,
    banner: { js: '// Made by scripts/compileSchemas.mjs: do not edit' },
  })
  // A test run beside a build must never see half a module.
  renameSync(partial, outFile)
  return outFile
}

/** The whole document, and what is checked on its own: the properties of a resource by its `Type`, parts of OpenAPI. */
function exportsOf(schema) {
  const types = Object.keys(schema.definitions ?? {}).filter(
    name => name.includes('::') || ownParts.has(name),
  )
  const isDocument = schema.type !== undefined
  return [...(isDocument ? [schema.$id] : []), ...types.map(type => `${schema.$id}#/definitions/${type}`)]
}

/** What an edit in a large OpenAPI document is checked by. */
const ownParts = new Set(['pathItem', 'schema'])

/** Texts, not objects: a run that finds nothing wrong never parses them. */
function textsOf(documents) {
  return Object.fromEntries(Object.entries(documents).map(([name, schema]) => [name, JSON.stringify(schema)]))
}

function withoutTexts(schema) {
  if (Array.isArray(schema)) return schema.map(withoutTexts)
  if (typeof schema !== 'object' || schema === null) return schema
  return Object.fromEntries(
    Object.entries(schema)
      // A property may itself be called `description`: then its value is a schema, not a text.
      .filter(
        ([key, value]) =>
          typeof value !== 'string' || !['title', 'description', 'documentation'].includes(key),
      )
      .filter(([key]) => key !== 'severity' && key !== 'caseInsensitive')
      .map(([key, value]) => [key, withoutTexts(value)]),
  )
}

function virtualModule(name, contents) {
  return {
    name,
    setup(context) {
      context.onResolve({ filter: new RegExp(`^${name}$`) }, () => ({ path: name, namespace: name }))
      context.onLoad({ filter: /.*/, namespace: name }, () => ({ contents, loader: 'js', resolveDir: root }))
    },
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  console.log(path.relative(root, await compileSchemas()))
}
