import type { Integration } from '../../api/integration.ts'
import type { Rule } from '../rule.ts'
import { valueOf } from '../../base/origin.ts'
import { nodeOf } from '../textFixes.ts'

export const integrationUriInvalid: Rule = {
  id: 'integration-uri-invalid',
  severity: 'error',
  summary: "An integration's URI does not fit its type.",
  aws: "Refuses the integration: 'Invalid HTTP endpoint specified for URI', 'AWS ARN for integration must contain path or action' or 'Invalid ARN specified in the request'.",
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
        httpMethod: GET
        uri: example.com/books
`,
    good: `
openapi: 3.0.1
info: { title: Books, version: '1' }
paths:
  /books:
    get:
      x-amazon-apigateway-integration:
        type: http_proxy
        httpMethod: GET
        uri: https://example.com/books
`,
  },
  visit: {
    *integration(integration, { api, label }, context) {
      const { uri, type } = integration
      if (!uri?.known || !type.known || isPlaceholder(uri.value)) return
      // What a `Ref` or an attribute stands for is known only on AWS.
      if (!/[:/]/.test(uri.value) && nodeOf(context, uri.origin)?.type === 'mapping') return
      const fault =
        api.type === 'http' ? faultInHttpApi(integration, uri.value) : faultInRestApi(integration, uri.value)
      if (fault === undefined) return
      yield {
        origin: uri.origin,
        // A template may put in the backend that is meant when it is deployed.
        severity: /^https?:/.test(uri.value) && context.definition.kind !== 'openapi' ? 'warning' : 'error',
        message: `'${label}' has the URI '${shortened(uri.value)}', which ${fault}`,
      }
    },
  },
}

function faultInRestApi({ type, connectionType }: Integration, uri: string): string | undefined {
  const kind = valueOf(type)
  if (kind === 'HTTP' || kind === 'HTTP_PROXY') {
    if (/^https?:\/\/[^\s/]/i.test(uri) || valueOf(connectionType) === 'VPC_LINK') return undefined
    return "is no HTTP address, so API Gateway refuses it; begin it with 'http://' or 'https://'"
  }
  if (kind !== 'AWS' && kind !== 'AWS_PROXY') return undefined
  if (!uri.startsWith('arn:')) return 'is no ARN, so API Gateway refuses it; write the ARN of an AWS service'
  if (/^arn:[\w-]+:lambda:/.test(uri)) {
    return "is the function's own ARN, which a REST API does not take; write 'arn:aws:apigateway:REGION:lambda:path/2015-03-31/functions/FUNCTION_ARN/invocations'"
  }
  if (!/^arn:[\w-]+:apigateway:[^:]*:[^:]+:(path|action)\//.test(uri)) {
    return "names neither a path nor an action of a service, so API Gateway refuses it; write 'arn:aws:apigateway:REGION:SERVICE:path/…'"
  }
  return undefined
}

function faultInHttpApi({ type, connectionType }: Integration, uri: string): string | undefined {
  const kind = valueOf(type)
  if (kind === 'HTTP_PROXY') {
    const isPrivate = valueOf(connectionType) === 'VPC_LINK'
    if (/^https?:\/\/[^\s/]/i.test(uri) || (isPrivate && uri.startsWith('arn:'))) return undefined
    return "is no HTTP address, so API Gateway refuses it; begin it with 'http://' or 'https://'"
  }
  return kind === 'AWS_PROXY' && !uri.startsWith('arn:')
    ? 'is no ARN, so API Gateway refuses it; write the ARN of a Lambda function'
    : undefined
}

// Stage variables and texts that a deployment tool fills in can be anything.
function isPlaceholder(uri: string): boolean {
  return /\$\{|\{\{|^<|%/.test(uri)
}

function shortened(uri: string): string {
  return uri.length > 60 ? `${uri.slice(0, 57)}…` : uri
}
