import type { TextEdit } from '../base/diagnostic.ts'
import type { MappingNode, ScalarNode } from './node.ts'
import { rangeAt } from '../base/text.ts'
import { documentOf, rangeOf } from './node.ts'

/** Writes another text in place of a key or a scalar, in the quotes that stand there. */
export function replaceScalar(scalar: ScalarNode, text: string): TextEdit {
  return { file: documentOf(scalar).file, range: rangeOf(scalar), newText: quotedLike(scalar, text) }
}

/**
 * Adds a property in front of a mapping's others, in the style and indentation of the first one; undefined for an
 * empty mapping, which has no style to follow. `value` is JSON text, which YAML takes too.
 */
export function insertProperty(mapping: MappingNode, name: string, value: string): TextEdit | undefined {
  const first = mapping.entries[0]
  if (!first) return undefined
  const { file, text, lines, language } = documentOf(mapping)
  const start = first.key.start
  const lineStart = Math.max(text.lastIndexOf('\n', start - 1), text.lastIndexOf('\r', start - 1)) + 1
  const before = text.slice(lineStart, start)
  const key = language === 'json' ? JSON.stringify(name) : name
  // What stands before the first key (`- ` of a list, or `{`) takes its width on the next line.
  const isOwnLine = !mapping.isFlow || before.trim() === ''
  const separator = isOwnLine ? `\n${before.replace(/\S/g, ' ')}` : ' '
  return {
    file,
    range: rangeAt(lines, start, start),
    newText: `${key}: ${value}${mapping.isFlow ? ',' : ''}${separator}`,
  }
}

function quotedLike(scalar: ScalarNode, text: string): string {
  if (scalar.style === 'json' || scalar.style === 'double') return JSON.stringify(text)
  if (scalar.style === 'single') return `'${text.replaceAll("'", "''")}'`
  // A plain word that YAML would read as something else, or not at all, needs quotes.
  return /^[A-Za-z/$_][\w/$.:{}+*-]*$/.test(text) && !/^(true|false|null|yes|no|on|off)$|:$/i.test(text)
    ? text
    : JSON.stringify(text)
}
