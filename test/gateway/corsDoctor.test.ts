import { describe, expect, it } from 'vitest'
import { loadDefinition } from '../../server/src/definitions/load.ts'
import { createGateway } from '../../server/src/gateway/gateway.ts'
import { examineCors } from '../../server/src/gateway/why/corsDoctor.ts'
import type { Fields } from '../../server/src/base/headers.ts'
import type { CorsCheck } from '../../server/src/protocol/cors.ts'
import { memoryFiles } from '../support/memoryFiles.ts'
import { fixedWorld } from '../support/world.ts'

// The browser of a page at https://shop.example asks, sends and looks at every answer of the gateway.

interface Sent {
  readonly method?: string
  readonly path?: string
  readonly headers?: Fields
}

async function checksOf(definition: string, sent: Sent, functions: Readonly<Record<string, string>> = {}) {
  const loaded = loadDefinition('/api.yaml', memoryFiles({ '/api.yaml': definition })).definition
  const api = loaded?.apis[0]
  const stage = api?.stages[0]
  if (!loaded || !stage || api.type === 'websocket') throw new Error('no API')
  const world = fixedWorld({ functions: new Map(Object.entries(functions)) })
  const { checks } = await examineCors(
    { definition: loaded, api, stage, gateway: createGateway(loaded, api, stage) },
    {
      method: sent.method ?? 'GET',
      path: sent.path ?? '/books',
      query: '',
      headers: sent.headers ?? [],
      body: new Uint8Array(),
      sourceIp: '127.0.0.1',
      port: 3000,
    },
    'https://shop.example',
    world,
  )
  return { lines: checks.map(check => written(check, definition)), events: world.events }
}

function written({ title, state, sentence, header, add, source }: CorsCheck, text: string): string {
  const line = source ? ` @ ${text.split('\n')[source.line]?.trim()}` : ''
  const missing = state === 'failed' ? ` [${header ?? 'no header'}] add ${add}${line}` : ''
  return `${state} ${title}: ${sentence}${missing}`
}

const rest = (options: string, responses = '') => `openapi: 3.0.1
info: { title: Bookshop, version: '1' }
${responses}
paths:
  /books:
    put:
      x-amazon-apigateway-integration:
        type: aws_proxy
        httpMethod: POST
        uri: arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:Put/invocations
${options}
`
const preflight = (headers: string) => `
    options:
      responses: { '200': { description: ok, headers: { Access-Control-Allow-Origin: { schema: { type: string } }, Access-Control-Allow-Methods: { schema: { type: string } }, Access-Control-Allow-Headers: { schema: { type: string } } } } }
      x-amazon-apigateway-integration:
        type: mock
        requestTemplates: { application/json: '{"statusCode": 200}' }
        responses:
          default:
            statusCode: '200'
            responseParameters:
              method.response.header.Access-Control-Allow-Origin: "'https://shop.example'"
              method.response.header.Access-Control-Allow-Methods: "'PUT,OPTIONS'"
${headers}`
const withHeaders = preflight(
  `              method.response.header.Access-Control-Allow-Headers: "'content-type,authorization'"`,
)
const gatewayResponses = `x-amazon-apigateway-gateway-responses:
  DEFAULT_4XX: { responseParameters: { gatewayresponse.header.Access-Control-Allow-Origin: "'*'" } }
  DEFAULT_5XX: { responseParameters: { gatewayresponse.header.Access-Control-Allow-Origin: "'*'" } }`
const functionOf = (definition: string) => `Transform: AWS::Serverless-2016-10-31
Resources:
  Put: { Type: AWS::Serverless::Function, Properties: { Runtime: nodejs22.x, Handler: index.put, InlineCode: '…' } }
  Shop:
    Type: AWS::Serverless::Api
    Properties:
      StageName: dev
      DefinitionBody:
${definition
  .split('\n')
  .map(line => `        ${line}`)
  .join('\n')}
`
const jsonPut: Sent = { method: 'PUT', headers: [['Content-Type', 'application/json']] }

describe('a REST API', () => {
  it('without an OPTIONS method is never sent the request by a browser', async () => {
    const { lines } = await checksOf(functionOf(rest('')), jsonPut, { Put: '({ statusCode: 200 })' })
    expect(lines[0]).toContain(
      'failed Preflight: A browser asks first because of `PUT` and `content-type`: **OPTIONS was answered with 403**, and only a 2xx counts. The request itself is never sent',
    )
    expect(lines[0]).toContain('add an `OPTIONS` method of type MOCK without authorization that answers 200')
  })

  it('whose preflight leaves out a header of the request', async () => {
    const { lines } = await checksOf(functionOf(rest(preflight(''))), jsonPut, {
      Put: '({ statusCode: 200 })',
    })
    expect(lines[0]).toContain(
      '**`Access-Control-Allow-Headers` is missing**, and `content-type` is wanted. The request itself is never sent [Access-Control-Allow-Headers] add `content-type` in `Access-Control-Allow-Headers` to the response of the OPTIONS method',
    )
    expect(lines[0]).toMatch(/@ default:$/)
  })

  it('whose handler does not send the header, and whose own answers have none', async () => {
    const { lines } = await checksOf(functionOf(rest(withHeaders)), jsonPut, { Put: '({ statusCode: 200 })' })
    expect(lines[0]).toBe(
      'passed Preflight: OPTIONS was answered with 200 and allows `PUT` and `content-type`',
    )
    expect(lines[1]).toContain(
      'failed Answer: The 200 came, and the page may not read it: **`Access-Control-Allow-Origin` is missing** [Access-Control-Allow-Origin] add `Access-Control-Allow-Origin` to the `headers` that Put returns',
    )
    expect(lines.slice(2).map(line => line.split(':')[0])).toEqual([
      'failed Gateway response DEFAULT_4XX',
      'failed Gateway response DEFAULT_5XX',
    ])
    expect(lines[2]).toContain(
      `add \`gatewayresponse.header.Access-Control-Allow-Origin: "'https://shop.example'"\` to a gateway response \`DEFAULT_4XX\``,
    )
  })

  it('that answers itself takes the header from its gateway responses, not from the handler', async () => {
    const { lines } = await checksOf(functionOf(rest(withHeaders)), jsonPut, { Put: "fail('no table')" })
    expect(lines[1]).toContain('failed Answer: The 502 came, and the page may not read it')
    expect(lines[1]).toContain('to a gateway response `DEFAULT_5XX`')
  })

  it('that does all of it passes', async () => {
    const { lines, events } = await checksOf(functionOf(rest(withHeaders, gatewayResponses)), jsonPut, {
      Put: "({ statusCode: 200, headers: { 'Access-Control-Allow-Origin': '*' } })",
    })
    expect(lines.map(line => line.split(' ')[0])).toEqual(['passed', 'passed', 'passed'])
    expect(lines[2]).toBe(
      'passed Gateway responses: The page may read `THROTTLED`, `INTEGRATION_FAILURE` and `INTEGRATION_TIMEOUT`',
    )
    expect(events.map(({ functionId }) => functionId)).toEqual(['Put'])
  })

  it('takes no star from a request with cookies', async () => {
    const sent = { method: 'PUT', headers: [['Cookie', 'id=1'] as const] }
    const { lines } = await checksOf(functionOf(rest(withHeaders, gatewayResponses)), sent, {
      Put: "({ statusCode: 200, headers: { 'Access-Control-Allow-Origin': '*' } })",
    })
    expect(lines[0]).toContain(
      '**`Access-Control-Allow-Credentials` is missing**, and the request has cookies',
    )
    expect(lines[1]).toContain('is `*`**, which no request with cookies may have')
  })
})

const http = (cors: string) => `Transform: AWS::Serverless-2016-10-31
Resources:
  Notes:
    Type: AWS::Serverless::HttpApi
    Properties:
      StageName: $default
${cors}
  List:
    Type: AWS::Serverless::Function
    Properties:
      Handler: index.list
      Runtime: nodejs22.x
      InlineCode: '…'
      Events:
        All: { Type: HttpApi, Properties: { ApiId: !Ref Notes, Path: /books, Method: ANY } }
`

describe('an HTTP API', () => {
  const list = { List: '({ statusCode: 200 })' }

  it('without CORS names the configuration', async () => {
    const { lines } = await checksOf(http(''), {}, list)
    expect(lines[0]).toBe('notNeeded Preflight: A browser sends `GET` with these headers without asking')
    expect(lines[1]).toContain('add a `CorsConfiguration` to the API @ Notes:')
  })

  it('of another origin names its list', async () => {
    const cors = `      CorsConfiguration:
        AllowOrigins: [https://admin.example]
        AllowMethods: [PUT]`
    const { lines } = await checksOf(http(cors), { method: 'PUT' }, list)
    expect(lines[0]).toContain('**`Access-Control-Allow-Origin` is missing**')
    expect(lines[1]).toContain(
      'add the origin to `AllowOrigins`, which has `https://admin.example` @ AllowOrigins: [https://admin.example]',
    )
  })

  it('that leaves out the method names the method', async () => {
    const cors = `      CorsConfiguration: { AllowOrigins: ['*'], AllowMethods: [GET] }`
    const { lines } = await checksOf(http(cors), { method: 'PUT' }, list)
    expect(lines[0]).toContain('**`Access-Control-Allow-Methods` names only `GET`**, and `PUT` is wanted')
  })
})
