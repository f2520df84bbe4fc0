import { describe, expect, it } from 'vitest'
import { ask } from './support.ts'
import { fidelity } from '../../support/fidelity.ts'

// https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-authorization-flow.html

const allow = { Effect: 'Allow', Principal: '*', Action: 'execute-api:Invoke', Resource: 'execute-api:/*' }
const deny = { ...allow, Effect: 'Deny' }
const elsewhere = { ...allow, Resource: 'execute-api:/other/*' }
const policies = { allow, neither: elsewhere, deny }
type Says = keyof typeof policies

describe('an IAM-authorized method: identity policy and resource policy', () => {
  fidelity('Authorization', 'Identity policy and resource policy of an IAM caller, same and other account', {
    by: 'documentation',
    source: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-authorization-flow.html',
  })

  const own = {
    allow: { Effect: 'Allow', Action: 'execute-api:Invoke', Resource: '*' },
    neither: { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' },
    deny: { Effect: 'Deny', Action: 'execute-api:*', Resource: '*' },
  }
  // Tables A (same account) and B (other account) of the page.
  const table: readonly (readonly [Says, Says, string, string])[] = [
    ['allow', 'allow', 'yes', 'yes'],
    ['allow', 'neither', 'yes', '403'],
    ['allow', 'deny', '403', '403'],
    ['neither', 'allow', 'yes', '403'],
    ['neither', 'neither', '403', '403'],
    ['neither', 'deny', '403', '403'],
    ['deny', 'allow', '403', '403'],
    ['deny', 'neither', '403', '403'],
    ['deny', 'deny', '403', '403'],
  ]
  it.each(table)(
    '%s by identity, %s by resource: %s, cross-account %s',
    (identity, resource, same, cross) => {
      const principal = (account: string) => ({
        arn: `arn:aws:iam::${account}:user/ann`,
        policies: [{ Version: '2012-10-17', Statement: [own[identity]] }],
      })
      const asked = ask(restApi('AWS_IAM', policies[resource]), {
        onlyGiven: true,
        json: [
          { name: 'same', principal: principal('123456789012') },
          { name: 'cross', principal: principal('999988887777') },
        ],
      })
      expect(asked.row('GET /books')).toEqual({ same, cross })
    },
  )
})

describe('a method without authorization', () => {
  it.each([
    ['allow', 'yes'],
    ['neither', '403'],
    ['deny', '403'],
  ] as const)('is decided by the resource policy alone: %s, %s', (resource, expected) => {
    expect(ask(restApi('NONE', policies[resource])).cell('GET /books', 'anonymous')).toBe(expected)
  })

  it('is open without a resource policy', () => {
    const asked = ask(restApi('NONE', undefined))
    expect(asked.answer('GET /books', 'anonymous').summary).toContain('Open to everybody')
  })
})

describe('a Lambda authorizer', () => {
  it.each([
    ['allow', '? asks Callers', '401'],
    ['neither', '? asks Callers', '401'],
    ['deny', '403', '403'],
  ] as const)('is asked after the denies of the resource policy: %s', (resource, asked, anonymous) => {
    const matrix = ask(restApi('CUSTOM', policies[resource]))
    expect(matrix.row('GET /books')).toEqual({ anonymous, credentials: asked })
  })
})

describe('a Cognito authorizer', () => {
  it.each([
    ['allow', 'yes'],
    ['neither', '403'],
    ['deny', '403'],
  ] as const)('authenticates, then the resource policy has to allow: %s, %s', (resource, expected) => {
    const asked = ask(restApi('COGNITO_USER_POOLS', policies[resource]))
    expect(asked.row('GET /books')).toEqual({ anonymous: '401', 'ID token': expected })
  })
})

function restApi(type: string, statement: unknown): string {
  const scheme = {
    CUSTOM: {
      type: 'token',
      authorizerUri:
        'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:callers/invocations',
    },
    COGNITO_USER_POOLS: {
      type: 'cognito_user_pools',
      providerARNs: ['arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_abc'],
    },
  }[type]
  return JSON.stringify({
    openapi: '3.0.1',
    info: { title: 'Books', version: '1' },
    ...(statement !== undefined && {
      'x-amazon-apigateway-policy': { Version: '2012-10-17', Statement: [statement] },
    }),
    ...(scheme && {
      components: {
        securitySchemes: {
          Callers: {
            type: 'apiKey',
            name: 'Authorization',
            in: 'header',
            'x-amazon-apigateway-authtype': type === 'CUSTOM' ? 'custom' : 'cognito_user_pools',
            'x-amazon-apigateway-authorizer': scheme,
          },
        },
      },
    }),
    paths: {
      '/books': {
        get: {
          ...(scheme && { security: [{ Callers: [] }] }),
          ...(type === 'AWS_IAM' && { 'x-amazon-apigateway-auth': { type } }),
          responses: {},
          'x-amazon-apigateway-integration': { type: 'mock' },
        },
      },
    },
  })
}
