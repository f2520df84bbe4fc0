import type { SourceDocument } from '../syntax/node.ts'
import { entryOf, originOfEntry } from '../syntax/node.ts'
import { parseText } from '../syntax/parse.ts'
import { documentText } from '../definitions/openApiWriter/openApiText.ts'
import { writeOpenApi } from '../definitions/openApiWriter/openApiWriter.ts'
import type { MigrationFinding } from './finding.ts'
import type { Migration } from './migrateApi.ts'

/** The generated definition as text. */
export interface GeneratedDefinition {
  readonly text: string
  /** What of the HTTP API could not be written, a sentence each. */
  readonly notes: readonly string[]
}

/**
 * The HTTP API as an OpenAPI 3.0.1 document. In YAML, comments with DECIDE stand where a person must decide, and at the
 * place of what is lost; JSON has no comments. `source` names the definition that it is made of.
 */
export function generatedDefinition(
  migration: Migration,
  format: 'json' | 'yaml',
  source: string,
): GeneratedDefinition {
  const { document, notes } = writeOpenApi(migration.to, undefined)
  const text = documentText(document, format)
  return { text: format === 'json' ? text : commented(text, migration, source), notes }
}

/** Longest line of a comment. */
const width = 110

function commented(text: string, { from, findings }: Migration, source: string): string {
  const document = parseText('/generated.yaml', text)
  const lines = text.split('\n')
  const told = findings.filter(({ severity }) => severity === 'decision' || severity === 'lost')
  const byLine = new Map<number, string[]>()
  const atHead: string[] = []
  for (const finding of told) {
    const line = finding.place && lineOf(document, finding.place)
    if (line === undefined) {
      if (finding.severity === 'decision') atHead.push(...wrapped(sentence(finding), ''))
      continue
    }
    const indent = /^ */.exec(lines[line] ?? '')?.[0] ?? ''
    byLine.set(line, [...(byLine.get(line) ?? []), ...wrapped(sentence(finding), indent)])
  }
  const head = [
    ...wrapped(`'${from.name}' as an HTTP API, made by 'gatehouse migrate' of ${source}.`, ''),
    ...wrapped(
      'DECIDE stands where a person must decide, LOST where something is left out; the report says more.',
      '',
    ),
    ...(atHead.length > 0 ? ['#', ...atHead] : []),
  ]
  const whole = [...head, ...lines.flatMap((line, index) => [...(byLine.get(index) ?? []), line])].join('\n')
  return whole.endsWith('\n') ? whole : `${whole}\n`
}

function sentence({ severity, subject, message }: MigrationFinding): string {
  return `${severity === 'decision' ? 'DECIDE' : 'LOST'} ${subject}: ${message}`
}

/** The line of a part, or of the nearest part around it that is there; undefined for the document itself. */
function lineOf({ root }: SourceDocument, place: readonly string[]): number | undefined {
  let node = root
  let line: number | undefined
  for (const name of place) {
    const entry = entryOf(node, name)
    if (!entry) break
    line = originOfEntry(entry).range.start.line
    node = entry.value
  }
  return line
}

function wrapped(text: string, indent: string): string[] {
  const lines: string[] = []
  let line = `${indent}#`
  // A line break in a name of the definition would end the comment.
  for (const word of text.split(/\s+/)) {
    if (line.length + word.length >= width && line.length > indent.length + 1) {
      lines.push(line)
      line = `${indent}#  `
    }
    line += ` ${word}`
  }
  return [...lines, line]
}
