import { randomBytes } from 'node:crypto'
import path from 'node:path'
import { createInterface } from 'node:readline'
import type { Fields } from '../base/headers.ts'
import { valueOf } from '../base/origin.ts'
import { MetricStore } from '../gateway/metrics/metricStore.ts'
import { formatQuery } from '../gateway/queryString.ts'
import type { Closing } from '../gateway/websocket/connection.ts'
import { closingOfClient } from '../gateway/websocket/connection.ts'
import { largestMessage } from '../gateway/websocket/limits.ts'
import type { Why } from '../protocol/trace.ts'
import { diskFiles } from '../io/files.ts'
import type { BackendOptions } from './backendOptions.ts'
import { backendSpecs, readBackends } from './backendOptions.ts'
import { connectOutput } from './connectOutput.ts'
import type { ConnectOutput } from './connectOutput.ts'
import { openReach } from './connectionReach.ts'
import { deploymentSpecs, readDeployment } from './deploymentOptions.ts'
import type { ChosenApi, Front } from './gatewayFront.ts'
import type { FunctionOptions } from './functionOptions.ts'
import { functionRemarks, functionSpecs, readFunctionOptions } from './functionOptions.ts'
import { openHost } from './gatewayHost.ts'
import type { Choice } from './gatewayHostApis.ts'
import { chooseApis, otherDefinitions } from './gatewayHostApis.ts'
import { openLogs } from './gatewayHostLogs.ts'
import { tellEnvironmentFaults, terminalReporter } from './gatewayHostReporter.ts'
import { requestOf, serveApi } from './gatewayHostServer.ts'
import type { ApiServer } from './gatewayHostServer.ts'
import { givenOptions, readGivenOptions } from './givenOptions.ts'
import { namedValues, parseOptions, reportUsage, UsageError } from './options.ts'
import { readHeaders } from './requestHeaders.ts'
import { readSourceIp } from './serveOptions.ts'
import type { TrustOptions } from './trustOptions.ts'
import { openTrust, readTrust, trustSpecs } from './trustOptions.ts'
import type { World } from '../gateway/world.ts'

/**
 * `gatehouse connect`: a client of a WebSocket API, with a gateway of its own. Each line of stdin is a message; what is
 * sent and what comes is printed. Exit status 0 when the connection was made, 1 when it was refused or there is nothing
 * to connect to, 2 for wrong usage.
 */
export async function run(argv: readonly string[]): Promise<number> {
  const options = readConnectOptions(argv)
  if (options instanceof UsageError) return reportUsage('connect', options)
  const reporter = terminalReporter(process.stderr)
  const opened = openTrust(options.trust, process.env)
  const backstage: ApiServer[] = []
  const place = { host: '127.0.0.1', port: 0, tls: undefined }
  const { keyPair, ...reach } = openReach(backstage, place, opened)
  const host = openHost({
    ...reach,
    file: options.choice.file,
    others: otherDefinitions(options.choice),
    backends: options.backends,
    functions: options.functions,
    stays: false,
    trust: opened.trust,
    onLog: reporter.log,
    onProblem: reporter.problem,
  })
  try {
    const chosen = chooseApis(options.choice, diskFiles)
    if (chosen.type === 'nothing') {
      const { at, message } = chosen
      reporter.problem(message, at && { file: at.file, ...at.range.start })
      return 1
    }
    const served = chosen.apis.find(({ api }) => api.type === 'websocket')
    if (!served) {
      reporter.problem(
        `'${path.basename(options.choice.file)}' has no WebSocket API: 'invoke' is for the others`,
      )
      return 1
    }
    host.define(chosen.definition)
    tellEnvironmentFaults(chosen, reporter)
    const remarks = await functionRemarks(options.functions, process.env)
    for (const remark of [...chosen.remarks, ...remarks]) reporter.remark(remark)
    // The functions' end: where they reach the connections by the `@connections` API.
    const server = await serveApi(served, {
      ...place,
      keyPair,
      world: host.world,
      reporter: { ...reporter, answered: () => undefined },
      front: chosen.front,
      metrics: new MetricStore(),
      control: { prefix: '/.gatehouse', secret: '', routes: () => new Map() },
      sourceIp: undefined,
      logs: openLogs({ accessLog: undefined, executionLog: undefined }, reporter),
    })
    backstage.push(server)
    const listening = server.listening()
    const output = connectOutput(line => process.stdout.write(`${line}\n`), options)
    return await talk({
      served,
      front: chosen.front,
      origin: listening.url,
      world: host.world,
      output,
      options,
    })
  } finally {
    await Promise.all(backstage.map(server => server.close()))
    await host.close()
    await reporter.flush()
  }
}

interface Talk {
  readonly served: ChosenApi
  readonly front: Front
  /** Where backends reach the connection: the host of its events. */
  readonly origin: string
  readonly world: World
  readonly output: ConnectOutput
  readonly options: ConnectOptions
}

/** The life of the connection: from the handshake until stdin ends or the gateway closes. */
async function talk({ served, front, origin, world, output, options }: Talk): Promise<number> {
  const { query, headers, sourceIp } = options
  const sent = requestOf({ method: 'GET', target: `/${query}`, headers: asHandshake(headers) }, origin)
  const { chosen, request } = front.enter(served, { ...sent, sourceIp: sourceIp ?? sent.sourceIp })
  const routes = chosen.gateway.webSocket
  const handshake = await routes?.connect(request, world)
  if (!routes || !handshake) return 1
  output.handshake(handshake.exchange)
  const { connection } = handshake
  if (!connection) return 1
  const lines = createInterface({ input: process.stdin, crlfDelay: Infinity })
  let own: Closing | undefined
  let why: Why | undefined
  // Frames that come while a message is under way are told after it.
  let held: string[] | undefined
  connection.open({
    send: text => (held ? void held.push(text) : output.received(text)),
    close: closing => {
      own = closing
      why = routes.whyClosed(connection, closing, world)
      lines.close()
    },
  })
  for await (const line of lines) {
    if (own) break
    if (line === '') continue
    const text = options.route === undefined ? line : withRoute(line, options.route, chosen)
    if (Buffer.byteLength(text) > largestMessage) {
      connection.close({ code: 1009, reason: 'Message is too large' })
      break
    }
    held = []
    const exchange = await routes.message(connection, text, world)
    output.sent(exchange, text)
    for (const frame of held) output.received(frame)
    held = undefined
  }
  const closing = own ?? closingOfClient(1005, '')
  await routes.disconnect(connection, closing, world)
  output.closed(closing, why)
  return 0
}

// What a client of the protocol sends in any case: authorizers and `$connect` see it.
function asHandshake(headers: Fields): Fields {
  return [
    ...headers,
    ['Connection', 'Upgrade'],
    ['Upgrade', 'websocket'],
    ['Sec-WebSocket-Version', '13'],
    ['Sec-WebSocket-Key', randomBytes(16).toString('base64')],
  ]
}

/**
 * A line as a message for a route: an object gets the key at the place that `$request.body.NAME` asks for, anything else
 * becomes the `data` of one.
 */
function withRoute(line: string, route: string, { api }: ChosenApi): string {
  const stated = api.type === 'websocket' ? valueOf(api.routeSelectionExpression) : undefined
  const name = /^\$\{?request\.body\.([\w-]+)\}?$/.exec(stated ?? '')?.[1] ?? 'action'
  return JSON.stringify({ [name]: route, ...(objectIn(line) ?? { data: line }) })
}

function objectIn(line: string): object | undefined {
  try {
    const value: unknown = JSON.parse(line)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined
  } catch {
    return undefined
  }
}

interface ConnectOptions {
  readonly choice: Choice
  readonly backends: BackendOptions
  readonly functions: FunctionOptions
  readonly trust: TrustOptions
  readonly headers: Fields
  /** With its `?`; empty for none. */
  readonly query: string
  readonly route: string | undefined
  readonly sourceIp: string | undefined
  readonly trace: boolean
  readonly why: boolean
  readonly format: 'text' | 'json'
}

function readConnectOptions(argv: readonly string[]): ConnectOptions | UsageError {
  const parsed = parseOptions(argv, {
    header: { type: 'texts', short: 'H' },
    query: { type: 'texts', short: 'q' },
    route: { type: 'text' },
    api: { type: 'text' },
    ...givenOptions,
    ...deploymentSpecs,
    ...trustSpecs,
    'source-ip': { type: 'text' },
    ...backendSpecs,
    ...functionSpecs,
    trace: { type: 'flag' },
    why: { type: 'flag' },
    format: { type: 'text', oneOf: ['text', 'json'] },
  })
  if (parsed instanceof UsageError) return parsed
  const { values, positionals } = parsed
  const [definition, ...others] = positionals
  if (definition === undefined || others.length > 0) return new UsageError('takes one DEFINITION')
  const given = readGivenOptions(values)
  if (given instanceof UsageError) return given
  const deployment = readDeployment(values)
  if (deployment instanceof UsageError) return deployment
  const sourceIp = readSourceIp(values['source-ip'])
  if (sourceIp instanceof UsageError) return sourceIp
  const trust = readTrust(values)
  if (trust instanceof UsageError) return trust
  const backends = readBackends(values, definition, process.env)
  if (backends instanceof UsageError) return backends
  const functions = readFunctionOptions(values)
  if (functions instanceof UsageError) return functions
  const headers = readHeaders(values.header, false)
  if (headers instanceof UsageError) return headers
  const query = namedValues('query', values.query)
  if (query instanceof UsageError) return query
  return {
    choice: {
      file: path.resolve(definition),
      api: values.api,
      stage: values.stage,
      deployment,
      environmentFiles: functions.environmentFiles,
      read: given,
    },
    backends,
    functions,
    trust,
    headers,
    query: query.size === 0 ? '' : `?${formatQuery([...query])}`,
    route: values.route,
    sourceIp,
    trace: values.trace,
    why: values.why,
    format: values.format === 'json' ? 'json' : 'text',
  }
}
