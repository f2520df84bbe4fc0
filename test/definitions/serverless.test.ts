import { describe, expect, it } from 'vitest'
import { detectKind, mayBeDefinition } from '../../server/src/definitions/detect.ts'
import { parseText } from '../../server/src/syntax/parse.ts'
import { labelsOf, restApiOf, said, saidMap } from '../support/readDefinition.ts'
import { readService } from '../support/readService.ts'

describe('a service is told', () => {
  const kindOf = (text: string, file = '/serverless.yml') => detectKind(parseText(file, text).root)

  it('by its service and an AWS provider', () => {
    for (const [text, file] of [
      ['service: a\nprovider:\n  name: aws\n', '/serverless.yml'],
      ['service: a\nprovider: aws\n', '/serverless.yaml'],
      ['{"service": "a", "provider": {"name": "aws"}}', '/serverless.json'],
      ['service: {name: a}\nprovider: ${file(p.yml)}\nfunctions: {}\n', '/serverless.yml'],
    ] as const) {
      expect([kindOf(text, file), mayBeDefinition(text)]).toEqual(['serverless', true])
    }
  })

  it('from those of other clouds and from other files', () => {
    expect(kindOf('service: a\nprovider: {name: google}\n')).toBe('foreign')
    expect(kindOf('service: a\nprovider: {name: azure}\nfunctions: {}\n')).toBe('foreign')
    expect(kindOf('services: {web: {image: a}}\n')).toBe('foreign')
    expect(mayBeDefinition('services: {web: {image: a}}\n')).toBe(false)
  })
})

describe('the functions of a service', () => {
  const { definition } = readService(`
provider: {name: aws, runtime: python3.13, timeout: 9, environment: {A: one, B: two, T: !GetAtt Table.Arn}}
functions:
  list: {handler: src/app.list, environment: {B: own}}
  my-fn: {handler: a.b, name: named, runtime: nodejs22.x, timeout: 20, memorySize: 512, url: true, package: {artifact: out/a.zip}}
  boxed: {image: '123.dkr.ecr.us-east-1.amazonaws.com/a:1'}
resources:
  Resources:
    Table: {Type: AWS::DynamoDB::Table, Properties: {TableName: 't-\${sls:stage}'}}
    Own: {Type: AWS::Lambda::Function, Properties: {Handler: a.b, Runtime: nodejs22.x, Code: {ZipFile: x}, Environment: {Variables: {LIST: !Ref ListLambdaFunction, ARN: !GetAtt MyDashfnLambdaFunction.Arn}}}}
`)
  const [list, named, boxed, own] = definition.functions

  it('have the names, code and defaults of the framework', () => {
    expect([list?.id, list?.name, said(list?.code), said(list?.handler)]).toEqual([
      'list',
      'shop-dev-list',
      '/shop',
      'src/app.list',
    ])
    expect([said(list?.runtime), said(list?.timeout), said(list?.memorySize)]).toEqual([
      'python3.13',
      9,
      1024,
    ])
    expect(saidMap(list?.environment)).toEqual({
      A: 'one',
      B: 'own',
      T: 'arn:aws:dynamodb:us-east-1:123456789012:table/t-dev',
    })
  })

  it('may say otherwise', () => {
    expect([
      named?.name,
      said(named?.code),
      said(named?.runtime),
      said(named?.timeout),
      said(named?.memorySize),
    ]).toEqual(['named', '/shop/out/a.zip', 'nodejs22.x', 20, 512])
    expect(named?.unmodelled.map(({ name }) => name)).toEqual(['url'])
    expect([said(boxed?.packageType), said(boxed?.code)]).toEqual([
      'Image',
      '? the code is a container image',
    ])
  })

  it('are known to the resources by their logical ids', () => {
    expect(saidMap(own?.environment)).toEqual({
      LIST: 'shop-dev-list',
      ARN: 'arn:aws:lambda:us-east-1:123456789012:function:named',
    })
  })

  it('run on the framework’s runtime, or a plugin’s', () => {
    const runtimeOf = (text: string) => {
      const read = readService(text)
      return [said(read.definition.functions[0]?.runtime), read.errors.length]
    }
    expect(runtimeOf('provider: {name: aws}\nfunctions: {a: {handler: a.b}}')).toEqual(['nodejs20.x', 0])
    expect(
      runtimeOf(
        'provider: {name: aws, runtime: rust}\nplugins: [serverless-rust]\nfunctions: {a: {handler: a}}',
      ),
    ).toEqual(["? a plugin stands for the runtime 'rust'", 0])
    expect(runtimeOf('provider: {name: aws, runtime: rust}\nfunctions: {a: {handler: a}}')).toEqual([
      'rust',
      1,
    ])
  })

  it('may stand in a list of files', () => {
    const { definition: split, errors } = readService(
      'functions: ["${file(a.yml)}", "${file(none.yml)}", {c: {handler: c.d}}]',
      {
        '/shop/a.yml': 'a: {handler: a.b, events: [{http: {path: a, method: get, authorizer: elsewhere}}]}',
      },
    )
    expect(split.functions.map(({ id }) => id)).toEqual(['a', 'c'])
    // The authorizer may stand in the file that is not here.
    expect(errors).toEqual([])
  })
})

describe('the resources of a service', () => {
  it('add to the API that the framework makes, from a list too', () => {
    const { definition, errors } = readService(
      `
functions: {list: {handler: a.b, events: [{http: GET a}]}}
resources:
  - Resources:
      Denied: {Type: AWS::ApiGateway::GatewayResponse, Properties: {RestApiId: !Ref ApiGatewayRestApi, ResponseType: ACCESS_DENIED}}
  - \${file(more.yml)}
`,
      {
        '/shop/more.yml': `
Resources:
  Extra: {Type: AWS::ApiGateway::Resource, Properties: {RestApiId: !Ref ApiGatewayRestApi, ParentId: !GetAtt ApiGatewayRestApi.RootResourceId, PathPart: extra}}
  Get: {Type: AWS::ApiGateway::Method, Properties: {RestApiId: !Ref ApiGatewayRestApi, ResourceId: !Ref Extra, HttpMethod: GET, AuthorizationType: NONE, Integration: {Type: MOCK}}}
  Other: {Type: AWS::ApiGatewayV2::Api, Properties: {Name: other, ProtocolType: HTTP, Target: 'https://a.test'}}
`,
      },
    )
    const api = restApiOf(definition)
    expect(errors).toEqual([])
    expect(labelsOf(api)).toEqual(['GET /a', 'GET /extra'])
    expect(api.gatewayResponses.map(({ type }) => type)).toEqual(['ACCESS_DENIED'])
    expect(definition.apis.map(({ id }) => id)).toEqual(['ApiGatewayRestApi', 'Other'])
  })

  it('may name the resources and authorizers that the framework makes', () => {
    const { definition, diagnostics, errors } = readService(`
functions:
  get-one: {handler: a.b, events: [{http: {path: 'books/{bookId}/front-page', method: get, authorizer: my-guard}}]}
  my-guard: {handler: a.c}
resources:
  Resources:
    Put:
      Type: AWS::ApiGateway::Method
      Properties: {RestApiId: !Ref ApiGatewayRestApi, ResourceId: !Ref ApiGatewayResourceBooksBookidVar, HttpMethod: PUT, AuthorizationType: CUSTOM, AuthorizerId: !Ref MyDashguardApiGatewayAuthorizer, Integration: {Type: MOCK}}
    Pages:
      Type: AWS::ApiGateway::Resource
      Properties: {RestApiId: !Ref ApiGatewayRestApi, ParentId: !Ref ApiGatewayResourceBooksBookidVarFrontDashpage, PathPart: '{page}'}
    GetPage:
      Type: AWS::ApiGateway::Method
      Properties: {RestApiId: !Ref ApiGatewayRestApi, ResourceId: !Ref Pages, HttpMethod: GET, AuthorizationType: NONE, Integration: {Type: MOCK}}
    GetNothing:
      Type: AWS::ApiGateway::Method
      Properties: {RestApiId: !Ref ApiGatewayRestApi, ResourceId: !Ref ApiGatewayResourceShelves, HttpMethod: GET, AuthorizationType: NONE, Integration: {Type: MOCK}}
`)
    const api = restApiOf(definition)
    expect(labelsOf(api)).toEqual([
      'GET /books/{bookId}/front-page',
      'PUT /books/{bookId}',
      'GET /books/{bookId}/front-page/{page}',
    ])
    const put = api.resources.find(({ path }) => path === '/books/{bookId}')?.methods[0]
    expect(said(put?.authorization.authorizer)).toBe('my-guard')
    expect(errors).toEqual([])
    expect(diagnostics.map(({ message }) => message)).toContain(
      "What 'ResourceId' names is not in this template, so the gateway does not serve it",
    )
  })
})

it('a broken or strange service is read without an exception', () => {
  for (const text of [
    'functions: 3',
    'functions: [a, 2, null]',
    'functions: {a: null, b: [], c: {events: 1}, d: {events: [1, null, {http: null}, {http: []}, {httpApi: 3}, {websocket: {}}]}}',
    'resources: text',
    'resources: [1, {Resources: []}]',
    'provider: {name: aws, httpApi: 1, apiGateway: [], stage: {a: b}}\nfunctions: {a: {handler: {x: y}, events: [{http: {path: [], method: {}}}]}}',
    'custom: {a: "${", b: "${self:", c: "${file(", d: "${file(a:b}", e: "${opt:}", f: "${self:.}"}',
    'custom: ${self:}',
    'functions: {a: {handler: a.b, events: "${ssm:x}"}}',
    'functions: {a: {handler: a.b, events: [{http: "${ssm:x}"}, {httpApi: {path: "${ssm:x}", method: get, authorizer: "${ssm:y}"}}, "${ssm:z}"]}}',
  ]) {
    expect(() => readService(text)).not.toThrow()
  }
})
