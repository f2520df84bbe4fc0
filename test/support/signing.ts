import { SignatureV4 } from '@smithy/signature-v4'
import { createHash, createHmac } from 'node:crypto'
import type { Definition } from '../../server/src/api/api.ts'
import { readIdentities } from '../../server/src/gateway/access/readIdentities.ts'
import type { Trust } from '../../server/src/gateway/trust.ts'
import { readPolicyJson } from '../../server/src/policy/readJson.ts'
import { fixedTime } from './world.ts'

export const secret = 'wJalrXUtnFEMI/K7MDENG'

/** How a request is signed: as the caller `AKIAREADER` would, unless stated otherwise. */
export interface How {
  readonly method?: string
  readonly path?: string
  readonly query?: string
  readonly at?: number
  readonly region?: string
  readonly service?: string
  readonly accessKeyId?: string
  readonly secretAccessKey?: string
  readonly sessionToken?: string
}

function signerOf(how: How): SignatureV4 {
  return new SignatureV4({
    credentials: {
      accessKeyId: how.accessKeyId ?? 'AKIAREADER',
      secretAccessKey: how.secretAccessKey ?? secret,
      ...(how.sessionToken !== undefined && { sessionToken: how.sessionToken }),
    },
    region: how.region ?? 'us-east-1',
    service: how.service ?? 'execute-api',
    sha256: NodeSha256,
  })
}

/** A request to `api.test`, signed in its headers. */
export async function signed(how: How) {
  const { method = 'GET', path = '/orders/7', query = '', at = fixedTime } = how
  const request = {
    method,
    path,
    protocol: 'http:',
    hostname: 'api.test',
    query: bagOf(query),
    headers: { host: 'api.test' },
  }
  const { headers } = await signerOf(how).sign(request, { signingDate: new Date(at) })
  return { method, path, query, headers: Object.entries(headers) }
}

/** A presigned URL, good for so many seconds. */
export async function presign(expiresIn: number, at = fixedTime) {
  const request = {
    method: 'GET',
    path: '/orders/7',
    protocol: 'http:',
    hostname: 'api.test',
    query: {},
    headers: { host: 'api.test' },
  }
  const made = await signerOf({}).presign(request, { expiresIn, signingDate: new Date(at) })
  const query = Object.entries(made.query ?? {}).map(
    ([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`,
  )
  return {
    method: 'GET',
    path: '/orders/7',
    query: query.join('&'),
    headers: [['Host', 'api.test']] as const,
  }
}

function bagOf(query: string): Record<string, string[]> {
  const bag: Record<string, string[]> = {}
  for (const [name, value] of new URLSearchParams(query)) bag[name] = [...(bag[name] ?? []), value]
  return bag
}

/** Trust in callers as a file of identities names them, all with the same secret. */
export function trustInSigners(definition: Definition, identities: readonly object[]): Partial<Trust> {
  const read = readIdentities(readPolicyJson('/identities.json', JSON.stringify(identities)), definition)
  if (typeof read === 'string') throw new Error(read)
  return {
    callers: async () =>
      read.map(identity => ({ accessKeyId: identity.accessKeyId ?? '', secretAccessKey: secret, identity })),
  }
}

class NodeSha256 {
  readonly #hash
  constructor(secretKey?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash = secretKey === undefined ? createHash('sha256') : createHmac('sha256', secretKey as Buffer)
  }
  update(data: Uint8Array) {
    this.#hash.update(data)
  }
  async digest() {
    return new Uint8Array(this.#hash.digest())
  }
  reset() {
    throw new Error('not needed')
  }
}
