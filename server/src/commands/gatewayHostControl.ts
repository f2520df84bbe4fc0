import type { FromGateway, ToGateway } from '../protocol/gatewayControl.ts'
import { wholeResponse } from '../gateway/streaming.ts'
import type { ApiServer } from './gatewayHostServer.ts'
import { requestOf } from './gatewayHostServer.ts'

/** The editor's end of the channel that Node opens between a program and the one that started it. */
export interface Control {
  readonly send: (message: FromGateway) => void
  /** Answers requests of the editor from now on. */
  readonly takeRequests: (serverOf: (apiId: string) => ApiServer | undefined) => void
  readonly onDisconnect: (end: () => void) => void
  /** Resolves once everything sent has left; the channel is closed then. */
  readonly close: () => Promise<void>
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
  return {
    send,
    takeRequests: serverOf => {
      const underWay = new Map<number, AbortController>()
      process.on('message', (message: ToGateway) => {
        if (message.type === 'cancel') underWay.get(message.id)?.abort()
        else if (message.type === 'invoke') void invoke(message, serverOf(message.apiId), send, underWay)
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
  { id, apiId, request }: Invoke,
  server: ApiServer | undefined,
  send: (message: FromGateway) => void,
  underWay: Map<number, AbortController>,
): Promise<void> {
  if (!server) {
    send({ type: 'failed', id, message: `API '${apiId}' is not served: start the gateway anew` })
    return
  }
  const controller = new AbortController()
  underWay.set(id, controller)
  try {
    const exchange = await server.answer(requestOf(request, server.listening().url), {
      signal: controller.signal,
      onStep: step => send({ type: 'step', id, step }),
    })
    const { status, headers, body } = await wholeResponse(exchange.response)
    const response = { status, headers, bodyBase64: Buffer.from(body).toString('base64') }
    if (controller.signal.aborted) send({ type: 'failed', id, message: cancelled })
    else send({ type: 'completed', id, response, trace: exchange.trace() })
  } catch (error) {
    const reason = error instanceof Error ? (error.stack ?? error.message) : String(error)
    const message = controller.signal.aborted ? cancelled : `the gateway broke, please report it: ${reason}`
    send({ type: 'failed', id, message })
  } finally {
    underWay.delete(id)
  }
}

const cancelled = 'the request was cancelled'
