import type { Rule } from '../rule.ts'
import { valueOf } from '../../base/origin.ts'
import { nodeOf } from '../textFixes.ts'
import { childAt } from '../../syntax/node.ts'
import { insertProperty } from '../../syntax/edits.ts'

export const authorizerPayloadVersionMissing: Rule = {
  id: 'authorizer-payload-version-missing',
  severity: 'error',
  summary: 'A Lambda authorizer of an HTTP API does not name the version of its events.',
  aws: "Refuses the authorizer: 'AuthorizerPayloadFormatVersion is a required parameter for REQUEST authorizer'.",
  documentation: 'https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-authorizers.html',
  examples: {
    bad: `
AWSTemplateFormatVersion: '2010-09-09'
Resources:
  Notes:
    Type: AWS::ApiGatewayV2::Api
    Properties: { Name: notes, ProtocolType: HTTP }
  Callers:
    Type: AWS::ApiGatewayV2::Authorizer
    Properties:
      Name: callers
      ApiId: !Ref Notes
      AuthorizerType: REQUEST
      EnableSimpleResponses: true
      IdentitySource: [$request.header.Authorization]
      AuthorizerUri: arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:callers/invocations
`,
    good: `
AWSTemplateFormatVersion: '2010-09-09'
Resources:
  Notes:
    Type: AWS::ApiGatewayV2::Api
    Properties: { Name: notes, ProtocolType: HTTP }
  Callers:
    Type: AWS::ApiGatewayV2::Authorizer
    Properties:
      Name: callers
      ApiId: !Ref Notes
      AuthorizerType: REQUEST
      AuthorizerPayloadFormatVersion: '2.0'
      EnableSimpleResponses: true
      IdentitySource: [$request.header.Authorization]
      AuthorizerUri: arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:callers/invocations
`,
  },
  visit: {
    *authorizer({ name, type, payloadFormatVersion, origin }, api, context) {
      if (api.type !== 'http' || valueOf(type) !== 'REQUEST' || payloadFormatVersion) return
      const properties = childAt(nodeOf(context, origin), 'Properties')
      // SAM fills the version in; so does an import.
      if (properties?.type !== 'mapping') return
      const edit = insertProperty(properties, 'AuthorizerPayloadFormatVersion', '"2.0"')
      yield {
        origin,
        message: `Authorizer '${name}' has no version of the events it takes, so API Gateway refuses it; add 'AuthorizerPayloadFormatVersion', '2.0' or '1.0'`,
        fixes: edit
          ? [{ title: "Add 'AuthorizerPayloadFormatVersion'", edits: [edit], isPreferred: true }]
          : [],
      }
    },
  },
}
