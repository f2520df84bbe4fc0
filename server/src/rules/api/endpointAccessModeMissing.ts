import type { Rule } from '../rule.ts'
import { childAt, originOf, stringOf } from '../../syntax/node.ts'
import { resourcesOfType, templateRoot } from '../template/templateTree.ts'
import { insertFix } from '../textFixes.ts'

export const endpointAccessModeMissing: Rule = {
  id: 'endpoint-access-mode-missing',
  severity: 'warning',
  summary: 'An enhanced security policy stands without an endpoint access mode.',
  aws: "Wants the endpoint access mode set with a policy that begins with 'SecurityPolicy_'.",
  documentation:
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-security-policies.html',
  examples: {
    bad: `
openapi: 3.0.1
info: { title: Books, version: '1' }
x-amazon-apigateway-security-policy: SecurityPolicy_TLS13_1_3_2025_09
paths: {}
`,
    good: `
openapi: 3.0.1
info: { title: Books, version: '1' }
x-amazon-apigateway-security-policy: SecurityPolicy_TLS13_1_3_2025_09
x-amazon-apigateway-endpoint-access-mode: STRICT
paths: {}
`,
  },
  visit: {
    *restApi({ name, settings }) {
      const policy = settings?.securityPolicy
      if (!policy?.known || !policy.value.startsWith('SecurityPolicy_') || settings?.endpointAccessMode)
        return
      yield { origin: policy.origin, message: messageFor(name, policy.value) }
    },
    *definition(definition, context) {
      const root = templateRoot(definition, context)
      for (const { id, properties } of resourcesOfType(root, 'AWS::ApiGateway::DomainName')) {
        const node = childAt(properties, 'SecurityPolicy')
        const policy = stringOf(node)
        if (!node || !policy?.startsWith('SecurityPolicy_') || childAt(properties, 'EndpointAccessMode'))
          continue
        yield {
          origin: originOf(node),
          message: messageFor(id, policy),
          fixes: properties ? insertFix(context, originOf(properties), 'EndpointAccessMode', 'STRICT') : [],
        }
      }
    },
  },
}

function messageFor(owner: string, policy: string): string {
  return `'${owner}' has the policy '${policy}' and no endpoint access mode, which API Gateway wants with it; set it to 'STRICT', or to 'BASIC' while you migrate`
}
