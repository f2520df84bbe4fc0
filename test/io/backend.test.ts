import { createServer } from 'node:http'
import type { RequestListener, Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import type { BackendRequest } from '../../server/src/gateway/world.ts'
import type { Backend } from '../../server/src/io/backend.ts'
import { createBackend, readUpstreams } from '../../server/src/io/backend.ts'

let server: Server | undefined
let backend: Backend
afterEach(() => {
  backend.close()
  server?.closeAllConnections()
  server?.close()
})

async function open(listener: RequestListener, upstreams = new Map<string, string>()): Promise<string> {
  backend = createBackend(upstreams)
  const opened = createServer(listener)
  server = opened
  await new Promise<void>(listening => opened.listen(0, '127.0.0.1', listening))
  return `http://127.0.0.1:${(opened.address() as AddressInfo).port}`
}

const send = (url: string, more: Partial<BackendRequest> = {}) =>
  backend.fetch({ method: 'GET', url, headers: [], body: new Uint8Array(), timeoutMs: 5000, ...more })

test('header lines, path and query go out as they stand', async () => {
  const url = await open((request, response) => {
    response.end(JSON.stringify({ url: request.url, raw: request.rawHeaders }))
  })
  const { status, body } = await send(`${url}/a/../b%2Fc//d e?x=1&x=%20`, {
    headers: [
      ['X-oDD', '1'],
      ['X-oDD', '2'],
      ['host', 'chosen.test'],
    ],
  })
  expect(status).toBe(200)
  expect(JSON.parse(Buffer.from(body).toString())).toEqual({
    url: '/a/../b%2Fc//d%20e?x=1&x=%20',
    raw: ['X-oDD', '1', 'X-oDD', '2', 'host', 'chosen.test', 'Connection', 'keep-alive'],
  })
})

test('a body goes out with its length, an answer comes back with every header line', async () => {
  const url = await open((request, response) => {
    response.setHeader('Set-Cookie', ['a=1', 'b=2'])
    response.setHeader('X-Length', request.headers['content-length'] ?? 'none')
    request.pipe(response)
  })
  const { headers, body } = await send(url, { method: 'POST', body: Buffer.from('grüße') })
  expect(Buffer.from(body).toString()).toBe('grüße')
  expect(headers.filter(([name]) => name === 'Set-Cookie')).toEqual([
    ['Set-Cookie', 'a=1'],
    ['Set-Cookie', 'b=2'],
  ])
  expect(headers).toContainEqual(['X-Length', '7'])
})

test('redirects are answers', async () => {
  const url = await open((_request, response) => response.writeHead(302, { Location: '/elsewhere' }).end())
  expect(await send(url)).toMatchObject({ status: 302 })
})

test('a connection that the backend closed while it was kept is replaced', async () => {
  let connections = 0
  const url = await open((_request, response) => response.end('ok'))
  server?.on('connection', socket => {
    connections++
    socket.once('data', () => setTimeout(() => socket.destroy(), 30))
  })
  await send(url)
  await new Promise(resolve => setTimeout(resolve, 60))
  expect(await send(url)).toMatchObject({ status: 200 })
  expect(connections).toBe(2)
})

test.each([
  ['timeout', 'no whole answer within 100 ms', '/slow'],
  ['tooLarge', 'the answer is larger than 10 MB', '/large'],
  ['unreachable', /^127\.0\.0\.1:\d+: socket hang up$/, '/cut'],
])('%s', async (reason, message, path) => {
  const url = await open((request, response) => {
    if (request.url === '/large') response.end('x'.repeat(10 * 1024 * 1024 + 1))
    if (request.url === '/cut') request.socket.destroy()
  })
  const error = await send(url + path, { timeoutMs: path === '/slow' ? 100 : 5000 }).catch(
    (found: unknown) => found,
  )
  expect(error).toMatchObject({ reason, message: expect.stringMatching(message) as unknown })
})

test('nothing that listens, and no URL at all', async () => {
  await open(() => undefined)
  await expect(send('http://127.0.0.1:1/x')).rejects.toMatchObject({
    reason: 'unreachable',
    message: 'nothing listens at 127.0.0.1:1',
  })
  await expect(send('lambda:orders')).rejects.toMatchObject({ reason: 'unreachable' })
})

test('a cancelled request', async () => {
  const url = await open(() => undefined)
  const controller = new AbortController()
  setTimeout(() => controller.abort(), 50)
  await expect(send(url, { signal: controller.signal })).rejects.toMatchObject({ reason: 'aborted' })
})

test('upstreams change the origin only', async () => {
  const upstreams = new Map<string, string>()
  const url = await open(
    (request, response) => response.end(`${request.headers.host} ${request.url}`),
    upstreams,
  )
  upstreams.set('https://api.example.test', url)
  const { body } = await send('https://API.example.test/x?y')
  expect(Buffer.from(body).toString()).toBe('API.example.test /x?y')
})

test('texts of --upstream', () => {
  backend = createBackend(new Map())
  expect(readUpstreams(['http://a.test=http://127.0.0.1:80', 'https://b.test:8443/=http://c.test/'])).toEqual(
    new Map([
      ['http://a.test', 'http://127.0.0.1:80'],
      ['https://b.test:8443', 'http://c.test'],
    ]),
  )
  expect(readUpstreams(['a.test=b.test'])).toBe('a.test=b.test')
})

test('a streamed answer is there with its headers, and is cut when nothing comes', async () => {
  const url = await open((request, response) => {
    response.writeHead(200, { 'x-own': '1' })
    response.write('first')
    if (request.url === '/whole') setTimeout(() => response.end('second'), 50)
  })
  const read = async (path: string): Promise<string> => {
    const { status, body, stream } = await send(`${url}${path}`, { streamIdleMs: 300 })
    expect([status, body.length]).toEqual([200, 0])
    let text = ''
    for await (const chunk of stream ?? []) text += Buffer.from(chunk).toString()
    return text
  }
  expect(await read('/whole')).toBe('firstsecond')
  await expect(read('/stands-still')).rejects.toThrow('nothing came for 300 ms')
})
