import type { Order } from './panelMessages.ts'

/** How a request is written into a `.http` file. */
export interface WriteOptions {
  readonly name: string
  /** What stands before the path: `{{gateway}}`. */
  readonly origin: string
  /** Headers that become variables, by their names in lower case; those with an empty text are left out. */
  readonly secrets: ReadonlyMap<string, string>
  /** A file's path as it stands in the file. */
  readonly pathOf: (file: string) => string
}

/** The variable that a secret header is written as: `X-Api-Key` is `x_api_key`. */
export function secretVariable(header: string): string {
  return header.toLowerCase().replace(/[^a-z0-9]+/g, '_')
}

/** Why a request cannot be written into a `.http` file; undefined where it can. */
export function unwritable({ request }: Order): string | undefined {
  const line = (request.bodyText ?? '')
    .split(/\r\n|\r|\n/)
    .find(text => /^(###|>|<>|<(?:@\w*)?\s)/.test(text))
  if (line === undefined) return undefined
  return `a .http file cannot hold a body with the line '${line.slice(0, 40)}': save the body as a file and send that`
}

/** The block of one request, as REST Client and JetBrains' HTTP Client read it. */
export function httpBlock(order: Order, options: WriteOptions): string {
  const { request, body } = order
  const boundary = 'gatehouse'
  const type = body?.type === 'multipart' ? [`Content-Type: multipart/form-data; boundary=${boundary}`] : []
  const headers = request.headers.flatMap(([name, value]) => {
    const secret = options.secrets.get(name.toLowerCase())
    if (secret === '') return []
    return [`${name}: ${secret ?? value}`]
  })
  const lines = [
    `### ${oneLine(options.name)}`,
    ...notesOf(order, options),
    `${request.method} ${options.origin}${request.target}`,
    ...type,
    ...headers,
    ...bodyLines(order, boundary, options),
  ]
  return `${lines.join('\n')}\n`
}

function notesOf({ stage, identity, circumstances = {} }: Order, { pathOf }: WriteOptions): string[] {
  const { stageVariables = {}, sourceIp, vpcEndpoint, certificateFile, release } = circumstances
  const noted = (key: string, value: string | undefined) =>
    value === undefined || value === '' ? [] : [`# @gatehouse-${key} ${oneLine(value)}`]
  return [
    ...noted('identity', identity),
    ...noted('stage', stage),
    ...Object.entries(stageVariables).flatMap(([name, value]) => noted('stage-variable', `${name}=${value}`)),
    ...noted('release', release),
    ...noted('source-ip', sourceIp),
    ...noted('vpc-endpoint', vpcEndpoint),
    ...noted('client-certificate', certificateFile && pathOf(certificateFile)),
  ]
}

function bodyLines({ request, body }: Order, boundary: string, { pathOf }: WriteOptions): string[] {
  if (body?.type === 'file') return ['', `< ${pathOf(body.path)}`]
  if (body?.type === 'multipart') {
    const parts = body.parts.flatMap(({ name, value = '', path }) => {
      const quoted = oneLine(name.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A'))
      const head = [`--${boundary}`, `Content-Disposition: form-data; name="${quoted}"`]
      if (path === undefined) return [...head, '', value]
      const file = path.split(/[\\/]/).at(-1) ?? ''
      return [`${head.join('\n')}; filename="${file.replaceAll('"', '%22')}"`, '', `< ${pathOf(path)}`]
    })
    return ['', ...parts, `--${boundary}--`]
  }
  return request.bodyText === undefined || request.bodyText === '' ? [] : ['', request.bodyText]
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}
