import { expect, it } from 'vitest'
import type { ControlHandler } from '../../server/src/io/controlRouter.ts'
import { ControlError, createControl } from '../../server/src/io/controlRouter.ts'

const control = createControl({
  prefix: '/.gatehouse',
  secret: 'secret',
  routes: new Map<string, ControlHandler>([
    ['GET routes', ({ base }) => ({ json: { base } })],
    ['GET metrics', () => ({ text: 'count 1\n', mediaType: 'text/plain' })],
    ['POST clock', ({ body }) => ({ json: { got: body } })],
    [
      'POST cache/flush',
      () => {
        throw new ControlError(409, 'there is no cache')
      },
    ],
  ]),
})

const token = ['Authorization', 'Bearer secret'] as const

it('leaves all other paths to the API', async () => {
  expect(await ask('GET', '/orders')).toBeUndefined()
  expect(await ask('GET', '/.gatehouses')).toBeUndefined()
})

it('lets everybody read', async () => {
  expect(await ask('GET', '/.gatehouse/routes')).toEqual([200, { base: 'http://localhost:3000/.gatehouse' }])
  const text = await control(request('GET', '/.gatehouse/metrics', []))
  expect([String(text?.body), text?.headers[0]]).toEqual(['count 1\n', ['Content-Type', 'text/plain']])
})

it('takes changes with the token only', async () => {
  expect(await ask('POST', '/.gatehouse/clock', [token], '{"advance":"PT1H"}')).toEqual([
    200,
    { got: { advance: 'PT1H' } },
  ])
  for (const headers of [[], [['Authorization', 'Bearer other!']], [['Authorization', 'secret']]] as const)
    expect((await ask('POST', '/.gatehouse/clock', headers))?.[0]).toBe(403)
})

it('takes changes at a loopback address only, and answers no preflight', async () => {
  const host = ['Host', 'evil.example'] as const
  expect((await ask('POST', '/.gatehouse/clock', [host, token]))?.[0]).toBe(403)
  const preflight = await control(
    request('OPTIONS', '/.gatehouse/clock', [['Origin', 'http://evil.example']]),
  )
  expect(preflight?.status).toBe(405)
  expect(preflight?.headers.map(([name]) => name.toLowerCase())).not.toContain('access-control-allow-origin')
})

it('says what is wrong with a request', async () => {
  expect(await ask('POST', '/.gatehouse/cache/flush', [token])).toEqual([
    409,
    { message: 'there is no cache' },
  ])
  expect((await ask('POST', '/.gatehouse/clock', [token], '{'))?.[0]).toBe(400)
  expect(await ask('POST', '/.gatehouse/routes', [token])).toEqual([
    405,
    { message: "POST is not for 'routes': use GET" },
  ])
  expect((await ask('GET', '/.gatehouse/nothing'))?.[0]).toBe(404)
})

type Headers = readonly (readonly [string, string])[]

async function ask(method: string, path: string, headers: Headers = [], body = '') {
  const response = await control(request(method, path, headers, body))
  return response && [response.status, JSON.parse(Buffer.from(response.body).toString('utf8')) as unknown]
}

function request(method: string, path: string, headers: Headers, body = '') {
  const all = headers.some(([name]) => name === 'Host')
    ? headers
    : [['Host', 'localhost:3000'] as const, ...headers]
  return { method, path, query: '', headers: all, body: Buffer.from(body), sourceIp: '127.0.0.1', port: 3000 }
}
