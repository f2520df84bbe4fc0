import type { Rule } from '../rule.ts'
import { childAt, entryOf, originOfEntry, stringOf } from '../../syntax/node.ts'
import { resourcesOf, templateRoot } from './templateTree.ts'

export const samCorsCredentialsWithWildcard: Rule = {
  id: 'sam-cors-credentials-with-wildcard',
  severity: 'error',
  summary: 'CORS of a SAM REST API allows credentials for every origin.',
  aws: "Refuses the template: 'AllowCredentials can not be true when AllowOrigin is * or not set'.",
  documentation:
    'https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-api-corsconfiguration.html',
  examples: {
    bad: `
AWSTemplateFormatVersion: '2010-09-09'
Transform: AWS::Serverless-2016-10-31
Resources:
  Books:
    Type: AWS::Serverless::Api
    Properties:
      StageName: prod
      Cors: { AllowOrigin: "'*'", AllowCredentials: true }
      DefinitionBody: { openapi: 3.0.1, info: { title: Books, version: '1' }, paths: {} }
`,
    good: `
AWSTemplateFormatVersion: '2010-09-09'
Transform: AWS::Serverless-2016-10-31
Resources:
  Books:
    Type: AWS::Serverless::Api
    Properties:
      StageName: prod
      Cors: { AllowOrigin: "'https://www.example.com'", AllowCredentials: true }
      DefinitionBody: { openapi: 3.0.1, info: { title: Books, version: '1' }, paths: {} }
`,
  },
  visit: {
    *definition(definition, context) {
      for (const { type, properties } of resourcesOf(templateRoot(definition, context))) {
        const cors = childAt(properties, 'Cors')
        const credentials = entryOf(cors, 'AllowCredentials')
        const origin = childAt(cors, 'AllowOrigin')
        if (type !== 'AWS::Serverless::Api' || !credentials) continue
        const isOn = credentials.value.type === 'scalar' && String(credentials.value.value) === 'true'
        const isEveryOrigin = !origin || /^'?\*'?$/.test(stringOf(origin) ?? '')
        if (!isOn || !isEveryOrigin) continue
        yield {
          origin: originOfEntry(credentials),
          message: `'Cors' allows credentials for every origin, which SAM and browsers refuse; name the origin in 'AllowOrigin', or take 'AllowCredentials' out`,
        }
      }
    },
  },
}
