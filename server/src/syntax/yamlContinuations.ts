import type { Document } from 'yaml'
import { isCollection, isScalar, visit } from 'yaml'
import type { Span } from './build.ts'

/**
 * YAML 1.2 wants the lines of a bracketed or quoted value indented deeper than its key. YAML 1.1, which AWS's tools read,
 * does not, and templates rely on it:
 *
 *     Schema: {"type": "object",
 *     "required": ["to"]}
 *
 * Finds the first such value that the library left open although its end is there; `tried` holds starts to pass over.
 */
export function firstOpenValue(
  document: Document,
  text: string,
  tried: ReadonlySet<number>,
): Span | undefined {
  let found: Span | undefined
  visit(document, {
    Node: (_, node) => {
      const start = node.range?.[0]
      if (start === undefined || tried.has(start)) return undefined
      const first = text[start] ?? ''
      const isCandidate =
        (isCollection(node) && node.flow === true) || (isScalar(node) && /^["']$/.test(first))
      const end = isCandidate ? endOfValue(text, start) : undefined
      if (end === undefined || end <= (node.range?.[1] ?? end)) return undefined
      found = { start, end }
      return visit.BREAK
    },
  })
  return found
}

/** The text of a value on one line and of the same length: line ends and comments become spaces. */
export function joinLines(text: string, span: Span): string {
  const value = text.slice(span.start, span.end)
  const isQuoted = value.startsWith('"') || value.startsWith("'")
  const withoutComments = isQuoted
    ? value
    : value.replace(/(^|\s)#[^\r\n]*/g, comment => ' '.repeat(comment.length))
  return withoutComments.replace(/[\r\n]/g, ' ')
}

/** The offset behind the bracket or quote that closes the one at `start`. */
function endOfValue(text: string, start: number): number | undefined {
  const first = text[start]
  if (first === '"' || first === "'") return endOfQuoted(text, start)
  let depth = 0
  for (let offset = start; offset < text.length; offset++) {
    const character = text[offset] ?? ''
    const isSeparated = /[\s,:[{]/.test(text[offset - 1] ?? ' ')
    if (character === '[' || character === '{') depth++
    else if ((character === ']' || character === '}') && --depth === 0) return offset + 1
    else if (character === '#' && /\s/.test(text[offset - 1] ?? ' ')) offset = endOfLine(text, offset)
    else if ((character === '"' || character === "'") && isSeparated) {
      const end = endOfQuoted(text, offset)
      if (end === undefined) return undefined
      offset = end - 1
    }
  }
  return undefined
}

function endOfQuoted(text: string, start: number): number | undefined {
  const pattern = text[start] === '"' ? /"(?:[^"\\]|\\[^])*"/y : /'(?:[^']|'')*'/y
  pattern.lastIndex = start
  return pattern.test(text) ? pattern.lastIndex : undefined
}

function endOfLine(text: string, start: number): number {
  const end = text.indexOf('\n', start)
  return end < 0 ? text.length : end
}
