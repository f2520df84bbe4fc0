import { createScanner } from 'jsonc-parser'

/** A JSON text as it would be whole; all offsets are the same. */
export interface MendedJson {
  readonly text: string
  /** Where a comma is missing before what is written at the offset. */
  readonly commaAt: number | undefined
}

interface Token {
  readonly text: string
  readonly start: number
  readonly end: number
}

/** An open bracket with what is expected next in it. */
interface Open {
  readonly bracket: '{' | '['
  readonly start: number
  expects: 'key' | 'colon' | 'value' | 'comma'
  last: Token | undefined
  /** The key whose value comes next, or came last. */
  key: Token | undefined
}

interface Mending {
  readonly characters: string[]
  readonly offset: number
  readonly opened: Open[]
  commaAt: number | undefined
}

/**
 * Takes out lone keys, keys without a value and brackets that their line leaves open though the next one stands no deeper,
 * puts commas where they are missing and closes lists that a key shows to be open. Every change takes the place of
 * characters that are there, so that offsets stay. What stands at `offset` is left alone; -1 where nothing is being written.
 */
export function mendJson(text: string, offset: number): MendedJson {
  const closed = withoutOpenLines(text, offset)
  const mending: Mending = { characters: closed.split(''), offset, opened: [], commaAt: undefined }
  let isPast = false
  for (const token of tokensOf(closed)) {
    if (!isPast && token.end > offset) {
      isPast = true
      if (token.start >= offset) addOwnComma(mending)
    }
    take(mending, closedString(mending, token))
  }
  if (!isPast) addOwnComma(mending)
  return { text: mending.characters.join(''), commaAt: mending.commaAt }
}

/** The text without the lines that open a bracket for nothing: what follows stands no deeper and closes none. */
function withoutOpenLines(text: string, offset: number): string {
  // Where every bracket is closed, lines that stand too far left are somebody's style.
  if (bracketsLeftOpen(text) <= 0) return text
  const lines = text.split('\n')
  let start = 0
  const kept = lines.map((line, index) => {
    const own = start
    start += line.length + 1
    if (!opensBracket(line) || (own <= offset && offset <= own + line.length)) return line
    let at = index + 1
    while (at < lines.length && lines[at]?.trim() === '') at++
    const next = lines[at]
    const isDeeper = next === undefined || next.search(/\S/) > line.search(/\S/)
    return isDeeper || /^\s*[\]}]/.test(next) ? line : line.replace(/[^\r]/g, ' ')
  })
  return kept.join('\n')
}

function bracketsLeftOpen(text: string): number {
  let count = 0
  for (const { text: token } of tokensOf(text)) {
    if (token === '{' || token === '[') count++
    else if (token === '}' || token === ']') count--
  }
  return count
}

/** Whether a line is a key with a bracket that it does not close. */
function opensBracket(line: string): boolean {
  const value = /^\s*"(?:[^"\\]|\\.)*"\s*:\s*([[{].*)/.exec(line)?.[1]
  if (value === undefined) return false
  const plain = value.replace(/"(?:[^"\\]|\\.)*"?/g, '')
  const count = (bracket: RegExp) => plain.match(bracket)?.length ?? 0
  return count(/[[{]/g) > count(/[\]}]/g)
}

function* tokensOf(text: string): Generator<Token> {
  const scanner = createScanner(text, true)
  while ((scanner.scan() as number) !== endOfFile) {
    const start = scanner.getTokenOffset()
    const end = start + scanner.getTokenLength()
    yield { text: text.slice(start, end), start, end }
  }
}

/** `SyntaxKind.EOF`, which the library declares as a constant that only its own build can see. */
const endOfFile = 17

/** A string that its line leaves open is closed where the line ends, which means nothing in JSON. */
function closedString({ characters, offset }: Mending, token: Token): Token {
  const { text, start, end } = token
  const isOpen = text.startsWith('"') && !/^"(?:[^"\\]|\\.)*"$/.test(text)
  const isWritten = start < offset && offset <= end
  if (!isOpen || isWritten || !/[\r\n]/.test(characters[end] ?? '')) return token
  characters[end] = '"'
  return { text: `${text}"`, start, end: end + 1 }
}

function take(mending: Mending, token: Token): void {
  const { opened } = mending
  const around = opened.at(-1)
  if (token.text === '}' || token.text === ']') opened.pop()
  else if (token.text === ',') takeComma(mending, around)
  else if (token.text === ':') takeColon(mending, around)
  else if (around) takeContent(mending, around, token)
  if (token.text === '{' || token.text === '[') {
    const expects = token.text === '{' ? 'key' : 'value'
    opened.push({ bracket: token.text, start: token.start, expects, last: undefined, key: undefined })
  } else if ((token.text === '}' || token.text === ']') && opened.length > 0) {
    const owner = opened.at(-1)
    if (owner) owner.last = token
  }
}

function takeComma(mending: Mending, around: Open | undefined): void {
  if (!around) return
  if (around.expects === 'colon') blank(mending, around.last)
  around.expects = around.bracket === '{' ? 'key' : 'value'
}

function takeColon(mending: Mending, around: Open | undefined): void {
  const key = around?.last
  if (!around || !key) return
  if (around.bracket === '[' && key.text.startsWith('"')) {
    // A key in a list: the list was never closed.
    fill(mending, around.start, key.start, '0', ',')
    mending.opened.pop()
    const owner = mending.opened.at(-1)
    if (owner?.bracket === '{') Object.assign(owner, { expects: 'value', last: key })
  } else if (around.expects === 'colon') {
    around.expects = 'value'
    around.key = key
  } else if (around.expects === 'comma' && around.key && key.text.startsWith('"')) {
    // What was taken for its value is the next key.
    fill(mending, around.key.start, key.start, ' ')
    Object.assign(around, { expects: 'value', key })
  }
}

function takeContent(mending: Mending, around: Open, token: Token): void {
  if (around.expects === 'comma') {
    if (token.start < mending.offset && token.end >= mending.offset) mending.commaAt = around.last?.end
    fill(mending, around.last?.end ?? token.start, token.start, ',')
    around.expects = around.bracket === '{' ? 'key' : 'value'
  } else if (around.expects === 'colon') {
    blank(mending, around.last)
    around.expects = 'key'
  }
  around.expects = around.expects === 'key' ? 'colon' : 'comma'
  around.last = token
}

// The cursor stands where nothing is written yet, behind a value: what will be written needs a comma first.
function addOwnComma(mending: Mending): void {
  const around = mending.opened.at(-1)
  if (around?.expects !== 'comma' || !around.last || around.last.end >= mending.offset) return
  mending.commaAt = around.last.end
  fill(mending, around.last.end, mending.offset, ',')
  around.expects = around.bracket === '{' ? 'key' : 'value'
}

function blank(mending: Mending, token: Token | undefined): void {
  // The word at the cursor is what is being written.
  if (token && !(token.start < mending.offset && mending.offset <= token.end)) {
    fill(mending, token.start, token.end, ' ')
  }
}

/** Puts some characters, then spaces, in the place of a stretch; one that is too short stays. */
function fill({ characters }: Mending, start: number, end: number, ...put: readonly string[]): void {
  if (end - start < put.length) return
  for (let at = start; at < end; at++) {
    if (at - start < put.length) characters[at] = put[at - start] ?? ' '
    else if (!/\s/.test(characters[at] ?? '')) characters[at] = ' '
  }
}
