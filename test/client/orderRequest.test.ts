import { runInNewContext } from 'node:vm'
import { describe, expect, it } from 'vitest'
import { awscurlCommand, fetchCall } from '../../client/src/copyFormats.ts'
import { requestOfOrder } from '../../client/src/orderRequest.ts'
import { pathPattern, routeFor } from '../../client/src/pathPattern.ts'
import { repeatRequest } from '../../client/src/repeating.ts'
import type { Completed } from '../../client/src/gatewayProcess.ts'
import type { RepeatedAnswer } from '../../client/src/panelMessages.ts'

const around = {
  readFile: (file: string) =>
    file.endsWith('gone') ? Promise.reject(new Error('ENOENT')) : Promise.resolve(new Uint8Array([0, 255])),
  boundary: () => 'B',
}
const request = { method: 'POST', target: '/covers?x=1', headers: [] }
const textOf = (base64 = '') => Buffer.from(base64, 'base64').toString('latin1')

describe('what is sent', () => {
  it('of a form in parts is what a browser sends', async () => {
    const made = await requestOfOrder(
      {
        request,
        stage: 'dev',
        body: {
          type: 'multipart',
          parts: [
            { name: 'ti"t\nle', value: 'a\nb' },
            { name: 'cover', path: '/shop/a.png' },
          ],
        },
      },
      around,
    )
    expect(made.request.headers).toEqual([['Content-Type', 'multipart/form-data; boundary=B']])
    expect(textOf(made.request.bodyBase64)).toBe(
      '--B\r\nContent-Disposition: form-data; name="ti%22t%0Ale"\r\n\r\na\r\nb\r\n' +
        '--B\r\nContent-Disposition: form-data; name="cover"; filename="a.png"\r\nContent-Type: image/png\r\n\r\n' +
        '\x00\xff\r\n--B--\r\n',
    )
  })

  it('of a file are its bytes; one that is gone is named', async () => {
    const order = { request, stage: '', body: { type: 'file' as const, path: '/shop/a.bin' } }
    expect((await requestOfOrder(order, around)).request.bodyBase64).toBe('AP8=')
    const gone = { ...order, body: { type: 'file' as const, path: '/shop/gone' } }
    await expect(requestOfOrder(gone, around)).rejects.toThrow("'gone' cannot be read: ENOENT")
  })

  it('goes to its stage, as somebody, under its circumstances', async () => {
    const order = {
      request,
      stage: 'prod',
      identity: 'ann',
      circumstances: { sourceIp: '10.0.0.1', certificateFile: '/shop/till.pem' },
    }
    expect((await requestOfOrder(order, around)).how).toEqual({
      stage: 'prod',
      identity: 'ann',
      circumstances: { sourceIp: '10.0.0.1', clientCertificate: '\u0000\ufffd' },
    })
  })
})

describe('a copy', () => {
  const typed = {
    ...request,
    headers: [
      ['Content-Type', 'application/json'],
      ['Authorization', 'Bearer "x"'],
      ['Host', 'localhost'],
    ] as const,
    bodyText: '{"a":"it\'s"}',
  }

  it('as fetch runs as it is', async () => {
    const code = fetchCall('http://127.0.0.1:3000', typed)
    const fetch = (...given: unknown[]) => given
    const result = (await runInNewContext(`(async () => ${code})()`, { fetch })) as unknown
    expect(JSON.parse(JSON.stringify(result))).toEqual([
      'http://127.0.0.1:3000/covers?x=1',
      {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', Authorization: 'Bearer "x"' },
        body: '{"a":"it\'s"}',
      },
    ])
  })

  it('as awscurl leaves the signature to awscurl', () => {
    expect(awscurlCommand('http://127.0.0.1:3000', typed, 'posix')).toBe(
      `awscurl --service execute-api -X POST -H 'Content-Type: application/json' -H 'Host: localhost' -d '{"a":"it'\\''s"}' 'http://127.0.0.1:3000/covers?x=1'`,
    )
  })
})

describe('a path', () => {
  const routes = ['GET /books/{id}', 'GET /books/new', 'ANY /{proxy+}', 'ANY /books/{id}', 'POST /a.b'].map(
    label => {
      const [method = '', path = ''] = label.split(' ')
      return { method, path }
    },
  )

  it.each([
    ['GET', '/books/new', 'GET /books/new'],
    ['GET', '/books/7', 'GET /books/{id}'],
    ['PUT', '/books/7', 'ANY /books/{id}'],
    ['GET', '/books/7/reviews', 'ANY /{proxy+}'],
    ['POST', '/axb', 'ANY /{proxy+}'],
    ['POST', '/a.b', 'POST /a.b'],
  ])('%s %s is taken by %s', (method, path, expected) => {
    const found = routeFor(routes, method, path)
    expect(found && `${found.method} ${found.path}`).toBe(expected)
  })

  it('gives the values of its parameters', () => {
    expect(pathPattern('/books/{id}/{rest+}').exec('/books/7/a/b')?.slice(1)).toEqual(['7', 'a/b'])
  })
})

describe('a repeated request', () => {
  const completed = { response: { status: 200, bodyBase64: '' }, trace: { durationMs: 3, log: [] } }

  it('is sent so often, so many at a time, and told of as answers come', async () => {
    let underWay = 0
    let mostUnderWay = 0
    let clock = 0
    const told: RepeatedAnswer[] = []
    const kept = await repeatRequest({
      count: 20,
      atOnce: 4,
      send: async () => {
        mostUnderWay = Math.max(mostUnderWay, ++underWay)
        await new Promise(resolve => setImmediate(resolve))
        underWay--
        clock += 40
        return completed as unknown as Completed
      },
      onResults: results => told.push(...results),
      signal: new AbortController().signal,
      now: () => clock,
    })
    expect(mostUnderWay).toBe(4)
    expect(told.map(({ number }) => number).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 20 }, (_, i) => i + 1),
    )
    expect(kept.size).toBe(20)
  })

  it('ends when it is cancelled; a request without an answer is no end', async () => {
    const controller = new AbortController()
    const told: RepeatedAnswer[] = []
    let sent = 0
    await repeatRequest({
      count: 100,
      atOnce: 1,
      send: () => {
        if (++sent === 5) controller.abort()
        return Promise.reject(new Error('the gateway ended'))
      },
      onResults: results => told.push(...results),
      signal: controller.signal,
      now: () => 0,
    })
    expect(sent).toBe(5)
    expect(told).toHaveLength(4)
    expect(told[0]).toMatchObject({ number: 1, message: 'the gateway ended' })
  })
})
