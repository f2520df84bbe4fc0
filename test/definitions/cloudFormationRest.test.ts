import { describe, expect, it } from 'vitest'
import { labelsOf, methodOf, readTemplateText, restApiOf, said, saidMap } from '../support/readDefinition.ts'

const bookshop = `
Resources:
  Api:
    Type: AWS::ApiGateway::RestApi
    Properties:
      Name: bookshop
      BinaryMediaTypes: [image/png]
      ApiKeySourceType: header
      EndpointConfiguration: {Types: [REGIONAL]}
      Policy: {Statement: []}
  Books:
    Type: AWS::ApiGateway::Resource
    Properties: {RestApiId: !Ref Api, ParentId: !GetAtt Api.RootResourceId, PathPart: books}
  Book:
    Type: AWS::ApiGateway::Resource
    Properties: {RestApiId: !Ref Api, ParentId: !Ref Books, PathPart: '{bookId}'}
  GetBook:
    Type: AWS::ApiGateway::Method
    Properties:
      RestApiId: !Ref Api
      ResourceId: !Ref Book
      HttpMethod: get
      AuthorizationType: CUSTOM
      AuthorizerId: !Ref Guard
      ApiKeyRequired: 'true'
      OperationName: getBook
      RequestParameters:
        method.request.path.bookId: true
        method.request.querystring.lang: false
      RequestModels: {application/json: !Ref BookModel}
      RequestValidatorId: !Ref Validator
      Integration:
        Type: aws
        IntegrationHttpMethod: POST
        Uri: !Sub 'arn:\${AWS::Partition}:apigateway:\${AWS::Region}:lambda:path/2015-03-31/functions/\${Handler.Arn}/invocations'
        TimeoutInMillis: 5000
        PassthroughBehavior: when_no_templates
        RequestTemplates: {application/json: '{"id": "$input.params(''bookId'')"}'}
        RequestParameters: {integration.request.header.X-Lang: method.request.querystring.lang}
        IntegrationResponses:
          - StatusCode: 200
          - StatusCode: '404'
            SelectionPattern: .*missing.*
            ResponseTemplates: {application/json: '{"message": "no such book"}'}
            ResponseParameters: {method.response.header.X-Reason: "'missing'"}
      MethodResponses:
        - StatusCode: '200'
        - StatusCode: '404'
          ResponseParameters: {method.response.header.X-Reason: true}
          ResponseModels: {application/json: Error}
  Ping:
    Type: AWS::ApiGateway::Method
    Properties:
      RestApiId: !Ref Api
      ResourceId: !GetAtt Api.RootResourceId
      HttpMethod: ANY
      AuthorizationType: NONE
      Integration: {Type: MOCK}
  Guard:
    Type: AWS::ApiGateway::Authorizer
    Properties:
      Name: guard
      RestApiId: !Ref Api
      Type: REQUEST
      AuthorizerUri: !Sub 'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/\${Handler.Arn}/invocations'
      IdentitySource: method.request.header.Authorization, context.identity.sourceIp
      AuthorizerResultTtlInSeconds: 60
  BookModel:
    Type: AWS::ApiGateway::Model
    Properties: {RestApiId: !Ref Api, Name: Book, ContentType: application/json, Schema: {type: object, required: [title]}}
  Validator:
    Type: AWS::ApiGateway::RequestValidator
    Properties: {RestApiId: !Ref Api, ValidateRequestBody: true, ValidateRequestParameters: false}
  Denied:
    Type: AWS::ApiGateway::GatewayResponse
    Properties:
      RestApiId: !Ref Api
      ResponseType: ACCESS_DENIED
      StatusCode: '403'
      ResponseTemplates: {application/json: '{"no": true}'}
  Deployment:
    Type: AWS::ApiGateway::Deployment
    DependsOn: GetBook
    Properties: {RestApiId: !Ref Api, StageName: test}
  Prod:
    Type: AWS::ApiGateway::Stage
    Properties:
      RestApiId: !Ref Api
      DeploymentId: !Ref Deployment
      StageName: prod
      Variables: {backend: books}
      TracingEnabled: true
      CacheClusterEnabled: false
  Plan:
    Type: AWS::ApiGateway::UsagePlan
    Properties: {ApiStages: [{ApiId: !Ref Api, Stage: !Ref Prod}]}
  Handler:
    Type: AWS::Lambda::Function
    Properties: {Runtime: nodejs20.x, Handler: app.handler, Role: none, Code: ./src, Timeout: 10}
  MayCall:
    Type: AWS::Lambda::Permission
    Properties:
      FunctionName: !Ref Handler
      Action: lambda:InvokeFunction
      Principal: apigateway.amazonaws.com
      SourceArn: !Sub 'arn:aws:execute-api:\${AWS::Region}:\${AWS::AccountId}:\${Api}/*/GET/books/*'
`

describe('a REST API of CloudFormation resources', () => {
  const { definition, diagnostics } = readTemplateText(bookshop)
  const api = restApiOf(definition)

  it('has the paths that the chain of parents gives', () => {
    expect(diagnostics).toEqual([])
    expect(definition.kind).toBe('cloudformation')
    expect(labelsOf(api)).toEqual(['GET /books/{bookId}', 'ANY /'])
  })

  it('has the properties of its RestApi', () => {
    expect([api.id, api.name]).toEqual(['Api', 'bookshop'])
    expect(api.binaryMediaTypes.map(said)).toEqual(['image/png'])
    expect(api.endpointTypes.map(said)).toEqual(['REGIONAL'])
    expect(said(api.apiKeySource)).toBe('HEADER')
    expect(api.policy?.origin.range.start.line).toBe(9)
  })

  it('has methods with all they say', () => {
    const method = methodOf(api, 'GET /books/{bookId}')
    expect(method.authorization).toMatchObject({ type: 'CUSTOM', authorizer: { value: 'Guard' } })
    expect(said(method.apiKeyRequired)).toBe(true)
    expect(method.operationName).toBe('getBook')
    expect(
      method.requestParameters.map(({ location, name, isRequired }) => [location, name, isRequired]),
    ).toEqual([
      ['path', 'bookId', true],
      ['querystring', 'lang', false],
    ])
    expect(saidMap(method.requestModels)).toEqual({ 'application/json': 'Book' })
    expect(said(method.requestValidator)).toBe('Validator')
    expect(method.responses.map(({ statusCode, headers }) => [statusCode, [...headers.keys()]])).toEqual([
      ['200', []],
      ['404', ['X-Reason']],
    ])
  })

  it('has integrations with all they say', () => {
    const { integration } = methodOf(api, 'GET /books/{bookId}')
    expect([said(integration?.type), said(integration?.httpMethod)]).toEqual(['AWS', 'POST'])
    expect(said(integration?.uri)).toBe(
      'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:Handler/invocations',
    )
    expect(said(integration?.timeoutInMillis)).toBe(5000)
    expect(said(integration?.passthroughBehavior)).toBe('WHEN_NO_TEMPLATES')
    expect(saidMap(integration?.requestParameters)).toEqual({
      'integration.request.header.X-Lang': 'method.request.querystring.lang',
    })
    expect(
      integration?.responses.map(response => [said(response.statusCode), said(response.selectionPattern)]),
    ).toEqual([
      ['200', undefined],
      ['404', '.*missing.*'],
    ])
    expect(saidMap(integration?.responses[1]?.responseParameters)).toEqual({
      'method.response.header.X-Reason': "'missing'",
    })
  })

  it('has its authorizer, model, validator and gateway response', () => {
    const [authorizer] = api.authorizers
    expect([authorizer?.name, said(authorizer?.type), said(authorizer?.resultTtlInSeconds)]).toEqual([
      'Guard',
      'REQUEST',
      60,
    ])
    expect(authorizer?.identitySource.map(said)).toEqual([
      'method.request.header.Authorization',
      'context.identity.sourceIp',
    ])
    expect(api.models.map(({ name, schema }) => [name, schema])).toEqual([
      ['Book', { type: 'object', required: ['title'] }],
    ])
    expect(
      api.requestValidators.map(({ name, validateRequestBody }) => [name, said(validateRequestBody)]),
    ).toEqual([['Validator', true]])
    expect(api.gatewayResponses.map(({ type, statusCode }) => [type, said(statusCode)])).toEqual([
      ['ACCESS_DENIED', '403'],
    ])
  })

  it('has the stages of Stage and Deployment, and a usage plan', () => {
    expect(api.stages.map(({ name, variables }) => [name, saidMap(variables)])).toEqual([
      ['prod', { backend: 'books' }],
      ['test', {}],
    ])
    expect(said(api.stages[0]?.tracingEnabled)).toBe(true)
    expect(said(api.stages[0]?.cacheCluster?.isEnabled)).toBe(false)
    const [plan] = definition.surroundings.usagePlans
    expect(plan?.apiStages.map(({ apiId, stageName }) => [said(apiId), said(stageName)])).toEqual([
      ['Api', 'prod'],
    ])
  })

  it('knows the function behind it and who may call that', () => {
    const [fn] = definition.functions
    expect([fn?.id, said(fn?.code), said(fn?.handler), said(fn?.timeout)]).toEqual([
      'Handler',
      '/project/src',
      'app.handler',
      10,
    ])
    const [permission] = definition.permissions
    expect(said(permission?.functionName)).toBe('Handler')
    expect(said(permission?.sourceArn)).toBe('arn:aws:execute-api:us-east-1:123456789012:Api/*/GET/books/*')
  })
})

describe('a REST API with a Body', () => {
  const template = (more: string) => `
Resources:
  Api:
    Type: AWS::ApiGateway::RestApi
    Properties:
      ${more}
`
  const body = `Body:
        swagger: '2.0'
        basePath: /shop/v1
        info: {title: Shop, version: '1'}
        paths: {/books: {get: {x-amazon-apigateway-integration: {type: mock}}}}`

  it('is what the body says', () => {
    const api = restApiOf(readTemplateText(template(body)).definition)
    expect([api.id, api.name, labelsOf(api)]).toEqual(['Api', 'Shop', ['GET /books']])
    expect(api.stages.map(({ name }) => name)).toEqual(['dev'])
  })

  it.each([
    ['ignore', 'GET /books'],
    ['prepend', 'GET /shop/v1/books'],
    ['split', 'GET /v1/books'],
  ])('puts the base path where basepath %s wants it', (mode, expected) => {
    const text = template(`Parameters: {basepath: ${mode}}\n      ${body}`)
    expect(labelsOf(restApiOf(readTemplateText(text).definition))).toEqual([expected])
  })

  it('in S3 is said to be unread', () => {
    const api = restApiOf(readTemplateText(template('BodyS3Location: {Bucket: b, Key: k}')).definition)
    expect([labelsOf(api), api.unmodelled.map(({ name }) => name)]).toEqual([[], ['BodyS3Location']])
  })
})

describe('resources behind conditions', () => {
  const text = `
Parameters: {Stage: {Type: String, Default: dev}}
Conditions: {IsProd: !Equals [!Ref Stage, prod]}
Resources:
  Api: {Type: AWS::ApiGateway::RestApi, Properties: {Name: a}}
  Extra:
    Type: AWS::ApiGateway::Method
    Condition: IsProd
    Properties:
      RestApiId: !Ref Api
      ResourceId: !GetAtt Api.RootResourceId
      HttpMethod: GET
      Integration: {Type: MOCK}
`
  it('are left out when the condition is false', () => {
    expect(labelsOf(restApiOf(readTemplateText(text).definition))).toEqual([])
    const options = { parameters: new Map([['Stage', 'prod']]) }
    expect(labelsOf(restApiOf(readTemplateText(text, {}, options).definition))).toEqual(['GET /'])
  })
})

describe('a method whose API is imported', () => {
  it('is said not to be served', () => {
    const { diagnostics } = readTemplateText(`
Resources:
  Lost:
    Type: AWS::ApiGateway::Method
    Properties: {RestApiId: !ImportValue api, ResourceId: root, HttpMethod: GET}
`)
    expect(diagnostics.map(({ severity, code, range }) => [severity, code, range.start.line])).toEqual([
      ['info', 'api-elsewhere', 4],
    ])
  })
})

describe('code of a function', () => {
  const codeOf = (properties: string, metadata = '') =>
    said(
      readTemplateText(`
Resources:
  Fn:
    Type: AWS::Lambda::Function
    ${metadata}
    Properties: {Handler: a.b, ${properties}}
`).definition.functions[0]?.code,
    )

  it('lies in S3, in an image, in a local folder or in a CDK asset', () => {
    expect(codeOf('Code: {S3Bucket: b, S3Key: k}')).toBe('? the code lies in S3')
    expect(codeOf('Code: {ImageUri: x}')).toBe('? the code is a container image')
    expect(codeOf('Code: ../lib')).toBe('/lib')
    expect(codeOf('Code: {S3Bucket: b, S3Key: k}', 'Metadata: {aws:asset:path: asset.1}')).toBe(
      '/project/asset.1',
    )
  })
})
