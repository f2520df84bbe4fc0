#!/usr/bin/env node
// Asks this language server and yaml-language-server (from npm, with our schemas) for proposals at the places of
// test/language/places.json and vtlPlaces.json, and writes the table of docs/completion.md.
//   node scripts/comparePlaces.mjs [--print]     needs a build; --print leaves the file alone
import { execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { format, resolveConfig } from 'prettier'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-languageserver/node'
import { readPlaces, readTemplatePlaces, textOfPlace, typedAt } from './places.mjs'
import { withResourceTypes } from './resourceSchemas.mjs'

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..')
/** Those of templates last, as the table has them. */
const allPlaces = [...readPlaces(), ...readTemplatePlaces()]
const peer = 'yaml-language-server@1.25.0'
const schemaNames = [
  'aws-api-gateway',
  'aws-extensions',
  'aws-serverless',
  'cloudformation-template',
  'openapi-3.0',
  'openapi-3.1',
  'serverless',
  'terraform',
]

/** Our schemas as files that the peer can follow from one to another. */
function writeSchemas(folder) {
  const written = Object.fromEntries(
    schemaNames.map(name => [
      `${name}.json`,
      JSON.parse(readFileSync(path.join(root, 'schemas', `${name}.json`), 'utf8')),
    ]),
  )
  const documents = withResourceTypes(written)
  // A generic editor finds a resource's properties by conditions on its type.
  const template = documents['cloudformation-template.json']
  const typed = ['aws-api-gateway.json', 'aws-serverless.json', 'aws-resources.json'].flatMap(file =>
    Object.keys(documents[file].definitions)
      .filter(type => type.includes('::'))
      .map(type => ({ type, file })),
  )
  const resource = template.definitions.Resource
  resource.properties.Type = {
    ...resource.properties.Type,
    anyOf: [{ enum: typed.map(({ type }) => type) }, {}],
  }
  resource.allOf = typed.map(({ type, file }) => ({
    if: { properties: { Type: { const: type } }, required: ['Type'] },
    then: { properties: { Properties: { $ref: `${file}#/definitions/${type}` } } },
  }))
  for (const [name, document] of Object.entries(documents)) {
    writeFileSync(path.join(folder, name), JSON.stringify(document))
  }
}

/** Of the definitions with mapping templates. */
const templateSchemas = {
  'orders.yaml': 'openapi-3.0.json',
  'orders.json': 'openapi-3.0.json',
  'chat.yaml': 'cloudformation-template.json',
}

function schemaOf(file) {
  if (file === 'openapi.yaml') return 'openapi-3.0.json'
  if (file === 'openapi.json') return 'openapi-3.1.json'
  if (file === 'serverless.yml') return 'serverless.json'
  if (file.endsWith('.tf.json')) return 'terraform.json'
  if (/^(orders|chat)\./.test(file)) return templateSchemas[file]
  return file.startsWith('policy') ? undefined : 'cloudformation-template.json'
}

const tags = ['Ref', 'GetAtt', 'Sub', 'If', 'Join', 'Select', 'Split', 'FindInMap', 'ImportValue', 'Equals']

function peerSettings(folder) {
  const schemas = {}
  for (const file of new Set(allPlaces.map(place => place.file))) {
    const name = schemaOf(file)
    if (name !== undefined) schemas[pathToFileURL(path.join(folder, name)).href] ??= []
    if (name !== undefined) schemas[pathToFileURL(path.join(folder, name)).href].push(`**/${file}`)
  }
  return {
    yaml: {
      schemas,
      completion: true,
      schemaStore: { enable: false },
      customTags: tags.flatMap(tag => [`!${tag} scalar`, `!${tag} sequence`]),
    },
  }
}

async function start(command, args, settings, folder) {
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'ignore'] })
  const connection = createMessageConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  )
  connection.onRequest('workspace/configuration', ({ items }) =>
    items.map(({ section }) => settings[section] ?? {}),
  )
  connection.onRequest('client/registerCapability', () => null)
  connection.onRequest('window/workDoneProgress/create', () => null)
  connection.listen()
  const folders = [{ uri: pathToFileURL(folder).href, name: 'places' }]
  await connection.sendRequest('initialize', {
    processId: process.pid,
    rootUri: folders[0].uri,
    workspaceFolders: folders,
    capabilities: {
      workspace: { configuration: true, workspaceFolders: true },
      textDocument: {
        completion: { completionItem: { snippetSupport: true, documentationFormat: ['markdown'] } },
      },
    },
  })
  await connection.sendNotification('initialized', {})
  await connection.sendNotification('workspace/didChangeConfiguration', { settings })
  return { child, connection }
}

/** For each place: whether all labels that must come have come, and none that must not. */
async function ask({ connection }, folder) {
  const results = []
  for (const [index, place] of allPlaces.entries()) {
    const { before, after } = typedAt(textOfPlace(place), place)
    // A folder for each: what is beside a definition may belong to it.
    const own = path.join(folder, String(index))
    mkdirSync(own, { recursive: true })
    for (const name of place.beside ?? []) writeFileSync(path.join(own, name), textOfPlace(place, name))
    const uri = pathToFileURL(path.join(own, place.file)).href
    const languageId = place.file.endsWith('.json') ? 'json' : 'yaml'
    const textDocument = { uri, languageId, version: 1, text: before + after }
    await connection.sendNotification('textDocument/didOpen', { textDocument })
    const lines = before.split('\n')
    const position = { line: lines.length - 1, character: lines.at(-1).length }
    const answer = await connection
      .sendRequest('textDocument/completion', { textDocument: { uri }, position })
      .catch(() => null)
    const labels = new Set(
      (Array.isArray(answer) ? answer : (answer?.items ?? [])).map(({ label }) => label.trim()),
    )
    await connection.sendNotification('textDocument/didClose', { textDocument: { uri } })
    results.push({
      has: place.must.filter(label => labels.has(label)).length,
      isRight:
        place.must.every(label => labels.has(label)) && !place.mustNot.some(label => labels.has(label)),
    })
  }
  return results
}

function install() {
  const folder = path.join(tmpdir(), 'gatehouse-bench-deps', 'places')
  mkdirSync(folder, { recursive: true })
  const entry = path.join(folder, 'node_modules/yaml-language-server/bin/yaml-language-server')
  if (!existsSync(entry)) {
    writeFileSync(path.join(folder, 'package.json'), '{"private":true}')
    execFileSync('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', peer], {
      cwd: folder,
      stdio: 'ignore',
    })
  }
  return entry
}

const areas = {
  openapi: 'OpenAPI with extensions',
  sam: 'SAM',
  cloudformation: 'CloudFormation',
  websocket: 'WebSocket APIs',
  policies: 'Policies',
  serverless: 'serverless.yml',
  terraform: 'Terraform JSON',
  documents: 'Later YAML documents',
  nested: 'Nested stacks',
  vtl: 'Mapping templates',
}

function tableOf(ours, theirs) {
  const places = allPlaces
  const rows = Object.entries(areas).flatMap(([area, name]) => {
    const own = places.flatMap((place, index) => (place.area === area ? [index] : []))
    if (own.length === 0) return []
    const right = results => own.filter(index => results[index].isRight).length
    const wanted = own.reduce((sum, index) => sum + places[index].must.length, 0)
    const labels = results => own.reduce((sum, index) => sum + results[index].has, 0)
    return [
      `| ${name} | ${own.length} | ${right(ours)} | ${right(theirs)} | ${labels(ours)} of ${wanted} | ${labels(theirs)} of ${wanted} |`,
    ]
  })
  return [
    `| where | places | Gatehouse right | ${peer.replace('@', ' ')} right | labels that came | labels that came there |`,
    '| --- | --: | --: | --: | --: | --: |',
    ...rows,
  ].join('\n')
}

async function main() {
  const folder = mkdtempSync(path.join(tmpdir(), 'gatehouse-places-'))
  try {
    writeSchemas(folder)
    const run = async (args, settings) => {
      const server = await start(process.execPath, args, settings, folder)
      try {
        return await ask(server, folder)
      } finally {
        server.connection.dispose()
        server.child.kill()
      }
    }
    const ours = await run([path.join(root, 'dist/gatehouse.js'), 'lsp', '--stdio'], {})
    const theirs = await run([install(), '--stdio'], peerSettings(folder))
    const table = tableOf(ours, theirs)
    if (process.argv.includes('--print')) {
      console.log(table)
      return
    }
    const file = path.join(root, 'docs/completion.md')
    const text = readFileSync(file, 'utf8')
    const next = text.replace(/(<!-- places -->\n)[^]*(<!-- \/places -->)/, `$1\n${table}\n\n$2`)
    writeFileSync(file, await format(next, { ...(await resolveConfig(file)), filepath: file }))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

await main()
