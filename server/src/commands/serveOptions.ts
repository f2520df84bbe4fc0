import { isIP } from 'node:net'
import type { ReadOptions } from '../definitions/definitionResult.ts'
import type { CanaryChoice } from './canaryOptions.ts'
import { canarySpecs, readCanaryChoice } from './canaryOptions.ts'
import type { BackendOptions } from './backendOptions.ts'
import { backendSpecs, readBackends } from './backendOptions.ts'
import type { Deployment } from './deploymentOptions.ts'
import { deploymentSpecs, readDeployment } from './deploymentOptions.ts'
import type { FunctionOptions } from './functionOptions.ts'
import { functionSpecs, readFunctionOptions } from './functionOptions.ts'
import type { LogOptions } from './gatewayHostLogs.ts'
import { givenOptions, readGivenOptions } from './givenOptions.ts'
import { parseOptions, UsageError } from './options.ts'
import { defaultControlPrefix } from '../gateway/controlPrefix.ts'
import type { TlsOptions } from './tlsOptions.ts'
import { readTls, tlsSpecs } from './tlsOptions.ts'
import type { TrustOptions } from './trustOptions.ts'
import { readTrust, trustSpecs } from './trustOptions.ts'

/** What `serve` was asked to do. */
export interface ServeOptions {
  readonly definition: string
  readonly stage: string | undefined
  readonly api: string | undefined
  readonly apiType: 'rest' | 'http' | undefined
  readonly host: string
  readonly ports: Ports
  /** Values for what this machine cannot know. */
  readonly given: ReadOptions
  readonly deployment: Deployment
  readonly backends: BackendOptions
  readonly functions: FunctionOptions
  readonly stdinWatch: boolean
  readonly trust: TrustOptions
  readonly logs: LogOptions
  /** Path below which the gateway itself answers: `/.gatehouse`. */
  readonly controlPrefix: string
  /** Where callers seem to be in place of this machine: the address that policies see. */
  readonly sourceIp: string | undefined
  readonly canary: CanaryChoice
  /** Undefined for plain HTTP. */
  readonly tls: TlsOptions | undefined
}

/** Ports by logical id, and the one for APIs without; 0 takes a free one. */
export interface Ports {
  readonly first: number
  readonly byApi: ReadonlyMap<string, number>
}

const defaultPort = 3000

/** Reads the arguments of `serve`. */
export function readServeOptions(argv: readonly string[]): ServeOptions | UsageError {
  const parsed = parseOptions(argv, {
    port: { type: 'texts', short: 'p' },
    host: { type: 'text' },
    api: { type: 'text' },
    'api-type': { type: 'text', oneOf: ['rest', 'http'] },
    ...givenOptions,
    ...deploymentSpecs,
    ...trustSpecs,
    ...canarySpecs,
    ...tlsSpecs,
    'control-prefix': { type: 'text' },
    'source-ip': { type: 'text' },
    'access-log': { type: 'text' },
    'execution-log': { type: 'text' },
    ...backendSpecs,
    ...functionSpecs,
    'stdin-watch': { type: 'flag' },
  })
  if (parsed instanceof UsageError) return parsed
  const { values, positionals } = parsed
  const [definition, ...others] = positionals
  if (definition === undefined) return new UsageError('no definition is named')
  if (others.length > 0) return new UsageError(`one definition at a time, not '${others.join(`', '`)}' too`)
  const ports = readPorts(values.port)
  if (ports instanceof UsageError) return ports
  const given = readGivenOptions(values)
  if (given instanceof UsageError) return given
  const deployment = readDeployment(values)
  if (deployment instanceof UsageError) return deployment
  const controlPrefix = values['control-prefix'] ?? defaultControlPrefix
  if (!/^(\/[\w.~-]+)+$/.test(controlPrefix)) {
    return new UsageError(`--control-prefix takes a path as /.gatehouse, not '${controlPrefix}'`)
  }
  const sourceIp = readSourceIp(values['source-ip'])
  if (sourceIp instanceof UsageError) return sourceIp
  const trust = readTrust(values)
  if (trust instanceof UsageError) return trust
  const canary = readCanaryChoice(values)
  if (canary instanceof UsageError) return canary
  const tls = readTls(values)
  if (tls instanceof UsageError) return tls
  const backends = readBackends(values, definition, process.env)
  if (backends instanceof UsageError) return backends
  const functions = readFunctionOptions(values)
  if (functions instanceof UsageError) return functions
  const apiType = values['api-type']
  return {
    definition,
    stage: values.stage,
    api: values.api,
    apiType: apiType === 'rest' || apiType === 'http' ? apiType : undefined,
    host: values.host ?? '127.0.0.1',
    ports,
    given,
    deployment,
    backends,
    functions,
    stdinWatch: values['stdin-watch'],
    trust,
    logs: { accessLog: values['access-log'], executionLog: values['execution-log'] },
    controlPrefix,
    sourceIp,
    canary,
    tls,
  }
}

/** `--source-ip`: an address of IPv4 or IPv6. */
export function readSourceIp(text: string | undefined): string | undefined | UsageError {
  if (text === undefined || isIP(text) !== 0) return text
  return new UsageError(`--source-ip takes an address as 203.0.113.10, not '${text}'`)
}

/** The port of the API at this place of the definition. */
export function portOf(ports: Ports, apiId: string, index: number): number {
  return ports.byApi.get(apiId) ?? (ports.first === 0 ? 0 : ports.first + index)
}

function readPorts(texts: readonly string[]): Ports | UsageError {
  let first = defaultPort
  const byApi = new Map<string, number>()
  for (const text of texts) {
    const [, id, digits = ''] = /^(?:([^=]+)=)?(\d+)$/.exec(text) ?? []
    const port = Number(digits)
    if (digits === '' || port > 65_535) {
      return new UsageError(`--port takes N or LOGICALID=N with N from 0 to 65535, not '${text}'`)
    }
    if (id === undefined) first = port
    else byApi.set(id, port)
  }
  return { first, byApi }
}
