import type { Rule } from '../rule.ts'
import { childAt, entryOf, originOf, originOfEntry } from '../../syntax/node.ts'
import { resourcesOfType, templateRoot } from '../template/templateTree.ts'

export const applicationLocationInvalid: Rule = {
  id: 'application-location-invalid',
  severity: 'error',
  summary: 'A nested application of the repository has no id or version that SAM can read.',
  aws: "Refuses the template: 'Property SemanticVersion cannot be blank', 'Serverless Application Repository does not support dynamic reference'.",
  documentation:
    'https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-application-applicationlocationobject.html',
  examples: {
    bad: `
AWSTemplateFormatVersion: '2010-09-09'
Transform: AWS::Serverless-2016-10-31
Resources:
  Login:
    Type: AWS::Serverless::Application
    Properties:
      Location: { ApplicationId: '{{resolve:ssm:/shop/login}}', SemanticVersion: 1.0.2 }
`,
    good: `
AWSTemplateFormatVersion: '2010-09-09'
Transform: AWS::Serverless-2016-10-31
Resources:
  Login:
    Type: AWS::Serverless::Application
    Properties:
      Location: { ApplicationId: 'arn:aws:serverlessrepo:us-east-1:123456789012:applications/login', SemanticVersion: 1.0.2 }
`,
  },
  visit: {
    *definition(definition, context) {
      const root = templateRoot(definition, context)
      for (const { properties } of resourcesOfType(root, 'AWS::Serverless::Application')) {
        for (const name of ['ApplicationId', 'SemanticVersion']) {
          const entry = entryOf(childAt(properties, 'Location'), name)
          if (entry?.value.type !== 'scalar') continue
          const { value } = entry.value
          if (value === null || value === '') {
            yield {
              origin: originOfEntry(entry),
              message: `'${name}' is empty, and SAM asks the repository with it, so it refuses the template; write it out`,
            }
          } else if (String(value).includes('{{resolve:')) {
            yield {
              origin: originOf(entry.value),
              message: `'${name}' is looked up when the stack is made, but SAM needs it before, so it refuses the template; write it out or use a parameter`,
            }
          }
        }
      }
    },
  },
}
