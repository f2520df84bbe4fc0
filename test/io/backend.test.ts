import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import https from 'node:https'
import type { RequestListener, Server } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { TLSSocket } from 'node:tls'
import { generate } from 'selfsigned'
import { afterEach, expect, test } from 'vitest'
import type { BackendRequest } from '../../server/src/gateway/world.ts'
import type { Backend } from '../../server/src/io/backend.ts'
import { clientCertificate, serverCertificate } from '../../server/src/io/certificates.ts'
import { createBackend, readUpstreams, readVpcLinks } from '../../server/src/io/backend.ts'
import { fidelity } from '../support/fidelity.ts'

fidelity('REST API', 'TLS configuration of an integration: insecureSkipVerification and the server name', {
  by: 'documentation',
  source: 'https://docs.aws.amazon.com/apigateway/latest/api/API_TlsConfig.html',
})

let server: Server | undefined
let backend: Backend
afterEach(() => {
  backend.close()
  server?.closeAllConnections()
  server?.close()
})

async function open(listener: RequestListener, upstreams = new Map<string, string>()): Promise<string> {
  backend = createBackend({ upstreams, vpcLinks: new Map() })
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
  backend = createBackend({ upstreams: new Map(), vpcLinks: new Map() })
  expect(readUpstreams(['http://a.test=http://127.0.0.1:80', 'https://b.test:8443/=http://c.test/'])).toEqual(
    new Map([
      ['http://a.test', 'http://127.0.0.1:80'],
      ['https://b.test:8443', 'http://c.test'],
    ]),
  )
  expect(readUpstreams(['a.test=b.test'])).toBe('a.test=b.test')
})

test('an https backend is shown the certificate of the stage, and nobody else is', async () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'gatehouse-backend-'))
  const own = await serverCertificate(folder, ['localhost'])
  const shown = await clientCertificate(folder, 'MyCertificate')
  const names: (string | undefined)[] = []
  const opened = createHttpsServer(
    { ...own, requestCert: true, rejectUnauthorized: false },
    (request, response) => {
      const certificate =
        request.socket instanceof TLSSocket ? request.socket.getPeerX509Certificate() : undefined
      names.push(certificate?.toString())
      response.end()
    },
  )
  server = opened
  await new Promise<void>(listening => opened.listen(0, 'localhost', listening))
  const url = `https://localhost:${(opened.address() as AddressInfo).port}/`
  backend = createBackend({ upstreams: new Map(), vpcLinks: new Map() }, id => clientCertificate(folder, id))
  const given = process.env['NODE_TLS_REJECT_UNAUTHORIZED']
  process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0'
  try {
    await send(url, { clientCertificate: 'MyCertificate' })
    await send(url)
    await send(url, { clientCertificate: 'MyCertificate' })
  } finally {
    if (given === undefined) delete process.env['NODE_TLS_REJECT_UNAUTHORIZED']
    else process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = given
    rmSync(folder, { recursive: true, force: true })
  }
  expect(names.map(each => each?.trim())).toEqual([shown.cert.trim(), undefined, shown.cert.trim()])
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

test('a VPC link leads where --vpc-link says, by any of its names', async () => {
  const url = await open((request, response) => response.end(`${request.headers.host} ${request.url}`))
  backend = createBackend({ upstreams: new Map(), vpcLinks: new Map([['orders', url]]) })
  const { body } = await send('http://nlb.internal.test/x?y', {
    vpcLink: { names: ['abc123', 'orders'], hasHost: true },
  })
  expect(Buffer.from(body).toString()).toBe('nlb.internal.test /x?y')
})

test('a VPC link that leads nowhere is no fault of its backend', async () => {
  backend = createBackend({ upstreams: new Map(), vpcLinks: new Map() })
  const names = ['abc123']
  await expect(send('http://127.0.0.1:1/', { vpcLink: { names, hasHost: true } })).rejects.toMatchObject({
    reason: 'unmapped',
  })
  // Its host is that of the API: asking there would ask the gateway itself.
  const url = await open((_request, response) => response.end('the gateway'))
  await expect(send(url, { vpcLink: { names, hasHost: false } })).rejects.toMatchObject({
    reason: 'unmapped',
  })
})

test('texts of --vpc-link', () => {
  backend = createBackend({ upstreams: new Map(), vpcLinks: new Map() })
  const arn = 'arn:aws:servicediscovery:us-east-1:123456789012:service/srv-1'
  expect(readVpcLinks(['orders=http://127.0.0.1:80/', `${arn}=https://b.test`])).toEqual(
    new Map([
      ['orders', 'http://127.0.0.1:80'],
      [arn, 'https://b.test'],
    ]),
  )
  expect(readVpcLinks(['orders=127.0.0.1:80'])).toBe('orders=127.0.0.1:80')
})

test('the TLS configuration of an integration: any issuer is taken, name and server name still count', async () => {
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'inner.test' }], {
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: 'inner.test' }] }],
  })
  const opened = https.createServer({ key, cert }, (request, response) => {
    response.end(String((request.socket as TLSSocket & { servername: unknown }).servername))
  })
  server = opened
  await new Promise<void>(listening => opened.listen(0, '127.0.0.1', listening))
  const { port } = opened.address() as AddressInfo
  const upstreams = new Map(
    ['https://inner.test', 'https://other.test'].map(origin => [origin, `https://127.0.0.1:${port}`]),
  )
  backend = createBackend({ upstreams, vpcLinks: new Map() })
  await expect(send('https://inner.test/')).rejects.toMatchObject({ reason: 'unreachable' })
  const tls = { skipsVerification: true }
  const taken = await send('https://inner.test/', { tls })
  expect(Buffer.from(taken.body).toString()).toBe('inner.test')
  await expect(send('https://other.test/', { tls })).rejects.toMatchObject({ reason: 'unreachable' })
  const named = await send('https://other.test/', { tls: { ...tls, serverName: 'inner.test' } })
  expect(Buffer.from(named.body).toString()).toBe('inner.test')
  // A kept connection was looked at when it was made.
  expect((await send('https://inner.test/', { tls })).status).toBe(200)
})
