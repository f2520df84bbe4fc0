/** A file of requests, as REST Client and JetBrains' HTTP Client write them (`.http`, `.rest`). */
export interface HttpFile {
  /** `@name = value`, in their order. */
  readonly variables: readonly (readonly [name: string, value: string])[]
  readonly requests: readonly HttpFileRequest[]
}

/** A request as it is written: variables are not put in. */
export interface HttpFileRequest {
  /** What stands behind `###`, or `# @name`. */
  readonly name?: string
  /** Line of its method and URL, zero-based. */
  readonly line: number
  readonly method: string
  readonly url: string
  readonly headers: readonly (readonly [name: string, value: string])[]
  /** `# @gatehouse-identity editor`: `gatehouse-identity` and `editor`. */
  readonly notes: readonly (readonly [key: string, value: string])[]
  /** Without the lines of scripts and of answers that JetBrains keeps there. */
  readonly body: string
  /** The body is a file: `< ./order.json`. */
  readonly bodyFile?: string
}

/**
 * Reads such a file. What is no request is left out: comments, scripts, an unfinished block.
 * https://github.com/Huachao/vscode-restclient and https://github.com/JetBrains/http-request-in-editor-spec
 */
export function parseHttpFile(text: string): HttpFile {
  const lines = text.split(/\r\n|\r|\n/)
  const starts = [0, ...lines.flatMap((line, index) => (/^#{3}/.test(line) ? [index] : []))]
  const variables: (readonly [string, string])[] = []
  const requests = starts.flatMap((start, index) => {
    const end = starts[index + 1] ?? lines.length
    return readBlock(lines, start, end, variables) ?? []
  })
  return { variables, requests }
}

const comment = /^\s*(?:#(?!##)|\/\/)\s?(.*)$/
const note = /^@([\w-]+)(?:[\s=](.*))?$/
const variable = /^@([^\s=]+)\s*=(.*)$/
const requestLine = /^(?:([A-Z]+)\s+)?(\S.*)$/

/** Methods that may stand before a URL; a line that begins otherwise is a URL alone. */
const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'CONNECT', 'TRACE'])

function readBlock(
  lines: readonly string[],
  start: number,
  end: number,
  variables: (readonly [string, string])[],
): HttpFileRequest | undefined {
  const notes: (readonly [string, string])[] = []
  const isSeparated = (lines[start] ?? '').startsWith('###')
  const title = isSeparated ? (lines[start] ?? '').replace(/^#+/, '').trim() : ''
  let at = isSeparated ? start + 1 : start
  for (; at < end; at++) {
    const line = lines[at] ?? ''
    if (line.trim() === '') continue
    const told = comment.exec(line)?.[1]
    if (told !== undefined) {
      const [, key, value = ''] = note.exec(told.trim()) ?? []
      if (key !== undefined) notes.push([key, value.trim()])
      continue
    }
    const [, name, value] = variable.exec(line) ?? []
    if (name !== undefined && value !== undefined) {
      variables.push([name, value.trim()])
      continue
    }
    const script = endOfScript(lines, at, end)
    if (script === undefined) break
    at = script
  }
  const first = requestLine.exec((lines[at] ?? '').trim())
  if (at >= end || !first?.[2]) return undefined
  const isMethod = first[1] !== undefined && methods.has(first[1])
  const [url, next] = wholeUrl(isMethod ? first[2] : (lines[at] ?? '').trim(), lines, at + 1, end)
  const { headers, next: bodyStart } = readHeaders(lines, next, end)
  const name = notes.findLast(([key]) => key === 'name')?.[1] || title
  return {
    ...(name !== '' && { name }),
    line: at,
    method: isMethod ? (first[1] ?? 'GET') : 'GET',
    url,
    headers,
    notes,
    ...readBody(lines, bodyStart, end, headers),
  }
}

/** A URL may go on in the lines below it, which are indented. */
function wholeUrl(first: string, lines: readonly string[], start: number, end: number): [string, number] {
  let at = start
  let url = first
  while (at < end && /^\s+\S/.test(lines[at] ?? '')) url += (lines[at++] ?? '').trim()
  return [url.replace(/\sHTTP\/[\d.]+$/, '').trimEnd(), at]
}

function readHeaders(
  lines: readonly string[],
  start: number,
  end: number,
): { headers: (readonly [string, string])[]; next: number } {
  const headers: (readonly [string, string])[] = []
  for (let at = start; at < end; at++) {
    const line = lines[at] ?? ''
    if (line.trim() === '') return { headers, next: at + 1 }
    if (comment.test(line)) continue
    const [, name, value = ''] = /^([^\s:]+)\s*:(.*)$/.exec(line) ?? []
    // What is no header is the body: JetBrains lets it follow at once.
    if (name === undefined) return { headers, next: at }
    headers.push([name, value.trim()])
  }
  return { headers, next: end }
}

function readBody(
  lines: readonly string[],
  start: number,
  end: number,
  headers: HttpFileRequest['headers'],
): Pick<HttpFileRequest, 'body' | 'bodyFile'> {
  const kept: string[] = []
  for (let at = start; at < end; at++) {
    const line = lines[at] ?? ''
    // `> {% … %}` and `> file` handle the answer, `<> file` is an old one, `>> file` saves it.
    const script = line.startsWith('>') ? endOfScript(lines, at, end) : undefined
    if (script !== undefined) at = script
    else if (!/^(<>|>>!?)\s/.test(line) && !/^>\s+\S/.test(line)) kept.push(line)
  }
  while (kept.length > 0 && kept.at(-1)?.trim() === '') kept.pop()
  const [only = ''] = kept
  const file = kept.length === 1 ? /^<(?:@\w*)?\s+(\S.*)$/.exec(only.trimEnd())?.[1] : undefined
  if (file !== undefined) return { body: '', bodyFile: file }
  const type = headers.findLast(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? ''
  // A form may be written with one field a line.
  const isForm = /^application\/x-www-form-urlencoded/i.test(type)
  return { body: isForm ? kept.map(line => line.trim()).join('') : kept.join('\n') }
}

/** The last line of a script in `{% … %}` that begins in a line; undefined where none does. */
function endOfScript(lines: readonly string[], start: number, end: number): number | undefined {
  if (!/^[<>]\s*\{%/.test(lines[start] ?? '')) return undefined
  for (let at = start; at < end; at++) if ((lines[at] ?? '').includes('%}')) return at
  return end - 1
}
