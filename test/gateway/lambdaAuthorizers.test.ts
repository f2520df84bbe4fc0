import { expect, it } from 'vitest'
import { AuthorizerCache } from '../../server/src/gateway/authorizers/authorizerCache.ts'
import type { Gateway } from '../../server/src/gateway/gateway.ts'
import { gatewayFor } from '../support/authorization.ts'
import { fixedTime, fixedWorld } from '../support/world.ts'
import { fidelity } from '../support/fidelity.ts'

fidelity(
  'Authorization',
  'Lambda authorizers: results kept by identity and time to live, failures, long ARNs',
  {
    by: 'documentation',
    source:
      'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-lambda-authorizer-use-lambda-function.html',
  },
)

const definition = (settings: string) => `AWSTemplateFormatVersion: 2010-09-09
Transform: AWS::Serverless-2016-10-31
Resources:
  Shop:
    Type: AWS::Serverless::Api
    Properties:
      StageName: prod
      Auth:
        Authorizers:
          Check:
            FunctionArn: !GetAtt Check.Arn
            FunctionPayloadType: REQUEST
            Identity: { Headers: [X-Key], Context: [httpMethod]${settings} }
      DefinitionBody:
        openapi: 3.0.1
        info: { title: Shop, version: '1' }
        paths:
          /items:
            get: &items
              security: [{ Check: [] }]
              x-amazon-apigateway-integration:
                type: mock
                requestTemplates: { application/json: '{"statusCode": 200}' }
                responses: { default: { statusCode: '200' } }
            post: *items
  Check:
    Type: AWS::Serverless::Function
    Properties: { Runtime: nodejs20.x, Handler: index.handler, CodeUri: . }
`

const allow = `({ principalId: 'p', policyDocument: { Version: '2012-10-17', Statement: [{ Action: 'execute-api:Invoke', Effect: 'Allow', Resource: '*' }] } })`

it('asks once for each combination of identities while a result is good', async () => {
  const gateway = gatewayFor(definition(', ReauthorizeEvery: 10'))
  const calls = () => callsOf(gateway)
  const asked = calls()
  expect(await asked('GET', 'a', 0)).toEqual([200, 1])
  expect(await asked('GET', 'a', 9_999)).toEqual([200, 0])
  expect(await asked('GET', 'b', 9_999)).toEqual([200, 1])
  expect(await asked('POST', 'a', 9_999)).toEqual([200, 1])
  expect(await asked('GET', 'a', 10_000)).toEqual([200, 1])
  expect(gateway.flushAuthorizers()).toBe(3)
  expect(await asked('GET', 'a', 10_001)).toEqual([200, 1])
})

it('asks each time when results are not kept, and keeps them for 300 seconds unless it is said', async () => {
  const never = callsOf(gatewayFor(definition(', ReauthorizeEvery: 0')))
  expect([await never('GET', 'a', 0), await never('GET', 'a', 1)]).toEqual([
    [200, 1],
    [200, 1],
  ])
  const usual = callsOf(gatewayFor(definition('')))
  const answers = [
    await usual('GET', 'a', 0),
    await usual('GET', 'a', 299_999),
    await usual('GET', 'a', 300_000),
  ]
  expect(answers).toEqual([
    [200, 1],
    [200, 0],
    [200, 1],
  ])
})

it('keeps no failures', async () => {
  const failing = callsOf(gatewayFor(definition('')), `(() => { throw 'Unauthorized' })()`)
  expect([await failing('GET', 'a', 0), await failing('GET', 'a', 1)]).toEqual([
    [401, 1],
    [401, 1],
  ])
})

it('answers 500 to a function that does not answer in time', async () => {
  expect(await callsOf(gatewayFor(definition('')), 'function timeout')('GET', 'a', 0)).toEqual([500, 1])
})

it('answers 414 when the ARN of the method would be too long', async () => {
  const text = definition('').replaceAll('/items:', '/items/{id}:')
  const { response } = await gatewayFor(text).handle(
    request('GET', 'a', `/items/${'x'.repeat(1600)}`),
    worldAt(0),
  )
  expect([response.status, String(response.body)]).toEqual([414, '{"message": "Request URI too long"}'])
})

it('keeps a bounded number of results', () => {
  const cache = new AuthorizerCache<number>()
  for (let index = 0; index <= 10_000; index++) cache.keep(String(index), index, 1)
  expect([cache.find('0', 0), cache.find('10000', 0)?.value]).toEqual([undefined, 10_000])
})

/** Sends a request at a time; tells the status and how often the function ran for it. */
function callsOf(gateway: Gateway, code = allow) {
  return async (method: string, key: string, at: number) => {
    const world = worldAt(at, code)
    const { response } = await gateway.handle(request(method, key, '/items'), world)
    return [response.status, world.events.length]
  }
}

function worldAt(ms: number, code = allow) {
  return { ...fixedWorld({ functions: new Map([['Check', code]]) }), now: () => fixedTime + ms }
}

function request(method: string, key: string, path: string) {
  const headers = [['X-Key', key]] as const
  return { method, path, query: '', headers, body: new Uint8Array(0), sourceIp: '127.0.0.1', port: 3000 }
}
