import type { Rule } from '../rule.ts'
import { childAt, itemsOf, originOf, stringOf } from '../../syntax/node.ts'
import { isComputed, resourcesOfType, templateRoot } from '../template/templateTree.ts'

export const vpcLinkTargetInvalid: Rule = {
  id: 'vpc-link-target-invalid',
  severity: 'error',
  summary:
    'A VPC link has several load balancers or no subnet, or an integration names a load balancer in place of its listener.',
  aws: "Refuses it: 'More than one target arn specified for vpc link.', 'SubnetIds for a vpc link cannot be empty', 'For VpcLink VPC_LINK, integration uri should be a valid ELB listener ARN or a valid Cloud Map service ARN.'",
  documentation:
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-private.html',
  examples: {
    bad: `
AWSTemplateFormatVersion: '2010-09-09'
Resources:
  Notes:
    Type: AWS::ApiGatewayV2::Api
    Properties: { Name: notes, ProtocolType: HTTP }
  Backend:
    Type: AWS::ApiGatewayV2::Integration
    Properties:
      ApiId: !Ref Notes
      IntegrationType: HTTP_PROXY
      IntegrationMethod: GET
      ConnectionType: VPC_LINK
      ConnectionId: abc123
      IntegrationUri: arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/notes/1234567890
      PayloadFormatVersion: '1.0'
  Add:
    Type: AWS::ApiGatewayV2::Route
    Properties: { ApiId: !Ref Notes, RouteKey: GET /notes, Target: !Sub 'integrations/\${Backend}' }
`,
    good: `
AWSTemplateFormatVersion: '2010-09-09'
Resources:
  Notes:
    Type: AWS::ApiGatewayV2::Api
    Properties: { Name: notes, ProtocolType: HTTP }
  Backend:
    Type: AWS::ApiGatewayV2::Integration
    Properties:
      ApiId: !Ref Notes
      IntegrationType: HTTP_PROXY
      IntegrationMethod: GET
      ConnectionType: VPC_LINK
      ConnectionId: abc123
      IntegrationUri: arn:aws:elasticloadbalancing:eu-west-1:123456789012:listener/app/notes/1234567890/1234567890
      PayloadFormatVersion: '1.0'
  Add:
    Type: AWS::ApiGatewayV2::Route
    Properties: { ApiId: !Ref Notes, RouteKey: GET /notes, Target: !Sub 'integrations/\${Backend}' }
`,
  },
  visit: {
    *definition(definition, context) {
      const root = templateRoot(definition, context)
      for (const { id, properties } of resourcesOfType(root, 'AWS::ApiGateway::VpcLink')) {
        const second = itemsOf(childAt(properties, 'TargetArns'))[1]
        if (!second || isComputed(childAt(properties, 'TargetArns'))) continue
        yield {
          origin: originOf(second),
          message: `VPC link '${id}' has more than one target, so API Gateway refuses it; leave one Network Load Balancer in 'TargetArns'`,
        }
      }
      for (const { id, properties } of resourcesOfType(root, 'AWS::ApiGatewayV2::VpcLink')) {
        const subnets = childAt(properties, 'SubnetIds')
        if (subnets?.type !== 'sequence' || subnets.items.length > 0) continue
        yield {
          origin: originOf(subnets),
          message: `VPC link '${id}' has no subnet, so API Gateway refuses it; name at least one in 'SubnetIds'`,
        }
      }
      for (const { id, properties } of resourcesOfType(root, 'AWS::ApiGatewayV2::Integration')) {
        const uri = childAt(properties, 'IntegrationUri')
        const isPrivate = stringOf(childAt(properties, 'ConnectionType')) === 'VPC_LINK'
        if (
          !uri ||
          !isPrivate ||
          !/^arn:[\w-]+:elasticloadbalancing:[^:]*:[^:]*:loadbalancer\//.test(stringOf(uri) ?? '')
        )
          continue
        yield {
          origin: originOf(uri),
          message: `'${id}' goes to a load balancer, and through a VPC link API Gateway takes the ARN of a listener only, so it refuses it; name the listener, '…:listener/…'`,
        }
      }
    },
  },
}
