import type { RestApi } from '../../api/api.ts'
import type { Rule } from '../rule.ts'

export const integrationMissing: Rule = {
  id: 'integration-missing',
  severity: 'error',
  summary: 'A method of a REST API has no integration, while others have one.',
  aws: "Imports it and then refuses to deploy: 'No integration defined for method'.",
  documentation: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-deploy-api.html',
  examples: {
    bad: `
openapi: 3.0.1
info: { title: Books, version: '1' }
paths:
  /books:
    get:
      x-amazon-apigateway-integration: { type: mock }
    post: { summary: Add a book }
`,
    good: `
openapi: 3.0.1
info: { title: Books, version: '1' }
paths:
  /books:
    get:
      x-amazon-apigateway-integration: { type: mock }
    post:
      summary: Add a book
      x-amazon-apigateway-integration: { type: mock }
`,
  },
  visit: {
    // Once for the API: a document without any integration is a plain OpenAPI document, not an unfinished gateway.
    *restApi(api, { definition }) {
      if (!hasIntegration(api)) return
      for (const { path, methods } of api.resources) {
        for (const { integration, isGenerated, httpMethod, origin } of methods) {
          if (integration || isGenerated === true) continue
          yield {
            origin,
            severity: definition.kind === 'openapi' ? 'error' : 'warning',
            message: `'${httpMethod} ${path}' has no integration, so the API cannot be deployed; add one, such as type 'mock'`,
          }
        }
      }
    },
  },
}

function hasIntegration(api: RestApi): boolean {
  return api.resources.some(({ methods }) =>
    methods.some(({ integration, isGenerated }) => integration !== undefined && isGenerated !== true),
  )
}
