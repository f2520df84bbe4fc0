import type { Entry } from '../../syntax/node.ts'
import { documentOf } from '../../syntax/node.ts'

const mostLines = 12

/** The text of a declaration as a block of code: its first lines, without the indentation of where it stands. */
export function declarationText({ key, value }: Entry): string {
  const { text, language } = documentOf(value)
  const start = text.lastIndexOf('\n', key.start) + 1
  const all = text.slice(start, value.end).trimEnd().split(/\r?\n/)
  const indent = /^\s*/.exec(all[0] ?? '')?.[0] ?? ''
  const lines = all
    .slice(0, mostLines)
    .map(line => (line.startsWith(indent) ? line.slice(indent.length) : line))
  const more = all.length > mostLines ? ['…'] : []
  // A fence longer than any in the text.
  const fence = '`'.repeat(
    Math.max(3, ...[...text.slice(start, value.end).matchAll(/`+/g)].map(([run]) => run.length + 1)),
  )
  return [`${fence}${language}`, ...lines, ...more, fence].join('\n')
}
