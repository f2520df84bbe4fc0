import { describe, expect, it } from 'vitest'
import { describeAt } from '../../server/src/schema/describe.ts'
import { parseText } from '../../server/src/syntax/parse.ts'

const openApi = parseText('/work/openapi.yaml', `openapi: 3.0.1\npaths: { /a: { get: {} } }\n`).root
const template = parseText(
  '/work/template.yaml',
  `
Transform: AWS::Serverless-2016-10-31
Resources:
  List:
    Type: AWS::Serverless::Function
    Properties:
      Events:
        Get: { Type: Api, Properties: {} }
        Call: { Type: HttpApi, Properties: {} }
  Shop:
    Type: AWS::Serverless::Api
    Properties:
      EndpointConfiguration: !If [IsProd, { Type: EDGE }, { Type: REGIONAL }]
      DefinitionBody: { swagger: '2.0', paths: {} }
`,
).root

const names = (kind: 'openapi' | 'sam', path: (string | number)[]) =>
  describeAt(kind, path, kind === 'openapi' ? openApi : template)?.properties.map(({ name }) => name)

const service = parseText(
  '/work/serverless.yml',
  'service: a\nprovider: {name: aws}\nfunctions: {list: {events: [{http: {}}, {httpApi: {}}]}}\nresources: {Resources: {T: {Type: AWS::ApiGateway::Stage, Properties: {}}}}\n',
).root

describe('describeAt', () => {
  it('knows a service of the Serverless Framework, events and the template under resources', () => {
    const at = (...path: (string | number)[]) =>
      describeAt('serverless', path, service)?.properties.map(({ name }) => name)
    expect(at()).toEqual(expect.arrayContaining(['service', 'provider', 'functions', 'resources']))
    expect(at('functions', 'list', 'events', 0, 'http')).toEqual(
      expect.arrayContaining(['path', 'method', 'cors', 'authorizer']),
    )
    expect(at('functions', 'list', 'events', 1, 'httpApi')).toEqual(['path', 'method', 'authorizer'])
    expect(at('resources', 'Resources', 'T', 'Properties')).toContain('StageName')
    expect(
      describeAt('serverless', ['functions', 'list', 'events', 0, 'http', 'integration'], service),
    ).toMatchObject({
      enum: ['lambda-proxy', 'lambda', 'http', 'http-proxy', 'mock'],
      documentation:
        'https://www.serverless.com/framework/docs/providers/aws/events/apigateway#lambda-integration',
    })
  })

  it('knows what an operation may hold, extensions among it', () => {
    expect(names('openapi', ['paths', '/a', 'get'])).toEqual(
      expect.arrayContaining(['security', 'responses', 'x-amazon-apigateway-integration']),
    )
  })

  it('describes a value with its kind, values, default and page', () => {
    const path = ['paths', '/a', 'get', 'x-amazon-apigateway-integration', 'passthroughBehavior']
    expect(describeAt('openapi', path, openApi)).toEqual({
      description: 'What becomes of a body whose media type has no request template',
      type: 'string',
      enum: ['when_no_match', 'when_no_templates', 'never'],
      default: 'when_no_match',
      properties: [],
    })
    const integration = describeAt('openapi', path.slice(0, -1), openApi)
    expect(integration?.documentation).toMatch(/^https:\/\/docs\.aws\.amazon\.com\/apigateway\//)
    expect(integration?.properties.find(({ name }) => name === 'type')).toMatchObject({
      isRequired: true,
      enum: ['aws', 'aws_proxy', 'http', 'http_proxy', 'mock'],
    })
  })

  it('goes by the type of a resource and of an event', () => {
    expect(names('sam', ['Resources', 'Shop', 'Properties'])).toContain('StageName')
    expect(names('sam', ['Resources', 'List', 'Properties', 'Events', 'Get', 'Properties'])).toContain(
      'RestApiId',
    )
    expect(names('sam', ['Resources', 'List', 'Properties', 'Events', 'Call', 'Properties'])).toContain(
      'ApiId',
    )
    expect(names('sam', ['Resources', 'List'])).toEqual(expect.arrayContaining(['Type', 'DependsOn']))
  })

  it('looks through Fn::If and into OpenAPI bodies of templates', () => {
    const endpoint = ['Resources', 'Shop', 'Properties', 'EndpointConfiguration']
    expect(names('sam', [...endpoint, 'Fn::If', 1])).toContain('Type')
    expect(names('sam', ['Resources', 'Shop', 'Properties', 'DefinitionBody'])).toContain(
      'securityDefinitions',
    )
  })

  it('knows the sections of a template and what Globals may hold', () => {
    expect(names('sam', [])).toEqual(expect.arrayContaining(['Transform', 'Globals', 'Resources']))
    expect(names('sam', ['Globals', 'Function'])).toContain('Runtime')
    expect(names('sam', ['Globals', 'Function'])).not.toContain('Events')
  })

  it('says nothing about places that no schema knows', () => {
    expect(describeAt('sam', ['Resources', 'Nobody', 'Properties', 'Name'], template)).toBeUndefined()
    expect(describeAt('openapi', ['x-own', 'thing'], openApi)).toBeUndefined()
  })
})
