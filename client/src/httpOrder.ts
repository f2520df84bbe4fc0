import type { HttpFileRequest } from './httpFile.ts'
import { substitute, type VariableWorld } from './httpVariables.ts'
import type { FormPart, Order, PanelCircumstances } from './panelMessages.ts'

/** A request of a file as it can be sent. */
export interface HttpOrder {
  readonly order: Order
  /** `http://127.0.0.1:3000`; unset where the URL is a path, or begins with a variable that is not known. */
  readonly origin?: string
  /** Variables of the URL and the headers that nothing is known of. A body keeps what is not known. */
  readonly unknown: readonly string[]
}

/** Puts the variables into a request; `fileAt` makes a path absolute that counts from the file. */
export function orderOfHttp(
  request: HttpFileRequest,
  world: VariableWorld,
  fileAt: (path: string) => string,
): HttpOrder {
  const unknown = new Set<string>()
  const filled = (text: string) => {
    const { text: result, unknown: names } = substitute(text, world)
    for (const name of names) unknown.add(name)
    return result
  }
  const { origin, target } = splitUrl(substitute(request.url, world).text)
  // A host that is not known is the gateway's; what is not known of the path is a fault.
  filled(target)
  const headers = request.headers.map(([name, value]) => [filled(name), filled(value)] as const)
  const noted = (key: string) => {
    const value = request.notes.findLast(([name]) => name === key)?.[1]
    return value === undefined || value === '' ? undefined : filled(value)
  }
  const identity = noted('gatehouse-identity')
  const circumstances = circumstancesOf(request, noted, fileAt)
  const body = bodyOf(request, headers, text => substitute(text, world).text, fileAt)
  const order: Order = {
    request: { method: request.method, target, ...body.request, headers: body.headers ?? headers },
    stage: noted('gatehouse-stage') ?? '',
    ...(identity !== undefined && { identity }),
    ...(Object.keys(circumstances).length > 0 && { circumstances }),
    ...(body.source && { body: body.source }),
  }
  return { order, ...(origin !== undefined && { origin }), unknown: [...unknown] }
}

/** Whether a request goes to this machine: only such ones are answered by a local gateway. */
export function isLocal({ origin }: Pick<HttpOrder, 'origin'>): boolean {
  return origin === undefined || /^https?:\/\/(localhost|127(\.\d+){3}|\[::1\])(:\d+)?$/i.test(origin)
}

function splitUrl(url: string): { origin?: string; target: string } {
  const [, origin, rest = ''] = /^(https?:\/\/[^/?#]*)(.*)$/i.exec(url) ?? []
  // `{{host}}/books` with a host that is not known, `localhost:3000/books`.
  const path = origin === undefined ? (/^[^/?#]*([/?].*)$/.exec(url)?.[1] ?? '/') : rest
  const target = path.replace(/#.*$/, '').replaceAll(' ', '%20')
  const bare = /^(localhost|[\d.]+)(:\d+)?(?=[/?#]|$)/.exec(url)?.[0]
  const host = origin ?? (bare === undefined ? undefined : `http://${bare}`)
  return {
    ...(host !== undefined && { origin: host }),
    target: target.startsWith('/') ? target : `/${target}`,
  }
}

function circumstancesOf(
  { notes }: HttpFileRequest,
  noted: (key: string) => string | undefined,
  fileAt: (path: string) => string,
): PanelCircumstances {
  const sourceIp = noted('gatehouse-source-ip')
  const vpcEndpoint = noted('gatehouse-vpc-endpoint')
  const certificate = noted('gatehouse-client-certificate')
  const release = noted('gatehouse-release')
  const variables = notes.flatMap(([key, value]): [string, string][] => {
    const [, name, text = ''] = /^([\w-]+)\s*=(.*)$/.exec(value) ?? []
    return key === 'gatehouse-stage-variable' && name !== undefined ? [[name, text.trim()]] : []
  })
  return {
    ...(variables.length > 0 && { stageVariables: Object.fromEntries(variables) }),
    ...(sourceIp !== undefined && { sourceIp }),
    ...(vpcEndpoint !== undefined && { vpcEndpoint }),
    ...(certificate !== undefined && { certificateFile: fileAt(certificate) }),
    ...((release === 'base' || release === 'canary') && { release }),
  }
}

type Headers = Order['request']['headers']

function bodyOf(
  { body, bodyFile }: HttpFileRequest,
  headers: Headers,
  filled: (text: string) => string,
  fileAt: (path: string) => string,
): {
  readonly request?: { readonly bodyText: string }
  readonly headers?: Headers
  readonly source?: Order['body']
} {
  if (bodyFile !== undefined) return { source: { type: 'file', path: fileAt(filled(bodyFile)) } }
  if (body === '') return {}
  const type = headers.findLast(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? ''
  const [, boundary] = /^multipart\/form-data\s*;.*?boundary="?([^";]+)"?/i.exec(type) ?? []
  const parts = boundary === undefined ? undefined : partsOf(filled(body), boundary, fileAt)
  if (!parts) return { request: { bodyText: filled(body) } }
  const others = headers.filter(([name]) => name.toLowerCase() !== 'content-type')
  return { headers: others, source: { type: 'multipart', parts } }
}

/** The fields of a form; undefined where it has parts that are no fields. */
function partsOf(body: string, boundary: string, fileAt: (path: string) => string): FormPart[] | undefined {
  const blocks = body.split(/\r?\n/).reduce<string[][]>((all, line) => {
    if (line === `--${boundary}` || line === `--${boundary}--`) all.push([])
    else all.at(-1)?.push(line)
    return all
  }, [])
  const parts = blocks
    .filter(lines => lines.some(line => line.trim() !== ''))
    .map((lines): FormPart | undefined => {
      const end = lines.findIndex(line => line.trim() === '')
      const head = lines.slice(0, Math.max(end, 0)).join('\n')
      const name = /\bname="([^"]*)"/i.exec(head)?.[1]
      const text = lines.slice(end + 1).join('\n')
      const file = /^<@?\s+(\S.*)$/.exec(text.trim())?.[1]
      if (name === undefined || end < 0) return undefined
      const plain = name.replaceAll('%22', '"').replaceAll('%0D', '\r').replaceAll('%0A', '\n')
      return file === undefined ? { name: plain, value: text } : { name: plain, path: fileAt(file) }
    })
  return parts.every(part => part !== undefined) ? parts : undefined
}
