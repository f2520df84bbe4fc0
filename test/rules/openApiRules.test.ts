import { describe, expect, it } from 'vitest'
import { diagnosticsOf } from '../support/annotated.ts'

/** The findings in a document with one operation, as `severity code`. */
function found(operation: string, rest = ''): string[] {
  return diagnosticsOf(`openapi: 3.0.1
info: { title: Books, version: '1' }
paths: { /books: { get: { responses: { '200': { description: Books } }, ${operation} } } }
${rest}`)
    .filter(({ severity }) => severity === 'error' || severity === 'warning')
    .map(({ severity, code }) => `${severity} ${code}`)
}

const mock = `x-amazon-apigateway-integration: { type: mock, requestTemplates: { application/json: '{"statusCode": 200}' }, responses: { default: { statusCode: '200' } } }`
const tokens = `components:
  securitySchemes:
    tokens:
      type: apiKey
      name: Authorization
      in: header
      x-amazon-apigateway-authtype: cognito_user_pools
      x-amazon-apigateway-authorizer:
        type: cognito_user_pools
        providerARNs: ['arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_Ab1']`

describe('a security requirement', () => {
  it('of NONE asks for nothing, as SAM writes it', () => {
    const secured = (name: string) => found(`security: [{ ${name}: [] }], ${mock}`, tokens)
    expect(secured('tokens')).toEqual([])
    expect(secured('NONE').filter(code => code.includes('undefined'))).toEqual([])
    expect(secured('tokns')).toContain('error authorizer-undefined')
  })

  it('of a scheme that a document without authorizers does not have is passed over', () => {
    expect(found(`security: [{ bearer: [] }], ${mock}`)).toEqual(['warning authorizer-undefined'])
  })
})

describe('a document that an import takes', () => {
  it('may say by a Boolean which properties are required, to no effect', () => {
    const schema = 'components: { schemas: { Book: { type: object, required: false } } }'
    expect(found(mock, schema)).toEqual(['warning schema-type'])
  })

  it('is a REST API by an integration of one, whatever keys of HTTP APIs stand beside it', () => {
    const cors = "x-amazon-apigateway-cors: { allowOrigins: ['*'] }"
    expect(found(mock, cors)).not.toContain('error http-api-feature-unsupported')
    const proxy = (more: string) =>
      found(
        `x-amazon-apigateway-integration: { type: http_proxy, httpMethod: GET, uri: 'https://example.com' ${more}}`,
        cors,
      )
    expect(proxy(", payloadFormatVersion: '1.0'")).toEqual([])
  })
})
