import type { Rule } from '../rule.ts'
import { childAt, originOf, toValue } from '../../syntax/node.ts'
import { resourcesOfType, templateRoot } from './templateTree.ts'

const types = ['AWS::WAFv2::WebACLAssociation', 'AWS::WAFRegional::WebACLAssociation']

export const wafHttpApiUnsupported: Rule = {
  id: 'waf-http-api-unsupported',
  severity: 'error',
  summary: 'A web ACL is to protect a stage of an HTTP API.',
  aws: 'Refuses the association: AWS WAF protects REST APIs, and neither HTTP nor WebSocket APIs.',
  documentation: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-vs-rest.html',
  examples: {
    bad: `
AWSTemplateFormatVersion: '2010-09-09'
Resources:
  Notes:
    Type: AWS::ApiGatewayV2::Api
    Properties: { Name: notes, ProtocolType: HTTP }
  Shield:
    Type: AWS::WAFv2::WebACLAssociation
    Properties:
      WebACLArn: arn:aws:wafv2:eu-west-1:123456789012:regional/webacl/a/1
      ResourceArn: !Sub 'arn:aws:apigateway:\${AWS::Region}::/apis/\${Notes}/stages/prod'
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
      Integration: { Type: HTTP_PROXY, IntegrationHttpMethod: GET, Uri: 'https://example.com/books' }
  Deployed20260501:
    Type: AWS::ApiGateway::Deployment
    DependsOn: List
    Properties: { RestApiId: !Ref Books }
  Prod:
    Type: AWS::ApiGateway::Stage
    Properties:
      RestApiId: !Ref Books
      DeploymentId: !Ref Deployed20260501
      StageName: prod
  Shield:
    Type: AWS::WAFv2::WebACLAssociation
    Properties:
      WebACLArn: arn:aws:wafv2:eu-west-1:123456789012:regional/webacl/a/1
      ResourceArn: !Sub 'arn:aws:apigateway:\${AWS::Region}::/restapis/\${Books}/stages/prod'
`,
  },
  visit: {
    *definition(definition, context) {
      const root = templateRoot(definition, context)
      for (const { id, properties } of resourcesOfType(root, ...types)) {
        const node = childAt(properties, 'ResourceArn')
        if (!node || !/:apigateway:[^"]*::\/apis\//.test(JSON.stringify(toValue(node)))) continue
        yield {
          origin: originOf(node),
          message: `'${id}' puts a web ACL before an HTTP or WebSocket API, which AWS WAF refuses; use a REST API, or a CloudFront distribution before it`,
        }
      }
    },
  },
}
