import { describe, expect, it } from 'vitest'
import { acceptedText, proposedLabels } from '../support/proposals.ts'

const sam = (rest: string) => `Transform: AWS::Serverless-2016-10-31
Resources:
  Shop:
    Type: AWS::Serverless::Api
    Properties:
      StageName: dev
      Auth:
        Authorizers:
          Login: { FunctionArn: !GetAtt Check.Arn }
  Web:
    Type: AWS::Serverless::HttpApi
    Properties:
      Auth:
        Authorizers:
          Jwt:
            IdentitySource: $request.header.Authorization
            JwtConfiguration: { issuer: https://example.com, audience: [shop] }
  Check:
    Type: AWS::Serverless::Function
    Properties: { CodeUri: src/, Handler: check.handler }
  List:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: src/
${rest}
`
const event = (type: string, properties: string) =>
  sam(`      Events:
        Get:
          Type: ${type}
          Properties:
            Path: /books
${properties}`)

describe('values that schemas cannot list', () => {
  it("are the methods of SAM's events", () => {
    for (const type of ['Api', 'HttpApi']) {
      const marked = event(type, '            Method: <|>')
      expect(proposedLabels('template.yaml', marked).slice(0, 3)).toEqual(['get', 'post', 'put'])
      expect(acceptedText('template.yaml', marked, 'any')).toContain('Method: any\n')
    }
    expect(proposedLabels('template.yaml', event('Schedule', '            Method: <|>'))).not.toContain('get')
  })

  it('are the runtimes that Lambda still takes, the newest first', () => {
    const runtimes = proposedLabels('template.yaml', sam('      Runtime: <|>'))
    expect(runtimes.slice(0, 3)).toEqual(['nodejs24.x', 'nodejs22.x', 'python3.14'])
    expect(runtimes).not.toContain('nodejs18.x')
    const globals = sam('').replace('Resources:', 'Globals:\n  Function:\n    Runtime: py<|>\nResources:')
    expect(proposedLabels('template.yaml', globals)).toContain('python3.14')
    const inJson =
      '{ "Resources": { "F": { "Type": "AWS::Lambda::Function", "Properties": { "Runtime": "<|>" } } } }'
    expect(acceptedText('template.json', inJson, 'python3.14')).toContain('"Runtime": "python3.14"')
  })

  it('are the status codes that the responses of the operation declare', () => {
    const marked = `openapi: 3.0.1
info: { title: Shop, version: '1' }
paths:
  /books:
    get:
      responses: { '200': { description: all books }, '404': { description: none }, default: { description: else } }
      x-amazon-apigateway-integration:
        type: mock
        responses:
          default:
            statusCode: <|>
`
    expect(proposedLabels('openapi.yaml', marked)).toEqual(['200', '404'])
    expect(acceptedText('openapi.yaml', marked, '200')).toContain("statusCode: '200'\n")
  })
})

describe('authorizers', () => {
  const named = (type: string, api: string) =>
    proposedLabels(
      'template.yaml',
      event(type, `            ${api}\n            Auth:\n              Authorizer: <|>`),
    )

  it("of an event are those of its API, before SAM's own names", () => {
    expect(named('Api', 'RestApiId: !Ref Shop').slice(0, 3)).toEqual(['Login', 'AWS_IAM', 'NONE'])
    expect(named('HttpApi', 'ApiId: Web').slice(0, 3)).toEqual(['Jwt', 'AWS_IAM', 'NONE'])
    expect(named('Api', 'RestApiId: !ImportValue Elsewhere')).toEqual(
      expect.arrayContaining(['Jwt', 'Login']),
    )
  })

  it("of an API's default are its own", () => {
    const marked = sam('').replace('      Auth:\n', '      Auth:\n        DefaultAuthorizer: <|>\n')
    expect(proposedLabels('template.yaml', marked)[0]).toBe('Login')
    expect(proposedLabels('template.yaml', marked)).not.toContain('Jwt')
  })
})
