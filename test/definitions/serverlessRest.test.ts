import { describe, expect, it } from 'vitest'
import { labelsOf, methodOf, restApiOf, said, saidMap } from '../support/readDefinition.ts'
import { readService } from '../support/readService.ts'

const service = (events: string, rest = '') =>
  readService(
    `${rest}\nfunctions:\n  list:\n    handler: src/app.list\n    events: ${events}\n  guard: {handler: src/app.guard}\n`,
  )

describe('http events', () => {
  it('make one REST API with the framework’s names', () => {
    const { definition, errors } = service('[{http: GET books/}]')
    const api = restApiOf(definition)
    expect(errors).toEqual([])
    expect(definition.kind).toBe('serverless')
    expect([api.id, api.name, api.stages.map(({ name }) => name)]).toEqual([
      'ApiGatewayRestApi',
      'dev-shop',
      ['dev'],
    ])
    expect(labelsOf(api)).toEqual(['GET /books'])
    const { integration } = methodOf(api, 'GET /books')
    expect([said(integration?.type), said(integration?.httpMethod), said(integration?.uri)]).toEqual([
      'AWS_PROXY',
      'POST',
      'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:shop-dev-list/invocations',
    ])
  })

  it('may be long, with any method, a key and an operation', () => {
    const { definition } = service('[{http: {path: /, method: any, private: true, operationId: all}}]')
    const method = methodOf(restApiOf(definition), 'ANY /')
    expect([said(method.apiKeyRequired), method.operationName]).toEqual([true, 'all'])
  })

  it('take the settings of the provider', () => {
    const { definition } = service(
      '[{http: GET a}]',
      `provider:
  name: aws
  stage: prod
  region: eu-west-1
  endpointType: regional
  apiName: named
  apiGateway: {binaryMediaTypes: ['image/*'], minimumCompressionSize: 10, apiKeySourceType: authorizer, metrics: true, apiKeys: [one], resourcePolicy: [{Effect: Allow}]}`,
    )
    const api = restApiOf(definition)
    expect([
      api.name,
      api.stages[0]?.name,
      api.endpointTypes.map(said),
      api.binaryMediaTypes.map(said),
    ]).toEqual(['named', 'prod', ['REGIONAL'], ['image/*']])
    expect([said(api.minimumCompressionSize), said(api.apiKeySource), api.policy !== undefined]).toEqual([
      10,
      'AUTHORIZER',
      true,
    ])
    expect(definition.functions[0]?.arn).toBe('arn:aws:lambda:eu-west-1:123456789012:function:shop-prod-list')
  })

  it('take what the provider says of every API and integration', () => {
    const { definition } = service(
      '[{http: GET a}, {http: {path: b, method: get, timeoutInMillis: 1000}}]',
      'provider: {name: aws, apiGateway: {description: Books, disableDefaultEndpoint: true, timeoutInMillis: 9000, endpoint: {securityPolicy: SecurityPolicy_TLS13_1_3_2025_09, accessMode: strict}}}',
    )
    const api = restApiOf(definition)
    const { description, disableExecuteApiEndpoint, securityPolicy, endpointAccessMode } = api.settings ?? {}
    expect([description, disableExecuteApiEndpoint, securityPolicy, endpointAccessMode].map(said)).toEqual([
      'Books',
      true,
      'SecurityPolicy_TLS13_1_3_2025_09',
      'STRICT',
    ])
    const limits = ['GET /a', 'GET /b'].map(name => methodOf(api, name).integration?.timeoutInMillis)
    expect(limits.map(said)).toEqual([9000, 1000])
  })

  it('of one path and method are told by the rule on duplicates', () => {
    expect(service('[{http: GET a}, {http: {path: /a/, method: get}}]').errors).toEqual([
      expect.stringContaining("route-duplicate: 'GET /a' matches the same requests as 'GET /a' before it"),
    ])
  })
})

describe('cors of an http event', () => {
  it('adds a preflight for the path, of all its events', () => {
    const { definition } = service(
      '[{http: {path: a, method: get, cors: true}}, {http: {path: a, method: put, cors: true}}, {http: GET b}]',
    )
    const api = restApiOf(definition)
    expect(labelsOf(api)).toEqual(['GET /a', 'PUT /a', 'OPTIONS /a', 'GET /b'])
    const { integration, isGenerated } = methodOf(api, 'OPTIONS /a')
    expect(isGenerated).toBe(true)
    expect(said(integration?.type)).toBe('MOCK')
    expect(saidMap(integration?.responses[0]?.responseParameters)).toEqual({
      'method.response.header.Access-Control-Allow-Origin': "'*'",
      'method.response.header.Access-Control-Allow-Headers':
        "'Content-Type,X-Amz-Date,Authorization,X-Api-Key,X-Amz-Security-Token,X-Amz-User-Agent,X-Amzn-Trace-Id'",
      'method.response.header.Access-Control-Allow-Methods': "'OPTIONS,PUT,GET'",
    })
    // Not the texts that SAM gives a preflight.
    expect(said(integration?.requestTemplates.get('application/json'))).toBe('{statusCode:200}')
    expect(said(integration?.contentHandling)).toBe('CONVERT_TO_TEXT')
    expect(said(integration?.responses[0]?.responseTemplates.get('application/json'))).toBe('')
  })

  it('takes the last origin, and the origins of all events before any single one', () => {
    const origins = (...cors: string[]) => {
      const events = cors.map(
        (each, index) => `{http: {path: a, method: ${['get', 'put'][index]}, cors: ${each}}}`,
      )
      const { definition } = service(`[${events.join(', ')}]`)
      const [response] = methodOf(restApiOf(definition), 'OPTIONS /a').integration?.responses ?? []
      const allowed = response?.responseParameters.get('method.response.header.Access-Control-Allow-Origin')
      return [said(allowed), said(response?.responseTemplates.get('application/json')) !== '']
    }
    expect(origins('{origin: https://a.test}', '{origin: https://b.test}')).toEqual([
      "'https://b.test'",
      false,
    ])
    expect(origins('{origin: "https://a.test, https://b.test"}')).toEqual(["'https://a.test'", true])
    expect(origins('{origins: [https://a.test]}', 'true')).toEqual(["'https://a.test'", false])
    expect(origins('{origins: ["https://*.test"]}')).toEqual(["'https://*.test'", true])
  })

  it('may say more, and picks the origin that asks among several', () => {
    const { definition } = service(
      "[{http: {path: a, method: any, cors: {origins: ['https://*.a.test', 'https://b.test'], headers: [X-A], allowCredentials: true, maxAge: 60, cacheControl: no-store}}}]",
    )
    const [response] = methodOf(restApiOf(definition), 'OPTIONS /a').integration?.responses ?? []
    expect(saidMap(response?.responseParameters)).toEqual({
      'method.response.header.Access-Control-Allow-Origin': "'https://*.a.test'",
      'method.response.header.Access-Control-Allow-Headers': "'X-A'",
      'method.response.header.Access-Control-Allow-Methods': "'OPTIONS,DELETE,GET,HEAD,PATCH,POST,PUT'",
      'method.response.header.Access-Control-Allow-Credentials': "'true'",
      'method.response.header.Access-Control-Max-Age': "'60'",
      'method.response.header.Cache-Control': "'no-store'",
    })
    expect(said(response?.responseTemplates.get('application/json'))).toContain(
      '#if($asker.matches("https://.+[.]a[.]test") || $asker.matches("https://b[.]test"))',
    )
  })

  it('leaves a path alone that has its own OPTIONS', () => {
    const { definition } = service('[{http: {path: a, method: get, cors: true}}, {http: OPTIONS a}]')
    expect(labelsOf(restApiOf(definition))).toEqual(['GET /a', 'OPTIONS /a'])
  })
})

describe('the authorizer of an http event', () => {
  const authorized = (authorizer: string, rest = '') => {
    const read = service(`[{http: {path: a, method: get, authorizer: ${authorizer}}}]`, rest)
    const api = restApiOf(read.definition)
    const { authorization } = methodOf(api, 'GET /a')
    return { ...read, authorization, authorizer: api.authorizers[0] }
  }

  it('is a function of the service', () => {
    const { authorization, authorizer, definition } = authorized('guard')
    expect([authorization.type, said(authorization.authorizer)]).toEqual(['CUSTOM', 'guard'])
    expect([authorizer?.name, said(authorizer?.type), authorizer?.identitySource.map(said)]).toEqual([
      'guard',
      'TOKEN',
      ['method.request.header.Authorization'],
    ])
    expect(said(authorizer?.uri)).toContain('function:shop-dev-guard/invocations')
    expect(definition.permissions.map(({ functionName }) => said(functionName))).toEqual([
      'arn:aws:lambda:us-east-1:123456789012:function:shop-dev-list',
      'arn:aws:lambda:us-east-1:123456789012:function:shop-dev-guard',
    ])
  })

  it('may say how it is asked', () => {
    const { authorizer } = authorized(
      "{name: guard, type: request, resultTtlInSeconds: 0, identitySource: 'method.request.header.A, context.stage'}",
    )
    expect([
      said(authorizer?.type),
      said(authorizer?.resultTtlInSeconds),
      authorizer?.identitySource.map(said),
    ]).toEqual(['REQUEST', 0, ['method.request.header.A', 'context.stage']])
  })

  it('needs no identity source when it keeps no answer', () => {
    const sources = (authorizer: string) => authorized(authorizer).authorizer?.identitySource.map(said)
    expect(sources('{name: guard, type: request, resultTtlInSeconds: 0}')).toEqual([])
    expect(sources('{name: guard, type: request}')).toEqual(['method.request.header.Authorization'])
    expect(sources('{name: guard, type: token, resultTtlInSeconds: 0}')).toEqual([
      'method.request.header.Authorization',
    ])
  })

  it('is a user pool, IAM, or one that exists already', () => {
    const pool = authorized("'arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_Ab1'")
    expect([pool.authorization.type, pool.authorizer?.providerArns.map(said)]).toEqual([
      'COGNITO_USER_POOLS',
      ['arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_Ab1'],
    ])
    const named = authorized(
      '{name: users, type: COGNITO_USER_POOLS, arn: {Fn::ImportValue: pool}, scopes: [read]}',
    )
    expect([named.authorization.type, named.authorization.scopes.map(said), named.errors]).toEqual([
      'COGNITO_USER_POOLS',
      ['read'],
      [],
    ])
    expect(authorized('aws_iam').authorization.type).toBe('AWS_IAM')
    expect(authorized('{type: AWS_IAM}').authorization.type).toBe('AWS_IAM')
    const elsewhere = authorized('{type: CUSTOM, authorizerId: abc123}')
    expect([elsewhere.errors, said(elsewhere.authorization.authorizer)]).toEqual([
      [],
      '? the authorizer is not in this service',
    ])
  })

  it('under resources is found by its reference', () => {
    const { errors, authorization } = authorized(
      '{type: COGNITO_USER_POOLS, authorizerId: {Ref: Users}}',
      'resources: {Resources: {Users: {Type: AWS::ApiGateway::Authorizer, Properties: {RestApiId: {Ref: ApiGatewayRestApi}, Name: users, Type: COGNITO_USER_POOLS, IdentitySource: method.request.header.Authorization, ProviderARNs: [arn]}}}}',
    )
    expect([errors, said(authorization.authorizer)]).toEqual([[], 'Users'])
  })

  it('that names no function is an error with a fix', () => {
    const { errors, diagnostics } = authorized('gaurd')
    expect(errors).toEqual([
      "authorizer-function-undefined: The service has no function 'gaurd' to authorize with, so the framework refuses to deploy; write 'guard'",
    ])
    expect(diagnostics.find(({ severity }) => severity === 'error')?.fixes?.[0]?.edits[0]?.newText).toBe(
      'guard',
    )
  })
})

describe('the integration of an http event', () => {
  const integrated = (http: string) =>
    methodOf(
      restApiOf(service(`[{http: {path: 'a/{id}', method: post, ${http}}}]`).definition),
      'POST /a/{id}',
    )

  it('without a proxy has the framework’s templates and statuses', () => {
    const { integration, responses } = integrated(
      'integration: lambda, cors: true, response: {headers: {X-A: "\'b\'"}}',
    )
    expect([said(integration?.type), said(integration?.passthroughBehavior)]).toEqual(['AWS', 'NEVER'])
    expect([...(integration?.requestTemplates.keys() ?? [])]).toEqual([
      'application/json',
      'application/x-www-form-urlencoded',
    ])
    expect(integration?.responses.map(({ statusCode }) => said(statusCode))).toEqual([
      '200',
      '400',
      '401',
      '403',
      '404',
      '422',
      '500',
      '502',
      '504',
    ])
    expect(said(integration?.responses[4]?.selectionPattern)).toBe('[\\s\\S]*\\[404\\][\\s\\S]*')
    expect([...(responses[0]?.headers.keys() ?? [])]).toEqual(['Access-Control-Allow-Origin', 'X-A'])
  })

  it('may state its own templates and statuses', () => {
    const { integration } = integrated(
      "integration: LAMBDA, request: {template: {application/json: '{\"x\": 1}'}, passThrough: WHEN_NO_MATCH}, response: {template: $input.path('$'), statusCodes: {201: {pattern: ''}, 404: {pattern: '.*no.*', template: '{}', headers: {X-N: \"'1'\"}}}}",
    )
    expect(said(integration?.requestTemplates.get('application/json'))).toBe('{"x": 1}')
    expect(said(integration?.passthroughBehavior)).toBe('WHEN_NO_MATCH')
    expect(
      integration?.responses.map(
        ({ statusCode, selectionPattern, responseTemplates, responseParameters }) => [
          said(statusCode),
          said(selectionPattern),
          saidMap(responseTemplates),
          saidMap(responseParameters),
        ],
      ),
    ).toEqual([
      ['201', '', { 'application/json': "$input.path('$')" }, {}],
      ['404', '.*no.*', { 'application/json': '{}' }, { 'method.response.header.X-N': "'1'" }],
    ])
  })

  it('may be HTTP, with its parameters passed on', () => {
    const { integration, requestParameters } = integrated(
      'integration: http-proxy, connectionType: vpc-link, connectionId: v1, request: {uri: "https://b.test/{id}", method: get, parameters: {paths: {id: true}, querystrings: {q: false}}}',
    )
    expect([
      said(integration?.type),
      said(integration?.uri),
      said(integration?.httpMethod),
      said(integration?.connectionType),
    ]).toEqual(['HTTP_PROXY', 'https://b.test/{id}', 'GET', 'VPC_LINK'])
    expect(saidMap(integration?.requestParameters)).toEqual({
      'integration.request.querystring.q': 'method.request.querystring.q',
      'integration.request.path.id': 'method.request.path.id',
    })
    expect(requestParameters.map(({ location, name, isRequired }) => [location, name, isRequired])).toEqual([
      ['querystring', 'q', false],
      ['path', 'id', true],
    ])
  })

  it('gets another value than the parameter where one is mapped', () => {
    const mapped = (integration: string, headers: string) =>
      saidMap(
        integrated(
          `integration: ${integration}, request: {uri: "https://b.test", parameters: {headers: ${headers}}}`,
        ).integration?.requestParameters,
      )
    expect(mapped('http', '{X-Id: {required: false, mappedValue: context.requestId}, X-B: true}')).toEqual({
      'integration.request.header.X-Id': 'context.requestId',
      'integration.request.header.X-B': 'method.request.header.X-B',
    })
    // A function gets the whole request; only the tenant it runs for is told by a header.
    expect(mapped('lambda-proxy', '{X-B: true, X-Amz-Tenant-Id: {mappedValue: context.stage}}')).toEqual({
      'integration.request.header.X-Amz-Tenant-Id': 'context.stage',
    })
  })

  it('may stream the answer of a proxy', () => {
    const streamed = (integration: string) => {
      const made = integrated(`integration: ${integration}, response: {transferMode: stream}`).integration
      return [said(made?.responseTransferMode), String(said(made?.uri)).split('/').at(-1)]
    }
    expect(streamed('lambda-proxy')).toEqual(['STREAM', 'response-streaming-invocations'])
    expect(streamed('lambda')).toEqual([undefined, 'invocations'])
  })

  it('loses a template of the framework that is null', () => {
    const { integration } = integrated(
      "integration: lambda, request: {template: {application/json: null, text/csv: '{}'}}",
    )
    expect([...(integration?.requestTemplates.keys() ?? [])]).toEqual([
      'application/x-www-form-urlencoded',
      'text/csv',
    ])
  })

  it('converts the answers of success only', () => {
    const { integration } = integrated(
      "integration: lambda, response: {contentHandling: CONVERT_TO_BINARY, statusCodes: {201: {pattern: ''}, 404: {pattern: '.*'}}}",
    )
    expect(integration?.responses.map(({ contentHandling }) => said(contentHandling))).toEqual([
      'CONVERT_TO_BINARY',
      undefined,
    ])
  })

  it('may be a mock, or be called without waiting', () => {
    expect(said(integrated('integration: mock').integration?.type)).toBe('MOCK')
    const { integration } = integrated('async: true')
    expect([said(integration?.type), saidMap(integration?.requestParameters)]).toEqual([
      'AWS',
      { 'integration.request.header.X-Amz-Invocation-Type': "'Event'" },
    ])
  })
})

describe('the request of an http event', () => {
  it('is checked by models and the one validator', () => {
    const { definition, errors } = service(
      '[{http: {path: a, method: post, request: {schemas: {application/json: book, text/plain: {type: string}}}}}]',
      'provider: {name: aws, apiGateway: {request: {schemas: {book: {name: Book, schema: {type: object}}}}}}',
    )
    const api = restApiOf(definition)
    const method = methodOf(api, 'POST /a')
    expect(errors).toEqual([])
    expect(saidMap(method.requestModels)).toEqual({
      'application/json': 'Book',
      'text/plain': 'ApiGatewayMethodAPostTextPlainModel',
    })
    expect(api.models.map(({ name, contentType, schema }) => [name, contentType, schema])).toEqual([
      ['Book', 'application/json', expect.objectContaining({ type: 'object' })],
      ['ApiGatewayMethodAPostTextPlainModel', 'text/plain', expect.objectContaining({ type: 'string' })],
    ])
    expect(said(method.requestValidator)).toBe('shop-dev | Validate request body and querystring parameters')
    expect(api.requestValidators).toHaveLength(1)
  })
})

describe('the models of a service', () => {
  it('have descriptions, and are made only when an event names them', () => {
    const { definition } = service(
      '[{http: {path: a, method: post, request: {schemas: {application/json: book, text/plain: {name: Line, description: A line, schema: {type: string}}}}}}]',
      'provider: {name: aws, apiGateway: {request: {schemas: {book: {name: Book, description: A book, schema: {type: object}}, unused: {schema: {}}}}}}',
    )
    expect(restApiOf(definition).models.map(({ name, description }) => [name, description])).toEqual([
      ['Book', 'A book'],
      ['Line', 'A line'],
    ])
  })
})

describe('an event that cannot become a method', () => {
  it('has an unknown method, or lacks a part', () => {
    expect(service('[{http: {path: a, method: gte}}]').errors).toEqual([
      "event-method-unknown: 'gte' is no HTTP method, so API Gateway refuses this route; write 'GET'",
    ])
    expect(service('[{http: FETCH a}]').errors).toEqual([
      "event-method-unknown: 'FETCH' is no HTTP method, so API Gateway refuses this route; use one of GET, POST, PUT, PATCH, OPTIONS, HEAD, DELETE, ANY",
    ])
    expect(service('[{http: {path: a}}]').errors).toEqual([
      "event-incomplete: This 'http' event has no 'method', so the framework cannot make a route of it; add it",
    ])
  })

  it('listens where only AWS knows', () => {
    const { errors, diagnostics } = service('[{http: {path: "${ssm:/path}", method: get}}]')
    expect(errors).toEqual([])
    expect(diagnostics.map(({ message }) => message)).toEqual([
      "Where this 'http' event of 'list' listens is not known here, so the gateway does not serve it; give the value as a parameter",
    ])
  })

  it('belongs to a load balancer', () => {
    const { diagnostics } = service('[{alb: {listenerArn: a, priority: 1, conditions: {path: /}}}]')
    expect(diagnostics.map(({ message }) => message)).toEqual([
      "The 'alb' event of 'list' belongs to a load balancer, which the gateway does not serve",
    ])
  })
})
