import { isSendable } from '../overrides.ts'

/** What a JSON value is, in words: `an object`, `a list`, `the string "abc"`. */
export function kindOf(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object') return 'an object'
  if (typeof value === 'string') return `the string ${JSON.stringify(shortened(value))}`
  if (typeof value === 'number' || typeof value === 'boolean') return `the ${typeof value} ${value}`
  return 'missing'
}

/** A string, number or Boolean as text (AWS turns the latter two into strings); undefined for anything else. */
export function scalarText(value: unknown): string | undefined {
  if (typeof value === 'string') return value
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined
}

/** The text of a function's header; `malformed` makes the error for one that is no text or that HTTP cannot carry. */
export function headerText(name: string, value: unknown, malformed: (fault: string) => Error): string {
  const text = scalarText(value)
  if (text === undefined) throw malformed(`header '${name}' must be a string and is ${kindOf(value)}`)
  if (isSendable(name, text)) return text
  throw malformed(
    `header '${name}' cannot be sent: a name is a word, and a value holds neither line breaks nor characters beyond Latin-1`,
  )
}

function shortened(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text
}
