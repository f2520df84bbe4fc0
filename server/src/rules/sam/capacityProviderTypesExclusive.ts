import type { Rule } from '../rule.ts'
import { childAt, entryOf, originOfEntry } from '../../syntax/node.ts'
import { resourcesOfType, templateRoot } from '../template/templateTree.ts'

export const capacityProviderTypesExclusive: Rule = {
  id: 'capacity-provider-types-exclusive',
  severity: 'error',
  summary: 'A capacity provider both allows and excludes instance types.',
  aws: "Refuses the template: 'Cannot specify InstanceRequirements.AllowedTypes and InstanceRequirements.ExcludedTypes together'.",
  documentation:
    'https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-capacityprovider.html',
  examples: {
    bad: `
AWSTemplateFormatVersion: '2010-09-09'
Transform: AWS::Serverless-2016-10-31
Resources:
  Large:
    Type: AWS::Serverless::CapacityProvider
    Properties:
      VpcConfig: { SubnetIds: [subnet-1] }
      InstanceRequirements: { AllowedTypes: [c7g.xlarge], ExcludedTypes: [t4g.small] }
`,
    good: `
AWSTemplateFormatVersion: '2010-09-09'
Transform: AWS::Serverless-2016-10-31
Resources:
  Large:
    Type: AWS::Serverless::CapacityProvider
    Properties:
      VpcConfig: { SubnetIds: [subnet-1] }
      InstanceRequirements: { AllowedTypes: [c7g.xlarge] }
`,
  },
  visit: {
    *definition(definition, context) {
      const root = templateRoot(definition, context)
      const types = ['AWS::Serverless::CapacityProvider', 'AWS::Lambda::CapacityProvider']
      for (const { id, properties } of resourcesOfType(root, ...types)) {
        const requirements = childAt(properties, 'InstanceRequirements')
        const [allowed, excluded] = [
          entryOf(requirements, 'AllowedTypes') ?? entryOf(requirements, 'AllowedInstanceTypes'),
          entryOf(requirements, 'ExcludedTypes') ?? entryOf(requirements, 'ExcludedInstanceTypes'),
        ]
        if (!allowed || !excluded) continue
        yield {
          origin: originOfEntry(excluded),
          message: `'${id}' has both '${allowed.name}' and '${excluded.name}', of which AWS takes one; take one out`,
        }
      }
    },
  },
}
