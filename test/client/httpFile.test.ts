import { describe, expect, it } from 'vitest'
import { parseHttpFile } from '../../client/src/httpFile.ts'
import { isLocal, orderOfHttp } from '../../client/src/httpOrder.ts'
import { mergedEnvironments, readEnvironments, substitute } from '../../client/src/httpVariables.ts'
import { httpBlock, unwritable } from '../../client/src/httpWriter.ts'
import type { Order } from '../../client/src/panelMessages.ts'

const world = (variables: Record<string, string> = {}) => ({
  variables: new Map(Object.entries(variables)),
  now: () => 1_790_000_000_000,
  uuid: () => '0f8fad5b-d9cb-469f-a165-70867728950e',
  random: () => 0.5,
  processVariable: (name: string) => (name === 'HOME' ? '/home/ada' : undefined),
})
const fileAt = (name: string) => `/shop/${name.replace(/^\.\//, '')}`
const ordersIn = (text: string, variables: Record<string, string> = {}) => {
  const file = parseHttpFile(text)
  const all = world({ ...variables, ...Object.fromEntries(file.variables) })
  return file.requests.map(request => orderOfHttp(request, all, fileAt))
}

describe('a .http file', () => {
  it('holds requests, variables, notes and what other tools put beside them', () => {
    const file = parseHttpFile(`@host = http://127.0.0.1:3000
# a comment

### List books
// @no-log
GET {{host}}/books
    ?limit=2
    &lang=de HTTP/1.1
Accept: application/json
# X-Left-Out: yes

> {% client.test('ok', () => {}) %}

###
# @name createOrder
# @gatehouse-identity editor
POST {{host}}/orders
Content-Type: application/json

{
  "note": "# no comment"
}

> {%
  client.global.set('id', response.body.id)
%}
<> 2026-01-01T120000.200.json

### no request here

###
http://127.0.0.1:3000/health
### A file
PUT /covers/1
Content-Type: image/png

< ./cover.png
`)
    expect(file.variables).toEqual([['host', 'http://127.0.0.1:3000']])
    expect(file.requests.map(({ name, line, method, url }) => [name, line, method, url])).toEqual([
      ['List books', 5, 'GET', '{{host}}/books?limit=2&lang=de'],
      ['createOrder', 16, 'POST', '{{host}}/orders'],
      [undefined, 31, 'GET', 'http://127.0.0.1:3000/health'],
      ['A file', 33, 'PUT', '/covers/1'],
    ])
    const [list, create, , cover] = file.requests
    expect(list?.headers).toEqual([['Accept', 'application/json']])
    expect(list?.body).toBe('')
    expect(create?.body).toBe('{\n  "note": "# no comment"\n}')
    expect(create?.notes).toContainEqual(['gatehouse-identity', 'editor'])
    expect(cover?.bodyFile).toBe('./cover.png')
  })

  it('becomes a request with its variables, stage, identity and circumstances', () => {
    const [found] = ordersIn(
      `@host = {{base}}:3000
### Create
# @gatehouse-identity {{who}}
# @gatehouse-stage prod
# @gatehouse-stage-variable level = debug
# @gatehouse-release canary
# @gatehouse-source-ip 203.0.113.9
# @gatehouse-client-certificate ./till.pem
POST {{host}}/orders?at={{$timestamp}}&id={{$guid}}&n={{$randomInt 10 20}}
X-Home: {{$processEnv HOME}}
X-Api-Key: {{api_key}}

{"template": "{{unknownOne}}"}
`,
      { base: 'http://localhost', who: 'ann' },
    )
    expect(found).toEqual({
      origin: 'http://localhost:3000',
      unknown: ['api_key'],
      order: {
        request: {
          method: 'POST',
          target: '/orders?at=1790000000&id=0f8fad5b-d9cb-469f-a165-70867728950e&n=15',
          headers: [
            ['X-Home', '/home/ada'],
            ['X-Api-Key', '{{api_key}}'],
          ],
          bodyText: '{"template": "{{unknownOne}}"}',
        },
        stage: 'prod',
        identity: 'ann',
        circumstances: {
          stageVariables: { level: 'debug' },
          sourceIp: '203.0.113.9',
          certificateFile: '/shop/till.pem',
          release: 'canary',
        },
      },
    })
  })

  it('is sent to this machine only; an unknown host stands for the gateway', () => {
    const [unknown, local, six, far] = ordersIn(`GET {{gateway}}/a
###
GET localhost:3000/b
###
GET http://[::1]:3000/c
###
GET https://abc.execute-api.eu-west-1.amazonaws.com/prod/d`)
    expect([unknown, local, six, far].map(found => found && isLocal(found))).toEqual([
      true,
      true,
      true,
      false,
    ])
    expect(unknown).toMatchObject({ unknown: [], order: { request: { target: '/a' } } })
    expect(local).toMatchObject({ origin: 'http://localhost:3000', order: { request: { target: '/b' } } })
  })

  it('joins the lines of a form, and takes a form in parts by its fields', () => {
    const [form, parts] = ordersIn(`POST /login
Content-Type: application/x-www-form-urlencoded

name=ann
&city=Bern

###
POST /covers
Content-Type: multipart/form-data; boundary=x

--x
Content-Disposition: form-data; name="title"

Tides
--x
Content-Disposition: form-data; name="cover"; filename="a.png"
Content-Type: image/png

< ./a.png
--x--
`)
    expect(form?.order.request.bodyText).toBe('name=ann&city=Bern')
    expect(parts?.order).toMatchObject({
      request: { headers: [] },
      body: {
        type: 'multipart',
        parts: [
          { name: 'title', value: 'Tides' },
          { name: 'cover', path: '/shop/a.png' },
        ],
      },
    })
  })

  it('that is written is read as the same request', () => {
    const random = generator(7)
    for (let round = 0; round < 300; round++) {
      const order = randomOrder(random)
      if (unwritable(order) !== undefined) continue
      const block = httpBlock(order, {
        name: 'Round trip',
        origin: '{{gateway}}',
        secrets: new Map(),
        pathOf: file => file.replace('/shop/', './'),
      })
      const [found] = ordersIn(`GET /before\n\n${block}\n### after\nGET /after\n`).slice(1)
      expect(found?.order).toEqual(order)
    }
  })

  it('says what cannot be written: a line of the body that would end it', () => {
    const order = { request: { method: 'POST', target: '/', headers: [], bodyText: 'a\n### b' }, stage: '' }
    expect(unwritable(order)).toContain("'### b'")
  })

  it('of any content is read in time that grows with its length', () => {
    const random = generator(11)
    const pieces = [
      '###',
      '# @name x',
      '@a = {{a}}',
      'GET /a',
      'X: y',
      '',
      '{',
      '< {%',
      '%}',
      '> f',
      '   ',
      '//',
      '<@ f',
      '\r',
    ]
    for (let round = 0; round < 300; round++) {
      const text = Array.from({ length: 40 }, () => pick(random, pieces)).join(
        pick(random, ['\n', '\r\n', ' ']),
      )
      for (const { unknown } of ordersIn(text)) expect(unknown.length).toBeLessThan(50)
    }
    const long = `GET /a${' '.repeat(200_000)}b\nX:${' '.repeat(200_000)}y\n@a =${' '.repeat(200_000)}\n`
    expect(parseHttpFile(long + '#'.repeat(100_000)).requests).toHaveLength(1)
  })
})

describe('variables', () => {
  it('may stand for others, but in no circle and not for megabytes', () => {
    expect(substitute('{{a}}', world({ a: '{{b}}!', b: 'x' })).text).toBe('x!')
    expect(substitute('{{a}}', world({ a: '{{a}}' })).unknown).toEqual(['a'])
    const doubling = Object.fromEntries(
      Array.from({ length: 40 }, (_, index) => [`v${index}`, `{{v${index + 1}}}{{v${index + 1}}}`]),
    )
    expect(substitute('{{v0}}', world(doubling)).text.length).toBeLessThan(10_000_000)
  })

  it('come from environments: private ones before shared files, those before the setting', () => {
    const environments = mergedEnvironments(
      [
        { $shared: { version: 1, host: 'shared' }, dev: { host: 'setting', port: 1 } },
        { dev: { host: 'file' }, broken: 3 },
        { dev: { token: 't', nested: {} } },
        'no object',
      ].map(readEnvironments),
    )
    expect(Object.fromEntries(environments.get('dev') ?? [])).toEqual({
      version: '1',
      host: 'file',
      port: '1',
      token: 't',
    })
  })
})

/** Numbers from 0 to 1 that are the same in each run (mulberry32). */
function generator(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

function pick<T>(random: () => number, list: readonly T[]): T {
  const found = list[Math.floor(random() * list.length)]
  if (found === undefined) throw new Error('the list is empty')
  return found
}

function randomOrder(random: () => number): Order {
  const words = ['a', 'ä', '"', '<b>', '{', '}', ':', '#', '  ', '@x = y', 'GET /x', '\n', '&', '=']
  const text = (most: number) =>
    Array.from({ length: Math.floor(random() * most) }, () => pick(random, words)).join('')
  const line = () => text(6).replace(/\s+/g, ' ').trim()
  const body = text(12)
    .replace(/[ \n]+$/, '')
    .replace(/^\n+/, '')
  const isForm = random() < 0.2
  const parts = [
    { name: `f${line().replaceAll('{', '')}`, value: line() },
    { name: 'file', path: '/shop/a.png' },
  ]
  const hasText = !isForm && body.trim() !== ''
  return {
    request: {
      method: pick(random, ['GET', 'POST', 'DELETE']),
      target: `/books/${Math.floor(random() * 99)}${random() < 0.5 ? '?q=a%20b' : ''}`,
      headers: random() < 0.5 ? [] : [['X-Own', line()]],
      ...(hasText && { bodyText: body }),
    },
    stage: pick(random, ['', 'dev']),
    ...(random() < 0.3 && { identity: 'ann' }),
    ...(random() < 0.3 && { circumstances: { stageVariables: { level: 'x=y' }, sourceIp: '10.0.0.1' } }),
    ...(isForm && { body: { type: 'multipart' as const, parts } }),
  }
}
