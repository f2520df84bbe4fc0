import type { ToWho } from '../../client/src/whoMessages.ts'
import { whoMayCall } from '../../server/src/gateway/access/whoMayCall.ts'
import { readTemplateText } from '../support/readDefinition.ts'

// The bookshop of the design, asked as the language server does.

const event = (name: string, method: string, path: string, auth = '{}') =>
  `        ${name}: { Type: Api, Properties: { RestApiId: !Ref Bookshop, Path: '${path}', Method: ${method}, Auth: ${auth} } }`

const template = `AWSTemplateFormatVersion: '2010-09-09'
Transform: AWS::Serverless-2016-10-31
Resources:
  Bookshop:
    Type: AWS::Serverless::Api
    Properties:
      Name: Bookshop
      StageName: dev
      Auth:
        Authorizers:
          TokenAuthorizer: { FunctionArn: !GetAtt Auth.Arn }
        ResourcePolicy:
          CustomStatements:
            - { Effect: Allow, Principal: '*', Action: execute-api:Invoke, Resource: 'execute-api:/*' }
            - Sid: OfficeOnly
              Effect: Deny
              Principal: '*'
              Action: execute-api:Invoke
              Resource: execute-api:/*/DELETE/*
              Condition: { NotIpAddress: { aws:SourceIp: 203.0.113.0/24 } }
  Auth: { Type: AWS::Serverless::Function, Properties: { Handler: token.handler, Runtime: nodejs22.x, CodeUri: src/ } }
  BatchRole:
    Type: AWS::IAM::Role
    Properties:
      RoleName: batch-role
      AssumeRolePolicyDocument: {}
      Policies:
        - PolicyName: call
          PolicyDocument:
            Version: '2012-10-17'
            Statement: { Effect: Allow, Action: execute-api:Invoke, Resource: '*' }
  App:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.handler
      Runtime: nodejs22.x
      CodeUri: src/
      Events:
${[
  event('A', 'get', '/books'),
  event('B', 'get', '/books/{bookId}'),
  event('C', 'get', '/books/{bookId}/reviews'),
  event('D', 'get', '/search'),
  event('E', 'post', '/books', '{ Authorizer: TokenAuthorizer }'),
  event('F', 'put', '/books/{bookId}', '{ Authorizer: TokenAuthorizer }'),
  event('G', 'delete', '/books/{bookId}', '{ Authorizer: TokenAuthorizer }'),
  event('H', 'get', '/orders', '{ Authorizer: TokenAuthorizer, ApiKeyRequired: true }'),
  event('I', 'post', '/orders', '{ Authorizer: TokenAuthorizer, ApiKeyRequired: true }'),
  event('J', 'get', '/reports', '{ Authorizer: AWS_IAM }'),
].join('\n')}
`

const { definition } = readTemplateText(template)
const [api] = definition.apis
if (!api) throw new Error('no API')

/** The matrix of the bookshop. */
export const bookshop = whoMayCall(definition, api)

export const showWho: ToWho = { type: 'show', matrix: bookshop, workspaceRoot: '/project' }

/** An API without routes. */
export const whoEmpty: ToWho = {
  type: 'show',
  matrix: { ...bookshop, routes: [], answers: [], notes: [] },
  workspaceRoot: '/project',
}
