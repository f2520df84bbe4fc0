import { describe, expect, it } from 'vitest'
import { labelsOf, readTemplateText, restApiOf } from '../support/readDefinition.ts'

const template = (api: string, event: string) => `
Transform: AWS::Serverless-2016-10-31
Mappings: {Ids: {a: {b: Api}}}
Resources:
  Api: {Type: AWS::Serverless::Api, Properties: {StageName: v1, ${api}}}
  Fn:
    Type: AWS::Serverless::Function
    Properties:
      Handler: a.b
      Events: {Get: {Type: Api, Properties: {${event}, Path: /, Method: get}}}
`
const messages = (api: string, event: string) =>
  readTemplateText(template(api, event))
    .diagnostics.filter(({ severity }) => severity === 'error')
    .map(({ code, message }) => `${code}: ${message}`)

describe('what SAM refuses', () => {
  it.each([
    [
      'Name: a',
      'RestApiId: !FindInMap [Ids, a, b]',
      "'RestApiId' is made by 'Fn::FindInMap', which SAM cannot look up",
    ],
    ['Name: a', 'RestApiId: !Ref Api, Auth: {Authorizer: NONE}', "'NONE' switches a default authorizer off"],
    [
      'Name: a',
      'RestApiId: !Ref Api, Auth: {ApiKeyRequired: false}',
      "'ApiKeyRequired: false' switches the API's own",
    ],
    ['DefinitionUri: s3://a/b, Cors: x', 'RestApiId: !Ref Api', "SAM cannot put 'Cors' into the document"],
    [
      'DefinitionUri: s3://a/b, DefinitionBody: {}',
      'RestApiId: !Ref Api',
      "'DefinitionUri' and 'DefinitionBody' exclude",
    ],
    ['Cors: {AllowCredentials: true}', 'RestApiId: !Ref Api', "'AllowCredentials' with every origin allowed"],
  ])('is reported: %s with %s', (api, event, expected) => {
    expect(messages(api, event)).toEqual([expect.stringContaining(`sam-refused: ${expected}`)])
  })

  it.each([
    [
      'Auth: {DefaultAuthorizer: AWS_IAM, ApiKeyRequired: true}',
      'RestApiId: !Ref Api, Auth: {Authorizer: NONE, ApiKeyRequired: false}',
    ],
    ['Cors: {AllowCredentials: true, AllowOrigin: "\'https://a.test\'"}', 'RestApiId: Api'],
    ['DefinitionUri: s3://a/b', 'RestApiId: !Ref Api'],
  ])('is not: %s with %s', (api, event) => {
    expect(messages(api, event)).toEqual([])
  })
})

describe('two events of one method', () => {
  it('both stay, for the rule that finds duplicates', () => {
    const { definition } = readTemplateText(`
Transform: AWS::Serverless-2016-10-31
Resources:
  Fn:
    Type: AWS::Serverless::Function
    Properties:
      Handler: a.b
      Events:
        One: {Type: Api, Properties: {Path: /add, Method: post}}
        Two: {Type: Api, Properties: {Path: /add, Method: POST}}
`)
    expect(labelsOf(restApiOf(definition))).toEqual(['POST /add', 'POST /add'])
  })
})
