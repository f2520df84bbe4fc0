import { unquoted, readExpression } from './comparison.ts'
import type { FilterMatch, FilterPattern } from './match.ts'
import { readJsonPattern } from './jsonPattern.ts'
import { readSpacePattern } from './spacePattern.ts'

/**
 * Reads a filter pattern of CloudWatch Logs: terms, `{ … }` for events in JSON, `[ … ]` for fields between spaces, `%…%` for a
 * regular expression. A text says why it is none.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 */
export function readFilterPattern(text: string): FilterPattern | string {
  const pattern = text.trim()
  if (pattern === '' || pattern === '""') return () => noFields
  if (pattern.startsWith('{')) return readJsonPattern(pattern)
  if (pattern.startsWith('[')) return readSpacePattern(pattern)
  return readTerms(pattern)
}

const noFields: FilterMatch = { field: () => undefined }

interface Term {
  readonly kind: 'required' | 'optional' | 'excluded'
  readonly isIn: (event: string) => boolean
}

// `?term` is one of several that may be there; beside other terms CloudWatch takes no notice of it.
function readTerms(pattern: string): FilterPattern | string {
  const terms: Term[] = []
  for (const [, sign = '', quoted, expression, bare] of pattern.matchAll(term)) {
    const kind = sign === '?' ? 'optional' : sign === '-' ? 'excluded' : 'required'
    const isIn = finder(quoted, expression, bare ?? '')
    if (typeof isIn === 'string') return isIn
    terms.push({ kind, isIn })
  }
  const of = (kind: Term['kind']) => terms.filter(each => each.kind === kind)
  const [required, optional, excluded] = [of('required'), of('optional'), of('excluded')]
  const isMatch =
    required.length + excluded.length > 0
      ? (event: string) =>
          required.every(({ isIn }) => isIn(event)) && !excluded.some(({ isIn }) => isIn(event))
      : (event: string) => optional.some(({ isIn }) => isIn(event))
  return event => (isMatch(event) ? noFields : undefined)
}

const term = /\s*([?-]?)\s*(?:("(?:[^"\\]|\\.)*")|(%[^%]+%)|([^\s"]+))/g

function finder(
  quoted: string | undefined,
  expression: string | undefined,
  bare: string,
): Term['isIn'] | string {
  if (expression !== undefined) {
    const found = readExpression(expression)
    return typeof found === 'string' ? found : event => found.test(event)
  }
  const word = quoted === undefined ? bare : unquoted(quoted)
  return event => event.includes(word)
}
