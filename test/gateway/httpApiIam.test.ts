import { describe, expect, it } from 'vitest'
import { answerOf, gatewayFor } from '../support/authorization.ts'
import { presign, signed, trustInSigners } from '../support/signing.ts'
import { fixedTime } from '../support/world.ts'
import { fidelity } from '../support/fidelity.ts'

const gateway = gatewayFor(`AWSTemplateFormatVersion: 2010-09-09
Transform: AWS::Serverless-2016-10-31
Resources:
  Echo:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: nodejs20.x
      Handler: index.echo
      CodeUri: .
      Events:
        Get: { Type: HttpApi, Properties: { ApiId: !Ref Orders, Path: '/orders/{id}', Method: GET } }
        Delete: { Type: HttpApi, Properties: { ApiId: !Ref Orders, Path: '/orders/{id}', Method: DELETE } }
        Put: { Type: HttpApi, Properties: { ApiId: !Ref Orders, Path: '/orders/{id}', Method: PUT } }
        Old: { Type: HttpApi, Properties: { ApiId: !Ref Orders, Path: '/old', Method: GET, PayloadFormatVersion: '1.0' } }
        Open: { Type: HttpApi, Properties: { ApiId: !Ref Orders, Path: '/open', Method: GET, Auth: { Authorizer: NONE } } }
  Orders:
    Type: AWS::Serverless::HttpApi
    Properties:
      Auth: { EnableIamAuthorizer: true, DefaultAuthorizer: AWS_IAM }
      CorsConfiguration: { AllowOrigins: ['https://app.test'] }
  Reader:
    Type: AWS::IAM::Role
    Properties:
      RoleName: reader
      AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [] }
      Policies:
        - PolicyName: read
          PolicyDocument:
            Version: '2012-10-17'
            Statement:
              - { Sid: Read, Effect: Allow, Action: 'execute-api:Invoke', Resource: !Sub 'arn:aws:execute-api:\${AWS::Region}:\${AWS::AccountId}:\${Orders}/*/GET/*' }
              - { Sid: Never, Effect: Deny, Action: 'execute-api:Invoke', Resource: !Sub 'arn:aws:execute-api:\${AWS::Region}:\${AWS::AccountId}:\${Orders}/*/DELETE/*' }
`)
const identities = [{ name: 'reader', principal: 'reader', accessKeyId: 'AKIAREADER' }]
const trust = trustInSigners(gateway.definition, identities)
const functions = new Map([
  [
    'Echo',
    '({ statusCode: 200, body: JSON.stringify({ authorizer: event.requestContext.authorizer, identity: event.requestContext.identity }) })',
  ],
])
const arn = 'arn:aws:sts::123456789012:assumed-role/reader/session'

describe('a route with AWS_IAM', () => {
  fidelity('Authorization', 'AWS_IAM on an HTTP API: an unsigned request is `Forbidden`', {
    by: 'recording',
    source:
      'aws/serverless-application-model integration/single/test_function_with_http_api_and_auth.py::test_function_with_http_api_and_auth',
  })
  fidelity(
    'Authorization',
    "AWS_IAM on an HTTP API: the signer's policies, and the identity in events of both formats",
    {
      by: 'documentation',
      source:
        'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html',
    },
  )

  it('lets a signed caller in whose policies allow the call, and tells the function who it is', async () => {
    const { response, authorizer } = await answerOf(gateway, await signed({}), trust, { functions })
    expect(response).toMatchObject({
      status: 200,
      body: {
        authorizer: {
          iam: {
            accessKey: 'AKIAREADER',
            accountId: '123456789012',
            cognitoIdentity: null,
            principalOrgId: null,
            userArn: arn,
          },
        },
      },
    })
    const { iam } = (response.body as { authorizer: { iam: Record<string, string> } }).authorizer
    expect(iam['callerId']).toMatch(/^AROA[A-Z0-9]{17}:session$/)
    expect(iam['userId']).toBe(iam['callerId'])
    expect(authorizer).toBe(
      `passed: signed by **reader** (\`${arn}\`); statement **Read** of the caller's policies allows it`,
    )
  })

  it('tells a function of payload 1.0 in the identity', async () => {
    const { response } = await answerOf(gateway, await signed({ path: '/old' }), trust, { functions })
    expect(response.body).toMatchObject({
      identity: { accessKey: 'AKIAREADER', userArn: arn, sourceIp: '127.0.0.1' },
    })
    expect(response.body).not.toHaveProperty('authorizer')
  })

  it('takes presigned URLs', async () => {
    expect((await answerOf(gateway, await presign(60), trust, { functions })).response.status).toBe(200)
  })

  it.each([
    [
      'a request that is not signed',
      async () => ({ method: 'GET', path: '/orders/7' }),
      'the request is not signed',
    ],
    [
      'a bearer token',
      async () => ({ method: 'GET', path: '/orders/7', headers: [['authorization', 'Bearer x']] as const }),
      'the signature is not whole',
    ],
    [
      'another secret',
      () => signed({ secretAccessKey: 'other' }),
      'the signature is another than that of this request',
    ],
    ['an old signature', () => signed({ at: fixedTime - 301_000 }), 'Signature expired'],
    [
      'a signature for another service',
      () => signed({ service: 's3' }),
      "scoped to correct service: 'execute-api'",
    ],
    [
      'nobody who is known',
      () => signed({ accessKeyId: 'AKIANOBODY' }),
      'no caller with the access key `AKIANOBODY`',
    ],
    ['what a policy denies', () => signed({ method: 'DELETE' }), 'statement **Never**'],
    ['what no policy allows', () => signed({ method: 'PUT' }), 'no statement allows it'],
  ])('answers %s with Forbidden alone, and the trace says why', async (_, request, why) => {
    const { response, headers, authorizer, events } = await answerOf(gateway, await request(), trust, {
      functions,
    })
    expect(response).toEqual({ status: 403, body: { message: 'Forbidden' } })
    expect(headers.map(([name]) => name)).toEqual(['content-type', 'apigw-requestid'])
    expect(authorizer).toMatch(/^failed: /)
    expect(authorizer).toContain(why)
    expect(events).toEqual([])
  })

  it('adds the CORS headers to a refusal', async () => {
    const headers = [['Origin', 'https://app.test']] as const
    const { response, headers: answered } = await answerOf(
      gateway,
      { method: 'GET', path: '/old', headers },
      trust,
    )
    expect(response.status).toBe(403)
    expect(answered).toContainEqual(['access-control-allow-origin', 'https://app.test'])
  })
})

it('asks nobody where the route has the authorizer NONE', async () => {
  const { response, authorizer } = await answerOf(
    gateway,
    { method: 'GET', path: '/open' },
    {},
    { functions },
  )
  expect(response.status).toBe(200)
  expect(response.body).not.toHaveProperty('authorizer')
  expect(authorizer).toBe('skipped: none on this route')
})

it('lets a pretended identity in where authorizers are skipped, and says so on the answer', async () => {
  const pretended = () => ({ name: 'ann', detail: '' })
  const { response, headers, authorizer } = await answerOf(
    gateway,
    { method: 'GET', path: '/orders/7' },
    { pretended },
    { functions },
  )
  expect(response.status).toBe(200)
  expect(response.body).toHaveProperty('authorizer.iam.accessKey')
  expect(headers).toContainEqual(['x-gatehouse-skipped', 'authorizer'])
  expect(authorizer).toContain('**ann** is let in by `--skip-authorizers`')
})
