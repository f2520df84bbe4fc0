import { randomBytes, X509Certificate } from 'node:crypto'
import path from 'node:path'
import { onShutdown } from '../functions/platform.ts'
import type { Api, Definition } from '../api/api.ts'
import { diskFiles } from '../io/files.ts'
import { recordReads } from '../io/reads.ts'
import type { World } from '../gateway/world.ts'
import { LogFileError } from '../io/logFile.ts'
import { ListenError } from '../io/sockets.ts'
import { backendRemarks } from './backendOptions.ts'
import { collectsWhenIdle } from './idleCollection.ts'
import type { Choice, Chosen, Nothing } from './gatewayHostApis.ts'
import { chooseApis, firstSyntaxError, otherDefinitions } from './gatewayHostApis.ts'
import { gatheredCode } from './gatewayHostCode.ts'
import type { Control } from './gatewayHostControl.ts'
import { openControl } from './gatewayHostControl.ts'
import type { Debugging } from './debugging.ts'
import type { Journal } from './gatewayHostJournal.ts'
import { openJournal } from './gatewayHostJournal.ts'
import type { FunctionUrlServer } from './functionUrlServer.ts'
import { servableUrls, serveFunctionUrl } from './functionUrlServer.ts'
import type { Host } from './gatewayHost.ts'
import { functionRemarks } from './functionOptions.ts'
import { openHost } from './gatewayHost.ts'
import type { GatewayLogs } from './gatewayHostLogs.ts'
import { openLogs } from './gatewayHostLogs.ts'
import type { FileWatcher } from './gatewayHostReload.ts'
import { filesBehind, watchFiles } from './gatewayHostReload.ts'
import { followedBuilds, followedFiles, refusalOf, takeSaved } from './gatewayHostSwaps.ts'
import type { Reporter } from './gatewayHostReporter.ts'
import { channelReporter, tellEnvironmentFaults, terminalReporter } from './gatewayHostReporter.ts'
import { defaultControlPrefix, hiddenByControl } from '../gateway/controlPrefix.ts'
import { openReach } from './connectionReach.ts'
import { controlRoutes, startCounting } from './gatewayControlRoutes.ts'
import type { ApiServer, ControlSettings, ServerOptions } from './gatewayHostServer.ts'
import { serveApi } from './gatewayHostServer.ts'
import { reportUsage, UsageError } from './options.ts'
import type { ServeOptions } from './serveOptions.ts'
import type { OpenTls } from './tlsOptions.ts'
import { openTls } from './tlsOptions.ts'
import type { OpenTrust } from './trustOptions.ts'
import { openTrust } from './trustOptions.ts'
import { portOf, readServeOptions } from './serveOptions.ts'

/**
 * `gatehouse serve`: a local gateway until it is told to end. Exit status 0 then, 1 when nothing can be served, 2 for
 * wrong usage.
 */
export async function run(argv: readonly string[]): Promise<number> {
  const options = readServeOptions(argv)
  const control = openControl()
  if (options instanceof UsageError) {
    // The editor would show the last line of the usage.
    control?.send({ type: 'problem', message: options.message })
    await control?.close()
    return reportUsage('serve', options)
  }
  try {
    return await serve(options, {
      control,
      terminal: terminalReporter(process.stderr),
      print: line => void process.stdout.write(`${line}\n`),
      // Before anything is served: whoever asks early for the end gets it.
      ended: askedToEnd(options, control),
      ...(control && { debugging: control.debugging }),
    })
  } finally {
    process.stdin.destroy()
    await control?.close()
  }
}

/** Who a gateway is served for: somebody at a terminal, the editor, or a debugger that started it. */
export interface ServedFor {
  readonly control: Control | undefined
  readonly terminal: Reporter
  /** Takes a line of what is served where. */
  readonly print: (line: string) => void
  /** Resolves when the gateway is to end. */
  readonly ended: Promise<void>
  readonly debugging?: Debugging
  /** It listens, and serves these APIs from now on. */
  readonly listening?: (apis: () => readonly Api[]) => void
}

/** Serves a definition until it is told to end; resolves to the exit status. */
export async function serve(options: ServeOptions, servedFor: ServedFor): Promise<number> {
  const { control, terminal, debugging, ended } = servedFor
  const reporter = control ? channelReporter(control.send, terminal) : terminal
  const choice = choiceOf(options)
  const opened = openTrust(options.trust, process.env)
  const servers: ApiServer[] = []
  const { keyPair, ...reach } = openReach(servers, options, opened)
  const host = openHost({
    ...reach,
    ...(debugging && { debugging }),
    file: choice.file,
    others: otherDefinitions(choice),
    backends: options.backends,
    functions: options.functions,
    stays: true,
    trust: opened.trust,
    onLog: reporter.log,
    onProblem: reporter.problem,
    onCode: gatheredCode(reporter.codeReloaded),
  })
  const { metrics, ...others } = startCounting(host.world)
  const settings: ControlSettings = {
    prefix: options.controlPrefix,
    secret: randomBytes(24).toString('base64url'),
    routes: current => controlRoutes(current, opened, { metrics, ...others }, host.world),
  }
  let logs: GatewayLogs | undefined
  const urls: FunctionUrlServer[] = []
  try {
    logs = openLogs(options.logs, reporter)
    await host.prepared
    const { chosen, behind } = readNoted(choice)
    const refusal = chosen.type === 'nothing' ? chosen : unknownPort(options, chosen)
    if (chosen.type === 'nothing' || refusal) return refuse(refusal, reporter, terminal)
    host.define(chosen.definition)
    const collected = { ...reporter, answered: collecting(reporter.answered) }
    const tls = options.tls && (await openTls(options.tls, chosen.definition, options.host))
    const place = {
      metrics,
      logs,
      control: settings,
      tls,
      keyPair,
      ...(control && { watch: control.clients }),
    }
    await openServers(options, chosen, { world: host.world, reporter: collected, ...place }, servers)
    await openUrls(options, chosen, host.world, reporter, urls)
    const journal = openJournal(choice.file, chosen.definition, host.world)
    const followers = { choice, options, opened, tls, servers, urls, host, reporter, journal, debugging }
    const files = follow(followers, chosen, behind)
    const serverOf = (id: string) => servers.find(server => server.listening().apiId === id)
    const apis = () => servers.map(server => server.current().api)
    control?.takeRequests({ serverOf, opened, world: host.world, apis })
    announce(servers, urls, servedFor.print)
    servedFor.listening?.(apis)
    control?.send({ type: 'listening', apis: servers.map(server => server.listening()) })
    tell(chosen, reporter)
    logs.tell(chosen.apis)
    tellControl(options, settings, chosen, opened, reporter)
    if (tls) tellTls(tls, chosen, reporter)
    await tellSurroundings(options, chosen, host, reporter)
    await ended
    files.close()
    return 0
  } catch (error) {
    if (!(error instanceof ListenError) && !(error instanceof LogFileError)) throw error
    reporter.problem(error.message)
    if (control) terminal.problem(error.message)
    return 1
  } finally {
    await Promise.all([...servers, ...urls].map(server => server.close()))
    await host.close()
    await logs?.close()
    await reporter.flush()
  }
}

function askedToEnd({ stdinWatch }: ServeOptions, control: Control | undefined): Promise<void> {
  return new Promise(end => {
    onShutdown(end)
    control?.onDisconnect(end)
    if (stdinWatch) process.stdin.on('end', end).on('close', end).on('error', end).resume()
  })
}

/** Adds the servers of the APIs one by one, so that those which listen are closed when another cannot. */
async function openServers(
  { ports, host, sourceIp }: ServeOptions,
  { apis, front }: Chosen,
  shared: Omit<ServerOptions, 'front' | 'host' | 'port' | 'sourceIp'>,
  servers: ApiServer[],
): Promise<void> {
  for (const [index, api] of apis.entries()) {
    const port = portOf(ports, api.api.id, index)
    servers.push(await serveApi(api, { ...shared, front, host, port, sourceIp }))
  }
}

/** Each answer is a sign of life, after the last of which what it left behind is collected. */
function collecting(answered: Reporter['answered']): Reporter['answered'] {
  const live = collectsWhenIdle()
  return request => {
    live()
    answered(request)
  }
}

/** Adds the servers of the function URLs one by one, so that those which listen are closed when another cannot. */
async function openUrls(
  { api, ports, host, sourceIp }: ServeOptions,
  { apis, definition }: Chosen,
  world: World,
  reporter: Reporter,
  urls: FunctionUrlServer[],
): Promise<void> {
  if (api !== undefined) return
  for (const [index, url] of servableUrls(definition).entries()) {
    const port = portOf(ports, url.url.id, apis.length + index)
    urls.push(await serveFunctionUrl(url, { host, port, world, reporter, sourceIp }))
  }
}

function choiceOf(options: ServeOptions): Choice {
  return {
    file: path.resolve(options.definition),
    api: options.api,
    stage: options.stage,
    deployment: options.deployment,
    canary: options.canary,
    environmentFiles: options.functions.environmentFiles,
    read: {
      ...options.given,
      documentedAnswers: options.backends.stubs,
      ...(options.apiType && { apiType: options.apiType }),
    },
  }
}

function refuse(nothing: Nothing | undefined, reporter: Reporter, terminal: Reporter): number {
  if (nothing) {
    const { at, message } = nothing
    const source = at && { file: at.file, ...at.range.start }
    reporter.problem(message, source)
    // The editor shows the message; who reads its log afterwards should find it, too.
    if (reporter !== terminal) terminal.problem(message, source)
  }
  return 1
}

function unknownPort(options: ServeOptions, { definition }: Chosen): Nothing | undefined {
  const known = [...definition.apis, ...definition.surroundings.functionUrls].map(({ id }) => id)
  const unknown = [...options.ports.byApi.keys()].find(id => !known.includes(id))
  if (unknown === undefined) return undefined
  const message = `--port names '${unknown}', the definition has ${known.map(id => `'${id}'`).join(', ')}`
  return { type: 'nothing', message, files: [] }
}

function announce(
  servers: readonly ApiServer[],
  urls: readonly FunctionUrlServer[],
  print: ServedFor['print'],
): void {
  const isOnlyOne = servers.length + urls.length === 1
  for (const server of servers) {
    const { url, apiId } = server.listening()
    print(`listening on ${url}${isOnlyOne ? '' : ` ${apiId}`}`)
  }
  for (const { id, url, host } of urls) print(`listening on ${url} ${id} (${host})`)
}

/** How the gateway itself is steered, and whom it lets in: said once, at start. */
function tellControl(
  { trust, controlPrefix }: ServeOptions,
  { secret }: ControlSettings,
  { definition, apis }: Chosen,
  opened: OpenTrust,
  reporter: Reporter,
): void {
  reporter.remark(`control: ${controlPrefix}/, token ${secret}`)
  const identities = opened.identitiesOf(definition)
  if (typeof identities === 'string') reporter.problem(`the identities file is not used: ${identities}`)
  if (trust.skipsAuthorizers) {
    const name = opened.trust.pretended?.(definition).name ?? ''
    reporter.problem(`authorizers are skipped: every caller is '${name}' (--skip-authorizers)`)
  }
  // At its own place, it is among what is not emulated.
  if (controlPrefix === defaultControlPrefix) return
  for (const { api } of apis) {
    for (const { path: taken, origin } of hiddenByControl(api, controlPrefix)) {
      const message = `'${taken}' is not reached: requests below ${controlPrefix}/ are the gateway's own; --control-prefix moves them`
      reporter.problem(message, { file: origin.file, ...origin.range.start })
    }
  }
}

/** How clients come to believe this machine's certificate, and which domain names cannot be served. */
function tellTls(tls: OpenTls, { definition }: Chosen, reporter: Reporter): void {
  if (tls.certificate) {
    const { cert, file } = tls.certificate
    reporter.remark(`https: certificate ${file}, SHA-256 ${new X509Certificate(cert).fingerprint256}`)
  }
  for (const fault of tls.missing(definition)) reporter.problem(fault)
}

/** What differs from AWS around the APIs: backends, variables of functions, runtimes. */
async function tellSurroundings(
  { backends, functions }: ServeOptions,
  { definition }: Chosen,
  host: Host,
  reporter: Reporter,
): Promise<void> {
  const notes = await host.notes(definition)
  const remarks = await functionRemarks(functions, process.env)
  for (const each of [...backendRemarks(backends), ...remarks, ...notes]) reporter.remark(each)
}

const mostErrorsShown = 3

/** What is wrong with the definition and what of it is left out: said once, and again when it is read anew. */
function tell(chosen: Chosen, reporter: Reporter): void {
  const { errors } = chosen
  for (const { file, range, message } of errors.slice(0, mostErrorsShown)) {
    reporter.problem(message, { file, ...range.start })
  }
  if (errors.length > mostErrorsShown) {
    reporter.remark(`${errors.length} errors in all: 'gatehouse check' lists them`)
  }
  tellEnvironmentFaults(chosen, reporter)
  for (const { apiId, message, origin } of chosen.notEmulated) {
    reporter.notEmulated(apiId, message, { file: origin.file, ...origin.range.start })
  }
  for (const remark of chosen.remarks) reporter.remark(remark)
}

/** What follows saved files. */
interface Followers {
  readonly choice: Choice
  readonly options: ServeOptions
  readonly opened: OpenTrust
  readonly tls: OpenTls | undefined
  readonly servers: readonly ApiServer[]
  readonly urls: readonly FunctionUrlServer[]
  readonly host: Host
  readonly reporter: Reporter
  readonly journal: Journal
  readonly debugging: Debugging | undefined
}

/** Takes what is saved: the definition with all it hangs on, and the files beside it. */
function follow(followers: Followers, first: Chosen, behind: readonly string[]): FileWatcher {
  const { choice, options, opened, tls, host, reporter, journal } = followers
  const followed = [
    ...followedFiles(options.trust, opened, tls),
    ...followedBuilds([choice.file, ...otherDefinitions(choice)], host.pool),
  ]
  let served = first.definition
  let ofDefinition = new Set([choice.file, ...behind])
  const watch = () => files.setFiles([...ofDefinition, ...followed.map(({ file }) => file)])
  const files = watchFiles(saved => {
    const changed = saved.has(choice.file) ? choice.file : [...saved].find(file => ofDefinition.has(file))
    const read = changed === undefined ? undefined : reload(followers, changed)
    if (read) {
      served = read.definition
      ofDefinition = new Set([choice.file, ...read.behind])
      watch()
      for (const fault of tls?.missing(served) ?? []) reporter.problem(fault)
    }
    takeSaved(followed, saved, served, reporter, journal)
  })
  watch()
  return files
}

/** Serves what has been saved; what cannot be read leaves everything as it is. */
function reload(
  { choice, servers, urls, host, reporter, journal, debugging }: Followers,
  changed: string,
): { definition: Definition; behind: readonly string[] } | undefined {
  const broken = firstSyntaxError(choice, diskFiles)
  const { chosen, behind } = broken ? { chosen: undefined, behind: [] } : readNoted(choice)
  const refusal = refusalOf(broken, chosen, changed)
  if (refusal || chosen?.type !== 'chosen') {
    const at = refusal?.at
    reporter.notServed(changed, refusal?.message ?? '', at && { file: at.file, ...at.range.start })
    return undefined
  }
  for (const server of servers) {
    const { apiId } = server.listening()
    const found = chosen.apis.find(({ api }) => api.id === apiId)
    if (found) server.swap(found, chosen.front)
    else reporter.problem(`API '${apiId}' is no longer in the definition: its last state is still served`)
  }
  for (const server of urls) server.swap(chosen.definition)
  for (const { url } of choice.api === undefined ? servableUrls(chosen.definition) : []) {
    if (urls.some(({ id }) => id === url.id)) continue
    reporter.remark(`function URL '${url.id}' is new: start the gateway anew to serve it`)
  }
  const added = chosen.apis.filter(({ api }) => !servers.some(server => server.listening().apiId === api.id))
  for (const { api } of added) reporter.remark(`API '${api.id}' is new: start the gateway anew to serve it`)
  host.define(chosen.definition)
  debugging?.reloaded()
  const ofApis = journal.swap(chosen.definition)
  const changes = chosen.environment.files.includes(changed) ? 'variables of functions taken' : ofApis
  reporter.reloaded(changed, changes)
  // What AWS would have been told stands in the journal already; what only this machine reads is noted for itself.
  if (changed !== choice.file) journal.note({ eventName: 'ReloadDefinition', file: changed, change: changes })
  tell(chosen, reporter)
  return { definition: chosen.definition, behind }
}

/** Reads the definition, and notes every file that it hangs on. */
function readNoted(choice: Choice): { chosen: Chosen | Nothing; behind: readonly string[] } {
  const record = recordReads()
  try {
    const chosen = chooseApis(choice, diskFiles)
    return { chosen, behind: [...chosen.files, ...filesBehind(choice.file, record.reads)] }
  } finally {
    record.end()
  }
}
