import type { IamPolicy, IamPrincipal, IamRole, NamedPolicy } from '../api/policy.ts'
import type { Properties } from './properties.ts'
import type { Reader } from './reader.ts'
import type { Template, TemplateResource } from './templateResources.ts'
import { readPolicy } from './dataTrees.ts'
import { defined } from './defined.ts'
import { propertiesOf } from './properties.ts'
import { list } from './reader.ts'
import { localArn, nameOf } from './resourceValues.ts'
import { resourcesOf } from './templateResources.ts'

/** `AWS::IAM::Role`. */
export function readRoles(template: Template): IamRole[] {
  return resourcesOf(template, 'AWS::IAM::Role').map(resource => ({
    ...identityOf(template, resource),
    ...defined({ trust: readPolicy(template.reader, resource.properties, 'AssumeRolePolicyDocument') }),
  }))
}

/** `AWS::IAM::User` and `AWS::IAM::Group`. */
export function readPrincipals(template: Template): IamPrincipal[] {
  return resourcesOf(template, 'AWS::IAM::User', 'AWS::IAM::Group').map(resource => ({
    ...identityOf(template, resource),
    kind: resource.type === 'AWS::IAM::User' ? 'user' : 'group',
    groups: resource.properties.texts('Groups'),
  }))
}

/** `AWS::IAM::Policy` and `AWS::IAM::ManagedPolicy`. */
export function readPolicies(template: Template): IamPolicy[] {
  return resourcesOf(template, 'AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy').flatMap(resource => {
    const { id, type, properties } = resource
    const policy = namedPolicy(template.reader, properties, 'PolicyName', 'ManagedPolicyName')
    if (!policy) return []
    return {
      ...policy,
      id,
      roles: properties.texts('Roles'),
      users: properties.texts('Users'),
      groups: properties.texts('Groups'),
      ...defined({ arn: type === 'AWS::IAM::ManagedPolicy' ? localArn(resource, template) : undefined }),
    }
  })
}

function identityOf(template: Template, resource: TemplateResource): Omit<IamRole, 'trust'> {
  const { id, origin, properties } = resource
  return {
    id,
    origin,
    name: nameOf(resource),
    arn: localArn(resource, template),
    policies: list(template.reader, properties.value('Policies')).flatMap(
      node => namedPolicy(template.reader, propertiesOf(template.reader, node), 'PolicyName') ?? [],
    ),
    managedPolicyArns: properties.texts('ManagedPolicyArns'),
    ...defined({ permissionsBoundary: properties.text('PermissionsBoundary') }),
  }
}

function namedPolicy(
  reader: Reader,
  properties: Properties,
  ...names: readonly string[]
): NamedPolicy | undefined {
  const policy = readPolicy(reader, properties, 'PolicyDocument')
  const name = names.map(each => properties.text(each)).find(fact => fact !== undefined)
  return policy && { ...policy, ...defined({ name }) }
}
