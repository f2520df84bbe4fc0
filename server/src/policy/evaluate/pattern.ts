/**
 * A text of a policy with its wildcards and `${…}` variables told apart.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export type Pattern = FixedPattern | VariablePattern

interface FixedPattern {
  readonly type: 'fixed'
  readonly tokens: Tokens
  /** The text before the first wildcard: what does not begin so cannot match. */
  readonly head: string
}

interface VariablePattern {
  readonly type: 'variable'
  readonly parts: readonly Part[]
  readonly head: string
}

/** UTF-16 code units, or one of the two wildcards. */
export type Tokens = readonly number[]

type Part =
  | { readonly type: 'tokens'; readonly tokens: Tokens }
  | { readonly type: 'key'; readonly key: string; readonly fallback: Tokens | undefined }

/** The value of a condition key of the request by its lower-case name; undefined when the request has none. */
export type ValueOfKey = (key: string) => string | undefined

/** How a text is read: variables only in the language of 2012, wildcards only where the element knows them. */
export interface PatternRules {
  readonly hasVariables: boolean
  readonly hasWildcards: boolean
}

/** The token of `*`. */
export const anyText = -1
/** The token of `?`. */
export const anyCharacter = -2

/** Reads a text of a policy. */
export function readPattern(text: string, { hasVariables, hasWildcards }: PatternRules): Pattern {
  if (!hasVariables || !text.includes('${')) return fixed(tokensOf(text, hasWildcards))
  const parts: Part[] = []
  let rest = 0
  for (const match of text.matchAll(variable)) {
    parts.push({ type: 'tokens', tokens: tokensOf(text.slice(rest, match.index), hasWildcards) })
    parts.push(partOf(match[1] ?? '', match[2]))
    rest = match.index + match[0].length
  }
  parts.push({ type: 'tokens', tokens: tokensOf(text.slice(rest), hasWildcards) })
  const [first] = parts
  if (parts.some(part => part.type === 'key')) {
    return { type: 'variable', parts, head: first?.type === 'tokens' ? headOf(first.tokens) : '' }
  }
  return fixed(parts.flatMap(part => (part.type === 'tokens' ? part.tokens : [])))
}

/** The tokens for a request; undefined when a variable has no value and no default, so that nothing can match. */
export function tokensFor(pattern: Pattern, valueOf: ValueOfKey): Tokens | undefined {
  if (pattern.type === 'fixed') return pattern.tokens
  const tokens: number[] = []
  for (const part of pattern.parts) {
    const value = part.type === 'tokens' ? part.tokens : valueTokens(part, valueOf)
    if (!value) return undefined
    for (const token of value) tokens.push(token)
  }
  return tokens
}

/** Whether a text matches from its first to its last character; takes the product of both lengths at most. */
export function matchesTokens(tokens: Tokens, text: string): boolean {
  let at = 0
  let index = 0
  let star = -1
  let resumed = 0
  while (at < text.length) {
    const token = tokens[index]
    if (token === anyText) {
      star = index++
      resumed = at
    } else if (token === anyCharacter || token === text.charCodeAt(at)) {
      index++
      at++
    } else if (star >= 0) {
      index = star + 1
      at = ++resumed
    } else return false
  }
  while (tokens[index] === anyText) index++
  return index === tokens.length
}

/** The tokens as text, wildcards as they are written. */
export function textOfTokens(tokens: Tokens): string {
  return tokens
    .map(token => (token === anyText ? '*' : token === anyCharacter ? '?' : String.fromCharCode(token)))
    .join('')
}

/** The fields of an ARN pattern, at most six; a missing field is any text, as AWS completes it. */
export function arnTokens(tokens: Tokens): readonly Tokens[] {
  const fields: number[][] = [[]]
  for (const token of tokens) {
    if (token === colon && fields.length < 6) fields.push([])
    else fields.at(-1)?.push(token)
  }
  while (fields.length < 6) fields.push([anyText])
  return fields
}

const colon = 58
const variable = /\$\{\s*([^{},]*?)\s*(?:,\s*'([^']*)'\s*)?\}/g

function fixed(tokens: Tokens): FixedPattern {
  return { type: 'fixed', tokens, head: headOf(tokens) }
}

function headOf(tokens: Tokens): string {
  const end = tokens.findIndex(token => token === anyText || token === anyCharacter)
  return textOfTokens(end < 0 ? tokens : tokens.slice(0, end))
}

function tokensOf(text: string, hasWildcards: boolean): Tokens {
  const tokens: number[] = []
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    tokens.push(hasWildcards && code === 42 ? anyText : hasWildcards && code === 63 ? anyCharacter : code)
  }
  return tokens
}

function partOf(name: string, fallback: string | undefined): Part {
  // `${*}`, `${?}` and `${$}` stand for the character itself.
  if (name === '*' || name === '?' || name === '$') return { type: 'tokens', tokens: [name.charCodeAt(0)] }
  return {
    type: 'key',
    key: name.toLowerCase(),
    fallback: fallback === undefined ? undefined : tokensOf(fallback, false),
  }
}

function valueTokens(part: Part & { type: 'key' }, valueOf: ValueOfKey): Tokens | undefined {
  const value = valueOf(part.key)
  return value === undefined ? part.fallback : tokensOf(value, false)
}
