import type { Stage } from '../../server/src/api/api.ts'
import type { Fields } from '../../server/src/base/headers.ts'
import { loadDefinition } from '../../server/src/definitions/load.ts'
import type { Exchange, Gateway } from '../../server/src/gateway/exchange.ts'
import type { FunctionUrlGateway } from '../../server/src/gateway/functionUrls/functionUrlGateway.ts'
import {
  createFunctionUrlGateway,
  functionOfUrl,
} from '../../server/src/gateway/functionUrls/functionUrlGateway.ts'
import { readDuration } from '../../server/src/gateway/isoDuration.ts'
import { createGateway } from '../../server/src/gateway/gateway.ts'
import { GatewayState } from '../../server/src/gateway/state.ts'
import type { HttpRequest, HttpResponse } from '../../server/src/gateway/messages.ts'
import type { Connection } from '../../server/src/gateway/websocket/connection.ts'
import type { BackendRequest, BackendResponse, World } from '../../server/src/gateway/world.ts'
import type { Trace } from '../../server/src/protocol/trace.ts'
import { writeWhy } from './writeWhy.ts'
import { memoryFiles } from './memoryFiles.ts'
import type { FixedWorld } from './world.ts'
import { fixedWorld, lambdaFunction } from './world.ts'

/** One part of a case file: `== title ==` and the lines up to the next. */
export interface Section {
  readonly title: string
  readonly body: string
}

/** A section as it is expected and as it came out. */
export interface Outcome {
  /** Number of the request in the file and name of the section. */
  readonly name: string
  readonly expected: string
  readonly actual: string
}

/**
 * Runs a case: `definition`, `api` (its id, where there are several), `stage` (name, then variables as `name=value`), `function NAME`, `file PATH` (of a
 * handler), `backend`, `service` (what AWS's services answer) and `stubs` (stub mode) describe the set-up; every `request` is sent, `advance`
 * (as in `PT1M`) moves the clock between them; of a WebSocket API `connect` is a handshake, `message` a text of the client that connected
 * last (`ID` stands for its id) and `close` a code and reason of the gateway. The sections after it (`response`, `trace`, `why`,
 * `access log`, `execution log`, `event`, `sent`) are compared. `around` replaces parts of its world.
 */
export async function runCase(
  text: string,
  around: Partial<Pick<World, 'clock' | 'debugger'>> = {},
): Promise<{ outcomes: Outcome[]; updated: string }> {
  const sections = readSections(text)
  const gateway = gatewayOf(sections)
  const state = new GatewayState()
  const outcomes: Outcome[] = []
  const updated: Section[] = []
  let results: ReadonlyMap<string, string> = new Map()
  let requests = 0
  let client: Connection | undefined
  let frames: string[] = []
  const texts = textsOf(sections)
  const world = () => ({ ...worldOf(sections, state), ...around })
  for (const section of sections) {
    if (section.title === 'advance') state.advanceClock(readDuration(section.body.trim()) ?? Number.NaN)
    if (section.title === 'request') {
      requests++
      results = await send(
        gateway,
        section.body.replace('/ID ', `/${client?.client.id ?? 'ID'} `),
        world(),
        texts,
      )
    }
    const { webSocket } = gateway
    if (section.title === 'connect' && webSocket) {
      requests++
      const { exchange, connection } = await webSocket.connect(readRequest(section.body), world())
      connection?.open({ send: text => frames.push(text), close: () => undefined })
      client = connection
      results = resultsOf(exchange, world(), texts)
    }
    if (section.title === 'message' && webSocket && client) {
      requests++
      frames = []
      const exchange = await webSocket.message(client, section.body.trim(), world())
      const sent = resultsOf(exchange, world(), texts)
      results = new Map([...sent, ['frames', frames.join('\n')]])
    }
    if (section.title === 'close' && webSocket && client) {
      requests++
      const [, code = '', reason = ''] = /^(\d+) (.*)$/.exec(section.body.trim()) ?? []
      const why = webSocket.whyClosed(client, { code: Number(code), reason }, world())
      results = new Map([['why', writeWhy(why, texts)]])
    }
    const actual = results.get(section.title)
    if (actual !== undefined) {
      const name = `${section.title} ${requests}`
      outcomes.push({ name, expected: section.body.trim(), actual: actual.trim() })
    }
    updated.push(actual === undefined ? section : { title: section.title, body: actual })
  }
  return { outcomes, updated: writeSections(updated) }
}

function readSections(text: string): Section[] {
  return text
    .split(/^== (?=[^\n]+ ==$)/m)
    .slice(1)
    .map(part => {
      const [first = '', ...lines] = part.split('\n')
      return { title: first.replace(/ ==$/, ''), body: lines.join('\n') }
    })
}

function writeSections(sections: readonly Section[]): string {
  return sections.map(({ title, body }) => `== ${title} ==\n${body.trim()}\n`).join('\n')
}

function gatewayOf(sections: readonly Section[]): CaseGateway {
  const text = sections.find(section => section.title === 'definition')?.body ?? ''
  const { definition, diagnostics } = loadDefinition('/api.yaml', memoryFiles({ '/api.yaml': text }), {
    documentedAnswers: sections.some(section => section.title === 'stubs'),
  })
  const wanted = sections.find(section => section.title === 'api')?.body.trim()
  const url = definition?.surroundings.functionUrls[0]
  const lambda = definition && url && functionOfUrl(definition, url)
  if (lambda && definition.apis.length === 0)
    return urlGateway(createFunctionUrlGateway(definition, url, lambda))
  const api = definition?.apis.find(({ id }) => wanted === undefined || id === wanted)
  if (!definition || !api)
    throw new Error(`the case has no API to serve: ${diagnostics.map(found => found.message).join('; ')}`)
  const first = api.stages[0]
  if (!first) throw new Error('the API has no stage')
  const own = definition.functions
  const added = functionsOf(sections).filter(([id]) => !own.some(each => each.id === id))
  const functions = [...own, ...added.map(([id]) => lambdaFunction(id))]
  return createGateway({ ...definition, functions }, api, stageOf(sections, first))
}

/** A stage of an API, or a function URL, which has neither steps nor logs. */
type CaseGateway = Pick<Gateway, 'webSocket'> & {
  readonly handle: (request: HttpRequest, world: FixedWorld) => Promise<CaseExchange>
}

type CaseExchange = Pick<Exchange, 'response' | 'accessLog'> & {
  readonly trace: () => Pick<Trace, 'steps' | 'executionLog' | 'why'>
}

function urlGateway({ handle }: FunctionUrlGateway): CaseGateway {
  return {
    handle: async (request, world) => {
      const { response, why } = await handle(request, world)
      const found = why?.()
      return {
        response,
        accessLog: () => undefined,
        trace: () => ({ steps: [], ...(found && { why: found }) }),
      }
    },
  }
}

function stageOf(sections: readonly Section[], base: Stage): Stage {
  const body = sections.find(section => section.title === 'stage')?.body.trim()
  if (body === undefined) return base
  const [name = base.name, ...lines] = body.split('\n')
  const variables = lines.map(line => {
    const [key = '', value = ''] = line.split('=')
    return [key, { known: true, value, origin: base.origin } as const] as const
  })
  return { ...base, name, variables: new Map(variables) }
}

/** Files by their paths: the definition, and those of `file PATH` (a handler is `/functions/NAME.js`). */
function textsOf(sections: readonly Section[]): ReadonlyMap<string, string> {
  return new Map(
    sections.flatMap(({ title, body }) => {
      if (title === 'definition') return [['/api.yaml', body] as const]
      return title.startsWith('file ') ? [[title.slice('file '.length), body] as const] : []
    }),
  )
}

function functionsOf(sections: readonly Section[]): [string, string][] {
  return sections
    .filter(section => section.title.startsWith('function '))
    .map(section => [section.title.slice('function '.length), section.body.trim()])
}

function worldOf(sections: readonly Section[], state: GatewayState): FixedWorld {
  const backend = sections.find(section => section.title === 'backend')?.body
  const service = sections.find(section => section.title === 'service')?.body
  return fixedWorld({
    state,
    files: textsOf(sections),
    functions: new Map(functionsOf(sections)),
    stubs: sections.some(section => section.title === 'stubs'),
    ...(service !== undefined && { service: readResponse(service) }),
    ...(backend !== undefined && {
      backend: backend.trim() === 'timeout' ? 'timeout' : readResponse(backend),
    }),
  })
}

async function send(
  gateway: CaseGateway,
  body: string,
  world: FixedWorld,
  texts: ReadonlyMap<string, string>,
): Promise<ReadonlyMap<string, string>> {
  return resultsOf(await gateway.handle(readRequest(body), world), world, texts)
}

function resultsOf(
  exchange: CaseExchange,
  world: FixedWorld,
  texts: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  return new Map([
    ['response', writeResponse(exchange.response)],
    ['trace', writeTrace(exchange.trace())],
    ['why', writeWhy(exchange.trace().why, texts)],
    ['access log', exchange.accessLog() ?? ''],
    ['execution log', writeExecutionLog(exchange.trace())],
    ['event', world.events.map(({ event }) => JSON.stringify(JSON.parse(event), null, 2)).join('\n')],
    ['sent', world.sent.map(writeSent).join('\n')],
  ])
}

// The certificate that the backend is shown, and the VPC link, stand behind the URL.
function writeSent(request: BackendRequest): string {
  const { method, url, clientCertificate, vpcLink, tls } = request
  const shown = clientCertificate === undefined ? '' : ` showing ${clientCertificate}`
  const link = vpcLink ? ` through ${vpcLink.names.join(', ')}` : ''
  return writeMessage(`${method} ${url}${shown}${link}${tls ? ` ${JSON.stringify(tls)}` : ''}`, request)
}

function readRequest(text: string): HttpRequest {
  const { first, headers, body } = readMessage(text)
  const [, method = '', target = ''] = /^(\S+) (\S+) HTTP\/1\.1$/.exec(first) ?? []
  const mark = target.indexOf('?')
  return {
    method,
    path: mark < 0 ? target : target.slice(0, mark),
    query: mark < 0 ? '' : target.slice(mark + 1),
    headers,
    body,
    sourceIp: '127.0.0.1',
    port: 3000,
  }
}

function readResponse(text: string): BackendResponse {
  const { first, headers, body } = readMessage(text)
  return { status: Number(first.split(' ')[1]), headers, body }
}

// A body line `base64: ...` stands for bytes that are no text.
function readMessage(text: string): { first: string; headers: Fields; body: Uint8Array } {
  const [head = '', ...rest] = text.trim().split('\n\n')
  const [first = '', ...lines] = head.split('\n')
  const headers = lines.map(line => {
    const colon = line.indexOf(':')
    return [line.slice(0, colon), line.slice(colon + 1).trim()] as const
  })
  const body = rest.join('\n\n')
  const encoded = /^base64: (\S+)$/.exec(body)?.[1]
  return { first, headers, body: encoded ? Buffer.from(encoded, 'base64') : Buffer.from(body, 'utf8') }
}

function writeResponse(response: HttpResponse): string {
  return writeMessage(`HTTP/1.1 ${response.status}`, response)
}

function writeMessage(first: string, { headers, body }: { headers: Fields; body: Uint8Array }): string {
  const lines = [first, ...headers.map(([name, value]) => `${name}: ${value}`)].join('\n')
  if (body.length === 0) return lines
  const text = Buffer.from(body).toString('utf8')
  const isText = Buffer.from(text, 'utf8').equals(Buffer.from(body))
  return `${lines}\n\n${isText ? text : `base64: ${Buffer.from(body).toString('base64')}`}`
}

function writeExecutionLog({ executionLog = [] }: Pick<Trace, 'executionLog'>): string {
  return executionLog.map(({ level, text }) => `${level} ${text}`).join('\n')
}

function writeTrace(trace: Pick<Trace, 'steps'>): string {
  return trace.steps
    .map(({ name, state, summary, source }) => {
      const place = source ? ` (${source.file}:${source.line + 1})` : ''
      return `${name} ${state}: ${summary}${place}`
    })
    .join('\n')
}
