import { describe, expect, it } from 'vitest'
import { diagnosticsOf } from '../support/annotated.ts'

/** The errors in a SAM template, as `code` or `code: beginning of the message`. */
function errors(text: string): string[] {
  return diagnosticsOf(`Transform: AWS::Serverless-2016-10-31\n${text}`)
    .filter(({ severity }) => severity === 'error')
    .map(({ code }) => code)
}

const code = 'Handler: app.list, Runtime: nodejs22.x, CodeUri: src/'
const fn = (more: string) =>
  errors(`Resources: { List: { Type: AWS::Serverless::Function, Properties: { ${code}, ${more} } } }`)
const event = (type: string, properties: string, resources = '') =>
  errors(`Resources:
  List: { Type: AWS::Serverless::Function, Properties: { ${code}, Events: { E: { Type: ${type}, Properties: { ${properties} } } } } }
  ${resources}`)
const api = (properties: string) =>
  errors(`Resources: { Api: { Type: AWS::Serverless::Api, Properties: { StageName: v1, ${properties} } } }`)

describe('what SAM reads as it is written', () => {
  it('may be no intrinsic function', () => {
    const bucket = 'Covers: { Type: AWS::S3::Bucket }'
    expect(event('S3', "Bucket: !Ref Covers, Events: ['s3:ObjectCreated:*']", bucket)).toEqual([])
    expect(event('S3', 'Bucket: !Ref Covers, Events: !Ref AWS::Region', bucket)).toEqual([
      'sam-intrinsic-refused',
    ])
    const pool = 'Members: { Type: AWS::Cognito::UserPool }'
    expect(event('Cognito', "UserPool: !Ref Members, Trigger: !Join ['', [PreSign, Up]]", pool)).toEqual([
      'sam-intrinsic-refused',
    ])
    const topic = 'News: { Type: AWS::SNS::Topic }'
    expect(event('SNS', 'Topic: !Ref News, SqsSubscription: true', topic)).toEqual([])
    expect(event('SNS', 'Topic: !Ref News, SqsSubscription: !Ref AWS::Region', topic)).toEqual([
      'sam-intrinsic-refused',
    ])
    expect(api("GatewayResponses: { DEFAULT_4XX: !Select [0, [{ StatusCode: '400' }]] }")).toContain(
      'sam-intrinsic-refused',
    )
  })

  it('must be a text where SAM looks for one', () => {
    expect(event('HttpApi', 'Path: 12.5, Method: get')).toContain('sam-text-expected')
    expect(api('CacheClusterEnabled: true, CacheClusterSize: 0.5')).toContain('sam-text-expected')
    expect(api('OpenApiVersion: 3.0')).toEqual([])
    expect(api('OpenApiVersion: 3, DefinitionBody: { openapi: 3.0.1, paths: {} }')).toContain(
      'sam-text-expected',
    )
  })

  it('names an API by Ref only', () => {
    for (const id of ['!ImportValue Api', '!If [a, Api, Api]', "!Sub '${Api}'"]) {
      expect(event('Api', `Path: /, Method: get, RestApiId: ${id}`)).toEqual(
        expect.arrayContaining(['event-api-invalid', 'sam-refused']),
      )
    }
  })
})

describe('an API of SAM', () => {
  it('is asked for its stage without properties too', () => {
    expect(errors('Resources: { Api: { Type: AWS::Serverless::Api } }')).toEqual(['schema-required'])
    expect(errors('Resources: { Table: { Type: AWS::Serverless::SimpleTable } }')).toEqual([])
  })

  it('needs its document in the template for whatever SAM writes into it', () => {
    const uri = 'DefinitionUri: s3://bucket/key'
    expect(api(`${uri}, DisableExecuteApiEndpoint: false`)).toEqual(['sam-definition-body-missing'])
    expect(api(uri)).toEqual([])
  })

  it('has one list of VPC endpoints and an origin for CORS', () => {
    const endpoint = (ids: string) => api(`EndpointConfiguration: { Type: PRIVATE, ${ids} }`)
    expect(endpoint('VPCEndpointIds: [vpce-1], VpcEndpointIds: [vpce-2]')).toContain('sam-refused')
    expect(endpoint('VPCEndpointIds: [vpce-1]')).not.toContain('sam-refused')
    expect(api("Cors: { AllowOrigin: '' }")).toContain('sam-refused')
  })

  it('with a default authorizer has methods only in its paths', () => {
    const paths = (more: string) =>
      api(`Auth: { DefaultAuthorizer: AWS_IAM }, DefinitionBody: { swagger: '2.0', info: { title: a, version: '1' }, paths: { /: {
        ${more}get: { responses: {}, x-amazon-apigateway-integration: { type: mock } } } } }`)
    expect(paths('')).toEqual([])
    expect(paths('parameters: [], ')).toEqual([])
    expect(paths('tags: [a], ')).toContain('sam-body-invalid')
  })

  it('may be named by an event of HTTP APIs, which SAM takes', () => {
    const resource = 'Api: { Type: AWS::Serverless::Api, Properties: { StageName: v1 } }'
    expect(event('HttpApi', 'Path: /, Method: get, ApiId: !Ref Api', resource)).toEqual([])
  })
})

describe('functions of SAM', () => {
  it('have an image or build one', () => {
    const image = (more: string) =>
      errors(`Resources:
  List:
    Type: AWS::Serverless::Function
    Properties: { PackageType: Image ${more}`)
    expect(image('}')).toEqual(['function-image-conflict'])
    expect(image(', ImageUri: 123456789012.dkr.ecr.eu-west-1.amazonaws.com/books:1 }')).toEqual([])
    expect(image('}\n    Metadata: { Dockerfile: Dockerfile, DockerContext: . }')).toEqual([])
  })

  it('have aliases with a name, also by a parameter', () => {
    expect(fn("AutoPublishAlias: ''")).toEqual(['function-alias-invalid'])
    expect(fn("AutoPublishAlias: '12'")).toEqual(['function-alias-invalid'])
    expect(fn('AutoPublishAlias: live_1')).toEqual([])
    const resources = `Resources: { List: { Type: AWS::Serverless::Function, Properties: { ${code}, AutoPublishAlias: !Ref Alias } } }`
    expect(errors(`Parameters: { Alias: { Type: String, Default: '' } }\n${resources}`)).toEqual([
      'function-alias-invalid',
    ])
    expect(errors(`Parameters: { Alias: { Type: String } }\n${resources}`)).toEqual([])
  })

  it('reach a database or broker by a secret with an address', () => {
    const mq = (access: string) =>
      event('MQ', `Broker: !Ref AWS::Region, Queues: [a], SourceAccessConfigurations: [${access}]`)
    expect(mq('{ Type: BASIC_AUTH, URI: !Ref AWS::Region }')).toEqual([])
    expect(mq('{ Type: BASIC_AUTH }')).toEqual(['source-access-invalid'])
    expect(event('DocumentDB', 'Cluster: !Ref AWS::Region, DatabaseName: a')).toContain(
      'source-access-invalid',
    )
  })
})

describe('Globals', () => {
  it('give what a resource must have, and need not give all of it', () => {
    const provider = (globals: string) =>
      errors(`Globals: { ${globals} }
Resources: { Fleet: { Type: AWS::Serverless::CapacityProvider, Properties: { CapacityProviderName: fleet } } }`)
    const network = 'VpcConfig: { SubnetIds: [subnet-1], SecurityGroupIds: [sg-1] }'
    expect(provider(`CapacityProvider: { ${network} }`)).toEqual([])
    expect(provider('CapacityProvider: { PropagateTags: true }')).toEqual(['schema-required'])
    expect(
      errors(`Globals: { Function: { FunctionUrlConfig: { InvokeMode: BUFFERED } } }
Resources: { List: { Type: AWS::Serverless::Function, Properties: { ${code}, FunctionUrlConfig: { AuthType: NONE } } } }`),
    ).toEqual([])
  })

  it('have the properties that SAM shares, and no others', () => {
    const table = (globals: string) =>
      errors(`Globals: { SimpleTable: { ${globals} } }
Resources: { Books: { Type: AWS::Serverless::SimpleTable } }`)
    expect(table('SSESpecification: { SSEEnabled: true }')).toEqual([])
    expect(table('TableName: books')).toEqual(['schema-unknown-property'])
  })
})

describe('templates that deploy', () => {
  it('have a GraphQL API whose resolvers, of their own, wait for what waits for the API', () => {
    expect(
      errors(`Resources:
  Graph:
    Type: AWS::Serverless::GraphQLApi
    Properties:
      SchemaInline: 'type Query { a: String }'
      Auth: { Type: AWS_IAM }
      Functions: { Read: { Id: !GetAtt Read.FunctionId } }
  Read:
    Type: AWS::AppSync::FunctionConfiguration
    Properties: { ApiId: !GetAtt Graph.ApiId, DataSourceName: none, Name: Read }`),
    ).toEqual([])
  })

  it('have what packaging puts in, or has put in', () => {
    expect(
      errors(`Resources:
  Shared: { Type: AWS::Lambda::LayerVersion, Properties: { Content: ./layer } }
  Api: { Type: AWS::Serverless::Api, Properties: { StageName: v1, __MANAGE_SWAGGER: true } }`),
    ).toEqual([])
  })
})

describe('sections of a template', () => {
  const simple = 'Resources: { Topic: { Type: AWS::SNS::Topic } }'

  it('have types of parameters that CloudFormation knows', () => {
    const parameter = (type: string) => errors(`Parameters: { A: { Type: ${type} } }\n${simple}`)
    for (const type of ['String', 'List<Number>', "'AWS::SSM::Parameter::Value<String>'"]) {
      expect(parameter(type)).toEqual([])
    }
    expect(parameter('Boolean')).toHaveLength(1)
  })

  it('have mappings of two levels, and look up three names in them', () => {
    expect(errors(`Mappings: { A: { b: [{ c: d }] } }\n${simple}`)).toEqual(['schema-type'])
    const named = (name: string) =>
      errors(`Mappings: { A: { b: { c: d } } }
Resources: { Topic: { Type: AWS::SNS::Topic, Properties: { TopicName: ${name} } } }`)
    expect(named('!FindInMap [A, b, c]')).toEqual([])
    expect(named('!FindInMap [A, b]')).toEqual(['intrinsic-invalid'])
    expect(named('{ Fn::If: { a: b } }')).toContain('intrinsic-invalid')
  })
})
