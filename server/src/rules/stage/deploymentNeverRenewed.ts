import type { Rule } from '../rule.ts'
import { hasUnknownMacros } from '../../definitions/transforms.ts'
import { originOfEntry } from '../../syntax/node.ts'
import { resourcesOfType, templateRoot } from '../template/templateTree.ts'

export const deploymentNeverRenewed: Rule = {
  id: 'deployment-never-renewed',
  severity: 'info',
  summary: 'A deployment keeps its logical id, so a change of the API does not reach the stage.',
  aws: 'Updates the methods and leaves the deployment as it was: the stage goes on showing the old API.',
  documentation: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-deploy-api.html',
  examples: {
    bad: `
AWSTemplateFormatVersion: '2010-09-09'
Resources:
  Books:
    Type: AWS::ApiGateway::RestApi
    Properties: { Name: books }
  List:
    Type: AWS::ApiGateway::Method
    Properties:
      RestApiId: !Ref Books
      ResourceId: !GetAtt Books.RootResourceId
      HttpMethod: GET
      AuthorizationType: NONE
      Integration: { Type: MOCK }
  Deployed:
    Type: AWS::ApiGateway::Deployment
    DependsOn: List
    Properties: { RestApiId: !Ref Books, StageName: prod }
`,
    good: `
AWSTemplateFormatVersion: '2010-09-09'
Resources:
  Books:
    Type: AWS::ApiGateway::RestApi
    Properties: { Name: books }
  List:
    Type: AWS::ApiGateway::Method
    Properties:
      RestApiId: !Ref Books
      ResourceId: !GetAtt Books.RootResourceId
      HttpMethod: GET
      AuthorizationType: NONE
      Integration: { Type: MOCK }
  Deployed20260501:
    Type: AWS::ApiGateway::Deployment
    DependsOn: List
    Properties: { RestApiId: !Ref Books, StageName: prod }
`,
  },
  visit: {
    *definition(definition, context) {
      const root = templateRoot(definition, context)
      if (hasUnknownMacros(root)) return
      for (const { id, entry } of resourcesOfType(root, 'AWS::ApiGateway::Deployment')) {
        // A hash or a date at the end, or a placeholder of another tool, is renewed by whoever writes the template.
        if (/[0-9a-f]{8,}$|\d{4,}$|[^A-Za-z0-9]/i.test(id)) continue
        yield {
          origin: originOfEntry(entry),
          message: `CloudFormation makes deployment '${id}' once, so later changes of the API do not reach its stage; give it a new logical id with each change, as the CDK and SAM do, or deploy by the command line`,
        }
      }
    },
  },
}
