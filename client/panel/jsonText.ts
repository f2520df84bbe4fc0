/** What a stretch of a JSON line is; `plain` is punctuation and space. */
export type JsonTokenKind = 'name' | 'string' | 'number' | 'word' | 'plain'

export interface JsonToken {
  readonly kind: JsonTokenKind
  readonly text: string
}

/**
 * Spreads JSON over lines, two spaces a level, short innermost objects and lists on one line. Values are not read:
 * numbers, escapes and repeated names stay as they were sent. Undefined when the text is no JSON.
 */
export function indentJson(text: string): string | undefined {
  return isJson(text) ? indented(text.match(jsonParts) ?? [], maxShort) : undefined
}

/** The same with every member on a line of its own, so that two texts can be compared line by line. */
export function spreadJson(text: string): string | undefined {
  return isJson(text) ? indented(text.match(jsonParts) ?? [], 0) : undefined
}

/**
 * The first lines of what `indentJson` makes, without reading more of a long text than they take. Undefined when something
 * in what is read is no JSON; `isWhole` when there are no more lines.
 */
export function firstJsonLines(
  text: string,
  most: number,
): { readonly text: string; readonly isWhole: boolean } | undefined {
  for (let length = most * 40; ; length *= 2) {
    const isWhole = length >= text.length
    const tokens = text.slice(0, length).match(jsonParts) ?? []
    // The last token may be cut.
    const isCut = (index: number) => !isWhole && index === tokens.length - 1
    if (!tokens.every((token, index) => isCut(index) || jsonPart.test(token))) return undefined
    if (isWhole && !isJson(text)) return undefined
    // What is short and on one line is told by the tokens after it.
    const lines = indented(isWhole ? tokens : tokens.slice(0, -maxShort), maxShort).split('\n')
    if (isWhole || lines.length > most) {
      return { text: lines.slice(0, most).join('\n'), isWhole: lines.length <= most }
    }
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

function indented(tokens: readonly string[], short: number): string {
  const parts: string[] = []
  let depth = 0
  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index] ?? ''
    const before = tokens[index - 1] ?? ''
    const isOpen = before === '{' || before === '['
    const isClosing = token === '}' || token === ']'
    if (isClosing) depth--
    // What is no JSON after all may close more than it opens.
    if (isOpen !== isClosing || before === ',') parts.push('\n', '  '.repeat(Math.max(0, depth)))
    const end = depth > 0 ? endOfShort(tokens, index, short) : undefined
    if (end !== undefined) {
      parts.push(onOneLine(tokens.slice(index, end + 1)))
      index = end
      continue
    }
    if (token === '{' || token === '[') depth++
    parts.push(token === ':' ? ': ' : token)
  }
  return parts.join('')
}

/** Splits one line of JSON for colouring; a string never goes over the end of a line in JSON. */
export function jsonTokens(line: string): JsonToken[] {
  const tokens: JsonToken[] = []
  let end = 0
  for (const match of line.matchAll(colouredParts)) {
    if (match.index > end) tokens.push({ kind: 'plain', text: line.slice(end, match.index) })
    tokens.push({ kind: kindOf(match.groups ?? {}), text: match[0] })
    end = match.index + match[0].length
  }
  if (end < line.length) tokens.push({ kind: 'plain', text: line.slice(end) })
  return tokens
}

/** Whether a media type says that the body is JSON: `application/json`, `application/problem+json; charset=utf-8`. */
export function isJsonType(contentType: string | undefined): boolean {
  return /^[^;]*[/+]json\s*(;|$)/i.test(contentType ?? '')
}

/** An innermost object or list longer than this goes over several lines. */
const maxShort = 64

/** Index of the bracket that closes a short object or list without others in it; undefined for all else. */
function endOfShort(tokens: readonly string[], start: number, short: number): number | undefined {
  const opening = tokens[start]
  if (opening !== '{' && opening !== '[') return undefined
  let length = 0
  for (let index = start + 1; index < tokens.length && length <= short; index++) {
    const token = tokens[index] ?? ''
    if (token === '}' || token === ']') return length <= short || index === start + 1 ? index : undefined
    if (token === '{' || token === '[') return undefined
    length += token.length + 1
  }
  return undefined
}

function onOneLine(tokens: readonly string[]): string {
  if (tokens.length === 2) return tokens.join('')
  const inner = tokens.slice(1, -1).map(token => (token === ',' ? ', ' : token === ':' ? ': ' : token))
  return tokens[0] === '{' ? `{ ${inner.join('')} }` : `[${inner.join('')}]`
}

/** One of them that JSON knows. */
const jsonPart = /^(?:"(?:[^"\\]|\\.)*"|[{}[\],:]|-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?|true|false|null)$/

/** The last string may have no end, where the text is cut. */
const jsonParts = /"(?:[^"\\]|\\.)*(?:"|\\?$)|[{}[\],:]|[^\s{}[\],:"]+/g

const colouredParts =
  /(?<name>"(?:[^"\\]|\\.)*"(?=\s*:))|(?<string>"(?:[^"\\]|\\.)*")|(?<number>-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?)|(?<word>\b(?:true|false|null)\b)/g

function kindOf(groups: Readonly<Record<string, string | undefined>>): JsonTokenKind {
  if (groups['name'] !== undefined) return 'name'
  if (groups['string'] !== undefined) return 'string'
  return groups['number'] === undefined ? 'word' : 'number'
}
