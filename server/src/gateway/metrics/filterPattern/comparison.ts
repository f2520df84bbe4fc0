/** The operators of a condition in a filter pattern. */
export type Operator = '=' | '!=' | '<' | '<=' | '>' | '>='

/** What a field is compared with. */
export type Operand =
  | { readonly type: 'number'; readonly value: number; readonly text: string }
  /** `*` at its beginning and end stand for anything. */
  | { readonly type: 'text'; readonly value: string }
  | { readonly type: 'expression'; readonly value: RegExp }

export interface Condition {
  readonly operator: Operator
  readonly operand: Operand
}

/** Whether a value of a log event meets a condition. Numbers may stand in quotes, as formats of access logs write them. */
export function meets(value: string | number | boolean, { operator, operand }: Condition): boolean {
  switch (operator) {
    case '=':
      return isEqual(value, operand)
    case '!=':
      return !isEqual(value, operand)
    default:
      return isOrdered(value, operator, operand)
  }
}

/** Reads an operand as it stands in a pattern, quotes or `%` included; a text says what is wrong with it. */
export function readOperand(source: string): Operand | string {
  if (/^%.*%$/s.test(source) && source.length > 2) {
    const expression = readExpression(source)
    return typeof expression === 'string' ? expression : { type: 'expression', value: expression }
  }
  if (source.startsWith('"')) return { type: 'text', value: unquoted(source) }
  if (numeral.test(source)) return { type: 'number', value: Number(source), text: source }
  return { type: 'text', value: source }
}

/** A regular expression between `%`; a text says what CloudWatch does not take of it. */
export function readExpression(source: string): RegExp | string {
  const inner = source.slice(1, -1)
  const unknown = /[^\w\s:#=@;,/^$?[\]{}|\\*+.-]/.exec(inner)?.[0]
  if (unknown !== undefined) return `'${unknown}' cannot be part of a regular expression`
  try {
    return new RegExp(inner)
  } catch {
    return `${source} is no regular expression`
  }
}

/** What stands in double quotes. */
export function unquoted(source: string): string {
  return source.replace(/^"|"$/g, '').replace(/\\(["\\])/g, '$1')
}

const numeral = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i

function isEqual(value: string | number | boolean, operand: Operand): boolean {
  switch (operand.type) {
    case 'number':
      return Number(value) === operand.value && value !== '' && typeof value !== 'boolean'
    case 'text':
      return matchesWildcards(String(value), operand.value)
    case 'expression':
      return operand.value.test(String(value))
  }
}

function isOrdered(value: string | number | boolean, operator: Operator, operand: Operand): boolean {
  if (operand.type !== 'number' || typeof value === 'boolean' || value === '') return false
  const number = Number(value)
  if (operator === '<') return number < operand.value
  if (operator === '<=') return number <= operand.value
  return operator === '>' ? number > operand.value : number >= operand.value
}

// An asterisk inside a word is one.
function matchesWildcards(value: string, pattern: string): boolean {
  const isOpenBefore = pattern.startsWith('*')
  const isOpenAfter = pattern.length > 1 && pattern.endsWith('*')
  const word = pattern.slice(isOpenBefore ? 1 : 0, isOpenAfter ? -1 : undefined)
  if (isOpenBefore && isOpenAfter) return value.includes(word)
  if (isOpenBefore) return value.endsWith(word)
  return isOpenAfter ? value.startsWith(word) : value === word
}
