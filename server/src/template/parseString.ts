import type { ParserState, Placing } from './parserState.ts'
import { ParseFailure } from './parserState.ts'
import type { StringNode } from './tree.ts'

/**
 * Reads a string literal: `\uXXXX` (in double quotes) and doubled quotes are replaced first; then what double quotes
 * hold is read as a template, if it has a `$` or `#` as written.
 */
export function parseString(state: ParserState): StringNode {
  const token = state.take()
  const { image, start } = token
  const quote = image.startsWith('"') ? '"' : "'"
  let content: PlacedText = { text: image.slice(1, -1), places: undefined }
  if (quote === '"' && content.text.includes('\\u')) {
    const unescaped = replaceUnicode(content)
    if (!unescaped) {
      throw new ParseFailure(
        "'\\u' without four hexadecimal digits, so API Gateway refuses the template",
        token,
      )
    }
    content = unescaped
  }
  if (content.text.includes(quote)) content = replaceDoubled(content, quote)
  const node: StringNode = {
    kind: 'string',
    start: state.place(start),
    end: state.place(token.end),
    quote,
    value: content.text,
  }
  if (quote === "'" || !(image.includes('$') || image.includes('#'))) return node
  const placing = placingOf(state, content, start + 1)
  // Velocity puts a blank after the text, and cuts it off what is printed, so that a reference at the end is complete;
  // not where the text has a line comment, which would swallow it.
  const text = content.text.includes('##') ? content.text : `${content.text} `
  const level = state.enter()
  const template = state.parseString(text, placing)
  state.leave(level)
  return { ...node, template }
}

function placingOf(state: ParserState, { text, places }: PlacedText, start: number): Placing {
  const isContiguous = !places && state.place(start + text.length) - state.place(start) === text.length
  if (isContiguous) return { base: state.place(start), limit: text.length }
  const placed = (places ?? Array.from({ length: text.length + 1 }, (_, index) => index)).map(place =>
    state.place(start + place),
  )
  // The blank at the end has no place of its own.
  return [...placed, placed.at(-1) ?? 0]
}

interface PlacedText {
  readonly text: string
  /** For each unit of the text, and its end, where it stands in the literal; undefined where nothing was replaced. */
  readonly places: readonly number[] | undefined
}

function replaceUnicode({ text }: PlacedText): PlacedText | undefined {
  let result = ''
  const places: number[] = []
  for (let index = 0; index < text.length;) {
    const isEscape = text.startsWith('\\u', index)
    places.push(index)
    if (!isEscape) {
      result += text[index++] ?? ''
      continue
    }
    const digits = text.slice(index + 2, index + 6)
    // Java's `Integer.parseInt` takes a sign as well.
    if (!/^(?:[0-9a-fA-F]{4}|[+-][0-9a-fA-F]{3})$/.test(digits)) return undefined
    result += String.fromCharCode(Number.parseInt(digits, 16) & 0xffff)
    index += 6
  }
  places.push(text.length)
  return { text: result, places }
}

function replaceDoubled({ text, places }: PlacedText, quote: string): PlacedText {
  let result = ''
  const kept: number[] = []
  for (let index = 0; index < text.length; index++) {
    kept.push(places?.[index] ?? index)
    result += text[index] ?? ''
    if (text[index] === quote && text[index + 1] === quote) index++
  }
  kept.push(places?.at(-1) ?? text.length)
  return { text: result, places: kept }
}
