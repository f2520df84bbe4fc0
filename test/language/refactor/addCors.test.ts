import { describe, expect, it } from 'vitest'
import { listApi } from '../../../server/src/definitions/listing.ts'
import { loadDefinition } from '../../../server/src/definitions/load.ts'
import { memoryFiles } from '../../support/memoryFiles.ts'
import { offered, refactored } from '../../support/refactored.ts'

/** What AWS would list of the only API of a text. */
function listed(text: string): Record<string, unknown> {
  const { definition } = loadDefinition('/work/d.yaml', memoryFiles({ '/work/d.yaml': text }))
  const [api] = definition?.apis ?? []
  if (!api) throw new Error('no API')
  return listApi(api) as unknown as Record<string, unknown>
}

const rest = (path: string) => `
  openapi: 3.0.1
  info: { title: Shop, version: '1' }
  paths:
    /half:
      get:
    ${path}:
      # all of them
      get:
        x-amazon-apigateway-integration: { type: mock }
      post:
        x-amazon-apigateway-integration: { type: mock } # later more
    /brok
`

describe('CORS of a REST API', () => {
  it('is a preflight method with the methods of the path', () => {
    const text = refactored('d.yaml', rest('/bo<|>oks'), "Add CORS to '/books'")
    expect(text).toContain('# all of them\n    get:')
    expect(text).toContain(`{ type: mock } # later more
    options:
      summary: CORS preflight
      responses:
        '200':
          description: What other origins may do
          headers:
            Access-Control-Allow-Headers:
              schema:
                type: string
`)
    expect(listed(text.replace('  /brok\n', ''))).toMatchObject({
      methods: {
        'OPTIONS /books': {
          integration: {
            type: 'MOCK',
            integrationResponses: {
              '200': {
                responseParameters: {
                  'method.response.header.Access-Control-Allow-Methods': "'GET,POST,OPTIONS'",
                  'method.response.header.Access-Control-Allow-Origin': "'*'",
                },
              },
            },
          },
        },
      },
    })
  })

  it('is offered once, and where a path has methods only', () => {
    const once = refactored('d.yaml', rest('/bo<|>oks'), 'Add CORS')
    expect(offered('d.yaml', once.replace('/books', '/bo<|>oks'))).toEqual([])
    expect(offered('d.yaml', rest('/books').replace('title', 'ti<|>tle'))).toEqual([])
  })

  it('does not light the bulb on every line of an operation', () => {
    const inside = rest('/books').replace(': mock }', ': mo<|>ck }')
    expect(offered('d.yaml', inside)).toEqual([])
    const shop =
      'Transform: AWS::Serverless-2016-10-31\nResources:\n  Shop:\n    Type: AWS::Serverless::Api\n'
    expect(offered('d.yaml', `${shop}    Proper<|>ties: { StageName: dev }\n`)).toHaveLength(1)
    expect(offered('d.yaml', `${shop}    Properties: { StageName: d<|>ev }\n`)).toEqual([])
  })

  it('takes the security of the document off the preflight, and keeps JSON and its ends of lines', () => {
    const json =
      '{\r\n\t"swagger": "2.0",\r\n\t"info": {"title": "a", "version": "1"},\r\n\t"security": [{"key": []}],\r\n\t"paths": {\r\n\t\t"/a": {\r\n\t\t\t"x-amazon-apigateway-any<|>-method": {"x-amazon-apigateway-integration": {"type": "mock"}}\r\n\t\t}\r\n\t}\r\n}\r\n'
    const text = refactored('d.json', json, "Add CORS to '/a'")
    expect(text.replaceAll('\r\n', '')).not.toContain('\n')
    expect(text).toContain(
      '}},\r\n\t\t\t"options": {\r\n\t\t\t\t"summary": "CORS preflight",\r\n\t\t\t\t"security": [],',
    )
    expect(JSON.parse(text)).toMatchObject({
      paths: {
        '/a': {
          options: {
            responses: { '200': { headers: { 'Access-Control-Allow-Origin': { type: 'string' } } } },
            'x-amazon-apigateway-integration': {
              responses: {
                default: {
                  responseParameters: {
                    'method.response.header.Access-Control-Allow-Methods':
                      "'DELETE,GET,HEAD,OPTIONS,PATCH,POST,PUT'",
                  },
                },
              },
            },
          },
        },
      },
    })
  })

  it('is a method beside another in CloudFormation, at the same resource', () => {
    const text = refactored(
      'd.yaml',
      `
      Resources:
        Shop: { Type: AWS::ApiGateway::RestApi, Properties: { Name: shop } }
        Get:
          Type: AWS::ApiGateway::Me<|>thod
          Properties:
            RestApiId: !Ref Shop
            ResourceId: !GetAtt Shop.RootResourceId
            HttpMethod: GET
            AuthorizationType: NONE
            Integration: { Type: MOCK }
        Half:
    `,
      "Add CORS beside 'Get'",
    )
    expect(text).toContain(
      '  GetOptions:\n    Type: AWS::ApiGateway::Method\n    Properties:\n      RestApiId: !Ref Shop\n      ResourceId: !GetAtt Shop.RootResourceId\n',
    )
    expect(Object.keys(listed(text)['methods'] as object)).toEqual(['GET /', 'OPTIONS /'])
  })
})

describe('CORS of an HTTP API', () => {
  it('is a setting of the OpenAPI document', () => {
    const text = refactored(
      'd.yaml',
      `
      openapi: 3.0.1
      info:
        title: Shop
        version: '1'
      paths:
        /books:
          g<|>et:
            x-amazon-apigateway-integration: { type: AWS_PROXY, payloadFormatVersion: '2.0', uri: 'arn:aws:lambda:us-east-1:123456789012:function:f' }
    `,
      'Add CORS to the API',
    )
    expect(listed(text)).toMatchObject({
      api: { corsConfiguration: { allowOrigins: ['*'], allowMethods: ['*'] } },
    })
  })

  it('is a property of the resource in CloudFormation', () => {
    const text = refactored(
      'd.yaml',
      'Resources:\n  Shop:\n    Type: AWS::ApiGatewayV2::A<|>pi\n    Properties: { Name: shop, ProtocolType: HTTP }\n',
      "Add CORS to 'Shop'",
    )
    expect(listed(text)).toMatchObject({ api: { corsConfiguration: { allowOrigins: ['*'] } } })
  })
})

describe('CORS in SAM', () => {
  const template = (rest: string) => `
    Transform: AWS::Serverless-2016-10-31
    Resources:
      Shop:
        Type: AWS::Serverless::Api
        Properties:
          StageName: dev
          Auth: { DefaultAuthorizer: Mine, Authorizers: { Mine: { UserPoolArn: 'arn:aws:cognito-idp:us-east-1:123456789012:userpool/p' } } }
      Half:
      List:
        Type: AWS::Serverless::Function
        Properties:
          Handler: a.b
          Runtime: nodejs22.x
          InlineCode: x
          Events:
            ${rest}
            Brok
  `

  it('is a property of the API of the event, and lets the preflight in', () => {
    const text = refactored(
      'd.yaml',
      template('Books: { Type: Api, Properties: { RestApiId: !Ref Shop, Path: /bo<|>oks, Method: get } }'),
      "Add CORS to 'Shop'",
    )
    expect(text).toContain(
      `      Cors:\n        AllowOrigin: "'*'"\n        AllowHeaders: "'Content-Type,X-Amz-Date,`,
    )
    expect(text).toContain('DefaultAuthorizer: Mine, AddDefaultAuthorizerToCorsPreflight: false,')
    expect(listed(text.replace('        Brok\n', ''))).toMatchObject({
      methods: { 'GET /books': {}, 'OPTIONS /books': { authorizationType: 'NONE' } },
    })
  })

  it('is a global of the implicit API', () => {
    const text = refactored(
      'd.yaml',
      template('Books: { Type: HttpApi, Properties: { Path: /bo<|>oks, Method: get } }'),
      "Add CORS to 'ServerlessHttpApi'",
    )
    expect(text).toContain(
      "Globals:\n  HttpApi:\n    CorsConfiguration:\n      AllowOrigins:\n        - '*'\n",
    )
    expect(offered('d.yaml', text.replace('/books', '/bo<|>oks'))).toEqual([])
  })

  it('cannot be added to a document that SAM refuses to change', () => {
    const marked = (body: string) =>
      `Transform: AWS::Serverless-2016-10-31\nResources:\n  Shop:\n    Type: AWS::Serverless::A<|>pi\n    Properties: { StageName: dev, DefinitionBody: ${body} }\n`
    expect(offered('d.yaml', marked('{}'))).toEqual([])
    expect(offered('d.yaml', marked("{ swagger: '2.0' }"))).toEqual([])
    const titles = (body: string) => offered('d.yaml', marked(body)).map(({ title }) => title)
    expect(titles("{ swagger: '2.0', paths: {} }")).toContain("Add CORS to 'Shop'")
  })

  it('cannot be added where the document lies elsewhere', () => {
    const marked =
      'Transform: AWS::Serverless-2016-10-31\nResources:\n  Shop:\n    Type: AWS::Serverless::A<|>pi\n    Properties: { StageName: dev, DefinitionUri: s3://a/b }\n'
    expect(offered('d.yaml', marked)).toEqual([])
  })
})
