import type { Diagnostic } from '../base/diagnostic.ts'
import { createLineIndex } from '../base/text.ts'

/** What checking one file gave. */
export interface CheckedFile {
  /** As the user wrote it. */
  readonly path: string
  readonly diagnostics: readonly Diagnostic[]
  /** The text the ranges are meant in; undefined when the file could not be read. */
  readonly text?: string
}

/** The report as JSON: `{"files":[{"path","diagnostics":[{"severity","code","message","range",…}]}]}`, zero-based. */
export function jsonReport(files: readonly CheckedFile[]): string {
  const report = {
    files: files.map(({ path, diagnostics }) => ({
      path,
      diagnostics: diagnostics.map(({ severity, code, message, range, documentation }) => ({
        severity,
        code,
        message,
        range,
        ...(documentation !== undefined && { documentation }),
      })),
    })),
  }
  return `${JSON.stringify(report, undefined, 2)}\n`
}

/**
 * The report for a reader: each finding with its line and carets below it, and a count at the end. A note that a file
 * has in many places is shown once.
 */
export function textReport(files: readonly CheckedFile[]): string {
  const findings = files.flatMap(file => {
    const lines = linesOf(file.text ?? '')
    return withoutRepetition(file.diagnostics).map(({ first, others }) => {
      const text = findingText(file.path, first, lines)
      return others === 0
        ? text
        : `${text.trimEnd()}\n  and in ${others} more ${others === 1 ? 'place' : 'places'}\n`
    })
  })
  return [...findings, summary(files)].join('\n')
}

function withoutRepetition(diagnostics: readonly Diagnostic[]): { first: Diagnostic; others: number }[] {
  const shown: { first: Diagnostic; others: number }[] = []
  const notes = new Map<string, { first: Diagnostic; others: number }>()
  for (const diagnostic of diagnostics) {
    const isNote = diagnostic.severity === 'info' || diagnostic.severity === 'hint'
    const key = `${diagnostic.code} ${diagnostic.message}`
    const earlier = isNote ? notes.get(key) : undefined
    if (earlier) {
      earlier.others++
      continue
    }
    const entry = { first: diagnostic, others: 0 }
    if (isNote) notes.set(key, entry)
    shown.push(entry)
  }
  return shown
}

function findingText(path: string, diagnostic: Diagnostic, lines: readonly string[]): string {
  const { range, severity, code, message, documentation } = diagnostic
  const place = `${path}:${range.start.line + 1}:${range.start.character + 1}`
  const excerpt = excerptOf(diagnostic, lines)
  return [
    `${place} ${severity} ${code}`,
    `  ${message}`,
    ...(excerpt === undefined ? [] : excerpt),
    ...(documentation === undefined ? [] : [`  ${documentation}`]),
    '',
  ].join('\n')
}

function excerptOf({ range }: Diagnostic, lines: readonly string[]): string[] | undefined {
  const line = lines[range.start.line]
  if (line === undefined || line.trim() === '') return undefined
  const number = String(range.start.line + 1)
  const from = Math.max(0, range.start.character - 60)
  const shown = line.slice(from, from + 120)
  const end = range.end.line === range.start.line ? range.end.character : line.length
  const length = Math.max(1, Math.min(end, from + 120) - range.start.character)
  // Tabs are kept, so that the carets stand below what they mark in any terminal.
  const before = shown.slice(0, range.start.character - from).replace(/[^\t]/g, ' ')
  const margin = ' '.repeat(number.length)
  return [`  ${number} | ${shown}`, `  ${margin} | ${before}${'^'.repeat(length)}`]
}

function summary(files: readonly CheckedFile[]): string {
  const all = files.flatMap(({ diagnostics }) => diagnostics)
  const count = (severity: Diagnostic['severity'], name: string) => {
    const number = all.filter(diagnostic => diagnostic.severity === severity).length
    return `${number} ${name}${number === 1 ? '' : 's'}`
  }
  const where = files.length === 1 ? '1 file' : `${files.length} files`
  return `${where}: ${count('error', 'error')}, ${count('warning', 'warning')}, ${count('info', 'note')}\n`
}

function linesOf(text: string): string[] {
  const starts = createLineIndex(text)
  return starts.map((start, index) => text.slice(start, starts[index + 1]).replace(/[\r\n]+$/, ''))
}
