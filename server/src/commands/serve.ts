import { randomBytes } from 'node:crypto'
import path from 'node:path'
import { onShutdown } from '../functions/platform.ts'
import { diskFiles } from '../io/files.ts'
import type { World } from '../gateway/world.ts'
import { MetricStore } from '../gateway/metrics/metricStore.ts'
import { ListenError } from '../io/sockets.ts'
import type { Choice, Chosen, Nothing } from './gatewayHostApis.ts'
import { chooseApis, firstSyntaxError } from './gatewayHostApis.ts'
import { openControl } from './gatewayHostControl.ts'
import type { Journal } from './gatewayHostJournal.ts'
import { openJournal } from './gatewayHostJournal.ts'
import type { FunctionUrlServer } from './functionUrlServer.ts'
import { servableUrls, serveFunctionUrl } from './functionUrlServer.ts'
import type { Host } from './gatewayHost.ts'
import { openHost } from './gatewayHost.ts'
import { watchFiles } from './gatewayHostReload.ts'
import type { Reporter } from './gatewayHostReporter.ts'
import { channelReporter, terminalReporter } from './gatewayHostReporter.ts'
import { defaultControlPrefix, hiddenByControl } from '../gateway/controlPrefix.ts'
import { controlRoutes } from './gatewayControlRoutes.ts'
import type { ApiServer, ControlSettings } from './gatewayHostServer.ts'
import { serveApi } from './gatewayHostServer.ts'
import { reportUsage, UsageError } from './options.ts'
import type { ServeOptions } from './serveOptions.ts'
import type { OpenTrust } from './trustOptions.ts'
import { openTrust } from './trustOptions.ts'
import { portOf, readServeOptions } from './serveOptions.ts'

/**
 * `gatehouse serve`: a local gateway until it is told to end. Exit status 0 then, 1 when nothing can be served, 2 for
 * wrong usage.
 */
export async function run(argv: readonly string[]): Promise<number> {
  const options = readServeOptions(argv)
  if (options instanceof UsageError) return reportUsage('serve', options)
  const control = openControl()
  const terminal = terminalReporter(process.stderr)
  const reporter = control ? channelReporter(control.send, terminal) : terminal
  const choice = choiceOf(options)
  const opened = openTrust(options.trust, process.env)
  const host = openHost({
    file: choice.file,
    functions: choice.deployment.functions,
    upstreams: options.upstreams,
    stays: true,
    trust: opened.trust,
    onLog: reporter.log,
    onProblem: reporter.problem,
  })
  // Before anything is served: whoever asks early for the end gets it.
  const ended = new Promise<void>(end => {
    onShutdown(end)
    control?.onDisconnect(end)
    if (options.stdinWatch) process.stdin.on('end', end).on('close', end).on('error', end).resume()
  })
  const metrics = new MetricStore()
  const settings: ControlSettings = {
    prefix: options.controlPrefix,
    secret: randomBytes(24).toString('base64url'),
    routes: current => controlRoutes(current, opened, metrics, host.world),
  }
  const servers: ApiServer[] = []
  const urls: FunctionUrlServer[] = []
  try {
    const chosen = chooseApis(choice, diskFiles)
    const refusal = chosen.type === 'nothing' ? chosen : unknownPort(options, chosen)
    if (chosen.type === 'nothing' || refusal) return refuse(refusal, reporter, terminal)
    for (const [index, api] of chosen.apis.entries()) {
      const port = portOf(options.ports, api.api.id, index)
      const { front } = chosen
      const { world } = host
      const shared = { world, reporter, front, metrics, control: settings, sourceIp: options.sourceIp }
      servers.push(await serveApi(api, { host: options.host, port, ...shared }))
    }
    await openUrls(options, chosen, host.world, reporter, urls)
    const journal = openJournal(choice.file, chosen.definition, host.world)
    const files = watchFiles(() =>
      reload(choice, { servers, urls }, host, reporter, { watch: files.setFiles, journal }),
    )
    files.setFiles([choice.file, ...chosen.files])
    const serverOf = (id: string) => servers.find(server => server.listening().apiId === id)
    control?.takeRequests({ serverOf, opened, world: host.world })
    announce(servers, urls)
    control?.send({ type: 'listening', apis: servers.map(server => server.listening()) })
    tell(chosen, reporter)
    tellControl(options, settings, chosen, opened, reporter)
    for (const note of await host.notes(chosen.definition)) reporter.remark(note)
    await ended
    files.close()
    return 0
  } catch (error) {
    if (!(error instanceof ListenError)) throw error
    reporter.problem(error.message)
    if (control) terminal.problem(error.message)
    return 1
  } finally {
    await Promise.all([...servers, ...urls].map(server => server.close()))
    await host.close()
    await reporter.flush()
    process.stdin.destroy()
    await control?.close()
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
    read: {
      ...options.given,
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

function announce(servers: readonly ApiServer[], urls: readonly FunctionUrlServer[]): void {
  const isOnlyOne = servers.length + urls.length === 1
  for (const server of servers) {
    const { url, apiId } = server.listening()
    process.stdout.write(`listening on ${url}${isOnlyOne ? '' : ` ${apiId}`}\n`)
  }
  for (const { id, url, host } of urls) process.stdout.write(`listening on ${url} ${id} (${host})\n`)
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
  for (const { apiId, message, origin } of chosen.notEmulated) {
    reporter.notEmulated(apiId, message, { file: origin.file, ...origin.range.start })
  }
  for (const remark of chosen.remarks) reporter.remark(remark)
}

/** Serves what has been saved; what cannot be read leaves everything as it is. */
function reload(
  choice: Choice,
  { servers, urls }: { servers: readonly ApiServer[]; urls: readonly FunctionUrlServer[] },
  host: Host,
  reporter: Reporter,
  { watch, journal }: { watch: (files: readonly string[]) => void; journal: Journal },
): void {
  const broken = firstSyntaxError(choice, diskFiles)
  const chosen = broken ? undefined : chooseApis(choice, diskFiles)
  if (!chosen || chosen.type === 'nothing') {
    const at = broken ?? (chosen?.type === 'nothing' ? chosen.at : undefined)
    const why = broken?.message ?? (chosen?.type === 'nothing' ? chosen.message : '')
    const message = `the saved definition is not served, the last good one still is: ${why}`
    reporter.problem(message, at && { file: at.file, ...at.range.start })
    return
  }
  for (const server of servers) {
    const { apiId } = server.listening()
    const found = chosen.apis.find(({ api }) => api.id === apiId)
    if (found) server.swap(found, chosen.front)
    else reporter.problem(`API '${apiId}' is no longer in the definition: its last state is still served`)
  }
  for (const server of urls) server.swap(chosen.definition)
  const added = chosen.apis.filter(({ api }) => !servers.some(server => server.listening().apiId === api.id))
  for (const { api } of added) reporter.remark(`API '${api.id}' is new: start the gateway anew to serve it`)
  host.pool.reload(chosen.definition.functions)
  watch([choice.file, ...chosen.files])
  reporter.reloaded(choice.file, journal.swap(chosen.definition))
  tell(chosen, reporter)
}
