import type { Api } from '../../api/api.ts'
import type { Authorization } from '../../api/authorizer.ts'
import type { Finding, Rule, RuleContext } from '../rule.ts'
import { nearestFix, suggestion } from '../textFixes.ts'

export const authorizerUndefined: Rule = {
  id: 'authorizer-undefined',
  severity: 'error',
  summary: 'A method or route names an authorizer that the API does not have.',
  aws: 'Refuses the import, or SAM the template; a method that is imported without it would be open to everybody.',
  documentation:
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-authorizer.html',
  examples: {
    bad: `
openapi: 3.0.1
info: { title: Books, version: '1' }
paths:
  /books:
    get:
      security: [{ tokns: [] }]
      x-amazon-apigateway-integration: { type: mock }
components:
  securitySchemes:
    tokens:
      type: apiKey
      name: Authorization
      in: header
      x-amazon-apigateway-authtype: cognito_user_pools
      x-amazon-apigateway-authorizer:
        type: cognito_user_pools
        providerARNs: ['arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_Ab1']
`,
    good: `
openapi: 3.0.1
info: { title: Books, version: '1' }
paths:
  /books:
    get:
      security: [{ tokens: [] }]
      x-amazon-apigateway-integration: { type: mock }
components:
  securitySchemes:
    tokens:
      type: apiKey
      name: Authorization
      in: header
      x-amazon-apigateway-authtype: cognito_user_pools
      x-amazon-apigateway-authorizer:
        type: cognito_user_pools
        providerARNs: ['arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_Ab1']
`,
  },
  visit: {
    method: ({ authorization, httpMethod, isGenerated }, resource, api, context) =>
      isGenerated === true
        ? []
        : undefinedAuthorizer(authorization, `${httpMethod} ${resource.path}`, api, context),
    route: ({ authorization, routeKey }, api, context) =>
      undefinedAuthorizer(authorization, routeKey, api, context),
  },
}

function* undefinedAuthorizer(
  { type, authorizer }: Authorization,
  label: string,
  api: Api,
  context: RuleContext,
): Iterable<Finding> {
  // `NONE` is SAM's word for no authorizer.
  if (!authorizer?.known || type === 'NONE') return
  const { value: name, origin } = authorizer
  const names = api.authorizers.map(candidate => candidate.name)
  if (names.includes(name)) return
  // A literal id of CloudFormation may name an authorizer that exists in the account.
  if (origin.pointer.endsWith('/AuthorizerId')) return
  // An import passes over a requirement of a document that has no authorizer at all.
  const isPassedOver = names.length === 0 && origin.pointer.includes('/security/')
  yield {
    origin,
    ...(isPassedOver && { severity: 'warning' as const }),
    message: isPassedOver
      ? `No authorizer is named '${name}', so '${label}' is open to everybody; define it under 'securitySchemes', with 'x-amazon-apigateway-authorizer'`
      : `No authorizer is named '${name}', so '${label}' cannot be deployed; ${suggestion(name, names, `define it or take the name out`)}`,
    fixes: nearestFix(context, origin, name, names),
  }
}
