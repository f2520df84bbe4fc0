#!/usr/bin/env node
// Writes docs/fidelity.md from what the gateway's tests declare (test/support/fidelity.ts) and docs/not-emulated.md.
//   node scripts/fidelityDocs.mjs
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { format, resolveConfig } from 'prettier'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..')
const folders = ['test/gateway', 'test/commands', 'test/functions', 'test/io', 'test/template']

/**
 * What the text of one test file declares: `{ claims, faults }`. A claim stands for tests that run, so one without a
 * test, or with tests that are switched off, is a fault.
 */
export function claimsIn(file, text) {
  return file.endsWith('.case') ? claimsOfCase(file, text) : claimsOfTest(file, text)
}

/** All claims below the repository's tests. */
export function allClaims() {
  const files = folders.flatMap(folder =>
    readdirSync(path.join(root, folder), { recursive: true })
      .map(name => `${folder}/${name.replaceAll(path.sep, '/')}`)
      .filter(name => /\.(test\.ts|case)$/.test(name)),
  )
  const found = files.sort().map(file => claimsIn(file, readFileSync(path.join(root, file), 'utf8')))
  return { claims: found.flatMap(({ claims }) => claims), faults: found.flatMap(({ faults }) => faults) }
}

/** The sections that claims may name, from test/support/fidelity.ts. */
export function areas() {
  const file = 'test/support/fidelity.ts'
  const source = parse(file, readFileSync(path.join(root, file), 'utf8'))
  const names = []
  visit(source, node => {
    if (!ts.isVariableDeclaration(node) || node.name.getText(source) !== 'areas') return
    visit(node, inner => ts.isStringLiteral(inner) && names.push(inner.text))
  })
  return names
}

/** The page. */
export async function fidelityMarkdown({ claims, faults }) {
  if (faults.length > 0) throw new Error(faults.join('\n'))
  const known = areas()
  const stray = claims.find(({ area }) => !known.includes(area))
  if (stray) throw new Error(`${stray.file}: there is no area '${stray.area}': there is ${known.join(', ')}`)
  const count = by => claims.filter(claim => claim.by === by).length
  const text = [
    '# How far the gateway is AWS',
    '',
    '<!-- Made by scripts/fidelityDocs.mjs from the tests and docs/not-emulated.md: do not edit -->',
    '',
    'Each line is a behaviour that a test of this repository holds the gateway to. The tests declare it themselves',
    '(`fidelity(…)`, or `fidelity:` in a case), and all of them have to pass before a change is taken; nothing stands',
    'here without one.',
    '',
    `- **recorded** (${count('recording')}): compared with what was seen on AWS. The source names the recording: a`,
    '  snapshot of an AWS-validated test of LocalStack, or a test of SAM or the Serverless Framework that runs on AWS.',
    `- **documented** (${count('documentation')}): compared with what AWS's guides, API reference or Knowledge Center say.`,
    '- **not emulated**: at the end; at run time it is said in the answer, in the trace or at start. What no test runs',
    '  stands there, too; a test that runs only with something installed says so in its line.',
    '',
    ...known.flatMap(area => sectionOf(area, claims)),
    ...notEmulated(readFileSync(path.join(root, 'docs/not-emulated.md'), 'utf8')),
    '',
  ].join('\n')
  const file = path.join(root, 'docs/fidelity.md')
  return format(text, { ...(await resolveConfig(file)), filepath: file })
}

function sectionOf(area, claims) {
  const own = claims.filter(claim => claim.area === area).sort((a, b) => (a.feature < b.feature ? -1 : 1))
  if (own.length === 0) return []
  const rows = own.map(({ feature, by, source, needs, file }) => {
    const link = `[${path.posix.basename(file)}](../${file})`
    const test = needs ? `${link}, only with ${cell(needs)}` : link
    return `| ${cell(feature)} | ${by === 'recording' ? 'recorded' : 'documented'} | ${linkOf(by, source)} | ${test} |`
  })
  return [`## ${area}`, '', '| behaviour | | source | test |', '|---|---|---|---|', ...rows, '']
}

/** A page of the guide by its name; a recording by its test, linked where the repository is on GitHub. */
function linkOf(by, source) {
  if (by === 'documentation') {
    const name = /([^/]+?)(?:\.html)?(?:#.*)?$/.exec(source)[1]
    return `[${cell(name)}](${source})`
  }
  const [, repository, file, test] = /^([\w-]+\/[\w.-]+) ([^\s:]+)(?:::| )?(.*)$/.exec(source) ?? []
  if (repository === undefined) return cell(source)
  const label = test === '' ? path.posix.basename(file) : test.replaceAll('"', '')
  return `[${cell(label)}](https://github.com/${repository}/blob/HEAD/${file})`
}

const cell = text => text.replaceAll('|', '\\|')

/** The tables of docs/not-emulated.md that say what a request meets, by their first column. */
function notEmulated(text) {
  const wanted = [
    'The request is refused with 501',
    'The request goes on without it',
    'Not served',
    'Not run by any test',
  ]
  const sections = text.split(/^## /m).filter(section => wanted.some(title => section.startsWith(title)))
  const rows = sections.flatMap(section => {
    const [title = '', ...lines] = section.split('\n')
    const table = lines.filter(line => line.startsWith('|')).slice(2)
    return table.map(
      line => `| ${line.split(/(?<!\\)\|/)[1].trim()} | ${title.charAt(0).toLowerCase()}${title.slice(1)} |`,
    )
  })
  return [
    '## Not emulated',
    '',
    'In full: [not-emulated.md](not-emulated.md).',
    '',
    '| | |',
    '|---|---|',
    ...rows,
  ]
}

/** Before the first section of a case: `fidelity: AREA | FEATURE | recording: SOURCE`. */
function claimsOfCase(file, text) {
  const head = text.slice(0, Math.max(0, text.search(/^== /m)))
  const claims = []
  const faults = []
  for (const line of head.split('\n').filter(each => /^fidelity\b/.test(each))) {
    const [, area, feature, by, source] =
      /^fidelity: ([^|]+) \| ([^|]+) \| (recording|documentation): (\S.*)$/.exec(line) ?? []
    if (source === undefined || (by === 'documentation' && !source.startsWith('https://'))) {
      faults.push(
        `${file}: write 'fidelity: AREA | FEATURE | recording: SOURCE' (or documentation: https://…), not '${line}'`,
      )
    } else claims.push({ area, feature, by, source: source.trim(), file })
  }
  return { claims, faults }
}

function claimsOfTest(file, text) {
  const source = parse(file, text)
  const claims = []
  const faults = []
  visit(source, node => {
    if (!ts.isCallExpression(node) || node.expression.getText(source) !== 'fidelity') return
    const at = `${file}:${source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1}`
    const claim = claimOf(node)
    if (!claim) return faults.push(`${at}: fidelity takes literals: an area, a feature, { by, source }`)
    const { scope, isOff } = scopeOf(node, source)
    if (isOff || !hasTest(scope, source)) {
      return faults.push(`${at}: '${claim.feature}' has no test that runs`)
    }
    claims.push({ ...claim, file })
  })
  return { claims, faults }
}

function claimOf({ arguments: [area, feature, verified] }) {
  if (!isText(area) || !isText(feature) || !verified || !ts.isObjectLiteralExpression(verified))
    return undefined
  const entries = verified.properties.map(property =>
    ts.isPropertyAssignment(property) && isText(property.initializer)
      ? [property.name.text, property.initializer.text]
      : [],
  )
  const { by, source, needs } = Object.fromEntries(entries)
  return by && source
    ? { area: area.text, feature: feature.text, by, source, ...(needs && { needs }) }
    : undefined
}

/** The callback of the nearest describe, or the file; and whether a describe around it is switched off. */
function scopeOf(node, source) {
  let scope
  let isOff = false
  for (let at = node.parent; at; at = at.parent) {
    if (!ts.isCallExpression(at) || !isCallOf(at, 'describe', source)) continue
    scope ??= at
    isOff ||= isSwitchedOff(at, source)
  }
  return { scope: scope ?? source, isOff }
}

function hasTest(scope, source) {
  let isFound = false
  visit(scope, node => {
    const isTest =
      ts.isCallExpression(node) && (isCallOf(node, 'it', source) || isCallOf(node, 'test', source))
    if (isTest && !isSwitchedOff(node, source)) isFound = true
  })
  return isFound
}

/** `it(…)`, `it.each([…])(…)`, `it.skip(…)`. */
function isCallOf(call, name, source) {
  return new RegExp(`^${name}\\b(?!\\s*[:=])`).test(call.expression.getText(source))
}

function isSwitchedOff(call, source) {
  return /^\w+\.(skip|todo|fails)\b/.test(call.expression.getText(source))
}

function isText(node) {
  return node !== undefined && (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node))
}

function visit(node, see) {
  ts.forEachChild(node, child => {
    see(child)
    visit(child, see)
  })
}

function parse(file, text) {
  return ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(path.join(root, 'docs/fidelity.md'), await fidelityMarkdown(allClaims()))
}
