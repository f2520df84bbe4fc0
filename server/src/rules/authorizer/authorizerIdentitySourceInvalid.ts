import type { Rule } from '../rule.ts'
import type { Authorizer } from '../../api/authorizer.ts'
import type { Api } from '../../api/api.ts'
import { valueOf } from '../../base/origin.ts'
import { replaceFix } from '../textFixes.ts'

export const authorizerIdentitySourceInvalid: Rule = {
  id: 'authorizer-identity-source-invalid',
  severity: 'error',
  summary: 'An authorizer looks for the caller in a place that it cannot read.',
  aws: "Refuses the authorizer: 'Invalid identity source expression' (REST and WebSocket APIs: 'Invalid request identity source expression'). A REST API has 'method.request.header.NAME', an HTTP API '$request.header.NAME', a WebSocket API 'route.request.header.NAME'; TOKEN and Cognito take one header.",
  documentation:
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html',
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
      AuthorizerPayloadFormatVersion: '2.0'
      EnableSimpleResponses: true
      IdentitySource: [method.request.header.Authorization]
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
    *authorizer(authorizer, api, context) {
      const { name, identitySource, type } = authorizer
      const kind = valueOf(type)
      if (kind === undefined) return
      const form = formOf(api, kind)
      for (const source of identitySource) {
        if (!source.known || /\$\{|\{\{/.test(source.value) || form.pattern.test(source.value)) continue
        const [, place, field = ''] = /\b(header|querystring)\.(\S+)$/.exec(source.value) ?? []
        const mended =
          place === undefined ? undefined : form.example.replace(/header\.NAME$/, `${place}.${field}`)
        const isMended = mended !== undefined && form.pattern.test(mended)
        yield {
          origin: source.origin,
          // SAM's own examples have mere words for a WebSocket API.
          severity: api.type === 'websocket' && /^\w+$/.test(source.value) ? 'warning' : 'error',
          message: `Authorizer '${name}' looks for the caller in '${source.value}', which it cannot read, so API Gateway refuses it; write '${isMended ? mended : form.example}'`,
          fixes: isMended ? replaceFix(context, source.origin, source.value, mended) : [],
        }
      }
      const second = identitySource[1]
      if (second && takesOne(authorizer)) {
        yield {
          origin: second.origin,
          message: `Authorizer '${name}' has the type '${kind}', which looks in one place only, so API Gateway refuses it; leave one, or use the type 'REQUEST'`,
        }
      }
    },
  },
}

interface Form {
  readonly pattern: RegExp
  readonly example: string
}

function formOf(api: Api, kind: string): Form {
  if (api.type === 'websocket') {
    return {
      pattern: /^(route\.request\.(header|querystring)|stageVariables|context)\.\S+$/,
      example: 'route.request.header.NAME',
    }
  }
  if (api.type === 'http') {
    return {
      pattern: /^\$(request\.(header|querystring)|stageVariables|context)\.\S+$/,
      example: '$request.header.NAME',
    }
  }
  return kind === 'REQUEST'
    ? {
        pattern:
          /^(method\.request\.(header|querystring|multivalueheader|multivaluequerystring)|stageVariables|context)\.\S+$/,
        example: 'method.request.header.NAME',
      }
    : { pattern: /^method\.request\.header\.\S+$/, example: 'method.request.header.NAME' }
}

function takesOne({ type }: Authorizer): boolean {
  return ['TOKEN', 'COGNITO_USER_POOLS', 'JWT'].includes(valueOf(type) ?? '')
}
