import type { Api } from '../api/api.ts'
import { systemClock } from '../io/clock.ts'
import { Debugging } from './debugging.ts'
import type { FromGateway, ToGateway } from '../protocol/gatewayControl.ts'
import type { World } from '../gateway/world.ts'
import { wholeResponse } from '../gateway/streaming.ts'
import { ControlError } from '../io/controlRouter.ts'
import type { CallerWorld } from './gatewayHostCallers.ts'
import { asIdentity, CallerError, signedByFunctions, tokenFor } from './gatewayHostCallers.ts'
import { underCircumstances } from './gatewayHostCircumstances.ts'
import { examineFor } from './gatewayHostCors.ts'
import type { ApiServer } from './gatewayHostServer.ts'
import { requestOf } from './gatewayHostServer.ts'
import { SocketClients } from './socketClients.ts'
import { shownTrace, stepMask } from '../traces/maskTrace.ts'
import type { OpenTrust } from './trustOptions.ts'

/** The editor's end of the channel that Node opens between a program and the one that started it. */
export interface Control {
  readonly send: (message: FromGateway) => void
  /** The WebSockets that the editor has opened. */
  readonly clients: SocketClients
  readonly debugging: Debugging
  /** Answers requests of the editor from now on. */
  readonly takeRequests: (served: Served) => void
  readonly onDisconnect: (end: () => void) => void
  /** Resolves once everything sent has left; the channel is closed then. */
  readonly close: () => Promise<void>
}

/** What the editor's requests are about. */
export interface Served {
  readonly serverOf: (apiId: string) => ApiServer | undefined
  readonly opened: OpenTrust
  readonly world: CallerWorld & World
  /** The APIs as they are served at the moment. */
  readonly apis: () => readonly Api[]
}

/** Opens the channel; undefined in a terminal, where there is none. */
export function openControl(): Control | undefined {
  if (!process.send) return undefined
  let lastSent: Promise<void> = Promise.resolve()
  const send = (message: FromGateway) => {
    if (!process.connected) return
    lastSent = new Promise(resolve => {
      process.send?.(message, undefined, undefined, () => resolve())
    })
  }
  const clients = new SocketClients(send)
  const debugging = new Debugging(systemClock.clock)
  return {
    send,
    clients,
    debugging,
    takeRequests: served => {
      const underWay = new Map<number, AbortController>()
      process.on('message', (message: ToGateway) => {
        switch (message.type) {
          case 'cancel':
            return underWay.get(message.id)?.abort()
          case 'invoke':
            return void invoke(message, served, send, underWay)
          case 'mintToken':
            return void mint(message, served, send)
          case 'openSocket':
            return void connect(message, served, clients)
          case 'sendFrame':
            return clients.send(message)
          case 'closeSocket':
            return clients.close(message)
          case 'manageConnection':
            return void manage(message, served, send)
          case 'checkCors':
            return void check(message, served, send)
          case 'control':
            return void askControl(message, served, send)
          case 'debug':
            return debugging.take(message.message, served.apis, sent =>
              send({ type: 'debug', message: sent }),
            )
          case 'debugEnded':
            return debugging.end()
          case 'functionHeld':
            return debugging.functionHeld(message.process, message.isHeld)
          case 'identities':
            return takeIdentities(message, served.opened)
        }
      })
    },
    onDisconnect: end => void process.once('disconnect', end),
    close: async () => {
      if (!process.connected) return
      // A channel that the other end closes never says that a message has left.
      await Promise.race([lastSent, new Promise(resolve => process.once('disconnect', resolve))])
      if (process.connected) process.disconnect()
    },
  }
}

type Invoke = Extract<ToGateway, { type: 'invoke' }>

async function invoke(
  { id, apiId, request, as, circumstances = {} }: Invoke,
  { serverOf, opened, world }: Served,
  send: (message: FromGateway) => void,
  underWay: Map<number, AbortController>,
): Promise<void> {
  const server = serverOf(apiId)
  if (!server) return send({ type: 'failed', id, message: notServed(apiId) })
  const controller = new AbortController()
  underWay.set(id, controller)
  try {
    const current = server.current()
    const { sourceIp, stageVariables, isFresh } = circumstances
    const typed = underCircumstances(requestOf(request, server.listening().url), circumstances, current)
    const sent = as ? await asIdentity(typed, as, current, opened, world, circumstances) : typed
    if (isFresh) server.forget()
    const masked = stepMask()
    const exchange = await server.answer(
      sent,
      {
        signal: controller.signal,
        onStep: step => send({ type: 'step', id, step: masked(step) }),
        follower: {
          held: held => send({ type: 'held', id, ...(held && { held }) }),
          runsIn: process => send({ type: 'runsIn', id, ...(process !== undefined && { process }) }),
        },
      },
      {
        sourceIp: sourceIp ?? (sent.sourceIp === typed.sourceIp ? undefined : sent.sourceIp),
        stageVariables,
      },
    )
    const { status, headers, body } = await wholeResponse(exchange.response)
    const response = { status, headers, bodyBase64: Buffer.from(body).toString('base64') }
    if (controller.signal.aborted) send({ type: 'failed', id, message: cancelled })
    else send({ type: 'completed', id, response, trace: shownTrace(exchange.trace()) })
  } catch (error) {
    const message = controller.signal.aborted ? cancelled : failureOf(error)
    send({ type: 'failed', id, message })
  } finally {
    underWay.delete(id)
  }
}

type Mint = Extract<ToGateway, { type: 'mintToken' }>

async function mint(
  { id, apiId, order }: Mint,
  { serverOf, opened, world }: Served,
  send: (message: FromGateway) => void,
): Promise<void> {
  const server = serverOf(apiId)
  if (!server) return send({ type: 'failed', id, message: notServed(apiId) })
  try {
    send({ type: 'minted', id, token: await tokenFor(order, server.current(), opened, world) })
  } catch (error) {
    send({ type: 'failed', id, message: failureOf(error) })
  }
}

/** A WebSocket to the gateway's own port, with what the identity brings to the handshake. */
async function connect(
  { id, apiId, query, headers, identity }: Extract<ToGateway, { type: 'openSocket' }>,
  { serverOf, opened, world }: Served,
  clients: SocketClients,
): Promise<void> {
  try {
    const server = serverOf(apiId)
    if (!server) throw new CallerError(notServed(apiId))
    const { url, type } = server.listening()
    if (type !== 'websocket') throw new CallerError(`API '${apiId}' is no WebSocket API`)
    const typed = requestOf({ method: 'GET', target: `/${query === '' ? '' : `?${query}`}`, headers }, url)
    const as = identity === undefined ? undefined : { identity, method: '$connect', path: '' }
    const sent = as ? await asIdentity(typed, as, server.current(), opened, world) : typed
    clients.open(id, url, sent, sent.sourceIp === typed.sourceIp ? undefined : sent.sourceIp)
  } catch (error) {
    clients.tell(id, { type: 'failed', message: failureOf(error) })
  }
}

/** A request to `@connections` with the credentials of the functions: what they may do, the editor may. */
async function manage(
  { id, apiId, connectionId, method, bodyBase64 }: Extract<ToGateway, { type: 'manageConnection' }>,
  { serverOf, opened, world }: Served,
  send: (message: FromGateway) => void,
): Promise<void> {
  const server = serverOf(apiId)
  if (!server) return send({ type: 'failed', id, message: notServed(apiId) })
  try {
    const { definition } = server.current()
    const target = `/@connections/${encodeURIComponent(connectionId)}`
    const body = bodyBase64 === undefined ? {} : { bodyBase64 }
    const typed = requestOf({ method, target, headers: [], ...body }, server.listening().url)
    const exchange = await server.answer(await signedByFunctions(typed, definition, opened, world))
    const { status, headers, body: answered } = exchange.response
    const response = { status, headers, bodyBase64: Buffer.from(answered).toString('base64') }
    send({ type: 'completed', id, response, trace: shownTrace(exchange.trace()) })
  } catch (error) {
    send({ type: 'failed', id, message: failureOf(error) })
  }
}

async function check(
  message: Extract<ToGateway, { type: 'checkCors' }>,
  { serverOf, world }: Served,
  send: (message: FromGateway) => void,
): Promise<void> {
  const { id, apiId } = message
  const server = serverOf(apiId)
  try {
    send(
      server ? await examineFor(message, server, world) : { type: 'failed', id, message: notServed(apiId) },
    )
  } catch (error) {
    send({ type: 'failed', id, message: failureOf(error) })
  }
}

/** A route of the control endpoint; who speaks on this channel started the gateway and needs no token. */
async function askControl(
  { id, apiId, route, query, body }: Extract<ToGateway, { type: 'control' }>,
  { serverOf }: Served,
  send: (message: FromGateway) => void,
): Promise<void> {
  const server = serverOf(apiId)
  if (!server) return send({ type: 'failed', id, message: notServed(apiId) })
  const handler = server.control.get(route)
  try {
    if (!handler) throw new ControlError(404, `the gateway has no '${route}'`)
    const answer = await handler({
      base: server.listening().url,
      query: new URLSearchParams(query),
      body,
    })
    send({ type: 'controlled', id, json: 'json' in answer ? answer.json : answer.text })
  } catch (error) {
    send({ type: 'failed', id, message: failureOf(error) })
  }
}

/** A fault of the file shows when one of its identities is asked for, and in the panel before. */
function takeIdentities({ file, text }: Extract<ToGateway, { type: 'identities' }>, opened: OpenTrust): void {
  if (text === undefined) opened.forgetIdentities()
  else opened.replaceIdentities(file, text)
}

function notServed(apiId: string): string {
  return `API '${apiId}' is not served: start the gateway anew`
}

function failureOf(error: unknown): string {
  if (error instanceof CallerError || error instanceof ControlError) return error.message
  const reason = error instanceof Error ? (error.stack ?? error.message) : String(error)
  return `the gateway broke, please report it: ${reason}`
}

const cancelled = 'the request was cancelled'
