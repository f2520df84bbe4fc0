import { fieldValues, lastField } from '../../base/headers.ts'
import { because, GatewayError } from '../gatewayError.ts'
import type { Incoming } from '../incoming.ts'
import { sha256 } from './sha256.ts'

/** What a request says of its signature, from its `Authorization` header or its query (a presigned URL). */
export interface StatedSignature {
  readonly accessKeyId: string
  /** `YYYYMMDD`, region, service and terminator of the scope. */
  readonly scope: readonly [date: string, region: string, service: string, terminator: string]
  /** Lower case, sorted as stated. */
  readonly signedHeaders: readonly string[]
  readonly signature: string
  /** `YYYYMMDDTHHMMSSZ` */
  readonly date: string
  readonly sessionToken: string | undefined
  /** Seconds a presigned URL is good for; undefined for a signature in a header. */
  readonly expires: number | undefined
}

/**
 * Reads the signature of a request; throws AWS's 403 when there is none or a part is missing.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-authentication-methods.html
 */
export async function readSignature({ request, query }: Incoming): Promise<StatedSignature> {
  const header = lastField(request.headers, 'authorization')
  const inQuery = new Map(query)
  if (header === undefined || header === '') {
    if (inQuery.get('X-Amz-Algorithm') === algorithm) return readQuery(inQuery)
    throw new GatewayError(
      'MISSING_AUTHENTICATION_TOKEN',
      'the request is not signed, and the method asks for AWS_IAM',
      { details: because({ type: 'notSigned' }) },
    )
  }
  const parts = await readPairs(header)
  const date = dateOf(lastField(request.headers, 'x-amz-date') ?? lastField(request.headers, 'date'))
  const missing = ['Credential', 'Signature', 'SignedHeaders'].filter(name => !parts.has(name))
  if (missing.length > 0 || date === undefined || !header.startsWith(algorithm)) {
    const faults = missing.map(name => `Authorization header requires '${name}' parameter. `)
    if (date === undefined) {
      faults.push("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. ")
    }
    throw incomplete(
      `${faults.join('')}(Hashed with SHA-256 and encoded with Base64) Authorization=${await hashOf(header)}`,
    )
  }
  return {
    ...readCredential(parts.get('Credential') ?? ''),
    signedHeaders: (parts.get('SignedHeaders') ?? '').toLowerCase().split(';'),
    signature: parts.get('Signature') ?? '',
    date,
    sessionToken: fieldValues(request.headers, 'x-amz-security-token').at(-1),
    expires: undefined,
  }
}

/** What AWS says of a signature that is not there or not whole; undefined for a whole one, right or not. */
export async function signatureFault(incoming: Incoming): Promise<GatewayError | undefined> {
  try {
    await readSignature(incoming)
    return undefined
  } catch (error) {
    if (error instanceof GatewayError) return error
    throw error
  }
}

const algorithm = 'AWS4-HMAC-SHA256'

function readQuery(query: ReadonlyMap<string, string>): StatedSignature {
  const names = ['X-Amz-Credential', 'X-Amz-Signature', 'X-Amz-SignedHeaders', 'X-Amz-Date']
  const missing = names.filter(name => !query.get(name))
  const date = dateOf(query.get('X-Amz-Date'))
  if (missing.length > 0 || date === undefined) {
    const named = missing.length > 0 ? missing : ['X-Amz-Date']
    throw incomplete(
      named.map(name => `AWS query-string parameters must include '${name}'. `).join('') +
        'Re-examine the query-string parameters.',
    )
  }
  return {
    ...readCredential(query.get('X-Amz-Credential') ?? ''),
    signedHeaders: (query.get('X-Amz-SignedHeaders') ?? '').toLowerCase().split(';'),
    signature: query.get('X-Amz-Signature') ?? '',
    date,
    sessionToken: query.get('X-Amz-Security-Token'),
    expires: Number(query.get('X-Amz-Expires') ?? 300),
  }
}

/** The `Name=value` parts behind the first word of the header; throws for one without an equals sign. */
async function readPairs(header: string): Promise<ReadonlyMap<string, string>> {
  const space = header.search(/\s/)
  const texts = (space < 0 ? '' : header.slice(space + 1))
    .split(/[,\s]+/)
    .map(text => text.trim())
    .filter(text => text !== '')
  const pairs = new Map<string, string>()
  for (const text of texts) {
    const equals = text.indexOf('=')
    if (equals < 0) {
      throw incomplete(
        `Invalid key=value pair (missing equal-sign) in Authorization header (hashed with SHA-256 and encoded with Base64): '${await hashOf(text)}'.`,
      )
    }
    pairs.set(text.slice(0, equals), text.slice(equals + 1))
  }
  return pairs
}

function readCredential(credential: string): Pick<StatedSignature, 'accessKeyId' | 'scope'> {
  const [accessKeyId = '', date, region, service, terminator, ...rest] = credential.split('/')
  if (
    date === undefined ||
    region === undefined ||
    service === undefined ||
    terminator === undefined ||
    rest.length > 0
  ) {
    throw incomplete(
      `Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '${credential}'`,
    )
  }
  return { accessKeyId, scope: [date, region, service, terminator] }
}

/** A date of `X-Amz-Date`, or of `Date` in the form of HTTP, as `YYYYMMDDTHHMMSSZ`. */
function dateOf(text: string | undefined): string | undefined {
  if (text === undefined || /^\d{8}T\d{6}Z$/.test(text)) return text
  const ms = Date.parse(text)
  return Number.isNaN(ms) ? undefined : compactTime(ms)
}

/** `20200312T190358Z` */
export function compactTime(ms: number): string {
  return new Date(ms).toISOString().replace(/[-:]|\.\d+/g, '')
}

/** The other way round; NaN for a text that is no such time. */
export function timeOfCompact(text: string): number {
  return Date.parse(text.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'))
}

async function hashOf(text: string): Promise<string> {
  return (await sha256(text)).toString('base64')
}

// A GatewayResponse for the missing token is what applies to these, too.
function incomplete(message: string): GatewayError {
  return new GatewayError('MISSING_AUTHENTICATION_TOKEN', `the signature is not whole: ${message}`, {
    message,
    errorType: 'IncompleteSignatureException',
  })
}
