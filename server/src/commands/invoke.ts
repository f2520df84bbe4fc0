import path from 'node:path'
import { wholeResponse } from '../gateway/streaming.ts'
import { readUpstreams } from '../io/backend.ts'
import { diskFiles } from '../io/files.ts'
import { deploymentSpecs, readDeployment } from './deploymentOptions.ts'
import { openHost } from './gatewayHost.ts'
import type { Choice } from './gatewayHostApis.ts'
import { chooseApis, noApi } from './gatewayHostApis.ts'
import { terminalReporter } from './gatewayHostReporter.ts'
import { requestOf } from './gatewayHostServer.ts'
import { writeAsJson, writeAsText } from './invokeOutput.ts'
import { givenOptions, readGivenOptions } from './givenOptions.ts'
import { parseOptions, reportUsage, UsageError } from './options.ts'
import type { TrustOptions } from './trustOptions.ts'
import { openTrust, readTrust, trustSpecs } from './trustOptions.ts'
import { readSourceIp, upstreamError } from './serveOptions.ts'
import type { InvokeRequest } from '../protocol/gatewayControl.ts'

/**
 * `gatehouse invoke`: one request through the gateway, without a port. Exit status 0 when the gateway answered,
 * whatever the status; 1 when it could not; 2 for wrong usage.
 */
export async function run(argv: readonly string[]): Promise<number> {
  const options = readInvokeOptions(argv)
  if (options instanceof UsageError) return reportUsage('invoke', options)
  const reporter = terminalReporter(process.stderr)
  const host = openHost({
    file: options.choice.file,
    functions: options.choice.deployment.functions,
    upstreams: options.upstreams,
    stays: false,
    trust: openTrust(options.trust, process.env).trust,
    onLog: reporter.log,
    onProblem: reporter.problem,
  })
  try {
    const chosen = chooseApis(options.choice, diskFiles)
    const served = chosen.type === 'chosen' ? chosen.apis[0] : undefined
    if (chosen.type === 'nothing') {
      const { at, message } = chosen
      reporter.problem(message, at && { file: at.file, ...at.range.start })
      return 1
    }
    if (!served) {
      reporter.problem(noApi(chosen.definition, options.choice))
      return 1
    }
    for (const remark of chosen.remarks) reporter.remark(remark)
    const sent = requestOf(options.request, 'http://localhost')
    const request = { ...sent, sourceIp: options.sourceIp ?? sent.sourceIp }
    const { exchange } = await chosen.front.answer(served, request, host.world)
    // Before the trace is written: it tells how the stream went.
    const response = await wholeResponse(exchange.response)
    const write = options.format === 'json' ? writeAsJson : writeAsText
    await write(
      process.stdout,
      response,
      options.trace || options.format === 'json' ? exchange.trace() : undefined,
    )
    return 0
  } finally {
    await host.close()
    await reporter.flush()
  }
}

interface InvokeOptions {
  readonly choice: Choice
  readonly request: InvokeRequest
  readonly upstreams: ReadonlyMap<string, string>
  readonly trust: TrustOptions
  readonly sourceIp: string | undefined
  readonly trace: boolean
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
    'source-ip': { type: 'text' },
    upstream: { type: 'texts' },
    trace: { type: 'flag' },
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
  const sourceIp = readSourceIp(values['source-ip'])
  if (sourceIp instanceof UsageError) return sourceIp
  const trust = readTrust(values)
  if (trust instanceof UsageError) return trust
  const upstreams = readUpstreams(values.upstream)
  if (typeof upstreams === 'string') return upstreamError(upstreams)
  const headers = readHeaders(values.header, values.data !== undefined)
  if (headers instanceof UsageError) return headers
  const apiType = values['api-type']
  return {
    choice: {
      file: path.resolve(definition),
      api: values.api,
      stage: values.stage,
      deployment,
      read: {
        ...given,
        ...(apiType === 'rest' || apiType === 'http' ? { apiType } : {}),
      },
    },
    request: {
      method,
      target,
      headers,
      ...(values.data !== undefined && { bodyText: values.data }),
    },
    upstreams,
    trust,
    sourceIp,
    trace: values.trace,
    format: values.format === 'json' ? 'json' : 'text',
  }
}

function readHeaders(texts: readonly string[], hasBody: boolean): [string, string][] | UsageError {
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
