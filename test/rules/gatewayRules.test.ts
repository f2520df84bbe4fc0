import { describe, expect, it } from 'vitest'
import { isRegularExpression } from '../../server/src/rules/regularExpression.ts'
import { diagnosticsOf, reannotated } from '../support/annotated.ts'

/** Expects exactly the findings that are written below the words they mark. */
function expectFindings(annotated: string): void {
  expect(reannotated(annotated)).toBe(annotated)
}

describe('mappings of a REST API', () => {
  it('are checked against what the method declares', () => {
    expectFindings(`
openapi: 3.0.1
info: { title: Books, version: '1' }
paths:
  /books/{id}:
    get:
      parameters: [{ name: X-Page, in: header, schema: { type: string } }]
      responses: { '200': { description: a book } }
      x-amazon-apigateway-integration:
        type: http
        httpMethod: GET
        uri: https://example.com/books/{id}/{page}
             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning uri-placeholder-unmapped: The URI of 'GET /books/{id}' has the placeholder '{page}', which no mapping fills; add 'integration.request.path.page' to the request parameters
        requestParameters:
          integration.request.path.id: method.request.path.id
                                       ^^^^^^^^^^^^^^^^^^^^^^ warning mapping-source-undeclared: 'GET /books/{id}' takes a value from 'method.request.path.id', which the method does not declare; use one of 'method.request.header.X-Page'
          integration.request.header.X-Page: method.request.header.x-page
                                             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning mapping-source-undeclared: 'GET /books/{id}' takes a value from 'method.request.header.x-page', which the method does not declare; write 'method.request.header.X-Page'
          integration.request.header.X-Sort: method.request.querystring.sort
                                             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error mapping-source-undeclared: 'GET /books/{id}' takes a value from 'method.request.querystring.sort', which the method does not declare, so API Gateway refuses it; use one of 'method.request.header.X-Page'
        responses: { default: { statusCode: '200' } }
`)
  })

  it.each([
    ['method.request.body', false],
    ['method.request.body.a.b', false],
    ['method.request.body.a[0].b', false],
    ["method.request.body['a']", false],
    ['method.request.body..a', false],
    ['method.request.body.a[*]', false],
    ['method.request.body.$.a', true],
    ['method.request.body.a.', true],
    ['method.request.body.a[0', true],
  ])('take %s from the body: refused is %s', (source, isRefused) => {
    const text = `
openapi: 3.0.1
info: { title: Books, version: '1' }
paths:
  /books:
    post:
      x-amazon-apigateway-integration:
        type: http
        httpMethod: POST
        uri: https://example.com/books
        requestParameters: { integration.request.header.X-Title: ${JSON.stringify(source)} }
`
    expect(diagnosticsOf(text, { only: ['mapping-body-path-invalid'] })).toHaveLength(isRefused ? 1 : 0)
  })
})

describe('identity sources', () => {
  const template = (kind: string, source: string) => `
AWSTemplateFormatVersion: '2010-09-09'
Resources:
  Shop:
    Type: AWS::ApiGateway::RestApi
    Properties: { Name: shop }
  Callers:
    Type: AWS::ApiGateway::Authorizer
    Properties: { Name: callers, RestApiId: !Ref Shop, Type: ${kind}, IdentitySource: '${source}' }
`
  const found = (kind: string, source: string) =>
    diagnosticsOf(template(kind, source), { only: ['authorizer-identity-source-invalid'] }).length

  it('of a REST API depend on the type of the authorizer', () => {
    expect(
      found('REQUEST', 'method.request.header.A, method.request.querystring.b, context.identity.sourceIp'),
    ).toBe(0)
    expect(found('TOKEN', 'method.request.header.A')).toBe(0)
    expect(found('TOKEN', 'method.request.querystring.a')).toBe(1)
    expect(found('TOKEN', 'method.request.header.A, method.request.header.B')).toBe(1)
    expect(found('REQUEST', '$request.header.A')).toBe(1)
    expect(found('REQUEST', 'Authorization')).toBe(1)
  })
})

describe('what only AWS knows', () => {
  it('is accepted by every rule', () => {
    const text = `
AWSTemplateFormatVersion: '2010-09-09'
Parameters:
  Any: { Type: String }
Resources:
  Notes:
    Type: AWS::ApiGatewayV2::Api
    Properties:
      Name: notes
      ProtocolType: HTTP
      CorsConfiguration: { AllowOrigins: [!Ref Any], AllowMethods: [!Ref Any], AllowCredentials: true }
  Callers:
    Type: AWS::ApiGatewayV2::Authorizer
    Properties:
      Name: callers
      ApiId: !Ref Notes
      AuthorizerType: REQUEST
      AuthorizerPayloadFormatVersion: !Ref Any
      EnableSimpleResponses: true
      IdentitySource: [!Ref Any]
      AuthorizerUri: !ImportValue CallersUri
  Backend:
    Type: AWS::ApiGatewayV2::Integration
    Properties: { ApiId: !Ref Notes, IntegrationType: AWS_PROXY, IntegrationSubtype: !Ref Any, CredentialsArn: !Ref Any }
  List:
    Type: AWS::ApiGatewayV2::Route
    Properties:
      ApiId: !Ref Notes
      RouteKey: !Ref Any
      AuthorizationType: CUSTOM
      AuthorizerId: !Ref Callers
      Target: !Sub 'integrations/\${Backend}'
`
    const errors = diagnosticsOf(text).filter(
      ({ severity }) => severity === 'error' || severity === 'warning',
    )
    expect(errors).toEqual([])
  })
})

describe('isRegularExpression', () => {
  it.each([
    ['.*', true],
    ['4\\d{2}', true],
    ['(?i)bad request.*', true],
    ['[^0-9](.|\\n)*', true],
    ['a++b', true],
    ['\\Qa.b\\E', true],
    ['*a', false],
    ['(a', false],
    ['[a', false],
  ])('takes %j: %s', (text, isOne) => {
    expect(isRegularExpression(text)).toBe(isOne)
  })
})
