import type { Fields } from '../base/headers.ts'

/** Reads a query string (without `?`): decoded, `+` is a space, order and repetitions kept. */
export function parseQuery(query: string): Fields {
  if (query === '') return []
  return query
    .split('&')
    .filter(part => part !== '')
    .map(part => {
      const equals = part.indexOf('=')
      const name = equals < 0 ? part : part.slice(0, equals)
      const value = equals < 0 ? '' : part.slice(equals + 1)
      return [decodeQuery(name), decodeQuery(value)] as const
    })
}

/** Writes parameters as a query string, each name and value encoded. */
export function formatQuery(fields: Fields): string {
  return fields.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join('&')
}

/** Percent-decodes; a text with a broken escape stays as it is. */
export function decodeSafely(text: string): string {
  if (!text.includes('%')) return text
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

function decodeQuery(text: string): string {
  return decodeSafely(text.replaceAll('+', ' '))
}
