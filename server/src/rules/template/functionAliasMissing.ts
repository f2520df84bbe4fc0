import type { Rule } from '../rule.ts'
import { childAt, entryOf, originOfEntry } from '../../syntax/node.ts'
import { resourcesOf, templateRoot } from './templateTree.ts'

export const functionAliasMissing: Rule = {
  id: 'function-alias-missing',
  severity: 'error',
  summary:
    'A SAM function or state machine asks for gradual deployment or provisioned concurrency, but has no alias.',
  aws: "Refuses the template: 'DeploymentPreference requires AutoPublishAlias property to be specified'.",
  documentation:
    'https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-function.html#sam-function-autopublishalias',
  examples: {
    bad: `
AWSTemplateFormatVersion: '2010-09-09'
Transform: AWS::Serverless-2016-10-31
Resources:
  Books:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.list
      Runtime: nodejs22.x
      CodeUri: src/
      ProvisionedConcurrencyConfig: { ProvisionedConcurrentExecutions: 5 }
`,
    good: `
AWSTemplateFormatVersion: '2010-09-09'
Transform: AWS::Serverless-2016-10-31
Resources:
  Books:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.list
      Runtime: nodejs22.x
      CodeUri: src/
      AutoPublishAlias: live
      ProvisionedConcurrencyConfig: { ProvisionedConcurrentExecutions: 5 }
`,
  },
  visit: {
    *definition(definition, context) {
      const root = templateRoot(definition, context)
      for (const { id, type, properties } of resourcesOf(root)) {
        const kind = /^AWS::Serverless::(Function|StateMachine)$/.exec(type)?.[1]
        if (kind === undefined || childAt(properties, 'AutoPublishAlias')) continue
        if (childAt(root, 'Globals', kind, 'AutoPublishAlias')) continue
        for (const name of ['DeploymentPreference', 'ProvisionedConcurrencyConfig']) {
          const entry = entryOf(properties, name)
          const enabled = childAt(entry?.value, 'Enabled')
          if (!entry || (enabled?.type === 'scalar' && String(enabled.value).toLowerCase() === 'false'))
            continue
          if (
            entry.value.type === 'mapping' &&
            entry.value.entries.some(inner => /^(Ref|Fn::)/.test(inner.name))
          )
            continue
          yield {
            origin: originOfEntry(entry),
            message: `'${name}' of '${id}' needs an alias to work on, so SAM refuses it; add 'AutoPublishAlias'`,
          }
        }
      }
    },
  },
}
