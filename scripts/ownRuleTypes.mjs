#!/usr/bin/env node
// Writes types/own-rules.d.ts: the types that authors of own rules need, gathered from the sources into one file.
//   node scripts/ownRuleTypes.mjs
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { format, resolveConfig } from 'prettier'
import ts from 'typescript'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..')
const first = path.join(root, 'server/src/rules/ownRule.ts')

/** The text of types/own-rules.d.ts. */
export async function ownRuleTypes() {
  const declared = new Map(declarationsFrom(first))
  const text = [
    '// Types for rules of your own: see docs/own-rules.md.',
    '// Made by scripts/ownRuleTypes.mjs from server/src: do not edit',
    '',
    ...reachable('OwnRule', declared).map(name => declared.get(name)),
  ].join('\n\n')
  const file = path.join(root, 'types/own-rules.d.ts')
  return format(text, { ...(await resolveConfig(file)), filepath: file })
}

/** Interfaces and type aliases of a file and of all that it imports, by name. */
function declarationsFrom(file, seen = new Set()) {
  if (seen.has(file)) return []
  seen.add(file)
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.ES2022, true)
  return source.statements.flatMap(statement => {
    if (ts.isImportDeclaration(statement) && ts.isStringLiteral(statement.moduleSpecifier)) {
      const to = path.resolve(path.dirname(file), statement.moduleSpecifier.text)
      return statement.moduleSpecifier.text.startsWith('.') ? declarationsFrom(to, seen) : []
    }
    if (!ts.isInterfaceDeclaration(statement) && !ts.isTypeAliasDeclaration(statement)) return []
    const own = statement.getFullText(source).trim()
    const isExported = statement.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)
    return [[statement.name.text, isExported ? own : own.replace(/^(interface|type) /m, 'export $1 ')]]
  })
}

function reachable(start, declared) {
  const found = [start]
  for (const name of found) {
    // Comments name types too, and code only counts.
    const code = declared.get(name).replace(/\/\*[\s\S]*?\*\//g, '')
    for (const [word] of code.matchAll(/\b[A-Z]\w*/g)) {
      if (declared.has(word) && !found.includes(word)) found.push(word)
    }
  }
  return found
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  writeFileSync(path.join(root, 'types/own-rules.d.ts'), await ownRuleTypes())
}
