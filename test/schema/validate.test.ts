import { describe, expect, it } from 'vitest'
import { validateDocument } from '../../server/src/schema/validate.ts'
import { parseText } from '../../server/src/syntax/parse.ts'
import { annotate, applyFix, withoutAnnotations } from '../support/annotated.ts'

type Kind = Parameters<typeof validateDocument>[1]

/** Expects exactly the findings that are written below the words they mark. */
function expectFindings(kind: Kind, annotated: string): void {
  const text = withoutAnnotations(annotated)
  expect(annotate(text, validate(kind, text))).toBe(annotated)
}

function validate(kind: Kind, text: string) {
  return validateDocument(parseText('/work/definition.yaml', text), kind)
}

function fixed(kind: Kind, text: string): string {
  const fix = validate(kind, text)
    .flatMap(({ fixes }) => fixes ?? [])
    .find(({ isPreferred }) => isPreferred)
  if (!fix) throw new Error('no fix is offered')
  return applyFix(text, fix)
}

describe('a template', () => {
  it('marks an unknown property at its key and a wrong value at the value', () => {
    expectFindings(
      'cloudformation',
      `
Resources:
  Books:
    Type: AWS::ApiGateway::RestApi
    Properties:
      Nmae: books
      ^^^^ error schema-unknown-property: 'Nmae' is no property of 'AWS::ApiGateway::RestApi': CloudFormation refuses it; write 'Name'
      ApiKeySourceType: HEADR
                        ^^^^^ error schema-enum: 'HEADR' is no value of 'ApiKeySourceType': CloudFormation refuses it; use 'HEADER' or 'AUTHORIZER'
      BinaryMediaTypes: image/png
                        ^^^^^^^^^ error schema-type: 'BinaryMediaTypes' must be a list, here it is a text: CloudFormation refuses it; write a list
      MinimumCompressionSize: -1
                              ^^ error schema-range: 'MinimumCompressionSize' is -1: CloudFormation refuses a value out of range; write 0 to 10485760
`,
    )
  })

  it('marks a missing property at the key of what lacks it', () => {
    expectFindings(
      'sam',
      `
Transform: AWS::Serverless-2016-10-31
Resources:
  Books:
    Type: AWS::Serverless::Api
    Properties:
    ^^^^^^^^^^ error schema-required: 'StageName' is missing in 'AWS::Serverless::Api': SAM refuses it without; add it
      Name: books
`,
    )
  })

  it('takes numbers and Booleans as texts, as CloudFormation does', () => {
    expectFindings(
      'cloudformation',
      `
Resources:
  Live:
    Type: AWS::ApiGateway::Stage
    Properties:
      RestApiId: 123
      StageName: true
      TracingEnabled: 'true'
      MethodSettings: [{ ThrottlingRateLimit: '10.5', CacheTtlInSeconds: '300' }]
`,
    )
  })

  it('accepts intrinsic functions in the place of anything', () => {
    expectFindings(
      'cloudformation',
      `
Resources:
  Books:
    Type: AWS::ApiGateway::RestApi
    Properties:
      Name: !Ref Name
      ApiKeySourceType: !If [IsProd, HEADER, !Ref AWS::NoValue]
      BinaryMediaTypes: !Split [',', !Ref Types]
      EndpointConfiguration: !If [IsProd, { Types: [EDGE] }, { Types: [REGIONAL] }]
      Tags:
        - !Ref Tag
        - Key: a
          Value: b
  Live:
    Type: AWS::ApiGateway::Stage
    Properties:
      RestApiId: !Ref Books
      Fn::Transform: { Name: AWS::Include, Parameters: { Location: s3://bucket/stage.yaml } }
  More:
    Fn::Transform: { Name: Elsewhere }
`,
    )
  })

  it('looks at the item after an intrinsic function in a list', () => {
    expectFindings(
      'cloudformation',
      `
Resources:
  Books:
    Type: AWS::ApiGateway::RestApi
    Properties:
      Name: books
      Tags:
        - !Ref Tag
        - Kee: a
          ^^^ error schema-required: 'Key' is missing in 'Tags': CloudFormation refuses it without; add it
          ^^^ error schema-unknown-property: 'Kee' is no property of 'Tags': CloudFormation refuses it; write 'Key'
          Value: b
`,
    )
  })

  it('checks an event by its type, and its OpenAPI body by its version', () => {
    expectFindings(
      'sam',
      `
Transform: AWS::Serverless-2016-10-31
Resources:
  Books:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.list
      Runtime: nodejs22.x
      Events:
        Get:
          Type: Api
          Properties:
          ^^^^^^^^^^ error schema-required: 'Method' is missing in 'Properties': SAM refuses it without; add it
            Path: /books
        Call:
          Type: HttpAPI
                ^^^^^^^ error schema-enum: 'HttpAPI' is no value of 'Type': SAM refuses it; use 'AlexaSkill', 'Api', 'CloudWatchEvent', 'CloudWatchLogs', 'Cognito', 'DocumentDB', 'DynamoDB', 'EventBridgeRule', 'HttpApi', 'IoTRule', 'Kinesis', 'MQ' or others
  Shop:
    Type: AWS::Serverless::Api
    Properties:
      StageName: prod
      DefinitionBody:
        openapi: 3.0.1
        info: { title: Shop, version: '1' }
        paths:
          /books:
            get:
              x-amazon-apigateway-integration: { type: mok }
                                                       ^^^ error schema-enum: 'mok' is no value of 'type': API Gateway refuses it; use 'aws', 'aws_proxy', 'http', 'http_proxy' or 'mock'
`,
    )
  })

  it('says nothing about resources of services it holds no schema for', () => {
    expectFindings(
      'cloudformation',
      `
Resources:
  Queue:
    Type: AWS::SQS::Queue
    Properties: { Anything: [1, 2] }
  Own:
    Type: Custom::Thing
    Properties: { ServiceToken: x }
`,
    )
  })

  it('takes one of two properties that exclude each other', () => {
    const text = (letter: string) => `
Transform: AWS::Serverless-2016-10-31
Resources:
  Books:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.list
      Runtime: nodejs22.x
      Events:
        Daily: { Type: Schedule, Properties: { Schedule: rate(1 day), DeadLetterConfig: ${letter} } }
`
    const codes = (letter: string) => validate('sam', text(letter)).map(({ code }) => code)
    expect(codes('{ Type: SQS }')).toEqual([])
    expect(codes('{ Arn: !Ref Queue }')).toEqual([])
    expect(codes('{ Type: SQS, Arn: "arn:aws:sqs:us-east-1:123456789012:failed" }')).toEqual([
      'schema-exclusive',
    ])
    expect(codes('{ QueueLogicalId: Failed }')).toEqual(['schema-required'])
  })
})

describe('an OpenAPI document', () => {
  it('may break the specification where API Gateway takes it', () => {
    expectFindings(
      'openapi',
      `
openapi: 3.0.1
info: { title: Books }
servers: { url: 'https://example.com' }
paths:
  /books/{id}:
    get:
      x-amazon-apigateway-integration: { type: MOCK, passthroughBehavior: WHEN_NO_MATCH }
    x-anything: { goes: here }
x-own: true
`,
    )
  })

  it('warns of what API Gateway passes over', () => {
    expectFindings(
      'openapi',
      `
openapi: 3.0.1
info: { title: Books, version: '1' }
paths:
  /books:
    get:
      x-amazon-apigateway-integrations: {}
      x-amazon-apigateway-intgration: { type: mock }
      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning schema-unknown-extension: 'x-amazon-apigateway-intgration' is no extension of API Gateway, which passes over it without a word; write 'x-amazon-apigateway-integration'
    post:
      x-amazon-apigateway-integration: { type: mock, requestTemplate: {} }
                                                     ^^^^^^^^^^^^^^^ warning schema-unknown-property: 'requestTemplate' is no property of 'x-amazon-apigateway-integration': it has no effect; write 'requestTemplates'
`,
    )
  })

  it('reads 2.0 and 3.1 by their own schemas', () => {
    const codes = (text: string) => validate('openapi', text).map(({ code }) => code)
    expect(codes(`swagger: '2.0'\ninfo: { title: a }\npaths: {}\nsecurityDefinitions: []\n`)).toEqual([
      'schema-type',
    ])
    expect(codes(`swagger: '3.0'\ninfo: { title: a }\npaths: {}\n`)).toEqual(['schema-enum'])
    expect(codes(`openapi: 3.1.0\ninfo: { title: a }\n`)).toEqual(['schema-required'])
    expect(codes(`openapi: 3.1.0\ninfo: { title: a }\nwebhooks: {}\n`)).toEqual([])
  })

  it('accepts references and texts that a deployment fills in', () => {
    expectFindings(
      'openapi',
      `
openapi: 3.0.1
info: { title: Books, version: '1' }
paths:
  /books:
    get:
      parameters: [{ $ref: '#/components/parameters/page' }]
      x-amazon-apigateway-integration: { type: '\${Type}', timeoutInMillis: '\${Timeout}' }
`,
    )
  })
})

describe('fixes', () => {
  it('rename a property and keep its quotes', () => {
    const text = `{"Resources":{"Live":{"Type":"AWS::ApiGateway::Stage","Properties":{"RestApiId":"a","StagName":"b"}}}}`
    expect(fixed('cloudformation', text)).toBe(text.replace('StagName', 'StageName'))
  })

  it('replace a value by the one that was meant', () => {
    const text = `openapi: 3.0.1\ninfo: { title: a }\npaths:\n  /a:\n    get:\n      x-amazon-apigateway-integration: { type: htp }\n`
    expect(fixed('openapi', text)).toBe(text.replace('htp', 'http'))
  })

  it('add a missing property in the style of the others', () => {
    const block = `Resources:\n  Live:\n    Type: AWS::ApiGateway::Method\n    Properties:\n      ResourceId: a\n      HttpMethod: GET\n`
    expect(fixed('cloudformation', block)).toBe(
      block.replace('ResourceId', 'RestApiId: ""\n      ResourceId'),
    )
    const item = `Resources:\n  A:\n    Type: AWS::ApiGateway::RestApi\n    Properties:\n      Tags:\n        - Value: a\n`
    expect(fixed('cloudformation', item)).toBe(item.replace('Value', 'Key: ""\n          Value'))
    const flow = `Resources: { Live: { Type: AWS::ApiGateway::Stage, Properties: { StageName: a } } }\n`
    expect(fixed('cloudformation', flow)).toBe(flow.replace('StageName', 'RestApiId: "", StageName'))
  })
})

describe('broken documents', () => {
  it.each([
    '',
    '[]',
    'text',
    '{',
    'Resources: 3',
    'Resources: { A: 3 }',
    'openapi: 3.0.1\npaths: 3',
    'a: &a [*a]',
  ])('give findings and no exception: %j', text => {
    for (const kind of ['openapi', 'cloudformation', 'sam'] as const) {
      expect(() => validate(kind, text)).not.toThrow()
    }
  })

  it('keep keys that are names of JavaScript', () => {
    const text = `Resources: { constructor: { Type: AWS::ApiGateway::Stage, Properties: { __proto__: 1, RestApiId: a } } }`
    expect(validate('cloudformation', text).map(({ message }) => message)).toEqual([
      "'__proto__' is no property of 'AWS::ApiGateway::Stage': CloudFormation refuses it; take it out",
    ])
  })
})
