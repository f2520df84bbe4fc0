/** The media type without its parameters, in lower case: `text/html; charset=utf-8` is `text/html`. */
export function mediaTypeOf(header: string | undefined): string {
  if (header === undefined || header === 'application/json') return header ?? ''
  const end = header.indexOf(';')
  return (end < 0 ? header : header.slice(0, end)).trim().toLowerCase()
}

/** The media types of an Accept header in their order. */
export function acceptedTypes(header: string | undefined): string[] {
  if (header === undefined) return []
  return header
    .split(',')
    .map(mediaTypeOf)
    .filter(type => type !== '')
}

/**
 * Whether a type is one of an API's `binaryMediaTypes`: the same, or held by a right wildcard (`image/*`); a left
 * wildcard never matches on AWS.
 */
export function isBinaryType(type: string, binaryMediaTypes: readonly string[]): boolean {
  return binaryMediaTypes.some(entry => {
    if (entry === '*/*') return true
    if (entry.startsWith('*')) return false
    return entry === type || (entry.endsWith('/*') && type.startsWith(entry.slice(0, -1)))
  })
}
