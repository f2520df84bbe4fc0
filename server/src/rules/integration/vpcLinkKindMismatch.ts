import type { Rule } from '../rule.ts'
import { childAt, originOf } from '../../syntax/node.ts'
import { referencedId, resourcesOfType, templateRoot } from '../template/templateTree.ts'

export const vpcLinkKindMismatch: Rule = {
  id: 'vpc-link-kind-mismatch',
  severity: 'error',
  summary: 'An HTTP API goes through a VPC link that is made for REST and WebSocket APIs.',
  aws: 'Refuses the integration: the VPC links of HTTP APIs are of the type AWS::ApiGatewayV2::VpcLink.',
  documentation: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-vpc-links.html',
  examples: {
    bad: `
AWSTemplateFormatVersion: '2010-09-09'
Resources:
  Notes:
    Type: AWS::ApiGatewayV2::Api
    Properties: { Name: notes, ProtocolType: HTTP }
  Inside:
    Type: AWS::ApiGateway::VpcLink
    Properties: { Name: inside, TargetArns: ['arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/net/a/1'] }
  Backend:
    Type: AWS::ApiGatewayV2::Integration
    Properties:
      ApiId: !Ref Notes
      IntegrationType: HTTP_PROXY
      IntegrationMethod: GET
      PayloadFormatVersion: '1.0'
      ConnectionType: VPC_LINK
      ConnectionId: !Ref Inside
      IntegrationUri: arn:aws:elasticloadbalancing:eu-west-1:123456789012:listener/app/a/1/2
  List:
    Type: AWS::ApiGatewayV2::Route
    Properties: { ApiId: !Ref Notes, RouteKey: GET /notes, Target: !Sub 'integrations/\${Backend}' }
`,
    good: `
AWSTemplateFormatVersion: '2010-09-09'
Resources:
  Notes:
    Type: AWS::ApiGatewayV2::Api
    Properties: { Name: notes, ProtocolType: HTTP }
  Inside:
    Type: AWS::ApiGatewayV2::VpcLink
    Properties: { Name: inside, SubnetIds: [subnet-1] }
  Backend:
    Type: AWS::ApiGatewayV2::Integration
    Properties:
      ApiId: !Ref Notes
      IntegrationType: HTTP_PROXY
      IntegrationMethod: GET
      PayloadFormatVersion: '1.0'
      ConnectionType: VPC_LINK
      ConnectionId: !Ref Inside
      IntegrationUri: arn:aws:elasticloadbalancing:eu-west-1:123456789012:listener/app/a/1/2
  List:
    Type: AWS::ApiGatewayV2::Route
    Properties: { ApiId: !Ref Notes, RouteKey: GET /notes, Target: !Sub 'integrations/\${Backend}' }
`,
  },
  visit: {
    *definition(definition, context) {
      const root = templateRoot(definition, context)
      const links = new Set(resourcesOfType(root, 'AWS::ApiGateway::VpcLink').map(({ id }) => id))
      const isHttp = (id: string | undefined) =>
        definition.apis.some(api => api.id === id && api.type === 'http')
      for (const { id, properties } of resourcesOfType(root, 'AWS::ApiGatewayV2::Integration')) {
        const node = childAt(properties, 'ConnectionId')
        const link = referencedId(node)
        if (!node || link === undefined || !links.has(link)) continue
        if (!isHttp(referencedId(childAt(properties, 'ApiId')))) continue
        yield {
          origin: originOf(node),
          message: `'${id}' goes through '${link}', a VPC link for REST and WebSocket APIs, so API Gateway refuses it; name one of type 'AWS::ApiGatewayV2::VpcLink'`,
        }
      }
    },
  },
}
