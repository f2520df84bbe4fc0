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
}

interface Mending {
  readonly characters: string[]
  readonly offset: number
  readonly opened: Open[]
  commaAt: number | undefined
}

/**
 * Takes lone keys out, puts commas where they are missing and closes lists that a key shows to be open. Every change takes
 * the place of characters that are there, so that offsets stay.
 */
export function mendJson(text: string, offset: number): MendedJson {
  const mending: Mending = { characters: text.split(''), offset, opened: [], commaAt: undefined }
  let isPast = false
  for (const token of tokensOf(text)) {
    if (!isPast && token.end > offset) {
      isPast = true
      if (token.start >= offset) addOwnComma(mending)
    }
    take(mending, token)
  }
  if (!isPast) addOwnComma(mending)
  return { text: mending.characters.join(''), commaAt: mending.commaAt }
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

function take(mending: Mending, token: Token): void {
  const { opened } = mending
  const around = opened.at(-1)
  if (token.text === '}' || token.text === ']') opened.pop()
  else if (token.text === ',') takeComma(mending, around)
  else if (token.text === ':') takeColon(mending, around)
  else if (around) takeContent(mending, around, token)
  if (token.text === '{' || token.text === '[') {
    const expects = token.text === '{' ? 'key' : 'value'
    opened.push({ bracket: token.text, start: token.start, expects, last: undefined })
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
  } else if (around.expects === 'colon') around.expects = 'value'
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
