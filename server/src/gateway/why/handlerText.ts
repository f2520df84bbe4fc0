import { baseName } from '../../base/files.ts'
import type { Evidence, SourceLine, SuggestedChange } from '../../protocol/trace.ts'
import { changeOf } from './parts.ts'

/** Text of one of the user's files; undefined where it cannot be read. */
export type ReadText = (file: string) => string | undefined

/** Where a handler returns a property. */
export interface ReturnedProperty {
  readonly source: SourceLine
  readonly evidence: Evidence
  /** For a `body` that is a plain name: the same as text. */
  readonly change: SuggestedChange | undefined
}

/**
 * The one line of a handler's file that writes a property of an answer; undefined where none or several do. A change is
 * offered only for a `body` that is a plain name, where it is certain what turns it into text.
 */
export function returnedProperty(
  handler: SourceLine,
  property: string,
  readText: ReadText,
): ReturnedProperty | undefined {
  const text = readText(handler.file)
  if (text === undefined) return undefined
  const lines = text.split(/\r\n|\r|\n/)
  const found = lines.flatMap((line, index) => {
    const match = propertyPattern(property).exec(line)
    return match && index >= handler.line ? [{ index, match }] : []
  })
  const [only] = found
  if (!only || found.length > 1) return undefined
  const { index, match } = only
  const [, before = '', value = ''] = match
  const source = { file: handler.file, line: index, character: before.length }
  const written = property === 'body' ? asText(handler.file, value, text) : undefined
  const start = { line: index, character: match.index + match[0].length - value.length }
  const end = { line: index, character: match.index + match[0].length }
  return {
    source,
    evidence: linesAround(handler.file, lines, index),
    change:
      written === undefined
        ? undefined
        : changeOf(text, { file: handler.file, range: { start, end }, newText: written }),
  }
}

/** The lines of a file around one of them. */
export function linesAt(source: SourceLine, readText: ReadText): Evidence | undefined {
  const lines = readText(source.file)?.split(/\r\n|\r|\n/)
  return lines && source.line < lines.length ? linesAround(source.file, lines, source.line) : undefined
}

// `body: book,` and `'body': book}`; of a value only the plain name is taken, so that nothing is guessed.
function propertyPattern(property: string): RegExp {
  const name = property.replace(/[^\w$]/g, '\\$&')
  const plainName = '([A-Za-z_$][\\w$]*(?:\\.[A-Za-z_$][\\w$]*)*)(?=\\s*(?:[,}]|$))'
  return new RegExp(`^(.*?)(?<![\\w$.])['"]?${name}['"]?\\s*:\\s*(?:${plainName})?`)
}

const words = new Set(['undefined', 'null', 'true', 'false', 'None', 'True', 'False', 'string', 'any'])

function asText(file: string, value: string, text: string): string | undefined {
  if (value === '' || words.has(value)) return undefined
  if (/\.[cm]?[jt]sx?$/.test(file)) return `JSON.stringify(${value})`
  return /\.py$/.test(file) && /^\s*import json\b/m.test(text) ? `json.dumps(${value})` : undefined
}

const around = 2

function linesAround(file: string, lines: readonly string[], line: number): Evidence {
  const from = Math.max(0, line - around)
  return {
    title: baseName(file),
    firstLine: from + 1,
    lines: lines.slice(from, line + around + 1).map((text, index) => ({
      text: text.slice(0, 300),
      ...(from + index === line && { isDeciding: true }),
    })),
  }
}

/** The first place of a stack that is the user's own code: Node's frames, or Python's from the innermost on. */
export function thrownAt(payload: string): SourceLine | undefined {
  const error = recordOf(payload)
  const node = textsOf(error?.['trace'])
  const python = textsOf(error?.['stackTrace']).toReversed()
  for (const frame of [...node, ...python]) {
    const [, file, line, column] =
      /\(?((?:\/|[A-Za-z]:[\\/]|file:\/\/)[^()]*?):(\d+):(\d+)\)?$/.exec(frame.trim()) ??
      /File "([^"]+)", line (\d+)/.exec(frame) ??
      []
    if (file === undefined || !/\.([cm]?[jt]sx?|py)$/.test(file)) continue
    if (/node_modules|site-packages|[\\/]lib[\\/]python/.test(file)) continue
    return {
      file: file.replace(/^file:\/\//, ''),
      line: Number(line) - 1,
      character: column === undefined ? 0 : Number(column) - 1,
    }
  }
  return undefined
}

function recordOf(payload: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(payload)
    return typeof value === 'object' && value !== null ? { ...value } : undefined
  } catch {
    return undefined
  }
}

function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter(each => typeof each === 'string') : []
}
