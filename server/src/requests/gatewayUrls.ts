import type { ImportedFile, ImportedRequest } from './importedRequest.ts'

/** A request as a gateway would meet it. */
export interface SentRequest {
  readonly method: string
  /** In lower case, without its port; unset where a variable stands for it that is not known. */
  readonly host?: string
  /** Begins with `/`; parts may be variables, `{{name}}`. */
  readonly path: string
}

/** Where a gateway of this machine takes a request. */
export interface GatewayTarget {
  /** Tells gateways apart. */
  readonly gateway: string
  /** `http://127.0.0.1:3000`; unset where the port is not known before it starts. */
  readonly origin?: string
  /** The path without what a stage or a base path put in front. */
  readonly path: string
}

/** Finds who takes a request; undefined where nobody does. */
export type FindGateway = (request: SentRequest) => GatewayTarget | undefined

const remark = 'No route of this workspace takes it: it goes to the host that it names'

/**
 * Requests that a gateway takes are sent to it, by a variable as requests that the panel saves have it: `{{gateway}}/books`. The
 * others stay as they are, with a comment.
 */
export function withGatewayUrls(file: ImportedFile, find: FindGateway): ImportedFile {
  const values = new Map(file.variables)
  const taken = new Set([...values.keys(), ...file.secrets])
  const names = new Map<string, string>()
  const made: (readonly [string, string])[] = []
  const requests = file.requests.map((request): ImportedRequest => {
    const { host, path, rest } = partsOf(request.url, values)
    const target = find({ method: request.method, ...(host !== undefined && { host }), path })
    if (!target) return { ...request, remarks: [...request.remarks, remark] }
    let name = names.get(target.gateway)
    if (name === undefined) {
      name = freeName(taken)
      taken.add(name)
      names.set(target.gateway, name)
      // Without a value it stands for the gateway that has such a route.
      if (target.origin !== undefined) made.push([name, target.origin])
    }
    return { ...request, url: `{{${name}}}${target.path}${rest}` }
  })
  return { ...file, variables: [...made, ...file.variables], requests }
}

/** A URL in parts; what a variable at its beginning stands for is put in, if it is known. */
function partsOf(
  url: string,
  values: ReadonlyMap<string, string>,
): { readonly host?: string; readonly path: string; readonly rest: string } {
  const [, name, behind = ''] = /^\{\{\s*([^{}]+?)\s*\}\}(.*)$/s.exec(url) ?? []
  const value = name === undefined ? undefined : values.get(name)
  const whole = name === undefined ? url : `${(value ?? unknownHost).replace(/\/+$/, '')}${behind}`
  const [, authority = '', path = '', rest = ''] =
    /^(?:https?:\/\/)?([^/?#]*)([^?#]*)(\?[^#]*)?/is.exec(whole) ?? []
  const host = authority.replace(/:\d+$/, '').toLowerCase()
  return {
    ...(host !== '' && !host.includes('{') && host !== unknownHost && { host }),
    path: path.startsWith('/') ? path : `/${path}`,
    rest,
  }
}

/** No host has such a name. */
const unknownHost = '-'

function freeName(taken: ReadonlySet<string>): string {
  let name = 'gateway'
  for (let count = 2; taken.has(name); count++) name = `gateway${count}`
  return name
}
