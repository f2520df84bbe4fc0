import type { Rule } from '../rule.ts'
import { childAt, entryOf, originOfEntry } from '../../syntax/node.ts'
import { eventsOf, resourcesOfType, templateRoot } from '../template/templateTree.ts'

export const tenancyConflict: Rule = {
  id: 'tenancy-conflict',
  severity: 'error',
  summary: 'A function with tenant isolation has an event source or setting that tenants cannot have.',
  aws: "Refuses the template: 'Event source SQS is not supported for functions enabled with tenancy configuration'.",
  documentation: 'https://docs.aws.amazon.com/lambda/latest/dg/tenant-isolation.html',
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
      TenancyConfig: { TenantIsolationMode: PER_TENANT }
      FunctionUrlConfig: { AuthType: AWS_IAM }
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
      TenancyConfig: { TenantIsolationMode: PER_TENANT }
      Events:
        List: { Type: Api, Properties: { Path: /books, Method: get } }
`,
  },
  visit: {
    *definition(definition, context) {
      const root = templateRoot(definition, context)
      for (const resource of resourcesOfType(root, 'AWS::Serverless::Function')) {
        if (!childAt(resource.properties, 'TenancyConfig')) continue
        for (const name of ['ProvisionedConcurrencyConfig', 'FunctionUrlConfig', 'SnapStart']) {
          const entry = entryOf(resource.properties, name)
          if (!entry) continue
          yield {
            origin: originOfEntry(entry),
            message: `'${resource.id}' isolates tenants with 'TenancyConfig', which does not go with '${name}', so SAM refuses it; take one of them out`,
          }
        }
        for (const { type, entry } of eventsOf(resource)) {
          if (type === 'Api' || type === 'HttpApi' || type === '') continue
          yield {
            origin: originOfEntry(entry),
            message: `'${resource.id}' isolates tenants with 'TenancyConfig', so only 'Api' and 'HttpApi' events may call it; take this '${type}' event out`,
          }
        }
      }
    },
  },
}
