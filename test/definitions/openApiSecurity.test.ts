import { describe, expect, it } from 'vitest'
import { methodOf, readRest, told } from '../support/openApi.ts'

const schemes = `
  key: {type: apiKey, in: header, name: x-api-key}
  bearer: {type: http, scheme: bearer}
  iam: {type: apiKey, in: header, name: Authorization, x-amazon-apigateway-authtype: awsSigv4}
  token:
    type: apiKey
    in: header
    name: X-Token
    x-amazon-apigateway-authtype: custom
    x-amazon-apigateway-authorizer:
      type: token
      authorizerUri: arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/F/invocations
      authorizerCredentials: arn:aws:iam::123456789012:role/r
      identityValidationExpression: "^x-.*"
      authorizerResultTtlInSeconds: 60
  request:
    type: apiKey
    in: header
    name: Unused
    x-amazon-apigateway-authorizer:
      type: request
      identitySource: method.request.header.A, context.identity.sourceIp
  pool:
    type: apiKey
    in: header
    name: Authorization
    x-amazon-apigateway-authtype: cognito_user_pools
    x-amazon-apigateway-authorizer:
      type: cognito_user_pools
      providerARNs: ["arn:aws:cognito-idp:us-east-1:123456789012:userpool/p"]
`

/** An API whose operations have the given texts after their verb. */
const secured = (operation: string, root = '') =>
  readRest(
    `openapi: 3.0.1\n${root}\npaths: {/a: {get: ${operation}}}\ncomponents:\n  securitySchemes:${schemes.replaceAll('\n', '\n  ')}`,
  )

const access = (operation: string, root = '') => {
  const method = methodOf(secured(operation, root).api, 'GET /a')
  const { type, authorizer, scopes } = method.authorization
  return { type, authorizer: told(authorizer), scopes: scopes.map(told), key: told(method.apiKeyRequired) }
}

const nobody = { type: 'NONE', authorizer: undefined, scopes: [], key: undefined }

describe('security of a method', () => {
  it.each([
    ['none at all', '{}', nobody],
    ['an API key', '{security: [{key: []}]}', { ...nobody, key: true }],
    ['a scheme without meaning for AWS', '{security: [{bearer: []}]}', nobody],
    ['IAM', '{security: [{iam: []}]}', { ...nobody, type: 'AWS_IAM' }],
    ['a token authorizer', '{security: [{token: []}]}', { ...nobody, type: 'CUSTOM', authorizer: 'token' }],
    [
      'an authorizer and a key',
      '{security: [{request: [], key: []}]}',
      { ...nobody, type: 'CUSTOM', authorizer: 'request', key: true },
    ],
    [
      'a user pool with scopes',
      '{security: [{pool: [a/read, a/write]}]}',
      { ...nobody, type: 'COGNITO_USER_POOLS', authorizer: 'pool', scopes: ['a/read', 'a/write'] },
    ],
    ['an unknown name', '{security: [{tokn: []}]}', { ...nobody, type: 'UNKNOWN', authorizer: 'tokn' }],
    [
      'x-amazon-apigateway-auth',
      '{x-amazon-apigateway-auth: {type: aws_iam}}',
      { ...nobody, type: 'AWS_IAM' },
    ],
    [
      'x-amazon-apigateway-auth beside a key',
      '{security: [{key: []}], x-amazon-apigateway-auth: {type: NONE}}',
      { ...nobody, key: true },
    ],
  ])('%s', (_, operation, expected) => {
    expect(access(operation)).toEqual(expected)
  })

  it("is the document's where the operation has none, and an empty list switches it off", () => {
    const root = 'security: [{pool: [all]}]'
    const all = { ...nobody, type: 'COGNITO_USER_POOLS', authorizer: 'pool', scopes: ['all'] }
    expect(access('{}', root)).toEqual(all)
    expect(access('{security: []}', root)).toEqual(nobody)
    expect(access('{security: [{key: []}]}', root)).toEqual({ ...nobody, key: true })
  })

  it('stands where it is written', () => {
    const { api, marked } = secured('{security: [{token: []}]}')
    const { authorization } = methodOf(api, 'GET /a')
    expect(marked(authorization.origin)).toBe('token')
    expect(authorization.origin.pointer).toBe('/paths/~1a/get/security/0/token')
  })
})

describe('authorizers', () => {
  it('are the schemes that have one, with all their settings', () => {
    const { api, marked } = secured('{}')
    const described = api.authorizers.map(authorizer => ({
      name: authorizer.name,
      type: told(authorizer.type),
      sources: authorizer.identitySource.map(told),
    }))
    expect(described).toEqual([
      { name: 'token', type: 'TOKEN', sources: ['method.request.header.X-Token'] },
      {
        name: 'request',
        type: 'REQUEST',
        sources: ['method.request.header.A', 'context.identity.sourceIp'],
      },
      { name: 'pool', type: 'COGNITO_USER_POOLS', sources: ['method.request.header.Authorization'] },
    ])
    const [token, , pool] = api.authorizers
    expect(told(token?.uri)).toContain('functions/F/invocations')
    expect(told(token?.credentials)).toBe('arn:aws:iam::123456789012:role/r')
    expect(told(token?.identityValidationExpression)).toBe('^x-.*')
    expect(told(token?.resultTtlInSeconds)).toBe(60)
    expect(marked(token?.identitySource[0]?.origin)).toBe('X-Token')
    expect(pool?.providerArns.map(told)).toEqual(['arn:aws:cognito-idp:us-east-1:123456789012:userpool/p'])
  })

  it('stand in securityDefinitions in OpenAPI 2', () => {
    const { api } = readRest(
      `swagger: "2.0"\npaths: {/a: {get: {security: [{token: []}]}}}\nsecurityDefinitions:${schemes}`,
    )
    expect(api.authorizers.map(({ name }) => name)).toEqual(['token', 'request', 'pool'])
    expect(methodOf(api, 'GET /a').authorization.type).toBe('CUSTOM')
  })
})
