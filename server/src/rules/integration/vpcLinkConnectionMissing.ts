import type { Rule } from '../rule.ts'

export const vpcLinkConnectionMissing: Rule = {
  id: 'vpc-link-connection-missing',
  severity: 'error',
  summary: 'An integration goes through a VPC link and does not say which.',
  aws: "Refuses the integration: 'ConnectionId should be set to the vpcLinkId or stage variable on connection type VPC_LINK' (HTTP APIs: 'ConnectionId must be set to vpcLinkId for ConnectionType VPC_LINK').",
  documentation: 'https://docs.aws.amazon.com/apigateway/latest/api/API_PutIntegration.html',
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
        requestParameters: { integration.request.path.id: method.request.path.id }
        connectionType: VPC_LINK
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
        requestParameters: { integration.request.path.id: method.request.path.id }
        connectionType: VPC_LINK
        connectionId: abc123
        responses: { default: { statusCode: '200' } }
`,
  },
  visit: {
    *integration({ connectionType, connectionId }, { label }) {
      if (!connectionType?.known || connectionType.value !== 'VPC_LINK' || connectionId) return
      yield {
        origin: connectionType.origin,
        message: `'${label}' goes through a VPC link and names none, so API Gateway refuses it; give the link's id as 'connectionId'`,
      }
    },
  },
}
