import type { ParseError } from 'jsonc-parser'
import type { Findings, Span } from './build.ts'
import { maximumFindings } from './build.ts'

/**
 * Turns the parser's errors into findings, one a place: a second error at the same token, or a value
 * missed right behind it, only follows from the first.
 */
export function reportJsonErrors(text: string, errors: readonly ParseError[], findings: Findings): void {
  let last: Span = { start: -1, end: -1 }
  let count = 0
  for (const error of [...errors].sort((a, b) => a.offset - b.offset)) {
    const span = spanOf(text, error)
    const isConsequence = span.start === last.start || (codeOf(error) === 4 && span.start === last.end)
    last = span
    if (isConsequence || count++ >= maximumFindings) continue
    findings.add(span, messageOf(text, error))
  }
}

// By jsonc-parser's ParseErrorCode, a const enum that does not exist at run time.
const messages: Readonly<Record<number, string>> = {
  1: 'This word is no JSON value; write a string in double quotes, a number, true, false or null',
  2: 'This number is not written as JSON needs it; write it without leading zeros or signs, or quote it',
  3: 'A key in double quotes is expected here',
  4: 'A value is expected here',
  5: "A ':' is expected after the key",
  6: "A ',' is missing before this; without it the rest cannot be read for sure",
  7: "A '}' is missing; close the object",
  8: "A ']' is missing; close the array",
  9: 'Only one value may stand in a JSON file; remove what follows it',
  10: 'JSON has no comments, and AWS refuses a file with one; remove it, or write the file in YAML',
  11: "This comment has no end; close it with '*/'",
  12: "This string has no end on its line; close it with '\"'",
  13: 'This number has no end; add the missing digits',
  14: "'\\u' needs four hexadecimal digits, as in '\\u00e9'",
  15: "This escape is unknown in JSON; a backslash itself is written '\\\\'",
  16: "This control character may not stand in a JSON string; write it as an escape such as '\\n' or '\\t'",
}

function messageOf(text: string, error: ParseError): string {
  const isClosing = text[error.offset] === '}' || text[error.offset] === ']'
  const isMissing = codeOf(error) === 3 || codeOf(error) === 4
  if (isMissing && isClosing && text[before(text, error.offset)] === ',') {
    return "This follows a trailing ',', which JSON does not allow and AWS refuses; remove the comma"
  }
  return messages[codeOf(error)] ?? 'This is no JSON; check what stands before it'
}

function codeOf(error: ParseError): number {
  return error.error
}

/** What to mark: at least one character, where there is any. */
function spanOf(text: string, error: ParseError): Span {
  if (error.length > 0 && error.offset < text.length) {
    return { start: error.offset, end: Math.min(error.offset + error.length, text.length) }
  }
  const last = before(text, Math.min(error.offset, text.length))
  return { start: Math.max(last, 0), end: Math.max(last, 0) + (text.length > 0 ? 1 : 0) }
}

/** Offset of the last character before `offset` that is no space; -1 when there is none. */
function before(text: string, offset: number): number {
  let index = offset - 1
  while (index >= 0 && /\s/.test(text[index] ?? '')) index--
  return index
}
