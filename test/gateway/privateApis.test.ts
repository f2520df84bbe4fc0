import { expect, it } from 'vitest'
import { createFrontDoor } from '../../server/src/gateway/frontDoor.ts'
import { answerOf, gatewayFor } from '../support/authorization.ts'
import { fidelity } from '../support/fidelity.ts'

fidelity('Authorization', 'Private APIs: refused without a policy, found by the host of the endpoint', {
  by: 'documentation',
  source: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-private-apis.html',
})

const definition = (policy: string) => `openapi: 3.0.1
info: { title: Orders, version: '1' }
servers: [{ url: 'https://x', x-amazon-apigateway-endpoint-configuration: { vpcEndpointIds: [vpce-0aa] } }]
x-amazon-apigateway-endpoint-configuration: { types: [PRIVATE] }
${policy}
paths:
  /orders:
    get:
      x-amazon-apigateway-integration:
        type: mock
        requestTemplates: { application/json: '{"statusCode": 200}' }
        responses: { default: { statusCode: '200' } }
`

const template = (policy: string) => `AWSTemplateFormatVersion: 2010-09-09
Transform: AWS::Serverless-2016-10-31
Parameters: { Office: { Type: String } }
Resources:
  Orders:
    Type: AWS::Serverless::Api
    Properties:
      StageName: prod
      EndpointConfiguration: { Type: PRIVATE, VPCEndpointIds: [vpce-0aa] }
      DefinitionBody:
${indented(definition(policy))}
`

const onlyEndpoint = `x-amazon-apigateway-policy:
  Version: '2012-10-17'
  Statement:
    - { Effect: Allow, Principal: '*', Action: 'execute-api:Invoke', Resource: 'execute-api:/*' }
    - { Sid: Elsewhere, Effect: Deny, Principal: '*', Action: 'execute-api:Invoke', Resource: 'execute-api:/*', Condition: { StringNotEquals: { 'aws:SourceVpce': vpce-0aa } } }`

it('refuses every call of a private API without a resource policy', async () => {
  const { response, authorizer } = await answerOf(gatewayFor(template('')), orders(), {})
  expect(response.status).toBe(403)
  expect(authorizer).toBe('failed: a private API without a resource policy refuses every call')
})

it('knows the VPC endpoint by the host, and takes the bound one where the host names none', async () => {
  const gateway = gatewayFor(template(onlyEndpoint))
  const answerAt = async (host: string) => {
    const { response, authorizer } = await answerOf(gateway, orders(host), {})
    return [response.status, authorizer.includes('**Elsewhere**')]
  }
  expect(await answerAt('localhost:3000')).toEqual([200, false])
  expect(await answerAt('orders-vpce-0aa.execute-api.us-east-1.amazonaws.com')).toEqual([200, false])
  expect(await answerAt('orders-vpce-0bb.execute-api.us-east-1.amazonaws.com')).toEqual([403, true])
  expect(await answerAt('vpce-0bb-x1y2.execute-api.us-east-1.vpce.amazonaws.com')).toEqual([403, true])
})

it('finds the API behind the host of a VPC endpoint by x-apigw-api-id, or by the label before the endpoint', () => {
  const doorOf = createFrontDoor(gatewayFor(template(onlyEndpoint)).definition)
  const doorAt = (host: string, ...more: readonly (readonly [string, string])[]) => {
    const headers = [['Host', host] as const, ...more]
    const plain = { query: '', body: new Uint8Array(0), sourceIp: '127.0.0.1', port: 3000 }
    return doorOf({ method: 'GET', path: '/prod/orders', headers, ...plain })
  }
  const open = { type: 'open', apiId: 'Orders', stage: 'prod', path: '/orders' }
  const endpoint = 'vpce-0aa-x1y2.execute-api.us-east-1.vpce.amazonaws.com'
  expect(doorAt(endpoint, ['x-apigw-api-id', 'orders'])).toMatchObject(open)
  expect(doorAt('orders-vpce-0aa.execute-api.us-east-1.amazonaws.com')).toMatchObject(open)
  expect(doorAt(endpoint)).toMatchObject({ type: 'closed' })
})

it('does not decide by a part of a policy that cannot be known, unless the rest decides', async () => {
  const unknown = onlyEndpoint.replace("'aws:SourceVpce': vpce-0aa", "'aws:SourceVpce': !Ref Office")
  const { response, authorizer } = await answerOf(gatewayFor(template(unknown)), orders(), {})
  expect(response.status).toBe(501)
  expect(authorizer).toMatch(
    /^notEmulated: the decision hangs on a part of a policy that cannot be known here: .*'Office'/,
  )
  const open = `${unknown}\n`.replace(/.*Sid: Elsewhere.*\n/, '')
  expect((await answerOf(gatewayFor(template(open)), orders(), {})).response.status).toBe(200)
})

it('reads an ARN with any one id as meaning the API whose policy it stands in', async () => {
  const literal = onlyEndpoint.replaceAll(
    'execute-api:/*',
    'arn:aws:execute-api:eu-west-1:111122223333:abc123/*',
  )
  expect((await answerOf(gatewayFor(template(literal)), orders(), {})).response.status).toBe(200)
})

function orders(host = 'localhost:3000') {
  const path = host.includes('execute-api') ? '/prod/orders' : '/orders'
  return { method: 'GET', path, headers: [['Host', host]] as const }
}

function indented(text: string): string {
  return text
    .split('\n')
    .map(line => `        ${line}`)
    .join('\n')
}
