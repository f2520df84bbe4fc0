import type { Rule } from '../rule.ts'
import { childAt, entryOf, originOfEntry } from '../../syntax/node.ts'
import { eventsOf, referencedId, resourcesOfType, templateRoot } from '../template/templateTree.ts'

export const overrideApiAuthEmpty: Rule = {
  id: 'override-api-auth-empty',
  severity: 'error',
  summary: 'An event is to set its own authorization in the document of its API, and states none.',
  aws: "Refuses the template: 'Must define one of: Authorizer, ApiKeyRequired or ResourcePolicy when using the OverrideApiAuth property.'",
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
      DefinitionBody: { openapi: 3.0.1, info: { title: Books, version: '1' }, paths: {} }
  Books:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.list
      Runtime: nodejs22.x
      CodeUri: src/
      Events:
        List:
          Type: Api
          Properties: { RestApiId: !Ref Shop, Path: /books, Method: get, Auth: { OverrideApiAuth: true } }
`,
    good: `
AWSTemplateFormatVersion: '2010-09-09'
Transform: AWS::Serverless-2016-10-31
Resources:
  Shop:
    Type: AWS::Serverless::Api
    Properties:
      StageName: prod
      DefinitionBody: { openapi: 3.0.1, info: { title: Books, version: '1' }, paths: {} }
  Books:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.list
      Runtime: nodejs22.x
      CodeUri: src/
      Events:
        List:
          Type: Api
          Properties: { RestApiId: !Ref Shop, Path: /books, Method: get, Auth: { OverrideApiAuth: true, Authorizer: AWS_IAM } }
`,
  },
  visit: {
    *definition(definition, context) {
      const root = templateRoot(definition, context)
      const written = new Set(
        resourcesOfType(root, 'AWS::Serverless::Api')
          .filter(({ properties }) => childAt(properties, 'DefinitionBody'))
          .map(({ id }) => id),
      )
      for (const resource of resourcesOfType(root, 'AWS::Serverless::Function')) {
        for (const { id, type, properties } of eventsOf(resource)) {
          const auth = childAt(properties, 'Auth')
          const override = entryOf(auth, 'OverrideApiAuth')
          const isOn = override?.value.type === 'scalar' && override.value.value === true
          if (type !== 'Api' || !isOn || !written.has(referencedId(childAt(properties, 'RestApiId')) ?? ''))
            continue
          if (['Authorizer', 'ApiKeyRequired', 'ResourcePolicy'].some(name => entryOf(auth, name))) continue
          yield {
            origin: originOfEntry(override),
            message: `Event '${id}' overrides the authorization of its API with nothing, so SAM refuses it; add 'Authorizer', 'ApiKeyRequired' or 'ResourcePolicy', or take 'OverrideApiAuth' out`,
          }
        }
      }
    },
  },
}
