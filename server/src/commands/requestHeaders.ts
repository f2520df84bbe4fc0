import { UsageError } from './options.ts'

/** Whether a name of a header can be sent. */
export function isHeaderName(name: string): boolean {
  return /^[!#$%&'*+.^_`|~\w-]+$/.test(name)
}

/** Reads `-H 'Name: value'`; a request with a body says that it is JSON, unless it says otherwise. */
export function readHeaders(texts: readonly string[], hasBody: boolean): [string, string][] | UsageError {
  const headers: [string, string][] = []
  for (const text of texts) {
    const [, name, value = ''] = /^([!#$%&'*+.^_`|~\w-]+):[ \t]*(.*)$/s.exec(text) ?? []
    if (name === undefined) return new UsageError(`-H takes 'Name: value', not '${text}'`)
    headers.push([name, value.trimEnd()])
  }
  // What a client of an API sends far more often than not; -H says otherwise.
  if (hasBody && !headers.some(([name]) => name.toLowerCase() === 'content-type')) {
    headers.push(['Content-Type', 'application/json'])
  }
  return headers
}
