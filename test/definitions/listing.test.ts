import { describe, expect, it } from 'vitest'
import type { ReadOptions } from '../../server/src/definitions/definitionResult.ts'
import type { RestListing, RouteListing } from '../../server/src/definitions/listing.ts'
import { listApi } from '../../server/src/definitions/listing.ts'
import { readTemplateText } from '../support/readDefinition.ts'

/** Some of these parts, each as JSON. */
type Listed = { readonly [Part in keyof RestListing | keyof RouteListing]?: unknown }

/** The listing of the only API of a text, as it is printed. */
function listing(text: string, options: ReadOptions = {}): Listed {
  const [api, ...others] = readTemplateText(text, {}, options).definition.apis
  if (!api || others.length > 0) throw new Error('expected one API')
  // What is printed is JSON: an undefined value must not be in it, a null must.
  return JSON.parse(JSON.stringify(listApi(api))) as Listed
}

const shop = `
Parameters: { Limit: { Type: Number } }
Resources:
  Shop:
    Type: AWS::ApiGateway::RestApi
    Properties:
      Name: shop
      Description: Sells things
      EndpointConfiguration: { Types: [REGIONAL] }
      BinaryMediaTypes: [image/png]
      Tags: [{ Key: owner, Value: us }]
  Admin:
    Type: AWS::ApiGateway::Resource
    Properties: { RestApiId: !Ref Shop, ParentId: !GetAtt Shop.RootResourceId, PathPart: admin }
  Audit:
    Type: AWS::ApiGateway::Resource
    Properties: { RestApiId: !Ref Shop, ParentId: !Ref Admin, PathPart: audit }
  Guard:
    Type: AWS::ApiGateway::Authorizer
    Properties: { RestApiId: !Ref Shop, Name: guard, Type: TOKEN, IdentitySource: method.request.header.A, AuthorizerResultTtlInSeconds: !Ref Limit }
  Check:
    Type: AWS::ApiGateway::RequestValidator
    Properties: { RestApiId: !Ref Shop, Name: check, ValidateRequestBody: true }
  ItemModel:
    Type: AWS::ApiGateway::Model
    Properties:
      RestApiId: !Ref Shop
      Name: Item
      ContentType: application/json
      Description: One thing
      Schema: { type: object, properties: { of: { $ref: !Sub 'https://apigateway.amazonaws.com/restapis/\${Shop}/models/Item' } } }
  GetAll:
    Type: AWS::ApiGateway::Method
    Properties:
      RestApiId: !Ref Shop
      ResourceId: !GetAtt Shop.RootResourceId
      HttpMethod: POST
      AuthorizationType: CUSTOM
      AuthorizerId: !Ref Guard
      RequestValidatorId: !Ref Check
      RequestModels: { application/json: !Ref ItemModel }
      RequestParameters: { method.request.querystring.q: true }
      MethodResponses: [{ StatusCode: '200', ResponseParameters: { method.response.header.X: true } }]
      Integration:
        Type: HTTP
        IntegrationHttpMethod: GET
        Uri: https://backend.test
        ConnectionType: VPC_LINK
        ConnectionId: link
        TimeoutInMillis: !Ref Limit
        RequestTemplates: { text/xml: x, application/json: '{}' }
        IntegrationResponses: [{ StatusCode: '200', SelectionPattern: '2..', ResponseTemplates: { application/json: '{}' } }]
  Live:
    Type: AWS::ApiGateway::Stage
    Properties: { RestApiId: !Ref Shop, StageName: live, Variables: { colour: blue } }
`

describe('the listing of a REST API made of resources', () => {
  it('states the API with the defaults of AWS', () => {
    expect(listing(shop).api).toEqual({
      name: 'shop',
      description: 'Sells things',
      apiKeySource: 'HEADER',
      disableExecuteApiEndpoint: false,
      endpointConfiguration: { types: ['REGIONAL'] },
      binaryMediaTypes: ['image/png'],
      tags: { owner: 'us' },
    })
  })

  it('has the resources without a method, too', () => {
    expect(listing(shop).resources).toEqual(['/', '/admin', '/admin/audit'])
  })

  it('calls authorizer and validator by the names that AWS shows; what cannot be known is null', () => {
    const { methods, authorizers, requestValidators } = listing(shop)
    expect(methods).toEqual({
      'POST /': {
        apiKeyRequired: false,
        authorizationType: 'CUSTOM',
        authorizer: 'guard',
        requestValidator: 'check',
        requestModels: { 'application/json': 'Item' },
        requestParameters: { 'method.request.querystring.q': true },
        methodResponses: {
          200: { statusCode: '200', responseParameters: { 'method.response.header.X': true } },
        },
        integration: {
          type: 'HTTP',
          httpMethod: 'GET',
          connectionType: 'VPC_LINK',
          connectionId: 'link',
          passthroughBehavior: 'WHEN_NO_MATCH',
          timeoutInMillis: null,
          requestTemplates: ['application/json', 'text/xml'],
          integrationResponses: {
            200: { statusCode: '200', selectionPattern: '2..', responseTemplates: ['application/json'] },
          },
        },
      },
    })
    expect(authorizers).toEqual({
      guard: {
        type: 'TOKEN',
        authType: 'custom',
        identitySource: 'method.request.header.A',
        authorizerResultTtlInSeconds: null,
      },
    })
    expect(requestValidators).toEqual({
      check: { validateRequestBody: true, validateRequestParameters: false },
    })
    const told = listing(shop, { parameters: new Map([['Limit', '60']]) }).authorizers
    expect(told).toMatchObject({ guard: { authorizerResultTtlInSeconds: 60 } })
  })

  it('has the models Empty and Error beside its own, and references without the id of the API', () => {
    const { models } = listing(shop)
    expect(Object.keys(models as object)).toEqual(['Empty', 'Error', 'Item'])
    expect(models).toMatchObject({
      Item: {
        contentType: 'application/json',
        description: 'One thing',
        schema: {
          properties: { of: { $ref: 'https://apigateway.amazonaws.com/restapis/{api}/models/Item' } },
        },
      },
    })
  })

  it('has the stages that the template states, none that stands in', () => {
    expect(listing(shop).stages).toEqual({ live: { variables: { colour: 'blue' } } })
    const bare = 'Resources: { Shop: { Type: AWS::ApiGateway::RestApi, Properties: { Name: shop } } }'
    expect(listing(bare).stages).toEqual({})
  })
})

describe('the listing of an imported REST API', () => {
  it('has the models of its document only, `required` in alphabetical order, but not in values', () => {
    const { models } = listing(`
openapi: 3.0.1
paths: {}
components:
  schemas:
    A:
      description: An a
      required: [z, b]
      properties: { required: { type: array, default: { required: [z, b] } } }
`)
    expect(models).toEqual({
      A: {
        contentType: 'application/json',
        description: 'An a',
        schema: {
          description: 'An a',
          required: ['b', 'z'],
          properties: { required: { type: 'array', default: { required: ['z', 'b'] } } },
        },
      },
    })
  })

  it('has a resource for a path without an operation, and the documentation parts', () => {
    const { resources, documentationParts } = listing(`
openapi: 3.0.1
paths: { '/later/{id}': {} }
x-amazon-apigateway-documentation:
  documentationParts: [{ location: { type: API }, properties: { description: All of it } }]
`)
    expect(resources).toEqual(['/', '/later', '/later/{id}'])
    expect(documentationParts).toEqual([
      { location: { type: 'API' }, properties: { description: 'All of it' } },
    ])
  })

  it('follows `Parameters: {basepath}` of a template as the import does', () => {
    const { resources, api } = listing(`
Resources:
  Shop:
    Type: AWS::ApiGateway::RestApi
    Properties:
      Parameters: { basepath: split }
      DisableExecuteApiEndpoint: true
      Body: { swagger: '2.0', info: { version: '7' }, basePath: /shop/v1, paths: { /a: { get: {} } } }
`)
    expect(resources).toEqual(['/', '/v1', '/v1/a'])
    expect(api).toMatchObject({ version: '7', disableExecuteApiEndpoint: true })
  })
})

describe('the listing of an HTTP API', () => {
  const notes = (mode: string) => `
Resources:
  Notes:
    Type: AWS::ApiGatewayV2::Api
    Properties:
      BasePath: ${mode}
      Body:
        openapi: 3.0.1
        info: { title: notes, version: '1' }
        servers: [{ url: https://x.test/base/v2 }]
        x-amazon-apigateway-cors: { allowOrigins: ['*'] }
        paths:
          /$default: { x-amazon-apigateway-any-method: { x-amazon-apigateway-integration: { type: http_proxy, httpMethod: ANY, uri: 'https://b.test' } } }
          /notes: { get: { security: [{ jwt: [read] }], x-amazon-apigateway-integration: { type: aws_proxy, uri: arn, payloadFormatVersion: '2.0' } } }
        components:
          securitySchemes:
            jwt:
              type: oauth2
              x-amazon-apigateway-authorizer:
                type: jwt
                identitySource: $request.header.Authorization
                jwtConfiguration: { issuer: https://issuer.test, audience: [app] }
`

  it('is in the words of V2', () => {
    expect(listing(notes('ignore'))).toEqual({
      api: {
        name: 'notes',
        version: '1',
        protocolType: 'HTTP',
        apiKeySelectionExpression: '$request.header.x-api-key',
        routeSelectionExpression: '$request.method $request.path',
        disableExecuteApiEndpoint: false,
        corsConfiguration: { allowOrigins: ['*'] },
      },
      routes: {
        $default: {
          apiKeyRequired: false,
          authorizationType: 'NONE',
          integration: {
            integrationType: 'HTTP_PROXY',
            integrationMethod: 'ANY',
            connectionType: 'INTERNET',
            payloadFormatVersion: '1.0',
            timeoutInMillis: 30000,
          },
        },
        'GET /notes': {
          apiKeyRequired: false,
          authorizationType: 'JWT',
          authorizer: 'jwt',
          authorizationScopes: ['read'],
          integration: {
            integrationType: 'AWS_PROXY',
            connectionType: 'INTERNET',
            payloadFormatVersion: '2.0',
            timeoutInMillis: 30000,
          },
        },
      },
      authorizers: {
        jwt: {
          authorizerType: 'JWT',
          identitySource: ['$request.header.Authorization'],
          jwtConfiguration: { issuer: 'https://issuer.test', audience: ['app'] },
        },
      },
      stages: {},
    })
  })

  it('follows `BasePath`; the default route stays', () => {
    expect(Object.keys(listing(notes('prepend')).routes as object)).toEqual([
      '$default',
      'GET /base/v2/notes',
    ])
  })
})

describe('the listing of a WebSocket API', () => {
  it('has its routes by key', () => {
    const { api, routes } = listing(`
Resources:
  Chat:
    Type: AWS::ApiGatewayV2::Api
    Properties: { Name: chat, ProtocolType: WEBSOCKET, RouteSelectionExpression: $request.body.action }
  Hello:
    Type: AWS::ApiGatewayV2::Route
    Properties: { ApiId: !Ref Chat, RouteKey: hello, Target: !Sub 'integrations/\${Answer}' }
  Answer:
    Type: AWS::ApiGatewayV2::Integration
    Properties: { ApiId: !Ref Chat, IntegrationType: MOCK, RequestTemplates: { $default: '{}' } }
`)
    expect(api).toMatchObject({
      protocolType: 'WEBSOCKET',
      routeSelectionExpression: '$request.body.action',
    })
    expect(routes).toMatchObject({
      hello: {
        integration: {
          integrationType: 'MOCK',
          passthroughBehavior: 'WHEN_NO_MATCH',
          timeoutInMillis: 29000,
          requestTemplates: ['$default'],
        },
      },
    })
  })
})
