import type { Node } from '../../syntax/node.ts'
import type { Rule } from '../rule.ts'
import { childAt, entriesOf, originOf, stringOf } from '../../syntax/node.ts'
import { resourcesOf, templateRoot } from '../template/templateTree.ts'

export const authorizerNoneWithoutDefault: Rule = {
  id: 'authorizer-none-without-default',
  severity: 'error',
  summary:
    "An event of a SAM template sets the authorizer 'NONE' against a default that the API does not have.",
  aws: "Refuses the template: 'NONE is only a valid value when a DefaultAuthorizer on the API is specified'.",
  documentation:
    'https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-apifunctionauth.html',
  examples: {
    bad: `
AWSTemplateFormatVersion: '2010-09-09'
Transform: AWS::Serverless-2016-10-31
Resources:
  Shop:
    Type: AWS::Serverless::Api
    Properties:
      StageName: prod
      Auth: { Authorizers: { callers: { UserPoolArn: 'arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_Ab1' } } }
  List:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.list
      Runtime: nodejs22.x
      CodeUri: src/
      Events:
        Get:
          Type: Api
          Properties: { RestApiId: !Ref Shop, Path: /books, Method: get, Auth: { Authorizer: NONE } }
`,
    good: `
AWSTemplateFormatVersion: '2010-09-09'
Transform: AWS::Serverless-2016-10-31
Resources:
  Shop:
    Type: AWS::Serverless::Api
    Properties:
      StageName: prod
      Auth:
        DefaultAuthorizer: callers
        Authorizers: { callers: { UserPoolArn: 'arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_Ab1' } }
  List:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.list
      Runtime: nodejs22.x
      CodeUri: src/
      Events:
        Get:
          Type: Api
          Properties: { RestApiId: !Ref Shop, Path: /books, Method: get, Auth: { Authorizer: NONE } }
`,
  },
  visit: {
    *definition(definition, context) {
      const root = templateRoot(definition, context)
      const resources = resourcesOf(root)
      const isSet = (node: Node | undefined) => childAt(node, 'Auth', 'DefaultAuthorizer') !== undefined
      for (const { type, properties } of resources) {
        if (!/^AWS::Serverless::(Function|StateMachine)$/.test(type)) continue
        for (const { name, value } of entriesOf(childAt(properties, 'Events'))) {
          const kind = stringOf(childAt(value, 'Type'))
          const authorizer = childAt(value, 'Properties', 'Auth', 'Authorizer')
          if ((kind !== 'Api' && kind !== 'HttpApi') || !authorizer || stringOf(authorizer) !== 'NONE')
            continue
          const reference = childAt(value, 'Properties', kind === 'Api' ? 'RestApiId' : 'ApiId')
          const id = stringOf(childAt(reference, 'Ref'))
          const api = resources.find(resource => resource.id === id)
          // An API elsewhere may have a default; so may the `Auth` that a function gives.
          if (reference && (!api || childAt(api.properties, 'Auth')?.type !== 'mapping')) continue
          if (isSet(childAt(root, 'Globals', kind)) || isSet(api?.properties)) continue
          yield {
            origin: originOf(authorizer),
            message: `Event '${name}' sets the authorizer 'NONE', but the API has no default to set aside, so SAM refuses it; take 'Authorizer' out, or give the API a 'DefaultAuthorizer'`,
          }
        }
      }
    },
  },
}
