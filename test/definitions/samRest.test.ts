import { describe, expect, it } from 'vitest'
import { labelsOf, methodOf, readTemplateText, restApiOf, said, saidMap } from '../support/readDefinition.ts'

const read = (text: string, files: Record<string, string> = {}) =>
  readTemplateText(`Transform: AWS::Serverless-2016-10-31\n${text}`, files)

const uriOf = (name: string) =>
  `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:${name}/invocations`

describe('events without an API', () => {
  const { definition } = read(`
Globals:
  Function: {Runtime: nodejs20.x, Environment: {Variables: {SHARED: a, BOTH: global}}}
  Api: {Cors: "'*'", Variables: {colour: red}}
Resources:
  Books:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.handler
      CodeUri: src/
      Environment: {Variables: {BOTH: own}}
      Events:
        List: {Type: Api, Properties: {Path: /books, Method: get}}
        Add: {Type: Api, Properties: {Path: /books, Method: POST}}
        All: {Type: Api, Properties: {Path: '/all/{proxy+}', Method: any}}
        Nightly: {Type: Schedule, Properties: {Schedule: rate(1 day)}}
`)
  const api = restApiOf(definition)

  it('make the implicit API with the stage Prod', () => {
    expect(definition.kind).toBe('sam')
    expect([api.id, api.stages.map(({ name }) => name)]).toEqual(['ServerlessRestApi', ['Prod', 'Stage']])
    expect(saidMap(api.stages[0]?.variables)).toEqual({ colour: 'red' })
    expect(said(methodOf(api, 'GET /books').integration?.uri)).toBe(uriOf('Books'))
    expect(said(methodOf(api, 'GET /books').integration?.type)).toBe('AWS_PROXY')
  })

  it('get the preflights that Cors makes', () => {
    expect(labelsOf(api)).toEqual([
      'GET /books',
      'POST /books',
      'OPTIONS /books',
      'ANY /all/{proxy+}',
      'OPTIONS /all/{proxy+}',
    ])
    const preflight = methodOf(api, 'OPTIONS /books')
    expect(preflight.isGenerated).toBe(true)
    expect(said(preflight.integration?.type)).toBe('MOCK')
    expect(saidMap(preflight.integration?.responses[0]?.responseParameters)).toEqual({
      'method.response.header.Access-Control-Allow-Origin': "'*'",
      'method.response.header.Access-Control-Allow-Methods': "'GET,OPTIONS,POST'",
    })
    const any = methodOf(api, 'OPTIONS /all/{proxy+}').integration?.responses[0]?.responseParameters
    expect(saidMap(any)['method.response.header.Access-Control-Allow-Methods']).toBe(
      "'DELETE,GET,HEAD,OPTIONS,PATCH,POST,PUT'",
    )
  })

  it('merge Globals into the function', () => {
    const [fn] = definition.functions
    expect([said(fn?.runtime), said(fn?.code)]).toEqual(['nodejs20.x', '/project/src'])
    expect(saidMap(fn?.environment)).toEqual({ SHARED: 'a', BOTH: 'own' })
  })

  it('let the API call the function', () => {
    expect(
      definition.permissions.map(({ functionName, sourceArn }) => [said(functionName), said(sourceArn)]),
    ).toEqual(
      ['GET/books', 'POST/books', '*/all/*'].map(end => [
        'arn:aws:lambda:us-east-1:123456789012:function:Books',
        `arn:aws:execute-api:us-east-1:123456789012:ServerlessRestApi/*/${end}`,
      ]),
    )
  })
})

describe('Globals', () => {
  it('join lists, override single values, and take intrinsic functions for single values', () => {
    const { definition } = read(`
Globals:
  Api: {BinaryMediaTypes: [image~1png], Variables: !Ref AWS::NoValue, Name: shared}
Resources:
  Shop:
    Type: AWS::Serverless::Api
    Properties: {StageName: v1, BinaryMediaTypes: [image~1gif], Variables: {a: b}, Name: own}
`)
    const api = restApiOf(definition)
    expect([api.name, api.binaryMediaTypes.map(said)]).toEqual(['own', ['image/png', 'image/gif']])
    expect(saidMap(api.stages[0]?.variables)).toEqual({ a: 'b' })
  })
})

describe('Auth of an API', () => {
  const { definition } = read(`
Resources:
  Shop:
    Type: AWS::Serverless::Api
    Properties:
      StageName: v1
      Cors: {AllowOrigin: "'https://a.test'", AllowHeaders: "'x'", MaxAge: "'600'", AllowCredentials: true}
      Auth:
        DefaultAuthorizer: Token
        AddDefaultAuthorizerToCorsPreflight: false
        ApiKeyRequired: true
        AddApiKeyRequiredToCorsPreflight: false
        Authorizers:
          Token: {FunctionArn: !GetAtt Guard.Arn, Identity: {Header: X-Token, ValidationExpression: ^a$, ReauthorizeEvery: 30}}
          Request: {FunctionArn: !GetAtt Guard.Arn, FunctionPayloadType: REQUEST, Identity: {Headers: [A], QueryStrings: [b], Context: [c]}}
          Users: {UserPoolArn: !GetAtt Pool.Arn, AuthorizationScopes: [read]}
  Pool: {Type: AWS::Cognito::UserPool}
  Guard: {Type: AWS::Serverless::Function, Properties: {Handler: a.b, CodeUri: s3://bucket/key}}
  Fn:
    Type: AWS::Serverless::Function
    Properties:
      Handler: a.b
      Events:
        Default: {Type: Api, Properties: {RestApiId: !Ref Shop, Path: /default, Method: get}}
        Open: {Type: Api, Properties: {RestApiId: !Ref Shop, Path: /open, Method: get, Auth: {Authorizer: NONE, ApiKeyRequired: false}}}
        Users: {Type: Api, Properties: {RestApiId: !Ref Shop, Path: /users, Method: get, Auth: {Authorizer: Users}}}
        Scoped: {Type: Api, Properties: {RestApiId: !Ref Shop, Path: /scoped, Method: get, Auth: {Authorizer: Users, AuthorizationScopes: [write]}}}
        Iam: {Type: Api, Properties: {RestApiId: !Ref Shop, Path: /iam, Method: get, Auth: {Authorizer: AWS_IAM}}}
        Gone: {Type: Api, Properties: {RestApiId: !Ref Shop, Path: /gone, Method: get, Auth: {Authorizer: Nobody}}}
`)
  const api = restApiOf(definition)
  const authorizationOf = (label: string) => {
    const { authorization } = methodOf(api, label)
    return [authorization.type, said(authorization.authorizer), authorization.scopes.map(said)]
  }

  it('is the default, which an event overrides', () => {
    expect(authorizationOf('GET /default')).toEqual(['CUSTOM', 'Token', []])
    expect(authorizationOf('GET /open')).toEqual(['NONE', undefined, []])
    expect(authorizationOf('GET /users')).toEqual(['COGNITO_USER_POOLS', 'Users', ['read']])
    expect(authorizationOf('GET /scoped')).toEqual(['COGNITO_USER_POOLS', 'Users', ['write']])
    expect(authorizationOf('GET /iam')).toEqual(['AWS_IAM', undefined, []])
    expect(authorizationOf('GET /gone')).toEqual(['CUSTOM', 'Nobody', []])
  })

  it('leaves preflights open when asked', () => {
    expect(authorizationOf('OPTIONS /default')).toEqual(['NONE', undefined, []])
    expect(said(methodOf(api, 'OPTIONS /default').apiKeyRequired)).toBe(undefined)
    expect(saidMap(methodOf(api, 'OPTIONS /default').integration?.responses[0]?.responseParameters)).toEqual({
      'method.response.header.Access-Control-Allow-Origin': "'https://a.test'",
      'method.response.header.Access-Control-Allow-Headers': "'x'",
      'method.response.header.Access-Control-Allow-Methods': "'GET,OPTIONS'",
      'method.response.header.Access-Control-Max-Age': "'600'",
      'method.response.header.Access-Control-Allow-Credentials': "'true'",
    })
  })

  it('asks for API keys unless the event does not', () => {
    expect(said(methodOf(api, 'GET /default').apiKeyRequired)).toBe(true)
    expect(said(methodOf(api, 'GET /open').apiKeyRequired)).toBe(false)
  })

  it('calls the function as the caller with AWS_IAM', () => {
    expect(said(methodOf(api, 'GET /iam').integration?.credentials)).toBe('arn:aws:iam::*:user/*')
    expect(methodOf(api, 'GET /default').integration).not.toHaveProperty('credentials')
  })

  it('has its authorizers', () => {
    const facts = api.authorizers.map(authorizer => [
      authorizer.name,
      said(authorizer.type),
      authorizer.identitySource.map(said),
      said(authorizer.identityValidationExpression),
      said(authorizer.resultTtlInSeconds),
    ])
    expect(facts).toEqual([
      ['Token', 'TOKEN', ['method.request.header.X-Token'], '^a$', 30],
      [
        'Request',
        'REQUEST',
        ['method.request.header.A', 'method.request.querystring.b', 'context.c'],
        undefined,
        undefined,
      ],
      ['Users', 'COGNITO_USER_POOLS', ['method.request.header.Authorization'], undefined, undefined],
    ])
    expect(said(api.authorizers[0]?.uri)).toBe(uriOf('Guard'))
    expect(
      definition.permissions.filter(({ sourceArn }) =>
        String(said(sourceArn)).endsWith('Shop/authorizers/*'),
      ),
    ).toHaveLength(2)
  })

  it('knows that code in S3 cannot be run', () => {
    expect(said(definition.functions[0]?.code)).toBe('? the code lies in S3')
  })
})

describe('an API with a DefinitionBody', () => {
  const template = (properties: string, event = '') => `
Resources:
  Shop:
    Type: AWS::Serverless::Api
    Properties:
      StageName: v1
      ${properties}
  Fn:
    Type: AWS::Serverless::Function
    Properties:
      Handler: a.b
      Events: {Extra: {Type: Api, Properties: {RestApiId: !Ref Shop, Path: /extra, Method: get${event}}}}
`
  const body = `DefinitionBody:
        openapi: 3.0.1
        paths:
          /books:
            get:
              security: [{NONE: []}]
              x-amazon-apigateway-integration: {type: aws_proxy, httpMethod: POST, uri: !Sub '\${Fn.Arn}'}
            post:
              x-amazon-apigateway-integration: {type: mock}
            put:
              security: [{Users: [read]}]
              x-amazon-apigateway-integration: {type: mock}`

  it('does not take methods from events', () => {
    const api = restApiOf(read(template(body)).definition)
    expect(labelsOf(api)).toEqual(['GET /books', 'POST /books', 'PUT /books'])
    expect(said(methodOf(api, 'GET /books').integration?.uri)).toBe(
      'arn:aws:lambda:us-east-1:123456789012:function:Fn',
    )
  })

  it('takes them with MergeDefinitions', () => {
    const api = restApiOf(read(template(`MergeDefinitions: true\n      ${body}`)).definition)
    expect(labelsOf(api)).toEqual(['GET /books', 'POST /books', 'PUT /books', 'GET /extra'])
  })

  it('keeps with MergeDefinitions what the event leaves unsaid of the same method', () => {
    const stated = `DefinitionBody:
        openapi: 3.0.1
        info: {title: Books, version: '1'}
        x-amazon-apigateway-request-validators: {all: {validateRequestParameters: true}}
        paths:
          /extra:
            get:
              operationId: listExtra
              x-amazon-apigateway-request-validator: all
              parameters: [{name: genre, in: query, required: true}]
              responses: {'200': {description: Books}}`
    const api = restApiOf(read(template(`MergeDefinitions: true\n      ${stated}`)).definition)
    const method = methodOf(api, 'GET /extra')
    expect([method.operationName, said(method.requestValidator)]).toEqual(['listExtra', 'all'])
    expect(method.requestParameters.map(({ name, isRequired }) => [name, isRequired])).toEqual([
      ['genre', true],
    ])
    // The event writes `responses: {}` over them.
    expect(method.responses).toEqual([])
    expect(said(method.integration?.uri)).toContain('/invocations')
  })

  it('takes the default authorizer where it names none', () => {
    const auth = 'Auth: {DefaultAuthorizer: Users, Authorizers: {Users: {UserPoolArn: arn:x}}}'
    const api = restApiOf(read(template(`${auth}\n      ${body}`)).definition)
    const types = ['GET', 'POST', 'PUT'].map(method => methodOf(api, `${method} /books`).authorization.type)
    expect(types).toEqual(['NONE', 'COGNITO_USER_POOLS', 'COGNITO_USER_POOLS'])
    expect(methodOf(api, 'PUT /books').authorization.scopes.map(said)).toEqual(['read'])
  })

  it('is read from a file that AWS::Include names, with intrinsic functions', () => {
    const include = 'DefinitionBody: {Fn::Transform: {Name: AWS::Include, Parameters: {Location: api.yaml}}}'
    const file = `
openapi: 3.0.1
paths: {/a: {get: {x-amazon-apigateway-integration: {type: aws_proxy, uri: {'Fn::Sub': '\${Fn.Arn}'}}}}}
`
    const api = restApiOf(read(template(include), { '/project/api.yaml': file }).definition)
    expect(said(methodOf(api, 'GET /a').integration?.uri)).toBe(
      'arn:aws:lambda:us-east-1:123456789012:function:Fn',
    )
    expect(methodOf(api, 'GET /a').origin.file).toBe('/project/api.yaml')
  })

  it('in a file that is missing is said to be unread, without an error', () => {
    const include = 'DefinitionBody: {Fn::Transform: {Name: AWS::Include, Parameters: {Location: api.yaml}}}'
    const { definition, diagnostics } = read(template(include))
    expect(diagnostics.map(({ severity, code }) => [severity, code])).toEqual([
      ['warning', 'definition-unread'],
    ])
    expect(restApiOf(definition).unmodelled.map(({ name }) => name)).toEqual(['DefinitionBody'])
  })

  it('is read from a local DefinitionUri as it stands', () => {
    const file = 'swagger: "2.0"\npaths: {/a: {get: {x-amazon-apigateway-integration: {type: mock}}}}\n'
    const api = restApiOf(
      read(template('DefinitionUri: ./api.yaml'), { '/project/api.yaml': file }).definition,
    )
    expect(labelsOf(api)).toEqual(['GET /a'])
    expect(
      restApiOf(read(template('DefinitionUri: s3://b/k')).definition).unmodelled.map(({ name }) => name),
    ).toEqual(['DefinitionUri'])
  })
})

describe('a method of an event', () => {
  const { definition } = read(`
Resources:
  Shop:
    Type: AWS::Serverless::Api
    Properties:
      StageName: !Ref AWS::Region
      Models: {User: {type: object}}
      GatewayResponses: {DEFAULT_4XX: {StatusCode: 418, ResponseParameters: {Headers: {X-A: "'b'"}}}}
      TracingEnabled: true
      Domain: {DomainName: a.test}
  Fn:
    Type: AWS::Serverless::Function
    Properties:
      Handler: a.b
      AutoPublishAlias: live
      Events:
        Add:
          Type: Api
          Properties:
            RestApiId: Shop
            Path: /users/
            Method: post
            TimeoutInMillis: 1000
            RequestModel: {Model: User, Required: true, ValidateBody: true}
            RequestParameters:
              - method.request.header.X-A
              - method.request.querystring.q: {Required: true, Caching: true}
  Machine:
    Type: AWS::Serverless::StateMachine
    Properties:
      Definition: {}
      Events: {Start: {Type: Api, Properties: {RestApiId: !Ref Shop, Path: /start, Method: post}}}
  Answer:
    Type: AWS::ApiGateway::GatewayResponse
    Properties: {RestApiId: !Ref Shop, ResponseType: UNAUTHORIZED, StatusCode: '499'}
`)
  const api = restApiOf(definition)

  it('has its model, validator and parameters', () => {
    const method = methodOf(api, 'POST /users')
    expect(saidMap(method.requestModels)).toEqual({ 'application/json': 'user' })
    expect(api.models.map(({ name }) => name)).toEqual(['user'])
    expect(said(method.requestValidator)).toBe('body-only')
    expect(
      api.requestValidators.map(validator => [validator.name, said(validator.validateRequestBody)]),
    ).toEqual([['body-only', true]])
    expect(
      method.requestParameters.map(({ location, name, isRequired }) => [location, name, isRequired]),
    ).toEqual([
      ['header', 'X-A', false],
      ['querystring', 'q', true],
    ])
    expect(method.integration?.cacheKeyParameters.map(said)).toEqual(['method.request.querystring.q'])
    expect(said(method.integration?.timeoutInMillis)).toBe(1000)
    expect(said(method.integration?.uri)).toBe(uriOf('Fn:live'))
  })

  it('starts a state machine', () => {
    const { integration } = methodOf(api, 'POST /start')
    expect([said(integration?.type), said(integration?.uri)]).toEqual([
      'AWS',
      'arn:aws:apigateway:us-east-1:states:action/StartExecution',
    ])
    expect(saidMap(integration?.requestTemplates)).toEqual({
      'application/json': `{"input": "$util.escapeJavaScript($input.json('$'))", "stateMachineArn": "arn:aws:states:us-east-1:123456789012:stateMachine:Machine"}`,
    })
  })

  it('shares an API with CloudFormation resources', () => {
    expect(api.stages.map(({ name, tracingEnabled }) => [name, said(tracingEnabled)])).toEqual([
      ['us-east-1', true],
      ['Stage', undefined],
    ])
    expect(definition.surroundings.domainNames.map(({ name }) => said(name))).toEqual(['a.test'])
    expect(api.gatewayResponses.map(({ type, statusCode }) => [type, said(statusCode)])).toEqual([
      ['DEFAULT_4XX', '418'],
      ['UNAUTHORIZED', '499'],
    ])
    expect(saidMap(api.gatewayResponses[0]?.responseParameters)).toEqual({
      'gatewayresponse.header.X-A': "'b'",
    })
  })
})
