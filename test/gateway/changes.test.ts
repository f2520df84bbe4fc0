import { describe, expect, it } from 'vitest'
import type { Definition } from '../../server/src/api/api.ts'
import { loadDefinition } from '../../server/src/definitions/load.ts'
import { changesBetween, summaryOf } from '../../server/src/gateway/changes.ts'
import { memoryFiles } from '../support/memoryFiles.ts'
import { fidelity } from '../support/fidelity.ts'

// What AWS's control plane would be told to make one definition of another.

const before = `openapi: 3.0.1
info: { title: Books, version: '1' }
paths:
  /books:
    get:
      security: [{ tokens: [] }]
      x-amazon-apigateway-integration: { type: mock, requestTemplates: { application/json: '{"statusCode": 200}' } }
  /shelves:
    get:
      x-amazon-apigateway-integration: { type: mock }
components:
  securitySchemes:
    tokens:
      type: apiKey
      name: Authorization
      in: header
      x-amazon-apigateway-authtype: custom
      x-amazon-apigateway-authorizer: { type: token, authorizerUri: 'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:auth/invocations' }
`

function read(text: string): Definition {
  const { definition } = loadDefinition('/api.yaml', memoryFiles({ '/api.yaml': text }))
  if (!definition) throw new Error('no definition')
  return definition
}

function changes(edit: (text: string) => string) {
  const after = edit(before)
  expect(after).not.toBe(before)
  return changesBetween(read(before), read(after))
}

const told = (edit: (text: string) => string) =>
  changes(edit).map(({ eventName, kind, name, how }) => `${eventName}: ${kind} ${name} ${how}`)

describe('the changes between two definitions', () => {
  fidelity('Journal', 'Changes of a definition as CloudTrail records them', {
    by: 'documentation',
    source:
      'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html',
  })

  it('are none for comments, order of lines and places', () => {
    expect(told(text => `# first\n\n${text}`)).toEqual([])
  })

  it('name the call, its parameters and the place', () => {
    const [change, ...others] = changes(text => text.replace('"statusCode": 200', '"statusCode": 201'))
    expect(others).toEqual([])
    expect(change).toMatchObject({
      eventName: 'PutIntegration',
      name: 'GET /books',
      requestParameters: {
        httpMethod: 'GET',
        putIntegrationInput: { requestTemplates: { 'application/json': '{"statusCode": 201}' } },
      },
    })
    expect(change?.origin.range.start.line).toBe(6)
  })

  it('tell routes that come and go with their integration', () => {
    expect(told(text => text.replace('/shelves:\n    get', '/shelves:\n    put'))).toEqual([
      'DeleteMethod: route GET /shelves removed',
      'DeleteIntegration: integration GET /shelves removed',
      'PutMethod: route PUT /shelves added',
      'PutIntegration: integration PUT /shelves added',
    ])
  })

  it('tell authorizers, and a route that has another one', () => {
    expect(
      told(text => text.replace('{ type: token,', '{ type: token, authorizerResultTtlInSeconds: 0,')),
    ).toEqual(['UpdateAuthorizer: authorizer tokens changed'])
    expect(told(text => text.replace('security: [{ tokens: [] }]', 'security: []'))).toEqual([
      'PutMethod: route GET /books changed',
    ])
  })

  it('are counted by kind; an integration does not count beside its route', () => {
    const all = changes(text =>
      text
        .replace('/shelves:', '/racks:')
        .replace('{ type: token,', '{ type: token, authorizerResultTtlInSeconds: 0,')
        .replace('"statusCode": 200', '"statusCode": 201'),
    )
    expect(summaryOf(all)).toBe('1 authorizer changed, 1 integration changed, 1 route removed, 1 route added')
    expect(summaryOf([])).toBe('')
  })
})
