import { describe, expect, it } from 'vitest'
import { applyFix, diagnosticsOf } from '../support/annotated.ts'

/** The codes reported for resources of a template, without what the gateway does not emulate. */
function codes(resources: string, head = ''): string[] {
  const found = diagnosticsOf(`AWSTemplateFormatVersion: '2010-09-09'\n${head}\nResources:\n${resources}`)
  return found.filter(({ code }) => code !== 'not-emulated').map(({ code }) => code)
}

const sam = 'Transform: AWS::Serverless-2016-10-31'
const fn = (more: string) => `
  List:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.list
      Runtime: nodejs22.x
      CodeUri: src/
${more}`

const trust =
  "AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: { Effect: Allow, Principal: { Service: lambda.amazonaws.com }, Action: sts:AssumeRole } }"
const statement = "Version: '2012-10-17', Statement: { Effect: Allow, Action: s3:GetObject, Resource: '*' }"

describe('resource types of the published specification', () => {
  const role = (properties: string) =>
    codes(`
  Books:
    Type: AWS::IAM::Role
    Properties: ${properties}`)

  it('have no fix for a required property that is stated and taken away again', () => {
    const tags = (entry: string) =>
      diagnosticsOf(`AWSTemplateFormatVersion: '2010-09-09'
Resources:
  Books:
    Type: AWS::ApiGateway::RestApi
    Properties: { Name: books, Tags: [{ ${entry} Value: shop }] }`).filter(
        ({ code }) => code === 'schema-required',
      )
    expect(tags('').map(({ fixes }) => fixes?.length)).toEqual([1])
    expect(tags('Key: !Ref AWS::NoValue, ').map(({ fixes }) => fixes)).toEqual([undefined])
  })

  it('have required and known properties', () => {
    expect(role(`{ ${trust} }`)).toEqual([])
    expect(role('{ RoleName: books }')).toEqual(['schema-required'])
    expect(role(`{ ${trust}, RolName: books }`)).toEqual(['schema-unknown-property'])
  })

  it('take a text for a number or Boolean that it spells, as CloudFormation does', () => {
    expect(role(`{ ${trust}, MaxSessionDuration: '3600' }`)).toEqual([])
    expect(role(`{ ${trust}, MaxSessionDuration: long }`)).toEqual(['schema-type'])
    const mapping = (enabled: string) =>
      codes(`
  Feed:
    Type: AWS::Lambda::EventSourceMapping
    Properties: { FunctionName: list, EventSourceArn: 'arn:aws:sqs:eu-west-1:123456789012:orders', Enabled: ${enabled} }`)
    expect(mapping("'true'")).toEqual([])
    expect(mapping("'trueeeee'")).toEqual(['schema-type'])
  })

  it('are asked for a required property that AWS::NoValue takes out', () => {
    const tags = (key: string) => role(`{ ${trust}, Tags: [{ Key: ${key}, Value: books }] }`)
    expect(tags('!Ref AWS::Region')).toEqual([])
    expect(tags('!Ref AWS::NoValue')).toEqual(['schema-required'])
  })
})

describe('SAM policies', () => {
  const policies = (text: string) => codes(fn(`      Policies: ${text}`), sam)

  it('may be names, ARNs, statements, templates and choices between them', () => {
    expect(policies('AWSLambdaRole')).toEqual([])
    expect(policies(`[!Sub "arn:\${AWS::Partition}:iam::aws:policy/Reader", { ${statement} }]`)).toEqual([])
    expect(policies('{ S3ReadPolicy: { BucketName: covers } }')).toEqual([])
    expect(policies('[{ VPCAccessPolicy: {} }]')).toEqual([])
    expect(policies('[!If [IsProd, { S3ReadPolicy: { BucketName: a } }, !Ref AWS::NoValue]]')).not.toContain(
      'policy-template-invalid',
    )
  })

  it('are refused by an unknown name, a wrong shape and a missing parameter', () => {
    expect(policies('[{ S3ReadPolcy: { BucketName: covers } }]')).toEqual(['policy-template-invalid'])
    expect(policies('[{ PolicyName: read, PolicyDocument: { Statement: [] } }]')).toEqual([
      'policy-template-invalid',
    ])
    expect(policies('{ LambdaInvokePolicy: list }')).toEqual(['policy-template-invalid'])
    expect(policies('[{ DynamoDBStreamReadPolicy: { TableName: books } }]')).toEqual([
      'policy-template-invalid',
    ])
  })
})

describe('placeholders outside of Fn::Sub', () => {
  const name = (text: string, more = '') =>
    codes(`
  Books:
    Type: AWS::ApiGateway::RestApi
    Properties: { Name: ${text} }${more}`)

  it('are found where CloudFormation could fill them in', () => {
    expect(name("'books-${AWS::StackName}'")).toEqual(['sub-missing'])
    expect(name("!Join ['-', [books, '${AWS::StackName}']]")).toEqual(['sub-missing'])
    expect(name("!Sub 'books-${AWS::StackName}'")).toEqual([])
    expect(name("!Sub ['books-${Stage}', { Stage: prod }]")).toEqual([])
  })

  it('are filled in by a fix that leaves those alone which are no names of the template', () => {
    const text = (value: string) => `AWSTemplateFormatVersion: '2010-09-09'
Parameters:
  Stage: { Type: String }
Resources:
  Books:
    Type: AWS::ApiGateway::RestApi
    Properties: { Name: ${value} }
`
    const written = text("'${Stage}-${Books.RootResourceId}-${AWS::Region}-${aws:username}-${!kept}'")
    const [found] = diagnosticsOf(written, { only: ['sub-missing'] })
    const [fix] = found?.fixes ?? []
    if (!fix) throw new Error('no fix')
    const mended = applyFix(written, fix)
    expect(mended).toBe(
      text("!Sub '${Stage}-${Books.RootResourceId}-${AWS::Region}-${!aws:username}-${!kept}'"),
    )
    expect(diagnosticsOf(mended, { only: ['sub-missing', 'reference-undefined'] })).toEqual([])
  })

  it('of IAM, stages and mapping templates are none', () => {
    expect(name("'books-${aws:username}'")).toEqual([])
    expect(name("'books-${stageVariables.name}'")).toEqual([])
    expect(name("'books-${!AWS::StackName}'")).toEqual([])
  })
})

describe('resources with a name of their own', () => {
  const two = (first: string, second: string, head = '') =>
    codes(
      `
  Reader: { Type: AWS::IAM::Role, ${first} }
  Writer: { Type: AWS::IAM::Role, ${second} }`,
      head,
    )
  const named = (name: string) => `Properties: { ${trust}, RoleName: ${name} }`

  it('may share it only where conditions keep them apart', () => {
    const conditions = 'Conditions: { IsProd: !Equals [!Ref AWS::Region, eu-west-1] }'
    expect(two(named('books'), named('books'))).toEqual(['resource-name-duplicate'])
    expect(two(named('!Sub "${AWS::StackName}-a"'), named('!Sub "${AWS::StackName}-b"'))).toEqual([])
    expect(two(`Condition: IsProd, ${named('books')}`, named('books'), conditions)).toEqual([])
  })
})

describe('Fn::Select', () => {
  const select = (argument: string, head = '') =>
    codes(
      `
  Books:
    Type: AWS::ApiGateway::RestApi
    Properties: { Name: !Select ${argument} }`,
      head,
    )

  it('takes an index and a list from a few functions only, unless the template asks for more', () => {
    expect(select("[0, !Split ['-', books-prod]]")).toEqual([])
    expect(select('[!Select [0, [0, 1]], [a, b]]')).toEqual(['select-argument-invalid'])
    expect(select('[!Select [0, [0, 1]], [a, b]]', 'Transform: AWS::LanguageExtensions')).toEqual([])
  })
})

describe('what SAM makes itself', () => {
  it('takes no logical id of the template, by the events and properties there are', () => {
    const rule = `
  ListNightly:
    Type: AWS::Events::Rule
    Properties: { ScheduleExpression: rate(1 day) }`
    const event = (type: string) => fn(`      Events:\n        Nightly: { Type: ${type} }${rule}`)
    expect(codes(event('Schedule, Properties: { Schedule: rate(1 day) }'), sam)).toEqual([
      'generated-id-taken',
    ])
    expect(codes(event('AlexaSkill'), sam)).toEqual([])
    expect(codes(fn(rule), sam)).toEqual([])
  })

  it('reads Globals too', () => {
    const globals = `${sam}\nGlobals: { Function: { TenancyConfig: { TenantIsolationMode: PER_TENANT } } }`
    expect(codes(fn('      FunctionUrlConfig: { AuthType: AWS_IAM }'), globals)).toEqual(['tenancy-conflict'])
    expect(codes(fn(''), globals)).toEqual([])
  })
})

describe('queues', () => {
  const read = (queue: string, batch: string) =>
    codes(
      `
  Orders: { Type: AWS::SQS::Queue, Properties: ${queue} }${fn(`      Timeout: 20
      Events:
        Orders: { Type: SQS, Properties: { Queue: !GetAtt Orders.Arn, ${batch} } }`)}`,
      sam,
    )

  it('give ten messages, or more to those who may wait', () => {
    expect(read('{ DelaySeconds: 1 }', 'BatchSize: 10')).toEqual([])
    expect(read('{ DelaySeconds: 1 }', 'BatchSize: 100')).toEqual(['queue-batch-size-invalid'])
    expect(read('{ DelaySeconds: 1 }', 'BatchSize: 100, MaximumBatchingWindowInSeconds: 5')).toEqual([])
    expect(read('{ FifoQueue: true }', 'BatchSize: 100, MaximumBatchingWindowInSeconds: 5')).toEqual([
      'queue-batch-size-invalid',
    ])
  })

  it('hide a message as long as the function may take', () => {
    expect(read('{ VisibilityTimeout: 10 }', 'BatchSize: 1')).toEqual(['queue-visibility-too-short'])
    expect(read('{ VisibilityTimeout: 20 }', 'BatchSize: 1')).toEqual([])
    expect(read('{ VisibilityTimeout: !Ref AWS::Region }', 'BatchSize: 1')).toEqual([])
  })
})
