import type { Rule } from '../rule.ts'
import { entriesOf, entryOf, originOfEntry } from '../../syntax/node.ts'
import { templateRoot } from './templateTree.ts'

const limits = { Parameters: 200, Mappings: 200, Resources: 500, Outputs: 200 } as const

export const templateLimitExceeded: Rule = {
  id: 'template-limit-exceeded',
  severity: 'error',
  summary: 'A template has more parameters, mappings, resources or outputs than CloudFormation takes.',
  aws: "Refuses the template: 'Template format error: Number of parameters, 201, is greater than maximum allowed, 200'.",
  documentation: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html',
  examples: {
    bad: `
AWSTemplateFormatVersion: '2010-09-09'
Resources:
  Books:
    Type: AWS::ApiGateway::RestApi
    Properties: { Name: books }
Parameters:
${Array.from({ length: 201 }, (_, index) => `  Part${index}: { Type: String }`).join('\n')}
`,
    good: `
AWSTemplateFormatVersion: '2010-09-09'
Resources:
  Books:
    Type: AWS::ApiGateway::RestApi
    Properties: { Name: books }
`,
  },
  visit: {
    *definition(definition, context) {
      const root = templateRoot(definition, context)
      for (const [section, maximum] of Object.entries(limits)) {
        const entry = entryOf(root, section)
        const count = entriesOf(entry?.value).filter(({ name }) => !name.startsWith('Fn::')).length
        if (!entry || count <= maximum) continue
        yield {
          origin: originOfEntry(entry),
          message: `'${section}' has ${count} entries, and CloudFormation takes ${maximum} at most; move some to a nested stack`,
        }
      }
    },
  },
}
