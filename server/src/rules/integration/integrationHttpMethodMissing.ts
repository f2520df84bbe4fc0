import type { Rule } from '../rule.ts'
import type { Api } from '../../api/api.ts'
import type { Origin } from '../../base/origin.ts'
import { lambdaTargetOf } from '../../api/lambdaFunction.ts'
import { valueOf } from '../../base/origin.ts'
import { insertFix } from '../textFixes.ts'

export const integrationHttpMethodMissing: Rule = {
  id: 'integration-http-method-missing',
  severity: 'error',
  summary: 'An integration other than MOCK does not say by which HTTP method the backend is called.',
  aws: "Refuses the integration: 'Enumeration value for HttpMethod must be non-empty' (HTTP APIs: 'HttpMethod parameter method must be specified for integrationType HTTPPROXY').",
  documentation: 'https://docs.aws.amazon.com/apigateway/latest/api/API_PutIntegration.html',
  examples: {
    bad: `
openapi: 3.0.1
info: { title: Books, version: '1' }
paths:
  /books:
    get:
      x-amazon-apigateway-integration:
        type: http_proxy
        uri: https://example.com/books
`,
    good: `
openapi: 3.0.1
info: { title: Books, version: '1' }
paths:
  /books:
    get:
      x-amazon-apigateway-integration:
        type: http_proxy
        uri: https://example.com/books
        httpMethod: GET
`,
  },
  visit: {
    *integration(integration, { api, label, method }, context) {
      const { type, httpMethod, uri, origin } = integration
      if (!type.known || httpMethod) return
      const isRest = api.type === 'rest' && callsABackend(type.value)
      if (!isRest && !isHttpProxyResource(api, type.value, origin)) return
      const isLambda = lambdaTargetOf(valueOf(uri) ?? '') !== undefined
      const needed = isLambda || type.value.startsWith('AWS') ? 'POST' : (method?.httpMethod ?? 'GET')
      const name = origin.pointer.endsWith('/x-amazon-apigateway-integration')
        ? 'httpMethod'
        : isRest
          ? 'IntegrationHttpMethod'
          : 'IntegrationMethod'
      yield {
        origin,
        message: `The integration of '${label}' has no '${name}', so API Gateway refuses it; add the method for calling the backend${isLambda ? ", for a Lambda function 'POST'" : ''}`,
        fixes: insertFix(context, origin, name, needed),
      }
    },
  },
}

// What an import does with such an integration of a document is not known.
function isHttpProxyResource(api: Api, type: string, { pointer }: Origin): boolean {
  return api.type === 'http' && type === 'HTTP_PROXY' && /^\/Resources\/[^/]+(\/Properties)?$/.test(pointer)
}

// An unknown type has its own finding, and a MOCK calls nobody.
function callsABackend(type: string): boolean {
  return ['AWS', 'AWS_PROXY', 'HTTP', 'HTTP_PROXY'].includes(type)
}
