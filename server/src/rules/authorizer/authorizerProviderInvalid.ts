import type { Rule } from '../rule.ts'

export const authorizerProviderInvalid: Rule = {
  id: 'authorizer-provider-invalid',
  severity: 'error',
  summary: 'A Cognito authorizer names something else than the ARN of a user pool.',
  aws: "Refuses the authorizer: each provider is 'arn:aws:cognito-idp:REGION:ACCOUNT:userpool/ID'.",
  documentation: 'https://docs.aws.amazon.com/apigateway/latest/api/API_CreateAuthorizer.html',
  examples: {
    bad: `
openapi: 3.0.1
info: { title: Books, version: '1' }
components:
  securitySchemes:
    callers:
      type: apiKey
      name: Authorization
      in: header
      x-amazon-apigateway-authtype: cognito_user_pools
      x-amazon-apigateway-authorizer:
        type: cognito_user_pools
        providerARNs: ['eu-west-1_books']
paths:
  /books:
    get:
      security: [{ callers: [] }]
      x-amazon-apigateway-integration: { type: http_proxy, httpMethod: GET, uri: 'https://example.com' }
`,
    good: `
openapi: 3.0.1
info: { title: Books, version: '1' }
components:
  securitySchemes:
    callers:
      type: apiKey
      name: Authorization
      in: header
      x-amazon-apigateway-authtype: cognito_user_pools
      x-amazon-apigateway-authorizer:
        type: cognito_user_pools
        providerARNs: ['arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_books']
paths:
  /books:
    get:
      security: [{ callers: [] }]
      x-amazon-apigateway-integration: { type: http_proxy, httpMethod: GET, uri: 'https://example.com' }
`,
  },
  visit: {
    *authorizer({ name, providerArns }) {
      for (const provider of providerArns) {
        if (!provider.known || /^arn:[\w-]+:cognito-idp:[^:]*:[^:]*:userpool\/./.test(provider.value))
          continue
        // What an attribute or a tool gives is known only on AWS, and a mere word stands for something else.
        if (!/[:_]/.test(provider.value) || /\$\{|\{\{|^<|\.Arn$/.test(provider.value)) continue
        yield {
          origin: provider.origin,
          // What begins as an ARN and ends too soon may be a placeholder that a tool fills in.
          severity:
            /^arn:/.test(provider.value) && provider.value.split(':').length < 6 ? 'warning' : 'error',
          message: `Authorizer '${name}' names the user pool '${provider.value}', which is no ARN of one, so API Gateway refuses it; write 'arn:aws:cognito-idp:REGION:ACCOUNT:userpool/ID'`,
        }
      }
    },
  },
}
