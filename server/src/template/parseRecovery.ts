import { unfinished } from './parseReference.ts'
import type { ParserState } from './parserState.ts'
import { ParseFailure } from './parserState.ts'
import type { Expression, MalformedNode } from './tree.ts'

/** Makes a node of what could not be read, and goes on behind it. */
export function recover(
  state: ParserState,
  failure: ParseFailure,
  { start, begun }: { readonly start: number; readonly begun: number },
): MalformedNode {
  const { token, message } = failure
  const at = Math.max(token.start, start)
  state.fault('template-syntax', message, at, Math.max(token.end, at))
  const end = restartAt(state, start, failure)
  const parts = outermost(state.started.slice(begun), state.place(end))
  state.started.length = begun
  state.restart(end)
  return { kind: 'malformed', ...state.span(start, end), parts }
}

/** Reads the parenthesis of a block directive; where that fails, its block is still read. */
export function recoverHeader(state: ParserState, start: number, read: () => Expression): Expression {
  const begun = state.started.length
  const { level } = state
  try {
    return read()
  } catch (failure) {
    if (!(failure instanceof ParseFailure)) throw failure
    state.leave(level)
    return recover(state, failure, { start, begun })
  }
}

/**
 * Where reading goes on after a fault: behind the parenthesis that the statement opened, if it is closed on the same
 * line; else at the end of that line; at the fault, if no parenthesis is open.
 */
function restartAt({ text, lastEnd }: ParserState, start: number, { token }: ParseFailure): number {
  // A fault may be found in what is read already, such as a first argument of '#macro' that spans lines.
  const fault = Math.max(token.start > start ? token.start : token.end, lastEnd)
  if (token.kind === 'unfinished' || token.kind === 'endOfText') return text.length
  let depth = 0
  let hasOpened = false
  for (let at = start; at < text.length; at++) {
    const char = text[at]
    if (at >= fault && (char === '\n' || char === '\r')) return at
    if (at >= fault && depth === 0) return hasOpened ? at : fault
    if (char === '(') {
      depth++
      hasOpened = true
    } else if (char === ')') {
      depth = Math.max(depth - 1, 0)
      if (depth === 0 && at >= fault) return at + 1
    } else if (char === '"' || char === "'") {
      const close = text.indexOf(char, at + 1)
      const line = text.indexOf('\n', at + 1)
      if (close >= 0 && (line < 0 || close < line)) at = close
    }
  }
  return text.length
}

/** What was begun and lies in nothing else that was begun; what has no end yet ends where reading goes on. */
function outermost(started: ParserState['started'], end: number): Expression[] {
  const parts: Expression[] = []
  let reached = -1
  for (const node of started) {
    if (node.start < reached) continue
    closeReference(node, end)
    parts.push(node)
    reached = node.end
  }
  return parts
}

function closeReference(node: ParserState['started'][number], end: number): void {
  const last = node.accessors.at(-1)
  if (!last) return
  if (last.end === unfinished) {
    // A node that the parser left half-built is completed here, before anyone else sees it.
    const open = last as { end: number }
    open.end = end
  }
  if (node.end < last.end) node.end = last.end
}
