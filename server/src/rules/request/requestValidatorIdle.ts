import type { Rule } from '../rule.ts'
import { valueOf } from '../../base/origin.ts'

export const requestValidatorIdle: Rule = {
  id: 'request-validator-idle',
  severity: 'hint',
  summary: 'A request validator has nothing to validate.',
  aws: 'Lets every request pass: the validator checks neither bodies nor parameters.',
  documentation: 'https://docs.aws.amazon.com/apigateway/latest/api/API_RequestValidator.html',
  examples: {
    bad: `
openapi: 3.0.1
info: { title: Books, version: '1' }
x-amazon-apigateway-request-validators:
  all: { validateRequestBody: false, validateRequestParameters: false }
paths: {}
`,
    good: `
openapi: 3.0.1
info: { title: Books, version: '1' }
x-amazon-apigateway-request-validators:
  all: { validateRequestBody: true, validateRequestParameters: false }
paths: {}
`,
  },
  visit: {
    *restApi({ requestValidators }) {
      for (const {
        name,
        origin,
        validateRequestBody: body,
        validateRequestParameters: parameters,
      } of requestValidators) {
        if (body?.known === false || parameters?.known === false) continue
        if (valueOf(body) === true || valueOf(parameters) === true) continue
        // One that is there to switch the check off for a method says so by its name.
        if (/^(no|none|off|empty|nothing)|No(ne|thing)/.test(name)) continue
        yield {
          origin,
          message: `The request validator '${name}' checks neither bodies nor parameters, so every request passes; set 'validateRequestBody' or 'validateRequestParameters'`,
        }
      }
    },
  },
}
