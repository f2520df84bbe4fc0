import type { Rule } from '../rule.ts'
import { valueOf } from '../../base/origin.ts'
import { replaceFix } from '../textFixes.ts'

export const apiKeySourceWithoutAuthorizer: Rule = {
  id: 'api-key-source-without-authorizer',
  severity: 'warning',
  summary: 'API keys are to come from an authorizer, and the API has no Lambda authorizer.',
  aws: 'Answers 403 wherever a key is needed: with the source AUTHORIZER the header x-api-key is not looked at.',
  documentation:
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-key-source.html',
  examples: {
    bad: `
openapi: 3.0.1
info: { title: Books, version: '1' }
x-amazon-apigateway-api-key-source: AUTHORIZER
paths: {}
`,
    good: `
openapi: 3.0.1
info: { title: Books, version: '1' }
x-amazon-apigateway-api-key-source: HEADER
paths: {}
`,
  },
  visit: {
    *restApi({ apiKeySource, authorizers }, context) {
      if (!apiKeySource?.known || apiKeySource.value !== 'AUTHORIZER') return
      if (authorizers.some(({ type }) => !type?.known || ['TOKEN', 'REQUEST'].includes(valueOf(type) ?? '')))
        return
      yield {
        origin: apiKeySource.origin,
        message: `API keys come from 'AUTHORIZER', but no Lambda authorizer gives any, so calls that need one would answer 403; write 'HEADER', or add an authorizer`,
        fixes: replaceFix(context, apiKeySource.origin, 'AUTHORIZER', 'HEADER'),
      }
    },
  },
}
