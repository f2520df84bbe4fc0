import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { HandlerPlace } from './runtimeProcess.ts'

const mostFilesSearched = 200
const mostImportsChecked = 20

/**
 * Where a handler's function is written: its text is looked for in the module it was exported from, then in the
 * user's other loaded modules. For a wrapped handler the line of its export.
 */
export function handlerPlace(
  handler: object,
  names: readonly string[],
  file: string,
): HandlerPlace | undefined {
  const text = Function.prototype.toString.call(handler)
  if (!text.endsWith('{ [native code] }')) {
    for (const candidate of [file, ...userModules(file)]) {
      const at = read(candidate)?.indexOf(text) ?? -1
      if (at >= 0) return { file: candidate, line: lineOf(read(candidate) ?? '', at) }
    }
  }
  return exportPlace(names, file)
}

/** Where a source exports a handler. */
export function exportPlace(names: readonly string[], file: string): HandlerPlace {
  return { file, line: exportLine(read(file) ?? '', names.at(-1) ?? '') }
}

/** Where a syntax error stands: read off the error, else found by asking Node about the module and what it imports. */
export function syntaxErrorPlace(error: SyntaxError, file: string): HandlerPlace {
  const stated = placeInText(error.stack ?? '')
  if (stated !== undefined) return stated
  const seen = new Set([file])
  for (const candidate of seen) {
    const found = placeInText(checkSyntax(candidate))
    if (found !== undefined) return found
    for (const imported of relativeImports(candidate)) {
      if (seen.size < mostImportsChecked) seen.add(imported)
    }
  }
  return { file, line: 0 }
}

// Node's first line for a syntax error is `FILE:LINE` or `file://...:LINE`.
function placeInText(text: string): HandlerPlace | undefined {
  const match = /^(\S.*?):(\d+)$/m.exec(text.slice(0, text.indexOf('\n') + 1).trimEnd())
  if (!match?.[1] || !match[2]) return undefined
  const file = match[1].startsWith('file:') ? fileURLToPath(match[1]) : match[1]
  return path.isAbsolute(file) ? { file, line: Number(match[2]) - 1 } : undefined
}

function checkSyntax(file: string): string {
  const result = spawnSync(process.execPath, ['--check', file], {
    encoding: 'utf8',
    windowsHide: true,
    timeout: 5000,
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
  })
  return result.stderr
}

function relativeImports(file: string): string[] {
  const specifiers = (read(file) ?? '').matchAll(/(?:\bfrom|\bimport)\s*\(?\s*['"](\.{1,2}\/[^'"]+)['"]/g)
  return [...specifiers].map(([, specifier]) => path.resolve(path.dirname(file), specifier ?? ''))
}

function userModules(file: string): string[] {
  const loaded = Object.keys(createRequire(file).cache)
  const imported = relativeImports(file)
  return [...loaded, ...imported]
    .filter(name => !name.includes(`${path.sep}node_modules${path.sep}`))
    .slice(0, mostFilesSearched)
}

function exportLine(text: string, name: string): number {
  const quoted = name.replace(/[^\w$]/g, '').replace(/\$/g, '\\$')
  const match = new RegExp(
    `exports\\.${quoted}\\s*=|^export\\s.*\\b${quoted}\\b|\\bexports\\s*=\\s*\\{[^}]*\\b${quoted}\\b`,
    'm',
  ).exec(text)
  return match ? lineOf(text, match.index) : 0
}

function lineOf(text: string, offset: number): number {
  let line = 0
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) line++
  return line
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}
