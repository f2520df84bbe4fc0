import { createHash, createHmac } from 'node:crypto'
import { expect, it } from 'vitest'
import { answerOf, gatewayFor } from '../support/authorization.ts'
import { presign, secret, signed, trustInSigners } from '../support/signing.ts'
import { fixedTime } from '../support/world.ts'
import { fidelity } from '../support/fidelity.ts'

fidelity(
  'Authorization',
  'IAM: Signature Version 4 in header and query, and AWS’s words for what is wrong with one',
  {
    by: 'documentation',
    source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-authentication-methods.html',
  },
)

const gateway = gatewayFor(`AWSTemplateFormatVersion: 2010-09-09
Transform: AWS::Serverless-2016-10-31
Resources:
  Orders:
    Type: AWS::Serverless::Api
    Properties:
      StageName: prod
      Auth: { DefaultAuthorizer: AWS_IAM, InvokeRole: NONE }
      DefinitionBody:
        openapi: 3.0.1
        info: { title: Orders, version: '1' }
        paths:
          /orders/{id}:
            get: &echo
              x-amazon-apigateway-integration:
                type: mock
                requestTemplates: { application/json: '{"statusCode": 200}' }
                responses:
                  default:
                    statusCode: '200'
                    responseTemplates: { application/json: '{"arn": "$context.identity.userArn", "key": "$context.identity.accessKey", "account": "$context.identity.accountId"}' }
            delete: *echo
            put: *echo
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

it('lets a caller in whose signature is right and whose policies allow the call', async () => {
  const { response, authorizer } = await answerOf(
    gateway,
    await signed({ path: '/orders/a%20b', query: 'x=1&y=a%2Fb&x=0' }),
    trust,
  )
  expect(response).toEqual({
    status: 200,
    body: {
      arn: 'arn:aws:sts::123456789012:assumed-role/reader/session',
      key: 'AKIAREADER',
      account: '123456789012',
    },
  })
  expect(authorizer).toBe(
    "passed: signed by **reader** (`arn:aws:sts::123456789012:assumed-role/reader/session`); statement **Read** of the caller's policies allows it",
  )
})

it('agrees with a signer that is none of AWS', async () => {
  const date = '20200312T190358Z'
  const scope = '20200312/us-east-1/execute-api/aws4_request'
  const sha = (text: string) => createHash('sha256').update(text).digest('hex')
  const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest()
  const canonical = [
    'GET',
    '/orders/a%2520b',
    'x=1',
    'host:api.test',
    `x-amz-date:${date}`,
    '',
    'host;x-amz-date',
    sha(''),
  ]
  const text = ['AWS4-HMAC-SHA256', date, scope, sha(canonical.join('\n'))].join('\n')
  let key = hmac(`AWS4${secret}`, '20200312')
  for (const part of ['us-east-1', 'execute-api', 'aws4_request']) key = hmac(key, part)
  const authorization = `AWS4-HMAC-SHA256 Credential=AKIAREADER/${scope}, SignedHeaders=host;x-amz-date, Signature=${hmac(key, text).toString('hex')}`
  const headers = [
    ['Host', 'api.test'],
    ['X-Amz-Date', date],
    ['Authorization', authorization],
  ] as const
  const { response } = await answerOf(
    gateway,
    { method: 'GET', path: '/orders/a%20b', query: 'x=1', headers },
    trust,
  )
  expect(response.status).toBe(200)
})

it('decides by the policies of the caller', async () => {
  const arn = 'arn:aws:execute-api:us-east-1:********9012:orders/prod'
  const user =
    'User: arn:aws:sts::123456789012:assumed-role/reader/session is not authorized to perform: execute-api:Invoke on resource:'
  expect((await answerOf(gateway, await signed({ method: 'DELETE' }), trust)).response).toEqual({
    status: 403,
    body: { Message: `${user} ${arn}/DELETE/orders/7 with an explicit deny in an identity-based policy` },
  })
  expect((await answerOf(gateway, await signed({ method: 'PUT' }), trust)).response).toEqual({
    status: 403,
    body: {
      Message: `${user} ${arn}/PUT/orders/7 because no identity-based policy allows the execute-api:Invoke action`,
    },
  })
})

it('takes presigned URLs as long as they are good', async () => {
  const presigned = await presign(60)
  expect((await answerOf(gateway, presigned, trust)).response.status).toBe(200)
  const late = await presign(60, fixedTime - 61_000)
  expect((await answerOf(gateway, late, trust)).response).toEqual({
    status: 403,
    body: {
      message:
        'Signature expired: 20200312T190257Z is now earlier than 20200312T190258Z (20200312T190358Z - 1 min.)',
    },
  })
})

it.each([
  [
    'without a signature',
    { headers: [['Host', 'api.test']] },
    'MissingAuthenticationTokenException',
    'Missing Authentication Token',
  ],
  [
    'with a bearer token',
    { headers: [['Authorization', 'Bearer abc']] },
    'IncompleteSignatureException',
    "Invalid key=value pair (missing equal-sign) in Authorization header (hashed with SHA-256 and encoded with Base64): 'ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0='.",
  ],
  [
    'with one word',
    { headers: [['Authorization', 'abc']] },
    'IncompleteSignatureException',
    "Authorization header requires 'Credential' parameter. Authorization header requires 'Signature' parameter. Authorization header requires 'SignedHeaders' parameter. Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. (Hashed with SHA-256 and encoded with Base64) Authorization=ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=",
  ],
] as const)('answers as AWS %s', async (_, request, errorType, message) => {
  const { response, headers } = await answerOf(
    gateway,
    { method: 'GET', path: '/orders/7', ...request },
    trust,
  )
  expect(response).toEqual({ status: 403, body: { message } })
  expect(headers).toContainEqual(['x-amzn-ErrorType', errorType])
})

it.each([
  [
    'signed too long ago',
    { at: fixedTime - 301_000 },
    'Signature expired: 20200312T185857Z is now earlier than 20200312T185858Z (20200312T190358Z - 5 min.)',
  ],
  [
    'signed in the future',
    { at: fixedTime + 301_000 },
    'Signature not yet current: 20200312T190859Z is still later than 20200312T190858Z (20200312T190358Z + 5 min.)',
  ],
  [
    'for another region',
    { region: 'eu-west-1' },
    "Credential should be scoped to a valid region, not 'eu-west-1'. ",
  ],
  [
    'for another service',
    { service: 'lambda' },
    "Credential should be scoped to correct service: 'execute-api'. ",
  ],
  [
    'by nobody who is known',
    { accessKeyId: 'AKIANOBODY' },
    'The security token included in the request is invalid.',
  ],
  [
    'with a session token that is not his',
    { sessionToken: 'x' },
    'The security token included in the request is invalid.',
  ],
] as const)('refuses a request %s', async (_, how, message) => {
  expect((await answerOf(gateway, await signed(how), trust)).response).toEqual({
    status: 403,
    body: { message },
  })
})

it('shows what should have been signed when the signature is another', async () => {
  const { response } = await answerOf(gateway, await signed({ secretAccessKey: 'other' }), trust)
  expect(response.status).toBe(403)
  const { message } = response.body as { message: string }
  expect(message).toMatch(/^The request signature we calculated does not match the signature you provided\. /)
  expect(message).toContain(
    "The Canonical String for this request should have been\n'GET\n/orders/7\n\nhost:api.test\n",
  )
  expect(message).toContain("The String-to-Sign should have been\n'AWS4-HMAC-SHA256\n20200312T190358Z\n")
  const changed = await signed({})
  const other = await answerOf(gateway, { ...changed, body: '{"changed": true}' }, trust)
  expect(other.response.status).toBe(403)
})
