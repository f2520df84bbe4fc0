import type { Rule } from '../rule.ts'
import { childAt, entryOf, itemsOf, originOf } from '../../syntax/node.ts'
import { resourcesOfType, templateRoot } from './templateTree.ts'

export const instanceProfileRolesTooMany: Rule = {
  id: 'instance-profile-roles-too-many',
  severity: 'error',
  summary: 'An instance profile has more than one role.',
  aws: "Refuses it: 'expected maximum item count: 1, found: 2'.",
  documentation:
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_switch-role-ec2_instance-profiles.html',
  examples: {
    bad: `
AWSTemplateFormatVersion: '2010-09-09'
Resources:
  Books:
    Type: AWS::IAM::InstanceProfile
    Properties: { Roles: [reader, writer] }
`,
    good: `
AWSTemplateFormatVersion: '2010-09-09'
Resources:
  Books:
    Type: AWS::IAM::InstanceProfile
    Properties: { Roles: [reader] }
`,
  },
  visit: {
    *definition(definition, context) {
      const root = templateRoot(definition, context)
      for (const { id, properties } of resourcesOfType(root, 'AWS::IAM::InstanceProfile')) {
        const roles = itemsOf(childAt(properties, 'Roles')).filter(item => !entryOf(item, 'Fn::If'))
        const [, second] = roles
        if (!second) continue
        yield {
          origin: originOf(second),
          message: `Instance profile '${id}' has ${roles.length} roles, and IAM takes one; make one role of them`,
        }
      }
    },
  },
}
