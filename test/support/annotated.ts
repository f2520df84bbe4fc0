import { offsetAt } from '../../server/src/base/text.ts'
import type { Diagnostic, Fix } from '../../server/src/base/diagnostic.ts'
import { createLineIndex } from '../../server/src/base/text.ts'
import { loadDefinition } from '../../server/src/definitions/load.ts'
import { diagnose } from '../../server/src/language/diagnostics.ts'
import { actionData } from './actionData.ts'
import { memoryFiles } from './memoryFiles.ts'

/** The file that an annotated text stands for. */
export const annotatedFile = '/work/definition.yaml'

/**
 * An annotated text has lines of carets, each followed by what must be reported for the words above it:
 *
 *     timeoutInMillis: 20
 *                      ^^ error integration-timeout-out-of-range: …
 *
 * Returns the text without those lines.
 */
export function withoutAnnotations(annotated: string): string {
  return annotated
    .split('\n')
    .filter(line => !isAnnotation(line))
    .join('\n')
}

/** The text with what is reported for it written below the words that it marks; codes that are not asked for are left out. */
export function annotate(text: string, diagnostics: readonly Diagnostic[]): string {
  const lines = text.split('\n')
  return lines
    .flatMap((line, number) => [
      line,
      ...diagnostics.filter(({ range }) => range.start.line === number).map(found => annotation(found, line)),
    ])
    .join('\n')
}

/** Reports on a text as the editor does. `only` names the codes of interest, all when left out. */
export function diagnosticsOf(
  text: string,
  { only, files = {} }: { only?: readonly string[]; files?: Readonly<Record<string, string>> } = {},
): Diagnostic[] {
  const beside = Object.entries(files).map(([name, content]) => [`/work/${name}`, content] as const)
  const table = memoryFiles({ ...Object.fromEntries(beside), [annotatedFile]: text })
  const found = diagnose(loadDefinition(annotatedFile, table), table, { actionData: () => actionData })
  return only ? found.filter(({ code }) => only.includes(code)) : found
}

/**
 * Reports on an annotated text and writes the findings into it again: equal to what was given when exactly the annotated
 * findings are reported.
 */
export function reannotated(annotated: string, files: Readonly<Record<string, string>> = {}): string {
  const text = withoutAnnotations(annotated)
  const found = diagnosticsOf(text, { files }).filter(({ code }) => code !== 'not-emulated')
  return annotate(text, found)
}

/** The text after a fix was applied to it. */
export function applyFix(text: string, fix: Fix): string {
  const lines = createLineIndex(text)
  const edits = fix.edits
    .filter(({ file }) => file === annotatedFile)
    .map(({ range, newText }) => ({
      start: offsetAt(lines, range.start, text),
      end: offsetAt(lines, range.end, text),
      newText,
    }))
    .sort((a, b) => b.start - a.start)
  return edits.reduce(
    (changed, { start, end, newText }) => changed.slice(0, start) + newText + changed.slice(end),
    text,
  )
}

function isAnnotation(line: string): boolean {
  return /^\s*\^+ (error|warning|info|hint) [a-z-]+: /.test(line)
}

function annotation({ range, severity, code, message }: Diagnostic, line: string): string {
  const end = range.end.line === range.start.line ? range.end.character : line.length
  const carets = '^'.repeat(Math.max(1, end - range.start.character))
  return `${' '.repeat(range.start.character)}${carets} ${severity} ${code}: ${message}`
}
