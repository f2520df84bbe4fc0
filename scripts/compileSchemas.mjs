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
import { resourceFacts, withResourceTypes } from './resourceSchemas.mjs'

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..')
const schemaFolder = path.join(root, 'schemas')

/** Where the module goes unless another place is asked for; its types are in the `.d.ts` beside it. */
export const generatedValidators = path.join(root, 'server/src/schema/generated/validators.js')

/** Keywords of our own: they describe, and never decide whether a value is valid. */
const vocabulary = ['documentation', 'severity', 'caseInsensitive', 'attributes', 'takes']

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
  const parts = schemas.map(schema => partOf(schema, ajv)).filter(({ references }) => references.length > 0)
  mkdirSync(path.dirname(outFile), { recursive: true })
  const partial = `${outFile}.${process.pid}`
  await build({
    stdin: {
      contents: moduleOf(parts, { ...documents, 'resource-facts.json': resourceFacts() }),
      resolveDir: root,
    },
    plugins: parts.map(({ name, code }) => virtualModule(name, code)),
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

/** The functions of one document: a program that checks OpenAPI never loads those of CloudFormation's types. */
function partOf(schema, ajv) {
  const references = exportsOf(schema)
  const names = Object.fromEntries(references.map((reference, index) => [`v${index}`, reference]))
  return { name: `gatehouse:${schema.$id}`, references, code: standaloneCode(ajv, names) }
}

// What is asked for is made at the first question: a document's functions (`require` of a CommonJS module is lazy in a
// bundle) and its text, which only a run that finds something wrong reads.
function moduleOf(parts, documents) {
  const validators = parts.flatMap(({ name, references }) =>
    references.map(
      (reference, index) =>
        `get ${JSON.stringify(reference)}() { return require(${JSON.stringify(name)}).v${index} }`,
    ),
  )
  const texts = Object.entries(documents).map(
    ([name, schema]) => `get ${JSON.stringify(name)}() { return ${JSON.stringify(JSON.stringify(schema))} }`,
  )
  return `export const validators = { ${validators.join(', ')} }
export const schemaTexts = { ${texts.join(', ')} }
`
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
      context.onResolve({ filter: new RegExp(`^${name.replaceAll('.', '\\.')}$`) }, () => ({
        path: name,
        namespace: name,
      }))
      context.onLoad({ filter: /.*/, namespace: name }, () => ({ contents, loader: 'js', resolveDir: root }))
    },
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  console.log(path.relative(root, await compileSchemas()))
}
