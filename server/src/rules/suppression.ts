import type { Definition } from '../api/api.ts'
import type { Diagnostic } from '../base/diagnostic.ts'
import type { Files } from '../base/files.ts'
import type { Range } from '../base/text.ts'
import type { Node, SourceDocument } from '../syntax/node.ts'
import { comparePositions } from '../base/text.ts'
import { isTemplateFile } from '../template/templateFileName.ts'
import { childAt, directiveWord, entriesOf, itemsOf, rangeOf, stringOf } from '../syntax/node.ts'

/**
 * The findings without those that their own text asks to leave out:
 *
 *     # gatehouse-disable-next-line rule-id, other-id     the next line that is no comment (`//` in JSON)
 *     # gatehouse-disable rule-id                         the whole file
 *     Metadata: { Gatehouse: { disable: [rule-id] } }     a resource, or the whole template
 */
export function withoutSuppressed(
  found: readonly Diagnostic[],
  definition: Definition | undefined,
  documents: ReadonlyMap<string, SourceDocument>,
): Diagnostic[] {
  const byFile = new Map(
    [...documents.values()].map(document => [
      document.file,
      [...commentsOf(document), ...(definition?.kind === 'openapi' ? [] : metadataOf(document.root))],
    ]),
  )
  if ([...byFile.values()].every(suppressions => suppressions.length === 0)) return [...found]
  return found.filter(diagnostic => {
    const suppressions = byFile.get(diagnostic.file) ?? []
    return diagnostic.code === 'syntax' || !suppressions.some(each => isCovered(each, diagnostic))
  })
}

/** The findings without those that the comments of template files leave out which they stand in. */
export function withoutSuppressedInFiles(found: readonly Diagnostic[], files: Files): Diagnostic[] {
  const names = [...new Set(found.map(({ file }) => file))].filter(isTemplateFile)
  return names.reduce<Diagnostic[]>(
    (left, name) => {
      const inFile = left.filter(({ file }) => file === name)
      const kept = withoutSuppressedInTemplate(inFile, files.read(name) ?? '')
      return left.filter(each => each.file !== name || kept.includes(each))
    },
    [...found],
  )
}

/** The findings in a template file without those that its comments leave out: `## gatehouse-disable-next-line rule-id`. */
export function withoutSuppressedInTemplate(found: readonly Diagnostic[], text: string): Diagnostic[] {
  const suppressions = commentsOf({ text, language: 'template' })
  return found.filter(diagnostic => !suppressions.some(each => isCovered(each, diagnostic)))
}

/** Codes that are left out, in a stretch of lines, a stretch of text, or the whole file. */
interface Suppression {
  readonly codes: readonly string[]
  readonly line?: number
  readonly range?: Range
}

function isCovered({ codes, line, range }: Suppression, { code, range: found }: Diagnostic): boolean {
  if (!codes.includes(code)) return false
  if (line !== undefined) return found.start.line === line
  if (!range) return true
  return comparePositions(range.start, found.start) <= 0 && comparePositions(found.start, range.end) <= 0
}

const marks = {
  yaml: [/(?:^|\s)#\s*gatehouse-disable(-next-line)?\s+(.+)$/, /^\s*(#|$)/],
  json: [/\/\/\s*gatehouse-disable(-next-line)?\s+(.+)$/, /^\s*(\/\/|$)/],
  template: [/##\s*gatehouse-disable(-next-line)?\s+(.+)$/, /^\s*(##|$)/],
} as const

function commentsOf({
  text,
  language,
  hasDirectives = text.includes(directiveWord),
}: Pick<SourceDocument, 'text' | 'hasDirectives'> & {
  readonly language: keyof typeof marks
}): Suppression[] {
  if (!hasDirectives) return []
  const lines = text.split(/\r\n|\n|\r/)
  const [mark, comment] = marks[language]
  return lines.flatMap((line, number): Suppression[] => {
    const [, isNext, rest] = mark.exec(line) ?? []
    if (rest === undefined) return []
    const codes = codesOf(rest)
    if (isNext === undefined) return [{ codes }]
    const next = lines.findIndex((other, index) => index > number && !comment.test(other))
    return next < 0 ? [] : [{ codes, line: next }]
  })
}

// The ids stand first; what follows `--` says why.
function codesOf(text: string): string[] {
  const [ids = ''] = text.split(/\s--\s/)
  return ids.split(/[\s,]+/).filter(id => id !== '')
}

function metadataOf(root: Node | undefined): Suppression[] {
  const whole = disabledIn(root)
  const resources = entriesOf(childAt(root, 'Resources')).flatMap(({ key, value }): Suppression[] => {
    const codes = disabledIn(value)
    if (codes.length === 0) return []
    return [{ codes, range: { start: rangeOf(key).start, end: rangeOf(value).end } }]
  })
  return [...(whole.length > 0 ? [{ codes: whole }] : []), ...resources]
}

function disabledIn(node: Node | undefined): string[] {
  const list = childAt(node, 'Metadata', 'Gatehouse', 'disable')
  return itemsOf(list).flatMap(item => stringOf(item) ?? [])
}
