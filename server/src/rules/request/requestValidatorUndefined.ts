import type { Rule } from '../rule.ts'
import { nearestFix, suggestion } from '../textFixes.ts'

export const requestValidatorUndefined: Rule = {
  id: 'request-validator-undefined',
  severity: 'error',
  summary: 'A method names a request validator that the document does not define.',
  aws: "Refuses the import: 'Invalid Request Validator identifier specified'.",
  documentation:
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-request-validator.html',
  examples: {
    bad: `
openapi: 3.0.1
info: { title: Books, version: '1' }
x-amazon-apigateway-request-validators:
  body: { validateRequestBody: true, validateRequestParameters: false }
paths:
  /books:
    post:
      x-amazon-apigateway-request-validator: bdy
      x-amazon-apigateway-integration: { type: mock }
`,
    good: `
openapi: 3.0.1
info: { title: Books, version: '1' }
x-amazon-apigateway-request-validators:
  body: { validateRequestBody: true, validateRequestParameters: false }
paths:
  /books:
    post:
      x-amazon-apigateway-request-validator: body
      x-amazon-apigateway-integration: { type: mock }
`,
  },
  visit: {
    *method({ requestValidator, httpMethod }, { path }, api, context) {
      if (!requestValidator?.known) return
      const { value: name, origin } = requestValidator
      const names = api.requestValidators.map(validator => validator.name)
      if (names.includes(name)) return
      // A literal id of CloudFormation may name a validator that exists in the account.
      if (origin.pointer.endsWith('/RequestValidatorId')) return
      yield {
        origin,
        message: `No request validator is named '${name}', so '${httpMethod} ${path}' cannot be imported; ${suggestion(name, names, "define it under 'x-amazon-apigateway-request-validators'")}`,
        fixes: nearestFix(context, origin, name, names),
      }
    },
  },
}
