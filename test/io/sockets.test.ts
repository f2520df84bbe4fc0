import net from 'node:net'
import { afterEach, describe, expect, it, test } from 'vitest'
import { headTooLarge } from '../../server/src/gateway/frontEnd.ts'
import type { HttpRequest, HttpResponse } from '../../server/src/gateway/messages.ts'
import type { Listener, ListenOptions } from '../../server/src/io/sockets.ts'
import { listen } from '../../server/src/io/sockets.ts'

let listener: Listener | undefined
let taken: HttpRequest[] = []
let problems: string[] = []
afterEach(async () => {
  await listener?.close()
  listener = undefined
  taken = []
  problems = []
})

const ok = (text = 'ok'): HttpResponse => ({ status: 200, headers: [], body: Buffer.from(text) })

async function open(options: Partial<ListenOptions> = {}): Promise<void> {
  listener = await listen({
    host: '127.0.0.1',
    port: 0,
    handle: async request => {
      taken.push(request)
      return ok()
    },
    headTooLarge: () => headTooLarge,
    mostConnections: 1000,
    onProblem: message => problems.push(message),
    ...options,
  })
}

/** Sends bytes on a connection of their own and resolves with all that comes back, once the other end has closed. */
function talk(...parts: (string | Uint8Array)[]): Promise<string> {
  return new Promise(resolve => {
    const socket = net.connect(listener?.port ?? 0, '127.0.0.1')
    let answer = ''
    socket.setEncoding('latin1')
    socket.on('data', (text: string) => (answer += text))
    // The other end may close while it is still being sent to.
    socket.on('error', () => undefined)
    socket.on('close', () => resolve(answer))
    for (const part of parts) socket.write(part)
  })
}

const last = 'Host: x\r\nConnection: close\r\n'

describe('what is no HTTP, or could be read in two ways', () => {
  test.each([
    ['binary', '\x16\x03\x01\x02\x00\x01\x00'],
    ['no version', 'GET /\r\n\r\n'],
    ['no host', 'GET / HTTP/1.1\r\n\r\n'],
    ['two lengths', 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab'],
    [
      'a length and chunks',
      'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    ],
    [
      'chunks, then something else',
      'POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n',
    ],
    [
      'a chunk of a wrong size',
      'POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nab\r\n0\r\n\r\n',
    ],
    ['a space before the colon', 'GET / HTTP/1.1\r\nHost : x\r\n\r\n'],
    ['a bare line feed in a header', 'GET / HTTP/1.1\r\nHost: x\r\nA: b\nC: d\r\r\n\r\n'],
  ])('%s is a 400 and closes the connection', async (_, bytes) => {
    await open()
    expect(await talk(bytes)).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n[^]*Connection: close\r\n/)
    expect(taken).toEqual([])
    expect((await talk(`GET / HTTP/1.1\r\n${last}\r\n`)).slice(0, 15)).toBe('HTTP/1.1 200 OK')
    expect(problems).toEqual([])
  })
})

it('answers a head over 64 KB as its gateway says, unread', async () => {
  await open()
  const answer = await talk(`GET / HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(70_000)}\r\n\r\n`)
  expect(answer).toMatch(/^HTTP\/1\.1 413 [^]*HTTP header is larger than 10240 bytes\.$/)
})

it('takes requests one behind the other, and answers in their order', async () => {
  await open({ handle: async ({ path }) => ok(path) })
  const answer = await talk(
    'GET /1 HTTP/1.1\r\nHost: x\r\n\r\nPOST /2 HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc',
    `GET /3 HTTP/1.1\r\n${last}\r\n`,
  )
  expect([...answer.matchAll(/\r\n\r\n(\/\d)/g)].map(([, path]) => path)).toEqual(['/1', '/2', '/3'])
})

it('speaks HTTP/1.0, with a close', async () => {
  await open()
  expect(await talk('GET / HTTP/1.0\r\n\r\n')).toMatch(/^HTTP\/1\.1 200 OK[^]*Connection: close[^]*ok$/)
})

it('reads chunks and leaves their trailers out', async () => {
  await open()
  await talk(
    `POST / HTTP/1.1\r\n${last}Transfer-Encoding: chunked\r\nTrailer: X-After\r\n\r\n`,
    '3;name=value\r\nabc\r\n2\r\nde\r\n0\r\nX-After: 1\r\n\r\n',
  )
  expect(taken.map(({ body }) => Buffer.from(body).toString())).toEqual(['abcde'])
  expect(taken[0]?.headers.map(([name]) => name)).not.toContain('X-After')
})

it('asks for a body that a client holds back, but not for one that is too large', async () => {
  await open()
  const expecting = (length: number) =>
    `POST / HTTP/1.1\r\n${last}Expect: 100-continue\r\nContent-Length: ${length}\r\n\r\n`
  expect(await talk(expecting(2), 'ab')).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 OK/)
  expect(await talk(expecting(99_999_999))).toMatch(/^HTTP\/1\.1 200 OK/)
  expect(taken.map(({ body }) => body.length)).toEqual([2, 0])
})

it('keeps of a body no more than shows that it is too large, and ends one that does not end', async () => {
  await open()
  const megabyte = Buffer.alloc(1024 * 1024, 'x')
  const chunk = Buffer.concat([Buffer.from('100000\r\n'), megabyte, Buffer.from('\r\n')])
  const endless = Array.from({ length: 60 }, () => chunk)
  await talk('POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n', ...endless)
  expect(taken).toHaveLength(1)
  expect(taken[0]?.body.length).toBeLessThan(12 * 1024 * 1024)
})

it('leaves a request alone whose client has left', async () => {
  await open()
  const socket = net.connect(listener?.port ?? 0, '127.0.0.1')
  socket.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc', () => socket.destroy())
  await new Promise(closed => socket.on('close', closed))
  expect((await talk(`GET / HTTP/1.1\r\n${last}\r\n`)).slice(0, 15)).toBe('HTTP/1.1 200 OK')
  expect(taken.map(({ method }) => method)).toEqual(['GET'])
})

it('answers 503 on connections beyond its most', async () => {
  await open({ mostConnections: 2 })
  const idle = [1, 2].map(() => net.connect(listener?.port ?? 0, '127.0.0.1'))
  await Promise.all(idle.map(socket => new Promise(connected => socket.on('connect', connected))))
  expect(await talk(`GET / HTTP/1.1\r\n${last}\r\n`)).toMatch(
    /^HTTP\/1\.1 503 [^]*\{"message":"Service Unavailable"\}$/,
  )
  for (const socket of idle) socket.destroy()
  await expect.poll(() => talk(`GET / HTTP/1.1\r\n${last}\r\n`)).toMatch(/^HTTP\/1\.1 200/)
})

describe('a stream', () => {
  const streaming = (chunks: AsyncIterable<Uint8Array>, limits = {}) => ({
    handle: async (): Promise<HttpResponse> => ({
      ...ok(''),
      stream: { chunks, freeBytes: Infinity, bytesPerSecond: Infinity, ...limits },
    }),
  })

  it('reaches the client as it comes', async () => {
    let go: () => void = () => undefined
    const held = new Promise<void>(resolve => (go = resolve))
    async function* chunks() {
      yield Buffer.from('first')
      await held
      yield Buffer.from('second')
    }
    await open(streaming(chunks()))
    const response = await fetch(`http://127.0.0.1:${listener?.port}/`)
    const reader = response.body?.getReader()
    expect(Buffer.from((await reader?.read())?.value ?? '').toString()).toBe('first')
    go()
    expect(Buffer.from((await reader?.read())?.value ?? '').toString()).toBe('second')
    expect((await reader?.read())?.done).toBe(true)
  })

  it('that breaks off cuts the connection without the end of the body', async () => {
    async function* chunks() {
      yield Buffer.from('half')
      await Promise.resolve()
      throw new Error('broken')
    }
    await open(streaming(chunks()))
    const answer = await talk('GET / HTTP/1.1\r\nHost: x\r\n\r\n')
    expect(answer).toMatch(/4\r\nhalf\r\n$/)
    expect(problems).toEqual([])
  })

  it('is held to its bandwidth behind its free bytes', async () => {
    async function* chunks() {
      for (let count = 0; count < 10; count++) yield Buffer.alloc(1000)
      await Promise.resolve()
    }
    await open(streaming(chunks(), { freeBytes: 4000, bytesPerSecond: 20_000 }))
    const started = performance.now()
    await talk(`GET / HTTP/1.1\r\n${last}\r\n`)
    expect(performance.now() - started).toBeGreaterThan(290)
  })

  it('is read no further once its client has left', async () => {
    let isLeft = false
    async function* chunks() {
      try {
        for (;;) {
          yield Buffer.alloc(100_000)
          await new Promise(soon => setTimeout(soon, 1))
        }
      } finally {
        isLeft = true
      }
    }
    await open(streaming(chunks()))
    const socket = net.connect(listener?.port ?? 0, '127.0.0.1')
    socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n')
    socket.once('data', () => socket.destroy())
    await expect.poll(() => isLeft).toBe(true)
  })
})
