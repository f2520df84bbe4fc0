import { describe, expect, it, test } from 'vitest'
import { bodyText, gatewayOf, send, summaryOf } from '../support/oneApi.ts'
import { fixedWorld } from '../support/world.ts'
import { fidelity } from '../support/fidelity.ts'

const template = (event: string) => `AWSTemplateFormatVersion: 2010-09-09
Transform: AWS::Serverless-2016-10-31
Resources:
  Echo:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: nodejs20.x
      Handler: app.handler
      CodeUri: src
      Events: { Any: { Type: ${event}, Properties: { Path: /, Method: ANY } } }
`
const rest = gatewayOf(template('Api'))
const http = gatewayOf(template('HttpApi'))
const world = () => fixedWorld({ functions: new Map([['Echo', '({ statusCode: 200, body: "ok" })']]) })

describe('a REST API', () => {
  fidelity('Keys, limits and caches', 'Sizes of a REST API: 10,240 bytes of headers, bodies of 10 MB', {
    by: 'documentation',
    source:
      'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html',
  })
  fidelity('Keys, limits and caches', 'Sizes of events: Lambda takes 6 MB', {
    by: 'documentation',
    source: 'https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html',
  })

  it('takes a head of 10,240 bytes and refuses one more, before it looks for a method', async () => {
    const line = 'GET / HTTP/1.1'.length
    const headers = (bytes: number) => [['x-long', 'x'.repeat(bytes - line - 'x-long: '.length)]] as const
    expect((await send(rest, { headers: headers(10_240) }, world())).response.status).toBe(200)
    const refused = await send(rest, { path: '/none', headers: headers(10_241) }, world())
    expect(refused.response).toMatchObject({
      status: 413,
      headers: [['Content-Type', 'text; charset=utf-8']],
    })
    expect(bodyText(refused)).toBe('HTTP header is larger than 10240 bytes.')
    expect(summaryOf(refused, 'methodRequest')).toContain('API Gateway takes 10240')
    const long = await send(rest, { query: 'x'.repeat(10_240) }, world())
    expect(long.response.status).toBe(413)
  })

  it('refuses a body over 10 MB in the words of the front end, also one that is announced only', async () => {
    const body = new Uint8Array(10 * 1024 * 1024 + 1)
    const sent = await send(rest, { method: 'POST', body }, world())
    expect([sent.response.status, bodyText(sent)]).toEqual([
      413,
      'HTTP content length exceeded 10485760 bytes.',
    ])
    const announced = await send(rest, { method: 'POST', headers: [['Content-Length', '99999999']] }, world())
    expect(announced.response.status).toBe(413)
  })

  it('refuses an event that Lambda does not take, in the words of the gateway, and calls nobody', async () => {
    const calm = world()
    const body = new Uint8Array(6 * 1024 * 1024 + 1).fill(120)
    const exchange = await send(rest, { method: 'POST', body }, calm)
    expect([exchange.response.status, bodyText(exchange)]).toEqual([413, '{"message": "Request Too Long"}'])
    expect(exchange.response.headers).toEqual([
      ['x-amzn-RequestId', '00000000-0000-4000-8000-000000000001'],
      ['x-amz-apigw-id', 'AAAAAAAAQACAAAA='],
      ['x-amzn-ErrorType', 'BadRequestException'],
      ['Content-Type', 'application/json'],
    ])
    expect(summaryOf(exchange, 'integration')).toContain('Lambda takes 6291456')
    expect(calm.events).toEqual([])
  })
})

test('an HTTP API answers 431 and 413 as JSON', async () => {
  const head = await send(http, { headers: [['x-long', 'x'.repeat(10_240)]] }, world())
  expect([head.response.status, bodyText(head)]).toEqual([
    431,
    '{"message":"Request Header Fields Too Large"}',
  ])
  const calm = world()
  for (const bytes of [6 * 1024 * 1024 + 1, 11 * 1024 * 1024]) {
    const exchange = await send(http, { method: 'POST', body: new Uint8Array(bytes).fill(120) }, calm)
    expect([exchange.response.status, bodyText(exchange)]).toEqual([
      413,
      '{"message":"Request Entity Too Large"}',
    ])
  }
  expect(calm.events).toEqual([])
})
