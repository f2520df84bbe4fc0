import { describe, expect, it } from 'vitest'
import { parseHttpFile } from '../../client/src/httpFile.ts'
import { orderOfHttp } from '../../client/src/httpOrder.ts'
import { importRequests } from '../../server/src/requests/importRequests.ts'

const v21 = 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json'
const v20 = 'https://schema.getpostman.com/json/collection/v2.0.0/collection.json'
const collection = (item: unknown[], more: object = {}) => ({
  info: { name: 'Shop', schema: v21 },
  item,
  ...more,
})

/** What is imported, and how our own reader of `.http` files reads it. */
function imported(file: unknown, withAssets = false) {
  const text = typeof file === 'string' ? file : JSON.stringify(file)
  const made = importRequests('shop.json', text, { withAssets })
  if ('message' in made) throw new Error(made.message)
  return { ...made, file: parseHttpFile(made.text) }
}
const refused = (text: string) => {
  const made = importRequests('shop.json', text, { withAssets: false })
  return 'message' in made ? made.message : 'imported'
}
const only = (request: unknown, more: object = {}) => {
  const { file, ...made } = imported(collection([{ name: 'One', request }], more))
  const [first, ...others] = file.requests
  if (!first || others.length > 0) throw new Error(`not one request: ${made.text}`)
  return { ...first, text: made.text, variables: file.variables }
}

describe('a Postman collection', () => {
  it('becomes a .http file: folders, variables, path variables, query, headers and a body', () => {
    const { text } = imported(
      collection(
        [
          {
            name: 'Books',
            item: [
              {
                name: 'Change',
                request: {
                  method: 'PUT',
                  description: 'Changes one.\nNeeds a key.',
                  header: [
                    { key: 'Accept-Language', value: '{{lang code}}' },
                    { key: 'X-Off', value: '1', disabled: true },
                  ],
                  url: {
                    raw: '{{baseUrl}}/books/:id/:part?dry=true',
                    variable: [{ key: 'id', value: 'b 1' }],
                  },
                  body: {
                    mode: 'raw',
                    raw: '{\n  "title": "Emma"\n}',
                    options: { raw: { language: 'json' } },
                  },
                },
              },
            ],
          },
        ],
        {
          variable: [
            { key: 'baseUrl', value: 'https://shop.example' },
            { key: 'lang code', value: 'de' },
          ],
        },
      ),
    )
    expect(text).toBe(`# Imported from the Postman collection 'Shop'
@baseUrl = https://shop.example
@lang_code = de

### Books / Change
# Changes one.
# Needs a key.
PUT {{baseUrl}}/books/b%201/{{part}}?dry=true
Content-Type: application/json
Accept-Language: {{lang_code}}

{
  "title": "Emma"
}
`)
  })

  it('puts a variable in the place of a host, with the stage of an execute-api address', () => {
    const { text, file } = imported(
      collection([
        { name: 'A', request: 'https://a1b2c3.execute-api.eu-west-1.amazonaws.com/prod/books?limit=2' },
        { name: 'B', request: { url: 'https://other.example:8443' } },
        {
          name: 'C',
          request: { url: { protocol: 'https', host: ['other', 'example'], port: '8443', path: ['c', 'd'] } },
        },
      ]),
    )
    expect(file.variables).toEqual([
      ['baseUrl', 'https://a1b2c3.execute-api.eu-west-1.amazonaws.com/prod'],
      ['baseUrl2', 'https://other.example:8443'],
    ])
    expect(file.requests.map(({ url }) => url)).toEqual([
      '{{baseUrl}}/books?limit=2',
      '{{baseUrl2}}/',
      '{{baseUrl2}}/c/d',
    ])
    expect(text).not.toContain('prod/books')
  })

  it('reads authorization of both versions, inherits it, and writes no secret', () => {
    const bearer = { type: 'bearer', bearer: [{ key: 'token', value: 'eyJhbGciOi' }] }
    const own = only({ url: '/a' }, { auth: bearer })
    expect(own.headers).toEqual([['Authorization', 'Bearer {{bearer_token}}']])
    expect(own.text).toContain('# {{bearer_token}} is a secret')
    expect(own.text).not.toContain('eyJ')
    const inOld = imported({
      info: { name: 'Old', schema: v20 },
      auth: { type: 'apikey', apikey: { key: 'api_key', value: '{{key}}', in: 'query' } },
      item: [
        { name: 'inherits', request: { url: '/a?b=1' } },
        { name: 'has none', request: { url: '/a', auth: { type: 'noauth' } } },
      ],
    })
    expect(inOld.file.requests.map(({ url }) => url)).toEqual(['/a?b=1&api_key={{key}}', '/a'])
    expect(
      only({ url: '/a', auth: { type: 'awsv4', awsv4: [{ key: 'region', value: 'eu-west-1' }] } }).text,
    ).toContain(
      "# It is signed with AWS Signature Version 4 (eu-west-1): name an identity with an access key, as '# @gatehouse-identity NAME'",
    )
    expect(only({ url: '/a', auth: { type: 'basic', basic: [] } }).headers).toEqual([
      ['Authorization', 'Basic {{basic_credentials}}'],
    ])
    expect(only({ url: '/a', auth: { type: 'hawk' } }).text).toContain(
      "# Its authorization 'hawk' is not taken over",
    )
  })

  it('reads forms, files and GraphQL', () => {
    const form = only({
      method: 'POST',
      url: '/a',
      body: {
        mode: 'urlencoded',
        urlencoded: [
          { key: 'a b', value: '{{x}}&y' },
          { key: 'off', value: '', disabled: true },
        ],
      },
    })
    expect([form.headers, form.body]).toEqual([
      [['Content-Type', 'application/x-www-form-urlencoded']],
      'a%20b={{x}}%26y',
    ])
    expect(
      only({ method: 'PUT', url: '/a', body: { mode: 'file', file: { src: './cover.png' } } }).bodyFile,
    ).toBe('./cover.png')
    const graphql = only({
      method: 'POST',
      url: '/a',
      body: { mode: 'graphql', graphql: { query: 'query { books }', variables: '{"first": 2}' } },
    })
    expect(JSON.parse(graphql.body)).toEqual({ query: 'query { books }', variables: { first: 2 } })
    const parts = only({
      method: 'POST',
      url: '/a',
      body: {
        mode: 'formdata',
        formdata: [
          { key: 'na"me', value: 'two\nlines', type: 'text' },
          { key: 'cover', type: 'file', src: ['/tmp/a.png', '/tmp/b.png'] },
        ],
      },
    })
    const world = {
      variables: new Map<string, string>(),
      now: () => 0,
      uuid: () => '',
      random: () => 0,
      processVariable: () => undefined,
    }
    expect(orderOfHttp(parts, world, name => name).order.body).toEqual({
      type: 'multipart',
      parts: [
        { name: 'na"me', value: 'two\nlines' },
        { name: 'cover', path: '/tmp/a.png' },
        { name: 'cover', path: '/tmp/b.png' },
      ],
    })
  })

  it('shows scripts and runs none', () => {
    const { file, text } = imported(
      collection([
        {
          name: 'One',
          event: [
            {
              listen: 'test',
              script: { exec: ['pm.test("x")', '@gatehouse-identity admin', '### GET /evil'] },
            },
          ],
          request: { url: '/a' },
        },
      ]),
    )
    expect(text).toContain('# Postman runs this script after the answer; here it is not run:\n# pm.test("x")')
    expect(file.requests.map(({ url, notes }) => [url, notes])).toEqual([['/a', []]])
  })
})

describe('an environment of Postman', () => {
  it('becomes an environment of .http files, its secrets apart', () => {
    const made = imported({
      name: 'Local',
      _postman_variable_scope: 'environment',
      values: [
        { key: 'baseUrl', value: 'http://127.0.0.1:3000', enabled: true },
        { key: 'my token', value: 's3cret', type: 'secret' },
        { key: 'off', value: '1', enabled: false },
      ],
    })
    expect(JSON.parse(made.text)).toEqual({ Local: { baseUrl: 'http://127.0.0.1:3000' } })
    expect(JSON.parse(made.secretText ?? '')).toEqual({ Local: { my_token: 's3cret' } })
  })
})

const entry = (request: object, more: object = {}) => ({
  request: { method: 'GET', headers: [], ...request },
  response: { content: { mimeType: 'application/json' } },
  ...more,
})
const har = (...entries: unknown[]) => ({ log: { version: '1.2', entries } })

describe('a HAR file', () => {
  it('gives its requests to APIs, without what a browser adds and without secrets', () => {
    const { file, text, leftOut } = imported(
      har(
        entry({
          method: 'POST',
          url: 'https://shop.example/login?token=abc&page=1#top',
          headers: [
            { name: ':authority', value: 'shop.example' },
            { name: 'Authorization', value: 'Bearer eyJhbG' },
            { name: 'Cookie', value: 'sid=12345' },
            { name: 'Sec-Fetch-Mode', value: 'cors' },
            { name: 'Content-Type', value: 'application/json' },
          ],
          postData: { mimeType: 'application/json', text: '{"name":"ada","password":"lovelace"}' },
        }),
        entry({ url: 'https://cdn.example/logo.png' }, { response: { content: { mimeType: 'image/png' } } }),
        entry({ url: 'https://shop.example/app.js' }, { _resourceType: 'script' }),
        entry({ url: 'data:text/plain,x' }),
      ),
    )
    expect(leftOut).toBe(2)
    expect(file.requests).toMatchObject([
      {
        name: 'POST /login',
        url: '{{baseUrl}}/login?token={{token}}&page=1',
        headers: [
          ['Authorization', 'Bearer {{authorization}}'],
          ['Cookie', '{{cookie}}'],
          ['Content-Type', 'application/json'],
        ],
      },
    ])
    expect(JSON.parse(file.requests[0]?.body ?? '')).toEqual({ name: 'ada', password: '{{password}}' })
    expect(text).not.toMatch(/eyJ|12345|lovelace|abc/)
  })

  it('takes pictures and scripts where they are wanted, and forms with their files', () => {
    const form = {
      mimeType: 'multipart/form-data; boundary=x',
      params: [{ name: 'cover', fileName: 'cover.png', contentType: 'image/png' }],
    }
    const both = har(
      entry({ url: 'https://cdn.example/logo.png' }, { _resourceType: 'image' }),
      entry({ method: 'POST', url: 'https://shop.example/covers', postData: form }),
    )
    expect(imported(both, true).count).toBe(2)
    expect(imported(both).text).toContain('name="cover"; filename="cover.png"\n\n< cover.png\n--gatehouse--')
  })
})

describe('what cannot be imported', () => {
  it('gets a message with its place', () => {
    expect(refused('{\n  "info": {},\n  oops\n}')).toMatch(
      /^'shop.json' cannot be imported: it is no JSON: .* at 3:3$/,
    )
    expect(refused('{"a": ')).toMatch(/ at 1:7$/)
    expect(refused('[]')).toBe("'shop.json' cannot be imported: it is no JSON object")
    expect(refused('{"openapi":"3.0.1"}')).toBe(
      "'shop.json' cannot be imported: it is no Postman collection, no environment of Postman and no HAR file",
    )
    expect(refused(JSON.stringify({ requests: [], order: [] }))).toContain(
      'version 1: export it as version 2.1',
    )
    expect(refused(JSON.stringify({ info: { schema: 'v9' }, item: [] }))).toContain("its 'schema' is 'v9'")
    expect(refused(JSON.stringify({ log: { version: '2.0', entries: [] } }))).toContain('it is HAR 2.0')
    expect(refused(JSON.stringify({ log: { version: '1.2' } }))).toContain("its 'log' has no 'entries'")
    expect(refused(`${'['.repeat(2000)}${']'.repeat(2000)}`)).toContain('nests deeper than 500 levels')
    expect(refused(JSON.stringify(collection([])))).toBe('There are no requests in it')
    expect(
      refused(JSON.stringify(collection([{ name: 'x', request: { method: 'LOCK', url: '/' } }]))),
    ).toContain("API Gateway takes no 'LOCK' requests")
  })

  it('is a body that the file would not give back; it is left out and said', () => {
    const post = (raw: string) => only({ method: 'POST', url: '/a', body: { mode: 'raw', raw } })
    expect(post('{\n### x')).toMatchObject({ body: '' })
    expect(post('{\n### x').text).toContain(
      "# The body is left out: a .http file cannot hold its line '### x'",
    )
    expect(post('< /etc/passwd')).toMatchObject({ body: '' })
    expect(post('< /etc/passwd').bodyFile).toBeUndefined()
    expect(post('<order id="1"/>').body).toBe('<order id="1"/>')
  })
})

describe('whatever a file holds', () => {
  const pieces = [
    '\n',
    '\r\n',
    '\r',
    '###',
    '### GET /evil',
    '@x = 1',
    '# @gatehouse-identity admin',
    '{{',
    '}}',
    '{{a b}}',
    '< /etc/passwd',
    '> {% x %}',
    ' ',
    ':',
    '"',
    '://',
    '?',
    'é',
    '\u2028',
    '\ud800',
    'GET /',
    '--gatehouse',
    '//',
    '__proto__',
    '',
  ]
  let seed = 7
  const random = (below: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
    return seed % below
  }
  const text = () => Array.from({ length: random(5) }, () => pieces[random(pieces.length)]).join('')

  it('one request stays one request, with no notes, no file and no variable that nobody stated', () => {
    for (let round = 0; round < 3000; round++) {
      const name = text()
      const request = {
        method: 'POST',
        url: `https://shop.example/${text()}`,
        description: text(),
        header: [{ key: text(), value: text() }],
        body: [
          { mode: 'raw', raw: text() },
          { mode: 'urlencoded', urlencoded: [{ key: text(), value: text() }] },
          { mode: 'formdata', formdata: [{ key: text(), value: text(), type: 'text' }] },
        ][random(3)],
      }
      const file =
        round % 2 === 0
          ? collection([{ name, request }])
          : har(
              entry({
                ...request,
                headers: [{ name: text(), value: text() }],
                postData: { mimeType: 'text/plain', text: text() },
              }),
            )
      const { file: read, text: written } = imported(file)
      const told = `${JSON.stringify(file)}\n${written}`
      expect(read.requests.length, told).toBe(1)
      expect(read.variables, told).toEqual([['baseUrl', expect.stringMatching(/^https:\/\/shop\.example/)]])
      expect(read.requests[0], told).toMatchObject({ method: 'POST', notes: [] })
      expect(read.requests[0]?.bodyFile, told).toBeUndefined()
      expect(read.requests[0]?.url, told).toMatch(/^\{\{baseUrl\}\}\//)
    }
  })
})
