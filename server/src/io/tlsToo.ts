import type { Server } from 'node:http'
import type { Socket } from 'node:net'
import type { Server as TlsServer } from 'node:tls'
import { createServer } from 'node:tls'
import type { KeyPair } from './certificates.ts'

/** How a plain port takes TLS, too. */
export interface TlsToo {
  /** Asked for when the first client speaks TLS. */
  readonly keyPair: () => Promise<KeyPair>
  /** Milliseconds in which a client has to say something. */
  readonly silentMs: number
}

/** Whether a client begins with a handshake of TLS: a record's first byte says so, and no method of HTTP begins with it. */
export function isTlsHello(first: Uint8Array): boolean {
  return first[0] === 0x16
}

/**
 * Lets clients of a plain HTTP server speak TLS at the same port. Who says nothing is refused as one whose request does not
 * come to its end. Gives what cuts the connections that are not the server's yet.
 */
export function takeTlsToo(server: Server, { keyPair, silentMs }: TlsToo): () => void {
  const own = server.listeners('connection')
  server.removeAllListeners('connection')
  const serve = (socket: Socket) => {
    for (const listener of own) Reflect.apply(listener, server, [socket])
  }
  let secure: Promise<TlsServer> | undefined
  const secured = async (socket: Socket) => {
    secure ??= keyPair().then(pair => createServer({ ...pair, handshakeTimeout: silentMs }, serve))
    const tls = await secure
    if (!socket.destroyed) tls.emit('connection', socket)
  }
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    hearFirst(socket, silentMs, first => {
      if (first === undefined) server.emit('clientError', new SilentClient(), socket)
      else if (isTlsHello(first)) secured(socket).catch(() => socket.destroy())
      else {
        serve(socket)
        process.nextTick(() => socket.resume())
      }
    })
  })
  return () => {
    for (const socket of sockets) socket.destroy()
  }
}

/** As Node names it. */
class SilentClient extends Error {
  readonly code = 'ERR_HTTP_REQUEST_TIMEOUT'
}

/** Tells of the first bytes of a client, which are left to be read; undefined for one that is silent for too long. */
function hearFirst(socket: Socket, silentMs: number, tell: (first: Buffer | undefined) => void): void {
  const end = () => socket.destroy()
  const told = (first: Buffer | undefined) => {
    socket.off('data', hear).off('timeout', told).off('end', end).off('error', end)
    socket.setTimeout(0)
    tell(first)
  }
  const hear = (first: Buffer) => {
    socket.pause()
    socket.unshift(first)
    told(first)
  }
  socket.on('data', hear).on('timeout', told).on('end', end).on('error', end)
  socket.setTimeout(silentMs)
}
