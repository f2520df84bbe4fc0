import { loadDefinition } from '../../server/src/definitions/load.ts'
import type { Exchange, Gateway } from '../../server/src/gateway/gateway.ts'
import { createGateway } from '../../server/src/gateway/gateway.ts'
import type { HttpRequest } from '../../server/src/gateway/messages.ts'
import type { World } from '../../server/src/gateway/world.ts'
import { memoryFiles } from './memoryFiles.ts'

/** The gateway of the first API of a definition, at its first stage. */
export function gatewayOf(text: string): Gateway {
  const { definition, diagnostics } = loadDefinition('/api.yaml', memoryFiles({ '/api.yaml': text }))
  const api = definition?.apis[0]
  const stage = api?.stages[0]
  if (!definition || !api || !stage || api.type === 'websocket')
    throw new Error(`no API to serve: ${diagnostics.map(({ message }) => message).join('; ')}`)
  return createGateway(definition, api, stage)
}

/** Sends a request that is `GET /` but for what is stated. */
export function send(gateway: Gateway, request: Partial<HttpRequest>, world: World): Promise<Exchange> {
  const plain = { method: 'GET', path: '/', query: '', headers: [], body: new Uint8Array() }
  return gateway.handle({ ...plain, sourceIp: '127.0.0.1', port: 3000, ...request }, world)
}

/** The body of an answer as text. */
export function bodyText({ response }: Exchange): string {
  return Buffer.from(response.body).toString('utf8')
}

/** What a trace says of one step. */
export function summaryOf(exchange: Exchange, step: string): string {
  return exchange.trace().steps.find(({ name }) => name === step)?.summary ?? ''
}
