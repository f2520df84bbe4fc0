#!/usr/bin/env node
// Compares `gatehouse list` with what AWS listed after importing a document.
//   node scripts/compareImports.mjs --command "node dist/gatehouse.js" FOLDER
// FOLDER holds one folder a case: document.* and expected.json, whose every key must be equal in our listing; our listing
// may have more. `basepath` of expected.json is the import mode. Prints the first difference of each case that fails.
import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'

const { values, positionals } = parseArgs({
  options: { command: { type: 'string' } },
  allowPositionals: true,
})
const [folder] = positionals
if (folder === undefined || values.command === undefined) {
  console.error('usage: compareImports.mjs --command COMMAND FOLDER')
  process.exit(2)
}
const [program, ...programArguments] = values.command.split(' ')
const aboutTheCase = new Set(['source', 'document', 'basepath'])

let passed = 0
const failures = []
const entries = readdirSync(folder, { withFileTypes: true })
for (const name of entries.flatMap(entry => (entry.isDirectory() ? [entry.name] : [])).sort()) {
  const failure = compare(path.join(folder, name))
  if (failure === undefined) passed += 1
  else failures.push(`${name}: ${failure}`)
}
for (const failure of failures) console.log(failure)
console.log(`${passed} passed, ${failures.length} failed`)
process.exit(failures.length === 0 && passed > 0 ? 0 : 1)

function compare(caseFolder) {
  const expected = JSON.parse(readFileSync(path.join(caseFolder, 'expected.json'), 'utf8'))
  const name = readdirSync(caseFolder).find(file => file.startsWith('document.'))
  if (name === undefined) return 'has no document'
  const { status, stdout, stderr } = spawnSync(
    program,
    [
      ...programArguments,
      'list',
      path.join(caseFolder, name),
      '--format',
      'json',
      ...(expected.basepath === undefined ? [] : ['--basepath', expected.basepath]),
    ],
    { encoding: 'utf8' },
  )
  if (status !== 0) return `list ended with ${status}: ${stderr.split('\n')[0]}`
  const listing = JSON.parse(stdout)
  for (const [key, value] of Object.entries(expected)) {
    const found = aboutTheCase.has(key) ? undefined : difference(value, listing[key], key)
    if (found !== undefined) return found
  }
  return undefined
}

/** The first place where something expected is missing or other; arrays must be equal as a whole. */
function difference(expected, actual, place) {
  const isObject = value => typeof value === 'object' && value !== null && !Array.isArray(value)
  if (isObject(expected) && isObject(actual)) {
    for (const [key, value] of Object.entries(expected)) {
      const found = difference(value, actual[key], `${place}.${key}`)
      if (found !== undefined) return found
    }
    return undefined
  }
  if (Array.isArray(expected) && Array.isArray(actual) && expected.length === actual.length) {
    for (const [index, value] of expected.entries()) {
      const found = difference(value, actual[index], `${place}[${index}]`)
      if (found !== undefined) return found
    }
    return undefined
  }
  if (!isObject(expected) && !Array.isArray(expected) && expected === actual) return undefined
  return `${place} should be ${JSON.stringify(expected)}, is ${JSON.stringify(actual)}`
}
