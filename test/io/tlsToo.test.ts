import { mkdtempSync, rmSync } from 'node:fs'
import http from 'node:http'
import https from 'node:https'
import { connect } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { headTooLarge } from '../../server/src/gateway/frontEnd.ts'
import type { KeyPair } from '../../server/src/io/certificates.ts'
import { serverCertificate } from '../../server/src/io/certificates.ts'
import type { Listener } from '../../server/src/io/sockets.ts'
import { listen } from '../../server/src/io/sockets.ts'
import { takeTlsToo } from '../../server/src/io/tlsToo.ts'

const folder = mkdtempSync(path.join(os.tmpdir(), 'gatehouse-tls-too-'))
let own: KeyPair
let asked = 0
let listener: Listener | undefined

beforeAll(async () => {
  own = await serverCertificate(folder, ['127.0.0.1'])
  return () => rmSync(folder, { recursive: true })
})

afterEach(async () => {
  await listener?.close()
  listener = undefined
  asked = 0
})

async function open(): Promise<number> {
  listener = await listen({
    host: '127.0.0.1',
    port: 0,
    onProblem: message => expect.fail(message),
    headTooLarge: () => headTooLarge,
    mostConnections: 100,
    handle: async ({ tls, body }) => ({
      status: 200,
      headers: [],
      body: Buffer.from(`${tls ? 'TLS' : 'plain'} ${body.length}`),
    }),
    tlsToo: async () => {
      asked++
      return own
    },
  })
  return listener.port
}

function answer(request: http.ClientRequest, body = Buffer.alloc(0)): Promise<string> {
  return new Promise((resolve, reject) => {
    request.once('response', response => resolve(text(response))).once('error', reject)
    request.end(body)
  })
}

const place = (port: number) => ({ host: '127.0.0.1', port, method: 'POST', ca: own.cert })

describe('a port of plain HTTP', () => {
  it('takes TLS, too, and makes its certificate for the first who speaks it', async () => {
    const port = await open()
    const large = Buffer.alloc(300_000)
    expect(await answer(http.request(place(port)), large)).toBe('plain 300000')
    expect(asked).toBe(0)
    expect(await answer(https.request(place(port)), large)).toBe('TLS 300000')
    expect(await answer(https.request(place(port)))).toBe('TLS 0')
    expect(asked).toBe(1)
  })

  it('serves one plain request after the other on a connection, and one that comes byte by byte', async () => {
    const port = await open()
    const agent = new http.Agent({ keepAlive: true, maxSockets: 1 })
    for (const size of [3, 0, 5])
      expect(await answer(http.request({ ...place(port), agent }), Buffer.alloc(size))).toBe(`plain ${size}`)
    agent.destroy()
    const socket = connect(port, '127.0.0.1')
    const answered = text(socket)
    socket.setNoDelay(true)
    for (const sign of 'GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n') socket.write(sign)
    expect(await answered).toMatch(/plain 0$/)
  })

  it('ends what is neither', async () => {
    const port = await open()
    const said = (first: string) => {
      const socket = connect(port, '127.0.0.1')
      const answered = text(socket)
      socket.end(first)
      return answered.catch((error: unknown) => String(error))
    }
    expect(await said('\x16 no handshake')).toBe('')
    expect(await said('')).toBe('')
    expect(await said('no request')).toMatch(/^HTTP\/1\.1 400/)
  })

  it('refuses a client that says nothing', async () => {
    const server = http.createServer()
    const cut = takeTlsToo(server, { keyPair: async () => own, silentMs: 1 })
    const refused = new Promise(resolve =>
      server.once('clientError', (error: NodeJS.ErrnoException, socket) => {
        socket.destroy()
        resolve(error.code)
      }),
    )
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as { port: number }
    connect(port, '127.0.0.1')
    expect(await refused).toBe('ERR_HTTP_REQUEST_TIMEOUT')
    cut()
    server.close()
  })
})
