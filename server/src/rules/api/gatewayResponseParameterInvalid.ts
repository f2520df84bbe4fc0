import type { Rule } from '../rule.ts'
import type { Fact } from '../../base/origin.ts'
import { replaceFix } from '../textFixes.ts'

export const gatewayResponseParameterInvalid: Rule = {
  id: 'gateway-response-parameter-invalid',
  severity: 'error',
  summary: 'A gateway response sets a header to something that there is not.',
  aws: 'Refuses the gateway response: a header takes a request parameter, a context or stage variable, or a text in single quotes.',
  documentation:
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-gatewayResponse-definition.html',
  examples: {
    bad: `
openapi: 3.0.1
info: { title: Books, version: '1' }
x-amazon-apigateway-gateway-responses:
  DEFAULT_4XX: { responseParameters: { gatewayresponse.header.Retry-After: soon } }
paths: {}
`,
    good: `
openapi: 3.0.1
info: { title: Books, version: '1' }
x-amazon-apigateway-gateway-responses:
  DEFAULT_4XX: { responseParameters: { gatewayresponse.header.Retry-After: "'60'" } }
paths: {}
`,
  },
  visit: {
    *restApi({ gatewayResponses }, context) {
      const pairs = gatewayResponses.flatMap(({ type, responseParameters }) =>
        [...responseParameters].map(([to, from]) => ({ type, to, from })),
      )
      for (const { type, to, from } of pairs) {
        const source = from.known ? from.value : ''
        if (!/^gatewayresponse\.(header|path|querystring)\.\S+$/.test(to)) {
          yield {
            origin: from.origin,
            message: `Gateway response '${type}' sets '${to}', which is no part of it, so API Gateway refuses it; write 'gatewayresponse.header.NAME'`,
          }
        } else if (!isSource(from)) {
          const isText = !/^(method|integration|context|stageVariables)\b|'/.test(source)
          yield {
            origin: from.origin,
            // Tools that make gateway responses may put the quotes in themselves.
            severity: context.definition.kind === 'sam' ? 'warning' : 'error',
            message: `Gateway response '${type}' takes '${to}' from '${source}', which is no part of a request, so API Gateway refuses it; write 'method.request.header.NAME', or a text in single quotes`,
            fixes: isText ? replaceFix(context, from.origin, source, `'${source}'`) : [],
          }
        }
      }
    },
  },
}

function isSource(from: Fact<string>): boolean {
  if (!from.known || from.value.includes('${')) return true
  return /^(method\.request\.((multivalue)?(header|querystring)|path)\.\S+|method\.request\.body\b.*|context\..+|stageVariables\..+|'[\s\S]*')$/.test(
    from.value,
  )
}
