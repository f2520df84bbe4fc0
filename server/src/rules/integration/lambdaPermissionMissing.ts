import type { Rule } from '../rule.ts'
import { functionOfUri } from '../../api/lambdaFunction.ts'
import { isPermitted } from '../../api/lambdaPermission.ts'
import { permissionFix } from './lambdaPermissionFix.ts'

export const lambdaPermissionMissing: Rule = {
  id: 'lambda-permission-missing',
  severity: 'warning',
  summary: "An integration calls the template's own function, but nothing lets API Gateway call it.",
  aws: "Deploys it and then answers 500 'Internal server error': Lambda refuses the call.",
  documentation:
    'https://docs.aws.amazon.com/lambda/latest/dg/services-apigateway.html#apigateway-permissions',
  examples: {
    bad: `
AWSTemplateFormatVersion: '2010-09-09'
Resources:
  List:
    Type: AWS::Lambda::Function
    Properties: { Handler: index.handler, Runtime: nodejs22.x, Role: 'arn:aws:iam::123456789012:role/list', Code: { ZipFile: '…' } }
  Notes:
    Type: AWS::ApiGatewayV2::Api
    Properties: { Name: notes, ProtocolType: HTTP }
  Call:
    Type: AWS::ApiGatewayV2::Integration
    Properties: { ApiId: !Ref Notes, IntegrationType: AWS_PROXY, IntegrationUri: !GetAtt List.Arn, PayloadFormatVersion: '2.0' }
  All:
    Type: AWS::ApiGatewayV2::Route
    Properties: { ApiId: !Ref Notes, RouteKey: GET /notes, Target: !Sub 'integrations/\${Call}' }
`,
    good: `
AWSTemplateFormatVersion: '2010-09-09'
Resources:
  List:
    Type: AWS::Lambda::Function
    Properties: { Handler: index.handler, Runtime: nodejs22.x, Role: 'arn:aws:iam::123456789012:role/list', Code: { ZipFile: '…' } }
  Notes:
    Type: AWS::ApiGatewayV2::Api
    Properties: { Name: notes, ProtocolType: HTTP }
  Call:
    Type: AWS::ApiGatewayV2::Integration
    Properties: { ApiId: !Ref Notes, IntegrationType: AWS_PROXY, IntegrationUri: !GetAtt List.Arn, PayloadFormatVersion: '2.0' }
  All:
    Type: AWS::ApiGatewayV2::Route
    Properties: { ApiId: !Ref Notes, RouteKey: GET /notes, Target: !Sub 'integrations/\${Call}' }
  MayCall:
    Type: AWS::Lambda::Permission
    Properties: { Action: 'lambda:InvokeFunction', FunctionName: !Ref List, Principal: apigateway.amazonaws.com }
`,
  },
  visit: {
    *integration({ uri, credentials }, { label, api }, context) {
      const { definition } = context
      // With a role of its own the call needs no permission on the function.
      if (!uri?.known || credentials) return
      const fn = functionOfUri(uri.value, definition.functions)
      if (!fn || isPermitted(fn, definition)) return
      yield {
        origin: uri.origin,
        message: `Nothing lets API Gateway call function '${fn.id}', so '${label}' would fail with 500; add an 'AWS::Lambda::Permission' with the principal 'apigateway.amazonaws.com'`,
        fixes: permissionFix(context, uri, fn, api),
      }
    },
  },
}
