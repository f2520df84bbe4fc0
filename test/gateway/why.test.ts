import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { JWTPayload } from 'jose'
import { describe, expect, it } from 'vitest'
import { whyMarkdown } from '../../scripts/whyDocs.mjs'
import { causes } from '../../server/src/gateway/why/causes.ts'
import type { Why } from '../../server/src/protocol/trace.ts'
import { answerOf, gatewayFor, testIssuer } from '../support/authorization.ts'
import { presign, signed, trustInSigners } from '../support/signing.ts'
import { fixedTime } from '../support/world.ts'

// Most causes are made in test/gateway/cases/why-*.case; here are those that need tokens and signatures.

const now = fixedTime / 1000

function told(why: Why | undefined, text: string): string {
  const line = why?.source && text.split('\n')[why.source.line]?.trim()
  return `${why?.cause} at ${why?.source?.file}: ${line}`
}

const jwtApi = `Transform: AWS::Serverless-2016-10-31
Resources:
  Echo: { Type: AWS::Serverless::Function, Properties: { Runtime: nodejs20.x, Handler: index.echo, CodeUri: . } }
  Api: { Type: AWS::ApiGatewayV2::Api, Properties: { Name: notes, ProtocolType: HTTP } }
  Backend:
    Type: AWS::ApiGatewayV2::Integration
    Properties: { ApiId: !Ref Api, IntegrationType: AWS_PROXY, IntegrationUri: !GetAtt Echo.Arn, PayloadFormatVersion: '2.0' }
  Jwt:
    Type: AWS::ApiGatewayV2::Authorizer
    Properties:
      ApiId: !Ref Api
      Name: jwt
      AuthorizerType: JWT
      IdentitySource: [$request.header.Authorization]
      JwtConfiguration:
        Audience:
          - notes
        Issuer: https://id.test
  Scoped:
    Type: AWS::ApiGatewayV2::Route
    Properties:
      ApiId: !Ref Api
      RouteKey: GET /notes
      Target: !Sub 'integrations/\${Backend}'
      AuthorizationType: JWT
      AuthorizerId: !Ref Jwt
      AuthorizationScopes:
        - notes/read
  Stage: { Type: AWS::ApiGatewayV2::Stage, Properties: { ApiId: !Ref Api, StageName: $default, AutoDeploy: true } }
`
const jwtGateway = gatewayFor(jwtApi)
const issuer = await testIssuer('real')
const stranger = await testIssuer('stranger')
const trust = {
  issuerKeys: new Map([['https://id.test', { keys: [issuer.publicJwk] }]]),
}
const good: JWTPayload = {
  iss: 'https://id.test',
  sub: 'ann',
  aud: 'notes',
  scope: 'notes/read',
  iat: now - 5,
  exp: now + 60,
}

const tokens: readonly (readonly [string, string, string])[] = [
  ['expired', await issuer.token({ ...good, exp: now - 60 }), 'token-expired at /api.yaml: Jwt:'],
  [
    'of another issuer',
    await issuer.token({ ...good, iss: 'https://other.test' }),
    'token-issuer at /api.yaml: Issuer: https://id.test',
  ],
  [
    'for another audience',
    await issuer.token({ ...good, aud: 'shop' }),
    'token-audience at /api.yaml: - notes',
  ],
  [
    'without the scope',
    await issuer.token({ ...good, scope: 'notes/write' }),
    'token-scope at /api.yaml: - notes/read',
  ],
  ['of a stranger', await stranger.token(good), 'token-invalid at /api.yaml: Issuer: https://id.test'],
  ['that is none', 'secret', 'token-invalid at /api.yaml: Issuer: https://id.test'],
]

describe('Why? of a token that an HTTP API does not take', () => {
  it.each(tokens)('%s', async (_, token, expected) => {
    const request = {
      method: 'GET',
      path: '/notes',
      headers: [['Authorization', `Bearer ${token}`] as const],
    }
    const { why } = await answerOf(jwtGateway, request, trust)
    expect(told(why, jwtApi)).toBe(expected)
    expect(why?.sentence).toMatch(/^Jwt did not take the token: \*\*/)
    expect(why?.sentence).not.toContain(token)
  })

  it('names the scopes on both sides', async () => {
    const token = await issuer.token({ ...good, scope: 'notes/write' })
    const headers = [['Authorization', token] as const]
    const { why } = await answerOf(jwtGateway, { method: 'GET', path: '/notes', headers }, trust)
    expect(why?.sentence).toBe(
      'Jwt did not take the token: **the scope `notes/read` is wanted, and the token has `notes/write`**. So Echo was never called.',
    )
  })
})

const pool = 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Real'
const poolApi = `openapi: 3.0.1
info: { title: Orders, version: '1' }
paths:
  /orders:
    get:
      security: [{ Pool: [] }]
      x-amazon-apigateway-integration: { type: mock }
components:
  securitySchemes:
    Pool:
      type: apiKey
      name: Authorization
      in: header
      x-amazon-apigateway-authtype: cognito_user_pools
      x-amazon-apigateway-authorizer:
        type: cognito_user_pools
        providerARNs: ['arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_Real']
`

it('Why? of an access token where a user pool wants an id token', async () => {
  const token = await issuer.token({ ...good, iss: pool, token_use: 'access' })
  const request = { method: 'GET', path: '/orders', headers: [['Authorization', token] as const] }
  const { why } = await answerOf(gatewayFor(poolApi), request, {
    issuerKeys: new Map([[pool, { keys: [issuer.publicJwk] }]]),
  })
  expect(told(why, poolApi)).toBe('token-use at /api.yaml: Pool:')
})

const iamApi = `AWSTemplateFormatVersion: 2010-09-09
Transform: AWS::Serverless-2016-10-31
Resources:
  Orders:
    Type: AWS::Serverless::Api
    Properties:
      StageName: prod
      DefinitionBody:
        openapi: 3.0.1
        info: { title: Orders, version: '1' }
        paths:
          /orders/{id}:
            get: &echo
              security:
                - sigv4: []
              x-amazon-apigateway-integration: { type: mock }
            delete: *echo
            put: *echo
        components:
          securitySchemes:
            sigv4: { type: apiKey, name: Authorization, in: header, x-amazon-apigateway-authtype: awsSigv4 }
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
              - Sid: Never
                Effect: Deny
                Action: execute-api:Invoke
                Resource: !Sub 'arn:aws:execute-api:\${AWS::Region}:\${AWS::AccountId}:\${Orders}/*/DELETE/*'
`

describe('Why? of a caller that IAM refuses', () => {
  const gateway = gatewayFor(iamApi)
  const signers = trustInSigners(gateway.definition, [
    { name: 'reader', principal: 'reader', accessKeyId: 'AKIAREADER' },
  ])
  const why = async (request: Parameters<typeof answerOf>[1]) =>
    (await answerOf(gateway, request, signers)).why

  it('a statement of its policies', async () => {
    const found = await why(await signed({ method: 'DELETE' }))
    expect(told(found, iamApi)).toBe('iam-policy-denies at /api.yaml: - Sid: Never')
    expect(found?.evidence?.lines.filter(({ isDeciding }) => isDeciding)).toHaveLength(4)
  })

  it('no statement of its policies', async () => {
    const found = await why(await signed({ method: 'PUT' }))
    expect(told(found, iamApi)).toBe('iam-policy-allows-nothing at /api.yaml: - sigv4: []')
    expect(found?.facts.map(({ label, text }) => `${label}: ${text}`)).toContain(
      'Statement Read: Resource does not match',
    )
  })

  it('no signature', async () => {
    const found = await why({ method: 'GET', path: '/orders/7' })
    expect(told(found, iamApi)).toBe('signature-missing at /api.yaml: - sigv4: []')
  })

  it('a signature that is over', async () => {
    const found = await why(await presign(60, fixedTime - 61_000))
    expect(told(found, iamApi)).toBe('signature-invalid at /api.yaml: - sigv4: []')
    expect(found?.sentence).toContain('Signature expired')
  })
})

const folder = path.join(import.meta.dirname, 'cases')
const cases = readdirSync(folder)
  .filter(name => name.startsWith('why-'))
  .map(name => readFileSync(path.join(folder, name), 'utf8'))
/** `CAUSE in STEP at FILE:LINE "TEXT"` and the sentence below it. */
const explained = cases.flatMap(text => [
  ...text.matchAll(/^== why ==\n(?<cause>[\w-]+) in \w+(?<place> at \S+:\d+)?.*\n(?<sentence>.*)$/gm),
])

describe('docs/why.md', () => {
  it('is what the program knows (node scripts/whyDocs.mjs)', async () => {
    const written = readFileSync(path.join(import.meta.dirname, '../../docs/why.md'), 'utf8')
    expect(written).toBe(await whyMarkdown())
  })

  it('lists only causes that a test makes, with the line that is named', () => {
    const here = ['why.test.ts', 'whyConnections.test.ts']
      .map(name => readFileSync(path.join(import.meta.dirname, name), 'utf8'))
      .join('')
    const made = new Set([
      ...explained.map(({ groups }) => groups?.['cause']),
      ...[...here.matchAll(/['"]([\w-]+) at \/api\.yaml/g)].map(([, cause]) => cause),
    ])
    expect(Object.keys(causes).filter(cause => !made.has(cause))).toEqual([])
    expect(made.size).toBeGreaterThanOrEqual(25)
  })

  it('has sentences under 45 words with the deciding fact in bold', () => {
    const sentences = explained.map(({ groups }) => groups?.['sentence'] ?? '')
    expect(sentences.filter(text => text.split(/\s+/).length >= 45)).toEqual([])
    expect(sentences.filter(text => !/\*\*.+\*\*/.test(text))).toEqual([])
  })

  it('leads every cause to a line but that of a host', () => {
    const placeless = explained
      .filter(({ groups }) => !groups?.['place'])
      .map(({ groups }) => groups?.['cause'])
    expect(placeless).toEqual(['stage-unknown'])
  })
})
