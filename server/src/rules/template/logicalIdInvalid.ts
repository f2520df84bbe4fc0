import type { Rule } from '../rule.ts'
import { childAt, entriesOf, originOfEntry } from '../../syntax/node.ts'
import { templateRoot } from './templateTree.ts'

export const logicalIdInvalid: Rule = {
  id: 'logical-id-invalid',
  severity: 'error',
  summary: 'A resource, parameter or output has a logical id with other characters than letters and digits.',
  aws: "Refuses the template: 'Logical ids must be alphanumeric'.",
  documentation:
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/resources-section-structure.html',
  examples: {
    bad: `
AWSTemplateFormatVersion: '2010-09-09'
Resources:
  books-api:
    Type: AWS::ApiGateway::RestApi
    Properties: { Name: books }
`,
    good: `
AWSTemplateFormatVersion: '2010-09-09'
Resources:
  BooksApi:
    Type: AWS::ApiGateway::RestApi
    Properties: { Name: books }
`,
  },
  visit: {
    *definition(definition, context) {
      const root = templateRoot(definition, context)
      for (const section of ['Resources', 'Parameters', 'Outputs']) {
        for (const entry of entriesOf(childAt(root, section))) {
          if (/^[A-Za-z0-9]+$/.test(entry.name) || /^Fn::|[$&]\{/.test(entry.name)) continue
          yield {
            origin: originOfEntry(entry),
            message: `'${entry.name}' is no logical id, so CloudFormation refuses it; use letters and digits only`,
          }
        }
      }
    },
  },
}
