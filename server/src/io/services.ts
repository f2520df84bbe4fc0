import { SignatureV4 } from '@smithy/signature-v4'
import type { Fields } from '../base/headers.ts'
import { fieldValues } from '../base/headers.ts'
import { Sha256 } from '../gateway/authorizers/sha256.ts'
import type { BackendResponse, ServiceAnswer, ServiceRequest, World } from '../gateway/world.ts'
import type { CannedAnswers } from './cannedAnswers.ts'

/** What answers for AWS's services on this machine. */
export interface ServicesOptions {
  /** URLs of emulators by service; the empty name stands for all others. */
  readonly endpoints: ReadonlyMap<string, string>
  readonly canned: CannedAnswers | undefined
  readonly credentials: ServiceCredentials
  readonly fetch: World['fetch']
  /** Milliseconds since 1970. */
  readonly now: () => number
  readonly onProblem: (message: string) => void
}

export interface ServiceCredentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
}

/** Answers calls of AWS services: first what is canned, then an emulator, to which the signed request is sent. */
export function createServices(options: ServicesOptions): World['callService'] {
  return async (request): Promise<ServiceAnswer> => {
    const canned = options.canned?.answerTo(request, options.onProblem)
    if (canned)
      return { type: 'answered', response: canned.response, by: `the canned answer \`${canned.key}\`` }
    const endpoint = options.endpoints.get(request.service) ?? options.endpoints.get('')
    if (endpoint === undefined) return { type: 'nobody' }
    const response = await send(request, endpoint, options)
    return { type: 'answered', response, by: `\`${endpoint}\`` }
  }
}

async function send(
  request: ServiceRequest,
  endpoint: string,
  { credentials, fetch, now }: ServicesOptions,
): Promise<BackendResponse> {
  const { origin, host, pathname } = new URL(endpoint)
  const asked = new URL(request.url)
  const target = request.url.slice(asked.origin.length)
  const path = pathname.replace(/\/$/, '') + (target.startsWith('/') ? target : `/${target}`)
  const headers: Fields = [
    ...request.headers.filter(([name]) => name.toLowerCase() !== 'host'),
    ['Host', subdomainOf(asked.hostname, request) + host],
  ]
  const signed = await sign({ ...request, headers }, path, credentials, new Date(now()))
  return fetch({ ...request, url: origin + path, headers: signed })
}

/** `bucket.` of `bucket.s3.us-east-1.amazonaws.com`: emulators tell buckets and APIs by it, too. */
function subdomainOf(hostname: string, { service }: ServiceRequest): string {
  const at = hostname.indexOf(`.${service}.`)
  return at < 0 ? '' : `${hostname.slice(0, at)}.`
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html */
async function sign(
  { method, headers, body, region, signingName }: ServiceRequest,
  target: string,
  credentials: ServiceCredentials,
  signingDate: Date,
): Promise<Fields> {
  const signer = new SignatureV4({
    credentials,
    region,
    service: signingName,
    sha256: Sha256,
    // S3 signs paths as they are sent, all others encode them once more.
    uriEscapePath: signingName !== 's3',
  })
  const names = [...new Set(headers.map(([name]) => name.toLowerCase()))]
  const mark = target.indexOf('?')
  const query: Record<string, string[]> = {}
  for (const [name, value] of new URLSearchParams(mark < 0 ? '' : target.slice(mark + 1)))
    (query[name] ??= []).push(value)
  const signed = await signer.sign(
    {
      method,
      protocol: 'https:',
      hostname: '',
      path: mark < 0 ? target : target.slice(0, mark),
      query,
      headers: Object.fromEntries(names.map(name => [name, fieldValues(headers, name).join(',')])),
      body: Buffer.from(body),
    },
    { signingDate },
  )
  const added = Object.entries(signed.headers).filter(([name]) => !names.includes(name.toLowerCase()))
  return [...headers, ...added]
}
