import type { AddressInfo } from 'node:net'
import http from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ordersArguments, ordersFolder, ordersFormats } from '../support/orders.ts'
import type { Served } from './gatewayProgram.ts'
import { serve } from './gatewayProgram.ts'

// The same requests to one gateway in six formats, through sockets, with the real handlers and a backend of this test.

interface Request {
  readonly line: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Buffer
  /** Left out where a step has its say that the gateway does not take yet: then only the formats are compared. */
  readonly status?: number
  /** A part of the answer's body. */
  readonly says?: string
}

interface Answer {
  readonly status: number | undefined
  readonly headers: readonly (readonly [string, string])[]
  readonly body: Buffer
}

const json = { 'Content-Type': 'application/json' }
const token = { 'X-Token': 'let-me-in' }
const picture = Buffer.from('89504e470d0a1a0a00ff', 'hex')

const requests: readonly Request[] = [
  { line: 'GET /orders', status: 200, says: '"item":"atlas"' },
  { line: 'GET /orders?status=open&status=lost', status: 200, says: '"tier":"gold"' },
  { line: 'POST /orders', headers: { ...json, ...token }, body: '{"item":"globe"}', status: 201 },
  { line: 'POST /orders', headers: json, body: '{"item":"globe"}', status: 401 },
  {
    line: 'POST /orders',
    headers: { ...json, 'X-Token': 'other' },
    body: '{}',
    status: 403,
    says: 'explicit deny',
  },
  { line: 'POST /orders', headers: { ...json, ...token }, body: '{"item":' },
  { line: 'POST /orders', headers: { ...json, ...token }, body: '{"amount":0}' },
  {
    line: 'OPTIONS /orders',
    headers: { Origin: 'https://shop.test', 'Access-Control-Request-Method': 'POST' },
    status: 200,
  },
  { line: 'GET /orders/7?expand=item', status: 200, says: '"expand":"item"' },
  { line: 'GET /orders/99', status: 404, says: 'No order 99' },
  { line: 'DELETE /orders/7', headers: { ...token, 'x-api-key': 'key' } },
  { line: 'GET /orders/7/receipt', status: 200, says: '"tier": "gold"' },
  { line: 'GET /orders/8/receipt', status: 404, says: '{ "message": "No such order" }' },
  {
    line: 'GET /orders/7/receipt',
    headers: { 'Content-Type': 'text/plain' },
    status: 415,
    says: 'Send JSON',
  },
  { line: 'POST /orders/7/refund', headers: json, body: '{"amount":5}', status: 200, says: '{"refunded":5}' },
  { line: 'POST /orders/7/refund', headers: json, body: '{"amount":500}', status: 409, says: 'Not refunded' },
  { line: 'GET /health', status: 200, says: '{"status":"up"}' },
  { line: 'HEAD /health', status: 403 },
  {
    line: 'GET /clock',
    status: 200,
    says: '{ "path": "/clock", "stage": "live", "tier": "gold" }',
  },
  { line: 'GET /clock?broken=yes', status: 500, says: '{ "message": "broken: yes" }' },
  {
    line: 'GET /rates/EUR?base=USD&other=1',
    headers: { 'X-Tier': 'bronze' },
    status: 200,
    says: '{"asked":"/v1/EUR?base=USD","tier":"gold"}',
  },
  { line: 'GET /rates/none', status: 404, says: '{"message":"No such currency"}' },
  {
    line: 'PATCH /catalog/maps/old%20world?sheet=1&sheet=2',
    headers: json,
    body: '{"sheet":3}',
    status: 200,
    says: 'PATCH /maps/old%20world?sheet=1&sheet=2 {"sheet":3}',
  },
  { line: 'GET /files/a/b.txt', status: 200, says: 'GET a/b.txt' },
  { line: 'GET /files/broken', status: 502, says: 'Internal server error' },
  {
    line: 'PUT /files/logo.png',
    headers: { 'Content-Type': 'image/png', Accept: 'image/png' },
    body: picture,
    status: 200,
  },
  { line: 'GET /nowhere', status: 403, says: '{"message":"Missing Authentication Token"}' },
  { line: 'PUT /orders', status: 403, says: 'Missing Authentication Token' },
  { line: 'GET /files', status: 403, says: 'Missing Authentication Token' },
]

const backend = http.createServer((request, response) => {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => {
    const { url = '', method, headers } = request
    response.sendDate = false
    const isRates = headers.host === 'rates.example'
    const rate = JSON.stringify({ asked: url, tier: headers['x-tier'] })
    response.writeHead(url === '/v1/none' ? 404 : 200, {
      'X-Rate-Source': 'ecb',
      'Content-Type': 'text/plain',
    })
    response.end(isRates ? rate : `${method} ${url} ${Buffer.concat(chunks).toString()}`)
  })
})

let sam: readonly Answer[] = []
const answersOf = new Map<string, readonly Answer[]>()

beforeAll(async () => {
  await new Promise<void>(resolve => backend.listen(0, '127.0.0.1', resolve))
  for (const { file } of ordersFormats) answersOf.set(file, await answersFrom(file))
  sam = answersOf.get('template.yaml') ?? []
}, 120_000)
afterAll(() => backend.close())

test.each(requests.map((request, index) => ({ ...request, index })))(
  'SAM: $line',
  ({ index, status, says }) => {
    const answer = sam[index]
    if (status !== undefined) expect(answer?.status).toBe(status)
    expect(answer?.body.toString()).toContain(says ?? '')
  },
)

test('most requests exercise what works today', () => {
  expect(requests.filter(({ status }) => status !== undefined).length).toBeGreaterThanOrEqual(18)
})

test('headers come from the mappings, the gateway responses and the handlers', () => {
  const headersOf = (line: string) => new Map(sam[requests.findIndex(each => each.line === line)]?.headers)
  expect(headersOf('OPTIONS /orders').get('access-control-allow-methods')).toBe('OPTIONS,POST,GET')
  expect(headersOf('GET /health').get('cache-control')).toBe('no-store')
  expect(headersOf('GET /nowhere').get('access-control-allow-origin')).toBe('*')
  expect(headersOf('GET /rates/none').get('x-source')).toBe('ecb')
  expect(headersOf('GET /orders/99').get('x-function')).toBe('orders-get')
  expect(sam[requests.findIndex(({ body }) => body === picture)]?.body).toEqual(picture)
})

describe.each(ordersFormats.filter(({ file }) => file !== 'template.yaml'))(
  '$name answers as SAM',
  ({ file }) => {
    test.each(requests.map((request, index) => ({ ...request, index })))('$line', ({ index }) => {
      expect(answersOf.get(file)?.[index]).toEqual(sam[index])
      expect(answersOf.get(file)?.[index]).toBeDefined()
    })
  },
)

async function answersFrom(file: string): Promise<Answer[]> {
  const upstream = `http://127.0.0.1:${(backend.address() as AddressInfo).port}`
  const upstreams = ['rates', 'catalog'].flatMap(host => ['--upstream', `http://${host}.example=${upstream}`])
  const served: Served = await serve(ordersFolder, [...ordersArguments(file), ...upstreams, '--port', '0'])
  try {
    const answers: Answer[] = []
    for (const request of requests) answers.push(await send(served.url, request))
    return answers
  } finally {
    served.process.kill()
    await served.ended
  }
}

/** What AWS makes anew for each request, or the connection has its own way with. */
const passing =
  /^(date|connection|keep-alive|transfer-encoding|x-amzn-requestid|x-amz-apigw-id|x-amzn-trace-id)$/

function send(url: string, { line, headers, body }: Request): Promise<Answer> {
  const [method = '', path = ''] = line.split(' ')
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url)
    const request = http.request({ hostname, port, method, path, headers, agent: false }, response => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () => {
        const fields = response.rawHeaders.flatMap((name, index, all) =>
          index % 2 === 0 ? [[name.toLowerCase(), all[index + 1] ?? ''] as const] : [],
        )
        const kept = fields.filter(([name]) => !passing.test(name))
        resolve({ status: response.statusCode, headers: kept, body: Buffer.concat(chunks) })
      })
    })
    request.on('error', reject)
    request.end(body)
  })
}
