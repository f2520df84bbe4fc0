/** A text with variables, taken apart: plain stretches and variables in their order. */
export type TextPart = string | Variable

/** `${opt:stage, self:provider.stage, 'dev'}`: the first source that has a value gives it. */
export interface Variable {
  /** As written, with its braces. */
  readonly text: string
  readonly sources: readonly Source[]
}

/** One place where a variable is looked up; its texts may hold variables of their own. */
export type Source =
  | { readonly type: 'literal'; readonly value: string | number | boolean | null }
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'lookup'; readonly name: string; readonly parameter: string; readonly address: string }

// `${AWS::Region}`, `${Table.Arn}` and `${stageVariables.x}` are not the framework's.
const beginning = /\$\{\s*(?=[A-Za-z][\w-]*(?:\(|:(?!:)))/g

/**
 * Takes a text apart by the framework's variable syntax, which may be nested.
 * https://www.serverless.com/framework/docs/providers/aws/guide/variables
 */
export function textParts(text: string): TextPart[] {
  const parts: TextPart[] = []
  let plainStart = 0
  beginning.lastIndex = 0
  for (let match = beginning.exec(text); match; match = beginning.exec(text)) {
    const end = endOfVariable(text, match.index + 2)
    if (end === undefined) break
    if (match.index > plainStart) parts.push(text.slice(plainStart, match.index))
    const body = text.slice(match.index + 2, end)
    parts.push({ text: text.slice(match.index, end + 1), sources: splitAtCommas(body).map(sourceOf) })
    plainStart = end + 1
    beginning.lastIndex = plainStart
  }
  if (plainStart < text.length) parts.push(text.slice(plainStart))
  return parts
}

/** Whether a text holds a variable; cheap for the many that do not. */
export function hasVariable(text: string): boolean {
  return text.includes('${') && textParts(text).some(part => typeof part !== 'string')
}

function endOfVariable(text: string, from: number): number | undefined {
  let depth = 1
  for (let index = from; index < text.length; index++) {
    index = afterQuoted(text, index)
    if (text.startsWith('${', index)) depth++
    if (text[index] === '}' && --depth === 0) return index
  }
  return undefined
}

// The index of a closing quote where a quoted text begins, else the index itself.
function afterQuoted(text: string, index: number): number {
  const quote = text[index]
  if (quote !== "'" && quote !== '"') return index
  const end = text.indexOf(quote, index + 1)
  return end < 0 ? index : end
}

function splitAtCommas(body: string): string[] {
  const pieces: string[] = []
  let start = 0
  let depth = 0
  for (let index = 0; index < body.length; index++) {
    index = afterQuoted(body, index)
    if (body[index] === '(' || body[index] === '{') depth++
    if (body[index] === ')' || body[index] === '}') depth--
    if (body[index] !== ',' || depth > 0) continue
    pieces.push(body.slice(start, index))
    start = index + 1
  }
  pieces.push(body.slice(start))
  return pieces.map(piece => piece.trim())
}

function sourceOf(piece: string): Source {
  const quoted = /^(['"])([\s\S]*)\1$/.exec(piece)
  if (quoted) return { type: 'literal', value: quoted[2] ?? '' }
  if (piece === 'null') return { type: 'literal', value: null }
  if (piece === 'true' || piece === 'false') return { type: 'literal', value: piece === 'true' }
  if (piece !== '' && Number.isFinite(Number(piece))) return { type: 'literal', value: Number(piece) }
  const name = /^[A-Za-z][\w-]*/.exec(piece)?.[0]
  if (name === undefined || !/^[(:]/.test(piece.slice(name.length))) return { type: 'text', text: piece }
  const close = piece[name.length] === '(' ? closingParenthesis(piece, name.length) : name.length - 1
  return {
    type: 'lookup',
    name,
    parameter: close > name.length ? piece.slice(name.length + 1, close).trim() : '',
    address: piece
      .slice(close + 1)
      .replace(/^:/, '')
      .trim(),
  }
}

function closingParenthesis(text: string, open: number): number {
  let depth = 0
  for (let index = open; index < text.length; index++) {
    if (text[index] === '(') depth++
    if (text[index] === ')' && --depth === 0) return index
  }
  return text.length
}
