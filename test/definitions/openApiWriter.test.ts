import path from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Api, Definition, HttpApi, RestApi } from '../../server/src/api/api.ts'
import { listApi } from '../../server/src/definitions/listing.ts'
import { loadDefinition } from '../../server/src/definitions/load.ts'
import { documentText } from '../../server/src/definitions/openApiWriter/openApiText.ts'
import type { WrittenOpenApi } from '../../server/src/definitions/openApiWriter/openApiWriter.ts'
import { writeOpenApi } from '../../server/src/definitions/openApiWriter/openApiWriter.ts'
import { diskFiles } from '../../server/src/io/files.ts'
import { ordersFolder, ordersFormats } from '../support/orders.ts'
import { readTemplateText } from '../support/readDefinition.ts'

describe('an import of the written document gives the API again', () => {
  test.each(ordersFormats)('$name', ({ file }) => {
    const { api } = apiAt(path.join(ordersFolder, file))
    const again = imported(writeOpenApi(api, undefined))
    expect(resources(again)).toEqual(resources(api))
    expect(texts(again)).toEqual(texts(api))
  })

  const examples = ['bookshop/template.yaml', 'notes/template.yaml', 'members/template.yaml']
  test.each([...examples, 'city-bikes/openapi.yaml'])('examples/%s', file => {
    const { api } = apiAt(path.join(import.meta.dirname, '../../examples', file))
    const again = imported(writeOpenApi(api, undefined), api.type)
    expect(resources(again)).toEqual(resources(api))
  })

  test('in YAML and in JSON', () => {
    const { document } = writeOpenApi(apiAt(path.join(ordersFolder, 'openapi.yaml')).api, undefined)
    const read = (format: 'json' | 'yaml') =>
      listApi(only(readTemplateText(documentText(document, format)).definition))
    expect(read('json')).toEqual(read('yaml'))
  })
})

describe('a REST API', () => {
  const shop = `
Resources:
  Shop:
    Type: AWS::ApiGateway::RestApi
    Properties:
      Name: shop
      ApiKeySourceType: AUTHORIZER
      BinaryMediaTypes: [image/png]
      MinimumCompressionSize: 1024
      DisableExecuteApiEndpoint: true
      EndpointConfiguration: { Types: [PRIVATE], VpcEndpointIds: [vpce-1] }
      Policy:
        Version: '2012-10-17'
        Statement: [{ Effect: Allow, Principal: '*', Action: 'execute-api:Invoke', Resource: !Sub 'arn:aws:execute-api:\${AWS::Region}:*:*/*' }]
  Item:
    Type: AWS::ApiGateway::Resource
    Properties: { RestApiId: !Ref Shop, ParentId: !GetAtt Shop.RootResourceId, PathPart: '{id}' }
  Guard:
    Type: AWS::ApiGateway::Authorizer
    Properties: { RestApiId: !Ref Shop, Name: guard, Type: TOKEN, IdentitySource: method.request.header.X-Token, AuthorizerUri: !Sub 'arn:aws:apigateway:\${AWS::Region}:lambda:path/2015-03-31/functions/\${Check.Arn}/invocations' }
  Check:
    Type: AWS::Lambda::Function
    Properties: { Handler: a.b, Runtime: nodejs22.x, Code: { ZipFile: x } }
  Put:
    Type: AWS::ApiGateway::Method
    Properties:
      RestApiId: !Ref Shop
      ResourceId: !Ref Item
      HttpMethod: ANY
      ApiKeyRequired: true
      AuthorizationType: CUSTOM
      AuthorizerId: !Ref Guard
      RequestParameters: { method.request.path.id: true, method.request.header.X-Tier: false }
      RequestModels: { application/json: !Ref Thing }
      MethodResponses: [{ StatusCode: 200, ResponseModels: { application/json: Empty } }]
      Integration:
        Type: AWS_PROXY
        IntegrationHttpMethod: POST
        Uri: !Sub arn:aws:apigateway:\${AWS::Region}:lambda:path/2015-03-31/functions/\${Check.Arn}/invocations
        Credentials: !ImportValue role
  Get:
    Type: AWS::ApiGateway::Method
    Properties:
      RestApiId: !Ref Shop
      ResourceId: !GetAtt Shop.RootResourceId
      HttpMethod: GET
      AuthorizationType: AWS_IAM
      Integration:
        Type: MOCK
        IntegrationResponses: [{ StatusCode: 200 }, { StatusCode: 500 }]
  Thing:
    Type: AWS::ApiGateway::Model
    Properties: { RestApiId: !Ref Shop, Name: Thing, ContentType: application/json, Schema: { type: object, properties: { next: { $ref: !Sub 'https://apigateway.amazonaws.com/restapis/\${Shop}/models/Thing' } } } }
`
  const { definition } = readTemplateText(shop)

  test('keeps the functions of the template', () => {
    const { document, notes } = writeOpenApi(only(definition), definition)
    const invocation =
      'arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Check.Arn}/invocations'
    expect(document).toEqual({
      openapi: '3.0.1',
      info: { title: 'shop', version: '1.0' },
      servers: [
        {
          url: '/',
          'x-amazon-apigateway-endpoint-configuration': {
            vpcEndpointIds: ['vpce-1'],
            disableExecuteApiEndpoint: true,
          },
        },
      ],
      paths: {
        '/{id}': {
          'x-amazon-apigateway-any-method': {
            parameters: [
              { name: 'id', in: 'path', required: true, schema: { type: 'string' } },
              { name: 'X-Tier', in: 'header', schema: { type: 'string' } },
            ],
            requestBody: {
              content: { 'application/json': { schema: { $ref: '#/components/schemas/Thing' } } },
              required: true,
            },
            responses: {
              '200': {
                description: '200 response',
                content: { 'application/json': { schema: { $ref: '#/components/schemas/Empty' } } },
              },
            },
            security: [{ guard: [] }, { api_key: [] }],
            'x-amazon-apigateway-integration': {
              type: 'aws_proxy',
              httpMethod: 'POST',
              uri: { 'Fn::Sub': invocation },
              credentials: { 'Fn::ImportValue': 'role' },
              passthroughBehavior: 'when_no_match',
            },
          },
        },
        '/': {
          get: {
            responses: {},
            security: [{ sigv4: [] }],
            'x-amazon-apigateway-integration': {
              type: 'mock',
              passthroughBehavior: 'when_no_match',
              responses: { default: { statusCode: '200' } },
            },
          },
        },
      },
      components: {
        schemas: {
          Empty: { title: 'Empty Schema', type: 'object' },
          Error: { title: 'Error Schema', type: 'object', properties: { message: { type: 'string' } } },
          Thing: { type: 'object', properties: { next: { $ref: '#/components/schemas/Thing' } } },
        },
        securitySchemes: {
          guard: {
            type: 'apiKey',
            name: 'X-Token',
            in: 'header',
            'x-amazon-apigateway-authtype': 'custom',
            'x-amazon-apigateway-authorizer': { type: 'token', authorizerUri: { 'Fn::Sub': invocation } },
          },
          sigv4: {
            type: 'apiKey',
            name: 'Authorization',
            in: 'header',
            'x-amazon-apigateway-authtype': 'awsSigv4',
          },
          api_key: { type: 'apiKey', name: 'x-api-key', in: 'header' },
        },
      },
      'x-amazon-apigateway-policy': {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: '*',
            Action: 'execute-api:Invoke',
            Resource: { 'Fn::Sub': 'arn:aws:execute-api:${AWS::Region}:*:*/*' },
          },
        ],
      },
      'x-amazon-apigateway-api-key-source': 'AUTHORIZER',
      'x-amazon-apigateway-binary-media-types': ['image/png'],
      'x-amazon-apigateway-minimum-compression-size': 1024,
    })
    expect(notes).toEqual([
      'The endpoint type PRIVATE is left out: an import is told it beside the document',
      "An integration response of GET / is left out: OpenAPI has room for one under 'default' only",
    ])
  })

  test('holds what is known where no template stands around it, and says what is not', () => {
    const { document, notes } = writeOpenApi(only(definition), undefined)
    expect(JSON.stringify(document)).not.toMatch(/Fn::|AWS::/)
    expect(document).toMatchObject({
      paths: {
        '/{id}': {
          'x-amazon-apigateway-any-method': {
            'x-amazon-apigateway-integration': {
              uri: 'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:Check/invocations',
            },
          },
        },
      },
    })
    expect(notes).toContain(
      "'credentials' of the integration of ANY /{id} is left out, since it cannot be known: export 'role' comes from another stack",
    )
  })

  test('has YAML with long forms, which AWS::Include asks for', () => {
    const text = documentText(writeOpenApi(only(definition), definition).document, 'yaml')
    expect(text).toContain('Fn::ImportValue: role')
    expect(text).not.toMatch(/!\w/)
  })
})

describe('what SAM makes', () => {
  const written = (text: string) => {
    const { definition } = readTemplateText(`Transform: AWS::Serverless-2016-10-31\n${text}`)
    return writeOpenApi(only(definition), definition).document
  }

  test('refers to functions, aliases and state machines of the template', () => {
    const document = written(`
Resources:
  Api:
    Type: AWS::Serverless::Api
    Properties:
      StageName: dev
      Auth:
        Authorizers:
          own: { FunctionArn: !GetAtt Own.Arn }
          imported: { FunctionArn: !ImportValue guard }
  Own:
    Type: AWS::Serverless::Function
    Properties:
      AutoPublishAlias: live
      Events:
        Get: { Type: Api, Properties: { RestApiId: !Ref Api, Path: /a, Method: get } }
`)
    const around = (arn: string) =>
      `arn:\${AWS::Partition}:apigateway:\${AWS::Region}:lambda:path/2015-03-31/functions/${arn}/invocations`
    expect(document).toMatchObject({
      paths: {
        '/a': {
          get: { 'x-amazon-apigateway-integration': { uri: { 'Fn::Sub': around('${OwnAliaslive}') } } },
        },
      },
      components: {
        securitySchemes: {
          own: { 'x-amazon-apigateway-authorizer': { authorizerUri: { 'Fn::Sub': around('${Own.Arn}') } } },
          imported: {
            'x-amazon-apigateway-authorizer': {
              authorizerUri: {
                'Fn::Sub': [around('${FunctionArn}'), { FunctionArn: { 'Fn::ImportValue': 'guard' } }],
              },
            },
          },
        },
      },
    })
  })

  test('keeps a reference in the preflight only where the reference says just that', () => {
    const document = written(`
Parameters: { Origin: { Type: String, Default: "'https://shop.example'" } }
Resources:
  Api:
    Type: AWS::Serverless::Api
    Properties: { StageName: dev, Cors: !Ref Origin }
  Own:
    Type: AWS::Serverless::Function
    Properties:
      Events:
        Get: { Type: Api, Properties: { RestApiId: !Ref Api, Path: /a, Method: get } }
`)
    const prefix = 'method.response.header.Access-Control-Allow-'
    expect(document).toMatchObject({
      paths: {
        '/a': {
          options: {
            'x-amazon-apigateway-integration': {
              responses: {
                default: {
                  responseParameters: {
                    [`${prefix}Origin`]: { Ref: 'Origin' },
                    [`${prefix}Methods`]: "'GET,OPTIONS'",
                  },
                },
              },
            },
          },
        },
      },
    })
  })
})

test('an HTTP API', () => {
  const { definition } = readTemplateText(`
Transform: AWS::Serverless-2016-10-31
Resources:
  Notes:
    Type: AWS::Serverless::HttpApi
    Properties:
      CorsConfiguration: { AllowOrigins: ['https://a.example'], AllowMethods: [GET], MaxAge: 60 }
      Auth:
        EnableIamAuthorizer: true
        Authorizers:
          pool:
            AuthorizationScopes: [read]
            IdentitySource: $request.header.Authorization
            JwtConfiguration: { issuer: !Sub 'https://cognito-idp.\${AWS::Region}.amazonaws.com/\${Pool}', audience: [web] }
  Pool: { Type: AWS::Cognito::UserPool }
  Own:
    Type: AWS::Serverless::Function
    Properties:
      Events:
        Get: { Type: HttpApi, Properties: { ApiId: !Ref Notes, Path: '/notes/{id}', Method: get, Auth: { Authorizer: pool } } }
        Put: { Type: HttpApi, Properties: { ApiId: !Ref Notes, Path: '/notes/{id}', Method: put, Auth: { Authorizer: AWS_IAM } } }
        Rest: { Type: HttpApi, Properties: { ApiId: !Ref Notes } }
`)
  const integration = {
    connectionType: 'INTERNET',
    type: 'aws_proxy',
    httpMethod: 'POST',
    uri: {
      'Fn::Sub':
        'arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Own.Arn}/invocations',
    },
    payloadFormatVersion: '2.0',
  }
  expect(writeOpenApi(only(definition), definition).document).toMatchObject({
    paths: {
      '/notes/{id}': {
        parameters: [
          { name: 'id', in: 'path', description: 'Generated path parameter for id', required: true },
        ],
        get: {
          responses: { default: { description: 'Default response for GET /notes/{id}' } },
          security: [{ pool: ['read'] }],
          'x-amazon-apigateway-integration': integration,
        },
        put: { 'x-amazon-apigateway-auth': { type: 'AWS_IAM' } },
      },
      '/$default': {
        'x-amazon-apigateway-any-method': {
          isDefaultRoute: true,
          'x-amazon-apigateway-integration': integration,
        },
      },
    },
    components: {
      securitySchemes: {
        pool: {
          type: 'oauth2',
          'x-amazon-apigateway-authorizer': {
            type: 'jwt',
            identitySource: '$request.header.Authorization',
            jwtConfiguration: {
              issuer: { 'Fn::Sub': 'https://cognito-idp.${AWS::Region}.amazonaws.com/${Pool}' },
              audience: ['web'],
            },
          },
        },
      },
    },
    'x-amazon-apigateway-cors': { allowOrigins: ['https://a.example'], allowMethods: ['GET'], maxAge: 60 },
    'x-amazon-apigateway-importexport-version': '1.0',
  })
})

function apiAt(file: string): { api: RestApi | HttpApi; definition: Definition } {
  const { definition } = loadDefinition(file, diskFiles)
  if (!definition) throw new Error(`no definition at ${file}`)
  return { api: only(definition), definition }
}

function only({ apis }: Definition): RestApi | HttpApi {
  const [api, ...others] = apis
  if (!api || api.type === 'websocket' || others.length > 0) throw new Error('expected one REST or HTTP API')
  return api
}

function imported({ document }: WrittenOpenApi, apiType: 'rest' | 'http' = 'rest'): Api {
  return only(readTemplateText(documentText(document, 'yaml'), {}, { apiType }).definition)
}

/** What AWS lists of an API but for what no import makes: stages, and what it says of the API as a whole. */
function resources(api: Api): unknown {
  const listing: Record<string, unknown> = JSON.parse(JSON.stringify(listApi(api), forImport)) as never
  delete listing['api']
  delete listing['stages']
  return listing
}

/** An import knows no dialect or description of a model, no empty pattern, and no response header that is required. */
function forImport(this: unknown, key: string, value: unknown): unknown {
  if (key === '$schema' || (key === 'selectionPattern' && value === '')) return undefined
  if (key === 'description' && String(value).startsWith('This is a default ')) return undefined
  return key.startsWith('method.response.header.') && value === true ? false : value
}

/** What a listing leaves out: URIs, templates, responses. */
function texts(api: Api): string[] {
  if (api.type !== 'rest') return []
  return api.resources
    .flatMap(({ path: at, methods }) =>
      methods.flatMap(({ httpMethod, integration }) => {
        const { uri, requestTemplates, responses = [] } = integration ?? {}
        const facts = [uri, ...(requestTemplates?.values() ?? [])]
        const answers = responses.flatMap(({ responseTemplates }) => [...responseTemplates.values()])
        return [...facts, ...answers].map(
          fact => `${httpMethod} ${at} ${fact?.known ? fact.value.trim() : '?'}`,
        )
      }),
    )
    .sort()
}
