import { SignatureV4 } from '@smithy/signature-v4'
import type { HttpRequest } from '@smithy/types'
import type { Fields } from '../../base/headers.ts'
import { fieldValues } from '../../base/headers.ts'
import type { Incoming } from '../incoming.ts'
import type { KnownCaller } from '../trust.ts'
import { sha256, Sha256 } from './sha256.ts'
import type { StatedSignature } from './signedRequest.ts'
import { compactTime, timeOfCompact } from './signedRequest.ts'

/** What the signature of a request should have been. */
export interface ExpectedSignature {
  readonly canonicalString: string
  readonly stringToSign: string
  readonly signature: string
}

/**
 * Signs a request anew with a known caller's secret: over the headers it says it signed, its query, its path as sent and
 * its body. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export async function expectedSignature(
  incoming: Pick<Incoming, 'request' | 'query'>,
  stated: StatedSignature,
  { accessKeyId, secretAccessKey }: Credentials,
): Promise<ExpectedSignature> {
  const { request } = incoming
  const headers = Object.fromEntries(
    stated.signedHeaders.map(name => {
      const values = fieldValues(request.headers, name).map(value => value.trim().replace(/ +/g, ' '))
      return [name, values.join(',')]
    }),
  )
  const [, region, service] = stated.scope
  const signer = new Signer({
    credentials: { accessKeyId, secretAccessKey },
    region,
    service,
    sha256: Sha256,
  })
  const asked = {
    method: request.method,
    protocol: 'http:',
    hostname: '',
    path: request.path,
    query: queryOf(incoming),
    headers,
  }
  return signer.expect(asked, stated, (await sha256(request.encodedBody ?? request.body)).toString('hex'))
}

/**
 * The headers by which a client signs a request: `Host`, which the request has, and the time. `now` is in milliseconds
 * since 1970.
 */
export async function signatureHeaders(
  incoming: Pick<Incoming, 'request' | 'query'>,
  caller: Credentials,
  { region, now }: { readonly region: string; readonly now: number },
): Promise<Fields> {
  const { accessKeyId, sessionToken } = caller
  const date = compactTime(now)
  const added: Fields = [
    ['X-Amz-Date', date],
    ...(sessionToken === undefined ? [] : [['X-Amz-Security-Token', sessionToken] as const]),
  ]
  const { request, query } = incoming
  const dated = { request: { ...request, headers: [...request.headers, ...added] }, query }
  const scope = [date.slice(0, 8), region, 'execute-api', 'aws4_request'] as const
  const signedHeaders = ['host', ...added.map(([name]) => name.toLowerCase())]
  const stated = { accessKeyId, scope, signedHeaders, signature: '', date, sessionToken, expires: undefined }
  const { signature } = await expectedSignature(dated, stated, caller)
  const credential = [accessKeyId, ...scope].join('/')
  const authorization = `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=${signedHeaders.join(';')}, Signature=${signature}`
  return [...added, ['Authorization', authorization]]
}

/** What somebody signs with. */
export type Credentials = Omit<KnownCaller, 'identity'>

class Signer extends SignatureV4 {
  async expect(
    request: HttpRequest,
    stated: StatedSignature,
    payloadHash: string,
  ): Promise<ExpectedSignature> {
    const canonicalString = this.createCanonicalRequest(request, request.headers, payloadHash)
    const scope = stated.scope.join('/')
    const stringToSign = await this.createStringToSign(
      stated.date,
      scope,
      canonicalString,
      'AWS4-HMAC-SHA256',
    )
    const signature = await this.sign(stringToSign, { signingDate: new Date(timeOfCompact(stated.date)) })
    return { canonicalString, stringToSign, signature }
  }
}

/** All values by name; the signature itself is not signed. */
function queryOf({ query }: Pick<Incoming, 'query'>): Record<string, string[]> {
  const values = new Map<string, string[]>()
  for (const [name, value] of query) {
    if (name !== 'X-Amz-Signature') values.set(name, [...(values.get(name) ?? []), value])
  }
  return Object.fromEntries(values)
}
