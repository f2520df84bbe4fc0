import type { JWTPayload } from 'jose'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import type { Fields } from '../../server/src/base/headers.ts'
import { loadDefinition } from '../../server/src/definitions/load.ts'
import type { Definition } from '../../server/src/api/api.ts'
import type { Gateway } from '../../server/src/gateway/gateway.ts'
import { createGateway } from '../../server/src/gateway/gateway.ts'
import type { Trust } from '../../server/src/gateway/trust.ts'
import type { World } from '../../server/src/gateway/world.ts'
import { memoryFiles } from './memoryFiles.ts'
import type { FixedWorldOptions } from './world.ts'
import { fixedWorld } from './world.ts'

/** The first API of a definition, ready to answer. */
export function gatewayFor(text: string): Gateway & { readonly definition: Definition } {
  const { definition, diagnostics } = loadDefinition('/api.yaml', memoryFiles({ '/api.yaml': text }))
  const api = definition?.apis[0]
  const stage = api?.stages[0]
  if (!definition || !stage || api.type === 'websocket')
    throw new Error(diagnostics.map(({ message }) => message).join('; '))
  return { ...createGateway(definition, api, stage), definition }
}

export interface SentRequest {
  readonly method: string
  readonly path: string
  readonly query?: string
  readonly headers?: Fields
  readonly body?: string
}

/** An issuer with a key of its own, and the tokens that it signs. */
export async function testIssuer(kid: string) {
  const { privateKey, publicKey } = await generateKeyPair('RS256')
  const publicJwk = { ...(await exportJWK(publicKey)), kid, alg: 'RS256', use: 'sig' }
  const token = (claims: JWTPayload, header: { readonly kid?: string } = { kid }) =>
    new SignJWT(claims).setProtectedHeader({ alg: 'RS256', ...header }).sign(privateKey)
  return { publicJwk, token }
}

/** What a gateway answers to a request and why, and what the authorizer's step of its trace says. */
export async function answerOf(
  gateway: Gateway,
  request: SentRequest,
  trust: Partial<Trust>,
  options: FixedWorldOptions & Partial<Pick<World, 'fetch'>> = {},
) {
  const world = { ...fixedWorld({ ...options, trust }), ...(options.fetch && { fetch: options.fetch }) }
  const { response, trace } = await gateway.handle(
    {
      query: '',
      headers: [],
      ...request,
      body: Buffer.from(request.body ?? ''),
      sourceIp: '127.0.0.1',
      port: 3000,
    },
    world,
  )
  const { why } = trace()
  const step = trace().steps.find(({ name }) => name === 'authorizer')
  const text = Buffer.from(response.body).toString('utf8')
  return {
    response: { status: response.status, body: text === '' ? undefined : (JSON.parse(text) as unknown) },
    headers: response.headers,
    why,
    authorizer: `${step?.state}: ${step?.summary}`,
    events: world.events.map(({ functionId, event }) => [functionId, JSON.parse(event) as unknown] as const),
  }
}
