import path from 'node:path'
import { settingsFileOf } from '../base/settingsFile.ts'
import type { BackendPlaces } from '../io/backend.ts'
import { readUpstreams, readVpcLinks } from '../io/backend.ts'
import type { CannedAnswers } from '../io/cannedAnswers.ts'
import { openCannedAnswers } from '../io/cannedAnswers.ts'
import { diskFiles } from '../io/files.ts'
import type { ServiceCredentials } from '../io/services.ts'
import { parseText } from '../syntax/parse.ts'
import { entryOf, toValue } from '../syntax/node.ts'
import type { OptionValues } from './options.ts'
import { UsageError } from './options.ts'
import { endpointsOf } from './serviceEndpoints.ts'

/** The options that say what answers in the place of backends that only AWS has. */
export const backendSpecs = {
  upstream: { type: 'texts' },
  'vpc-link': { type: 'texts' },
  endpoint: { type: 'texts' },
  canned: { type: 'text' },
  stub: { type: 'flag' },
} as const

/** What answers in the place of backends that only AWS has. */
export interface BackendOptions extends BackendPlaces {
  /** URLs of emulators by service; the empty name stands for all others. */
  readonly endpoints: ReadonlyMap<string, string>
  readonly canned: CannedAnswers | undefined
  /** Whether documented examples answer for backends that are not there. */
  readonly stubs: boolean
  readonly credentials: ServiceCredentials
}

/**
 * Reads these options; what they leave open says `backends` of the nearest `gatehouse.json`, then the environment
 * (`AWS_ENDPOINT_URL`, `AWS_ENDPOINT_URL_SQS`, as the SDKs have it).
 */
export function readBackends(
  values: OptionValues<typeof backendSpecs>,
  definition: string,
  environment: NodeJS.ProcessEnv,
): BackendOptions | UsageError {
  const settings = readSettings(path.resolve(definition))
  if (settings instanceof UsageError) return settings
  const upstreams = readUpstreams(values.upstream)
  if (typeof upstreams === 'string')
    return new UsageError(
      `--upstream takes ORIGIN=ORIGIN as in http://api.example=http://127.0.0.1:8080, not '${upstreams}'`,
    )
  const vpcLinks = readVpcLinks([...settings.vpcLinks, ...values['vpc-link']])
  if (typeof vpcLinks === 'string')
    return new UsageError(
      `--vpc-link takes LINK=ORIGIN, the id or name of a VPC link or the ARN behind it, as in orders=http://127.0.0.1:8080, not '${vpcLinks}'`,
    )
  const endpoints = endpointsOf([...settings.endpoints, ...values.endpoint], environment)
  if (typeof endpoints === 'string')
    return new UsageError(
      `--endpoint takes SERVICE=URL as in sqs=http://127.0.0.1:4566, or a URL for all services, not '${endpoints}'`,
    )
  const file = values.canned === undefined ? settings.canned : path.resolve(values.canned)
  const canned = file === undefined ? undefined : openCannedAnswers(file)
  if (typeof canned === 'string') return new UsageError(`--canned: ${canned}`)
  return {
    upstreams,
    vpcLinks,
    endpoints,
    canned,
    stubs: values.stub || settings.stubs,
    credentials: credentialsOf(environment),
  }
}

/** What the user should know of them at start, one sentence each. */
export function backendRemarks({ endpoints, vpcLinks, canned, stubs }: BackendOptions): string[] {
  return [
    ...[...endpoints].map(([service, url]) =>
      service === '' ? `calls of AWS services go to ${url}` : `calls of AWS's ${service} go to ${url}`,
    ),
    ...[...vpcLinks].map(([link, url]) => `the VPC link ${link} leads to ${url}`),
    ...(canned ? ['calls of AWS services get canned answers where the file has some'] : []),
    ...(stubs ? ['documented examples answer where a backend does not exist here (stub mode)'] : []),
  ]
}

interface Settings {
  readonly endpoints: readonly string[]
  readonly vpcLinks: readonly string[]
  readonly canned: string | undefined
  readonly stubs: boolean
}

/** `backends` of the nearest `gatehouse.json`, in the form of the options. */
function readSettings(definition: string): Settings | UsageError {
  const file = settingsFileOf(definition, diskFiles)
  const text = file === undefined ? undefined : diskFiles.read(file)
  const node =
    text === undefined || file === undefined
      ? undefined
      : entryOf(parseText(file, text).root, 'backends')?.value
  const given: unknown = node ? toValue(node) : {}
  const wrong = (what: string): UsageError => new UsageError(`'backends' of ${file ?? ''}: ${what}`)
  if (!isMap(given)) return wrong(`it is an object of 'endpoints', 'vpcLinks', 'canned' and 'stub'`)
  const { canned, stub } = given
  const endpoints = pairsOf(given['endpoints'])
  const vpcLinks = pairsOf(given['vpcLinks'])
  if (!endpoints || !vpcLinks) return wrong(`'endpoints' and 'vpcLinks' are objects of URLs by name`)
  if (canned !== undefined && typeof canned !== 'string') return wrong(`'canned' is the path of a file`)
  if (stub !== undefined && typeof stub !== 'boolean') return wrong(`'stub' is true or false`)
  return {
    endpoints,
    vpcLinks,
    canned: canned === undefined ? undefined : path.resolve(path.dirname(file ?? ''), canned),
    stubs: stub === true,
  }
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function pairsOf(value: unknown): string[] | undefined {
  if (value === undefined) return []
  if (!isMap(value)) return undefined
  const pairs = Object.entries(value)
  return pairs.every(([, url]) => typeof url === 'string')
    ? pairs.map(([name, url]) => `${name}=${String(url)}`)
    : undefined
}

/** Emulators mostly take any key; those of the environment are taken where it has some. */
function credentialsOf(environment: NodeJS.ProcessEnv): ServiceCredentials {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = environment
  if (!accessKeyId || !secretAccessKey) return { accessKeyId: 'test', secretAccessKey: 'test' }
  const sessionToken = environment['AWS_SESSION_TOKEN']
  return { accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) }
}
