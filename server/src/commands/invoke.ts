import { writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Exchange } from '../gateway/exchange.ts'
import { eventText } from '../gateway/logs/loggedLines.ts'
import type { HttpRequest } from '../gateway/messages.ts'
import type { World } from '../gateway/world.ts'
import { wholeResponse } from '../gateway/streaming.ts'
import { diskFiles } from '../io/files.ts'
import type { BackendOptions } from './backendOptions.ts'
import { backendSpecs, readBackends } from './backendOptions.ts'
import { deploymentSpecs, readDeployment } from './deploymentOptions.ts'
import type { FunctionOptions } from './functionOptions.ts'
import { functionRemarks, functionSpecs, readFunctionOptions } from './functionOptions.ts'
import { checkCors, readOrigin } from './corsText.ts'
import type { ServableUrl } from './functionUrlServer.ts'
import { servableUrls } from './functionUrlServer.ts'
import { openHost } from './gatewayHost.ts'
import type { Choice } from './gatewayHostApis.ts'
import { canarySpecs, readCanaryChoice } from './canaryOptions.ts'
import { chooseApis, noApi, otherDefinitions } from './gatewayHostApis.ts'
import { tellEnvironmentFaults, terminalReporter } from './gatewayHostReporter.ts'
import { requestOf } from './gatewayHostServer.ts'
import { writeAsJson, writeAsText } from './invokeOutput.ts'
import { givenOptions, readGivenOptions } from './givenOptions.ts'
import { traceFileText } from '../traces/traceFile.ts'
import { parseOptions, reportUsage, UsageError } from './options.ts'
import type { TrustOptions } from './trustOptions.ts'
import { openTrust, readTrust, trustSpecs } from './trustOptions.ts'
import { nothingToExplain, whyLines, whyText } from './whyText.ts'
import { readHeaders } from './requestHeaders.ts'
import { readSourceIp } from './serveOptions.ts'
import type { InvokeRequest } from '../protocol/gatewayControl.ts'

/**
 * `gatehouse invoke`: one request through the gateway, without a port. Exit status 0 when the gateway answered,
 * whatever the status; 1 when it could not, or when with `--origin` a page could not call the route; 2 for wrong usage.
 */
export async function run(argv: readonly string[]): Promise<number> {
  const options = readInvokeOptions(argv)
  if (options instanceof UsageError) return reportUsage('invoke', options)
  const reporter = terminalReporter(process.stderr)
  const host = openHost({
    file: options.choice.file,
    others: otherDefinitions(options.choice),
    backends: options.backends,
    functions: options.functions,
    stays: false,
    trust: openTrust(options.trust, process.env).trust,
    onLog: reporter.log,
    onProblem: reporter.problem,
  })
  try {
    const chosen = chooseApis(options.choice, diskFiles)
    const served = chosen.type === 'chosen' ? chosen.apis[0] : undefined
    const url =
      chosen.type === 'chosen' && !served
        ? servableUrls(chosen.definition).find(({ url: { id } }) => id === (options.choice.api ?? id))
        : undefined
    if (chosen.type === 'nothing') {
      const { at, message } = chosen
      reporter.problem(message, at && { file: at.file, ...at.range.start })
      return 1
    }
    if (!served && !url) {
      reporter.problem(noApi(chosen.definition, options.choice))
      return 1
    }
    host.define(chosen.definition)
    tellEnvironmentFaults(chosen, reporter)
    const remarks = await functionRemarks(options.functions, process.env)
    for (const remark of [...chosen.remarks, ...remarks]) reporter.remark(remark)
    const sent = requestOf(options.request, 'http://localhost')
    const request = { ...sent, sourceIp: options.sourceIp ?? sent.sourceIp }
    if (!served) {
      if (url) await invokeUrl(url, request, host.world, options)
      return 0
    }
    if (options.origin !== undefined) {
      const entered = chosen.front.enter(served, request)
      return await checkCors(entered.chosen, entered.request, options.origin, host.world, process.stdout)
    }
    const { exchange } = await chosen.front.answer(served, request, host.world)
    // Before the trace is written: it tells how the stream went.
    const response = await wholeResponse(exchange.response)
    if (options.savedTrace !== undefined) writeFileSync(options.savedTrace, traceFileText(exchange.trace()))
    if (options.format === 'json') await writeAsJson(process.stdout, response, { trace: exchange.trace() })
    else
      await writeAsText(process.stdout, response, {
        trace: options.trace ? exchange.trace() : undefined,
        why: options.why ? whyText(exchange.trace()) : undefined,
        executionLog: options.executionLog ? executionLogOf(exchange) : undefined,
      })
    return 0
  } finally {
    await host.close()
    await reporter.flush()
  }
}

/** A function URL: its answer, what was done in its steps, and why it is so. It has no log of a gateway. */
async function invokeUrl(
  { gateway }: ServableUrl,
  request: HttpRequest,
  world: World,
  { why: isAsked, trace: isTraced, executionLog: isLogged, savedTrace, format }: InvokeOptions,
): Promise<void> {
  const answer = await gateway.handle(request, world)
  const response = await wholeResponse(answer.response)
  const found = answer.why?.()
  if (savedTrace !== undefined) writeFileSync(savedTrace, traceFileText(answer.trace()))
  if (format === 'json') {
    return writeAsJson(process.stdout, response, { trace: answer.trace(), why: found ?? null })
  }
  const told = found
    ? whyLines(found, `Why ${response.status}? [${found.cause}]`)
    : [nothingToExplain(response.status)]
  await writeAsText(process.stdout, response, {
    trace: isTraced ? answer.trace() : undefined,
    why: isAsked ? told : undefined,
    executionLog: isLogged ? [] : undefined,
  })
}

function executionLogOf({ executionLog, requestId, startedAt }: Exchange): readonly string[] {
  return executionLog().map(line => eventText(line, { requestId, startedAt }))
}

interface InvokeOptions {
  readonly choice: Choice
  readonly request: InvokeRequest
  readonly backends: BackendOptions
  readonly functions: FunctionOptions
  readonly trust: TrustOptions
  readonly sourceIp: string | undefined
  readonly trace: boolean
  readonly why: boolean
  /** Of the page whose browser is played. */
  readonly origin: string | undefined
  /** A file for it. */
  readonly savedTrace: string | undefined
  readonly executionLog: boolean
  readonly format: 'text' | 'json'
}

function readInvokeOptions(argv: readonly string[]): InvokeOptions | UsageError {
  const parsed = parseOptions(argv, {
    header: { type: 'texts', short: 'H' },
    data: { type: 'text', short: 'd' },
    api: { type: 'text' },
    'api-type': { type: 'text', oneOf: ['rest', 'http'] },
    ...givenOptions,
    ...deploymentSpecs,
    ...trustSpecs,
    ...canarySpecs,
    'source-ip': { type: 'text' },
    ...backendSpecs,
    ...functionSpecs,
    trace: { type: 'flag' },
    why: { type: 'flag' },
    origin: { type: 'text' },
    'save-trace': { type: 'text' },
    'execution-log': { type: 'flag' },
    format: { type: 'text', oneOf: ['text', 'json'] },
  })
  if (parsed instanceof UsageError) return parsed
  const { values, positionals } = parsed
  const [definition, method, target, ...others] = positionals
  if (definition === undefined || method === undefined || target === undefined || others.length > 0) {
    return new UsageError('takes DEFINITION METHOD PATH')
  }
  const given = readGivenOptions(values)
  if (given instanceof UsageError) return given
  const deployment = readDeployment(values)
  if (deployment instanceof UsageError) return deployment
  const origin = readOrigin(values.origin)
  if (origin instanceof UsageError) return origin
  const sourceIp = readSourceIp(values['source-ip'])
  if (sourceIp instanceof UsageError) return sourceIp
  const trust = readTrust(values)
  if (trust instanceof UsageError) return trust
  const canary = readCanaryChoice(values)
  if (canary instanceof UsageError) return canary
  const backends = readBackends(values, definition, process.env)
  if (backends instanceof UsageError) return backends
  const functions = readFunctionOptions(values)
  if (functions instanceof UsageError) return functions
  const headers = readHeaders(values.header, values.data !== undefined)
  if (headers instanceof UsageError) return headers
  const apiType = values['api-type']
  return {
    choice: {
      file: path.resolve(definition),
      api: values.api,
      stage: values.stage,
      deployment,
      canary,
      environmentFiles: functions.environmentFiles,
      read: {
        ...given,
        documentedAnswers: backends.stubs,
        ...(apiType === 'rest' || apiType === 'http' ? { apiType } : {}),
      },
    },
    request: {
      method,
      target,
      headers,
      ...(values.data !== undefined && { bodyText: values.data }),
    },
    backends,
    functions,
    trust,
    sourceIp,
    trace: values.trace,
    why: values.why,
    origin: values.origin,
    savedTrace: values['save-trace'],
    executionLog: values['execution-log'],
    format: values.format === 'json' ? 'json' : 'text',
  }
}
