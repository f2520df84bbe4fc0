import type { Rule } from '../rule.ts'
import { nearestName } from '../../base/nearestName.ts'
import { replaceFix } from '../textFixes.ts'

export const mappingContextUnknown: Rule = {
  id: 'mapping-context-unknown',
  severity: 'warning',
  summary: 'A mapping takes a context variable that API Gateway does not have.',
  aws: 'Refuses the mapping, or maps nothing.',
  documentation:
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html',
  examples: {
    bad: `
openapi: 3.0.1
info: { title: Books, version: '1' }
paths:
  /books/{id}:
    get:
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      responses: { '200': { description: a book, headers: { Location: { schema: { type: string } } } } }
      x-amazon-apigateway-integration:
        type: http
        httpMethod: GET
        uri: https://example.com/books/{id}
        requestParameters: { integration.request.header.X-Request: context.requestID, integration.request.path.id: method.request.path.id }
        responses: { default: { statusCode: '200' } }
`,
    good: `
openapi: 3.0.1
info: { title: Books, version: '1' }
paths:
  /books/{id}:
    get:
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      responses: { '200': { description: a book, headers: { Location: { schema: { type: string } } } } }
      x-amazon-apigateway-integration:
        type: http
        httpMethod: GET
        uri: https://example.com/books/{id}
        requestParameters: { integration.request.header.X-Request: context.requestId, integration.request.path.id: method.request.path.id }
        responses: { default: { statusCode: '200' } }
`,
  },
  visit: {
    *integration({ requestParameters, responses }, { api, label }, context) {
      if (api.type !== 'rest') return
      const sources = [requestParameters, ...responses.map(each => each.responseParameters)]
      for (const from of sources.flatMap(map => [...map.values()])) {
        const [, name, rest = ''] = (from.known && /^context\.(\w+)(.*)$/.exec(from.value)) || []
        if (!from.known || name === undefined || names.includes(name)) continue
        const nearest = nearestName(name, names)
        yield {
          origin: from.origin,
          message: `'${label}' takes '${from.value}', which is no variable of the context, so nothing would be mapped; ${nearest === undefined ? 'take another one' : `write 'context.${nearest}${rest}'`}`,
          fixes:
            nearest === undefined
              ? []
              : replaceFix(context, from.origin, from.value, `context.${nearest}${rest}`),
        }
      }
    },
  },
}

/** First words of the variables; what follows `authorizer`, `identity` and the like depends on the caller. */
const names = [
  'accountId',
  'apiId',
  'authenticate',
  'authorize',
  'authorizer',
  'awsEndpointRequestId',
  'cipherSuite',
  'customDomain',
  'deploymentId',
  'domainName',
  'domainPrefix',
  'endpointType',
  'error',
  'extendedRequestId',
  'httpMethod',
  'identity',
  'integration',
  'integrationErrorMessage',
  'integrationLatency',
  'integrationStatus',
  'isCanaryRequest',
  'path',
  'protocol',
  'requestId',
  'requestOverride',
  'requestTime',
  'requestTimeEpoch',
  'resourceId',
  'resourcePath',
  'responseLatency',
  'responseLength',
  'responseOverride',
  'stage',
  'status',
  'tlsVersion',
  'waf',
  'wafResponseCode',
  'webaclArn',
  'xrayTraceId',
]
