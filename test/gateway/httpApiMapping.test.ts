import { expect, it } from 'vitest'
import { answerOf, gatewayFor } from '../support/authorization.ts'
import { fixedWorld } from '../support/world.ts'
import { fidelity } from '../support/fidelity.ts'

fidelity('HTTP API', 'Parameter mapping: the event of a function is changed, too', {
  by: 'documentation',
  source: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-parameter-mapping.html',
})

const gateway = gatewayFor(`openapi: 3.0.1
info: { title: Test, version: '1' }
paths:
  /notes:
    post:
      x-amazon-apigateway-integration:
        type: http_proxy
        httpMethod: POST
        uri: https://b.test/
        payloadFormatVersion: '1.0'
        requestParameters: { append:header.name: $request.body.name, append:header.size: '\${request.body.size}' }
`)

async function nameOf(padding: number): Promise<readonly (readonly [string, string])[]> {
  const world = fixedWorld({ backend: { status: 204, headers: [], body: new Uint8Array() } })
  const body = Buffer.from(JSON.stringify({ name: 'Rex', padding: 'x'.repeat(padding), size: 1 }))
  const rest = { query: '', headers: [], sourceIp: '127.0.0.1', port: 3000 }
  await gateway.handle({ method: 'POST', path: '/notes', body, ...rest }, world)
  return world.sent[0]?.headers.filter(([name]) => name === 'name' || name === 'size') ?? []
}

it('looks a path up in the first 100 KB of a body, which is cut off there', async () => {
  expect(await nameOf(100_000)).toEqual([
    ['name', 'Rex'],
    ['size', '1'],
  ])
  expect(await nameOf(110_000)).toEqual([])
})

it.each([
  [
    '2.0',
    {
      rawPath: '/inner/7',
      rawQueryString: 'A=0&b=2&B=two&stage=%24default',
      headers: { user: 'ann,bob', old: '1' },
      queryStringParameters: { A: '0', b: '2', B: 'two', stage: '$default' },
      requestContext: { http: { path: '/notes/7' } },
    },
  ],
  [
    '1.0',
    {
      path: '/inner/7',
      multiValueHeaders: { user: ['ann', 'bob'], old: ['1'] },
      queryStringParameters: { A: '0', b: '2', B: 'two', stage: '$default' },
      requestContext: { path: '/notes/7' },
    },
  ],
])('changes the event of a function in payload %s', async (format, event) => {
  const lambda = gatewayFor(`AWSTemplateFormatVersion: 2010-09-09
Resources:
  Echo: { Type: AWS::Lambda::Function, Properties: { Runtime: nodejs20.x, Handler: index.echo, Code: . } }
  Api: { Type: AWS::ApiGatewayV2::Api, Properties: { Name: notes, ProtocolType: HTTP } }
  Backend:
    Type: AWS::ApiGatewayV2::Integration
    Properties:
      ApiId: !Ref Api
      IntegrationType: AWS_PROXY
      IntegrationUri: !GetAtt Echo.Arn
      PayloadFormatVersion: '${format}'
      RequestParameters:
        overwrite:path: /inner/$request.path.id
        append:header.user: bob
        append:header.old: $request.header.new
        remove:header.new: "''"
        remove:querystring.a: "''"
        overwrite:querystring.B: two
        append:querystring.stage: $context.stage
  Route: { Type: AWS::ApiGatewayV2::Route, Properties: { ApiId: !Ref Api, RouteKey: 'GET /notes/{id}', Target: !Sub 'integrations/\${Backend}' } }
  Stage: { Type: AWS::ApiGatewayV2::Stage, Properties: { ApiId: !Ref Api, StageName: $default } }
`)
  const headers = [
    ['User', 'ann'],
    ['New', '1'],
  ] as const
  const { events } = await answerOf(
    lambda,
    { method: 'GET', path: '/notes/7', query: 'a=1&A=0&b=2', headers },
    {},
    { functions: new Map([['Echo', '({ statusCode: 204 })']]) },
  )
  expect(events[0]?.[1]).toMatchObject(event)
  expect(events[0]?.[1]).not.toHaveProperty('headers.new')
})
