import type { Rule } from '../rule.ts'
import { nodeOf } from '../textFixes.ts'

export const integrationCredentialsInvalid: Rule = {
  id: 'integration-credentials-invalid',
  severity: 'error',
  summary: 'The credentials of an integration are no ARN of a role.',
  aws: "Refuses the integration: 'Invalid ARN specified in the request'; the caller's own credentials are 'arn:aws:iam::*:user/*'.",
  documentation: 'https://docs.aws.amazon.com/apigateway/latest/api/API_PutIntegration.html',
  examples: {
    bad: `
openapi: 3.0.1
info: { title: Books, version: '1' }
paths:
  /books:
    get:
      x-amazon-apigateway-integration:
        type: aws_proxy
        httpMethod: POST
        credentials: books-role
        uri: arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:callers/invocations
`,
    good: `
openapi: 3.0.1
info: { title: Books, version: '1' }
paths:
  /books:
    get:
      x-amazon-apigateway-integration:
        type: aws_proxy
        httpMethod: POST
        credentials: arn:aws:iam::123456789012:role/books-role
        uri: arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:callers/invocations
`,
  },
  visit: {
    *integration({ credentials }, { label }, context) {
      if (!credentials?.known || /:iam::|\$\{|\{\{|^<|%/.test(credentials.value)) return
      const { value, origin } = credentials
      // What a reference stands for is known only on AWS.
      if (value === '' || nodeOf(context, origin)?.type !== 'scalar') return
      yield {
        origin,
        message: `'${label}' has the credentials '${value}', which are no ARN of a role, so API Gateway refuses them; write 'arn:aws:iam::ACCOUNT:role/NAME'`,
      }
    },
  },
}
