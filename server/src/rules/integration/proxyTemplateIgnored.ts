import type { Rule } from '../rule.ts'

export const proxyTemplateIgnored: Rule = {
  id: 'proxy-template-ignored',
  severity: 'hint',
  summary: 'An integration of type AWS_PROXY or HTTP_PROXY has mapping templates.',
  aws: 'Passes requests and responses of proxy integrations on as they are: templates have no effect.',
  documentation:
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html',
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
        uri: arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:callers/invocations
        requestTemplates: { application/json: '{"a": 1}' }
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
        uri: arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:callers/invocations
`,
  },
  visit: {
    *integration({ type, requestTemplates }, { api, label }) {
      if (api.type !== 'rest' || !type.known || !type.value.endsWith('_PROXY')) return
      for (const template of requestTemplates.values()) {
        yield {
          origin: template.origin,
          message: `'${label}' has the type '${type.value}', which passes requests on as they are, so this template has no effect; take it out, or use the type '${type.value.replace('_PROXY', '')}'`,
          tags: ['unnecessary'],
        }
      }
    },
  },
}
