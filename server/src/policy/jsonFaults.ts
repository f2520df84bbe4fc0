import type { ParseError } from 'jsonc-parser'
import type { Fix } from '../base/diagnostic.ts'
import { rangeAt } from '../base/text.ts'
import type { PolicyDiagnostic, PolicyNode, PolicySource } from './policyTree.ts'

type Parsed = Omit<PolicySource, 'diagnostics'>

interface Span {
  readonly start: number
  readonly end: number
}

const mostFaults = 50

/**
 * Turns the parser's errors into findings with fixes, one a place: a second error at the same token, or a value missed
 * right behind it, only follows from the first.
 */
export function reportJsonFaults(
  source: Parsed,
  errors: readonly ParseError[],
  diagnostics: PolicyDiagnostic[],
): void {
  let last: Span = { start: -1, end: -1 }
  let count = 0
  for (const error of [...errors].sort((a, b) => a.offset - b.offset)) {
    const span = spanOf(source.text, error)
    const isConsequence = span.start === last.start || (codeOf(error) === 4 && span.start === last.end)
    last = span
    if (isConsequence || count++ >= mostFaults) continue
    const { message, edit } = describe(source.text, error, span)
    const fixes: Fix[] = edit ? [fixOf(source, edit)] : []
    diagnostics.push({
      code: 'json-syntax',
      severity: 'error',
      message,
      file: source.file,
      range: rangeAt(source.lines, span.start, span.end),
      pointer: pointerAt(source.root, span.start),
      ...(fixes.length > 0 && { fixes }),
    })
  }
}

interface Edit extends Span {
  readonly title: string
  readonly newText: string
}

interface Described {
  readonly message: string
  readonly edit?: Edit
}

// By jsonc-parser's ParseErrorCode, a const enum that does not exist at run time.
const messages: Readonly<Record<number, string>> = {
  1: 'This word is no JSON value, so AWS cannot parse the policy; write a string in double quotes',
  2: 'This number is not written as JSON needs it, so AWS cannot parse the policy; quote it',
  3: 'A key in double quotes is expected here, and AWS cannot parse the policy without; write it',
  4: 'A value is expected here, and AWS cannot parse the policy without; write it',
  5: "A ':' is expected after the key, and AWS cannot parse the policy without; write it",
  7: "A '}' is missing, so AWS cannot parse the policy; close the object",
  8: "A ']' is missing, so AWS cannot parse the policy; close the list",
  9: 'A policy is one JSON value, and AWS refuses what follows it; remove the rest, or merge it into the first',
  10: 'JSON has no comments, and AWS refuses a policy with one; remove it',
  11: 'This comment has no end, and AWS refuses a policy with a comment; remove it',
  12: "This string has no end on its line, so AWS cannot parse the policy; close it with '\"'",
  13: 'This number has no end, so AWS cannot parse the policy; add the missing digits',
  14: "'\\u' needs four hexadecimal digits, else AWS cannot parse the policy; write them, as in '\\u00e9'",
  15: "This escape is unknown in JSON, so AWS cannot parse the policy; a backslash itself is written '\\\\'",
  16: 'This control character may not stand in a JSON string, so AWS cannot parse the policy; remove it',
}

function describe(text: string, error: ParseError, span: Span): Described {
  const code = codeOf(error)
  const before = lastBefore(text, error.offset)
  if (code === 6) {
    return {
      message:
        "A ',' is missing before this, so AWS cannot parse the policy; write it after the value before",
      edit: { start: before + 1, end: before + 1, newText: ',', title: "Insert ','" },
    }
  }
  const isClosing = text[error.offset] === '}' || text[error.offset] === ']'
  if ((code === 3 || code === 4) && isClosing && text[before] === ',') {
    return {
      message: "This follows a trailing ',', which JSON does not allow and AWS refuses; remove the comma",
      edit: { start: before, end: before + 1, newText: '', title: "Remove ','" },
    }
  }
  const word = text.slice(span.start, span.end)
  const quotes = /[\u2018\u2019\u201c\u201d]/
  if (quotes.test(word)) {
    return {
      message: `The quotes in ${word} are typographic ones, which JSON does not know; write straight quotes '"'`,
    }
  }
  const message =
    messages[code] ?? 'This is no JSON, so AWS cannot parse the policy; check what stands before it'
  if (code === 10) return { message, edit: { ...span, newText: '', title: 'Remove the comment' } }
  if (code === 1 && /^'[^'"\\]*'$/.test(word)) {
    return {
      message,
      edit: { ...span, newText: `"${word.slice(1, -1)}"`, title: 'Write it in double quotes' },
    }
  }
  return { message }
}

function fixOf(source: Parsed, edit: Edit): Fix {
  const range = rangeAt(source.lines, edit.start, edit.end)
  return {
    title: edit.title,
    edits: [{ file: source.file, range, newText: edit.newText }],
    isPreferred: true,
  }
}

function codeOf(error: ParseError): number {
  return error.error
}

/** What to mark: at least one character, where there is any. */
function spanOf(text: string, error: ParseError): Span {
  if (error.length > 0 && error.offset < text.length) {
    return { start: error.offset, end: Math.min(error.offset + error.length, text.length) }
  }
  const last = Math.max(0, lastBefore(text, Math.min(error.offset, text.length)))
  return { start: last, end: last + (text.length > 0 ? 1 : 0) }
}

/** Offset of the last character before `offset` that is no space; -1 when there is none. */
function lastBefore(text: string, offset: number): number {
  let index = offset - 1
  while (index >= 0 && /\s/.test(text[index] ?? '')) index--
  return index
}

/** The pointer of the deepest part that holds an offset. */
function pointerAt(root: PolicyNode | undefined, offset: number): string {
  let pointer = ''
  let current = root
  while (current) {
    pointer = current.pointer
    const parts: readonly PolicyNode[] =
      current.type === 'object'
        ? current.members.map(member => member.value)
        : current.type === 'list'
          ? current.items
          : []
    current = parts.find(part => part.start <= offset && offset < part.end)
  }
  return pointer
}
