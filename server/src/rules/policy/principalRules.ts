import type { Rule } from '../rule.ts'
import { api, identity, permission, queue, trust } from './policyExamples.ts'
import { policyRule } from './policyRule.ts'

const refuses = 'Refuses the policy.'
const caller = (principal: string) =>
  api(`Effect: Allow, Principal: ${principal}, Action: execute-api:Invoke, Resource: 'execute-api:/*'`)
const taker = (principal: string, rest = 'Action: sts:AssumeRole') =>
  trust(`Effect: Allow, Principal: ${principal}, ${rest}`)
const github = "{ Federated: 'arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com' }"
const sender = (principal: string, rest = '') =>
  queue(`Effect: Allow, Principal: ${principal}, Action: sqs:SendMessage, Resource: '*'${rest}`)

/** Who is meant. */
export const principalRules: readonly Rule[] = [
  policyRule(
    'invalid-principal-format',
    'A principal is no account, user, role or session.',
    refuses,
    caller('{ AWS: ann }'),
  ),
  policyRule(
    'invalid-principal-key',
    'A kind of principal is none that AWS knows.',
    refuses,
    caller("{ Aws: '123456789012' }"),
  ),
  policyRule(
    'unsupported-wildcard-in-principal',
    'A principal has a wildcard in a part of it.',
    refuses,
    caller("{ AWS: 'arn:aws:iam::123456789012:role/*' }"),
  ),
  policyRule(
    'invalid-service-principal-format',
    'The name of a service as principal is none.',
    refuses,
    taker('{ Service: lambda }'),
  ),
  policyRule(
    'federated-principal-not-supported',
    'The policy of a resource names a federated principal.',
    refuses,
    caller('{ Federated: cognito-identity.amazonaws.com }'),
  ),
  policyRule(
    'invalid-role-reference',
    'A principal is the id of a role that was deleted.',
    'Takes it; it names nobody.',
    caller('{ AWS: AROAEXAMPLE1234567890 }'),
  ),
  policyRule(
    'invalid-user-reference',
    'A principal is the id of a user that was deleted.',
    'Takes it; it names nobody.',
    caller('{ AWS: AIDAEXAMPLE1234567890 }'),
  ),
  policyRule(
    'empty-array-principal',
    'A list of principals is empty.',
    'Takes it; the statement is about nobody.',
    caller('{ AWS: [] }'),
  ),
  policyRule(
    'empty-object-principal',
    'A principal is an empty object.',
    'Takes it; the statement is about nobody.',
    caller('{}'),
  ),
  policyRule(
    'allow-with-not-principal',
    '`NotPrincipal` stands with `Allow`.',
    'Lets in everybody but those listed, anonymous callers too.',
    api(
      "Effect: Allow, NotPrincipal: { AWS: '123456789012' }, Action: execute-api:Invoke, Resource: 'execute-api:/*'",
    ),
  ),
  policyRule(
    'restrict-access-to-service-principal',
    'A service may act here for any account.',
    'Lets the service act for resources of accounts that you do not know: the confused deputy.',
    sender('{ Service: sns.amazonaws.com }'),
  ),
  policyRule(
    'recommended-condition-key-for-service-principal',
    'A service is limited by a key that tells little of who has it act.',
    'Takes it; the header is easily forged.',
    sender('{ Service: sns.amazonaws.com }', ', Condition: { StringEquals: { aws:Referer: books } }'),
  ),
  policyRule(
    'unsupported-condition-key-for-service-principal',
    'A condition is on the principal where a service calls by itself.',
    'Takes the policy; the statement never applies.',
    sender(
      '{ Service: sns.amazonaws.com }',
      ", Condition: { StringEquals: { aws:PrincipalOrgID: o-a1b2c3d4e5, aws:SourceAccount: '123456789012' } }",
    ),
  ),
  policyRule(
    'missing-paired-condition-keys',
    '`aws:VpcSourceIp` stands without the VPC.',
    'Takes it: other VPCs have the same addresses.',
    api(
      "Effect: Allow, Principal: '*', Action: execute-api:Invoke, Resource: 'execute-api:/*', Condition: { IpAddress: { aws:VpcSourceIp: 10.0.0.0/16 } }",
    ),
  ),
  policyRule(
    'pass-role',
    'A statement allows to hand every role to a service.',
    'Takes it: the caller gains what any role may do.',
    identity("Effect: Allow, Action: iam:PassRole, Resource: '*'"),
  ),
  policyRule(
    'create-slr',
    'A statement allows to create the service-linked role of every service.',
    'Takes it.',
    identity("Effect: Allow, Action: iam:CreateServiceLinkedRole, Resource: '*'"),
  ),
]

/** Who may take a role. */
export const trustRules: readonly Rule[] = [
  policyRule(
    'role-trust-policy-syntax-error-notprincipal',
    'A trust policy has `NotPrincipal`.',
    refuses,
    trust("Effect: Deny, NotPrincipal: { AWS: '123456789012' }, Action: sts:AssumeRole"),
  ),
  policyRule(
    'role-trust-policy-syntax-error-resource',
    'A trust policy names a resource.',
    refuses,
    taker('{ Service: lambda.amazonaws.com }', "Action: sts:AssumeRole, Resource: '*'"),
  ),
  policyRule(
    'role-trust-policy-unsupported-wildcard-in-principal',
    'A trust policy is for everybody.',
    'Lets everybody try to take the role.',
    taker("'*'"),
  ),
  policyRule(
    'invalid-federated-principal-syntax-in-role-trust-policy',
    'A federated principal is neither the host nor the ARN of a provider.',
    refuses,
    taker(
      '{ Federated: google }',
      'Action: sts:AssumeRoleWithWebIdentity, Condition: { StringEquals: { "google:aud": books } }',
    ),
  ),
  policyRule(
    'mismatched-action-for-principal',
    'The action is not for this kind of provider.',
    'Takes it; nobody can take the role.',
    taker(
      "{ Federated: 'arn:aws:iam::123456789012:saml-provider/books' }",
      'Action: sts:AssumeRoleWithWebIdentity',
    ),
  ),
  policyRule(
    'missing-action-for-roles-anywhere-trust-policy',
    'A trust policy for IAM Roles Anywhere lacks an action.',
    'Takes it; the service cannot take the role.',
    taker('{ Service: rolesanywhere.amazonaws.com }'),
  ),
  policyRule(
    'missing-condition-key-for-oidc-principal',
    'A trust policy for an OIDC provider does not say which application.',
    'Lets the users of every application of the provider take the role.',
    taker('{ Federated: accounts.google.com }', 'Action: sts:AssumeRoleWithWebIdentity'),
  ),
  policyRule(
    'missing-github-repo-condition-key',
    'A trust policy for GitHub does not say which repository.',
    'Lets the workflows of every repository take the role.',
    taker(github, 'Action: sts:AssumeRoleWithWebIdentity'),
  ),
  policyRule(
    'specific-github-repo-and-branch-recommended',
    'A trust policy for GitHub covers the repositories of others.',
    'Lets their workflows take the role.',
    taker(
      github,
      'Action: sts:AssumeRoleWithWebIdentity, Condition: { StringLike: { "token.actions.githubusercontent.com:sub": "repo:*" } }',
    ),
  ),
  policyRule(
    'confirm-audience-claim-type',
    'The audience of a token is compared as a list.',
    'Takes it: `ForAllValues` also lets in a token without an audience.',
    taker(
      '{ Federated: accounts.google.com }',
      'Action: sts:AssumeRoleWithWebIdentity, Condition: { "ForAllValues:StringEquals": { "accounts.google.com:aud": [books] } }',
    ),
  ),
  policyRule(
    'redundant-principal-in-role-trust-policy',
    'A session is named beside its role.',
    'Takes it; it adds nothing.',
    taker(
      "{ AWS: ['arn:aws:iam::123456789012:role/books', 'arn:aws:sts::123456789012:assumed-role/books/ann'] }",
    ),
  ),
]

const apiSource = "SourceArn: 'arn:aws:execute-api:us-east-1:123456789012:a1b2c3/*'"
const gatewayMayInvoke = ['Action: lambda:InvokeFunction', 'Principal: apigateway.amazonaws.com']

/** Who may invoke a function. */
export const permissionRules: readonly Rule[] = [
  policyRule(
    'permission-source-not-execute-api',
    'A permission for API Gateway is for an ARN that no call of an API has.',
    'Answers 500: API Gateway may not invoke the function.',
    permission(
      [...gatewayMayInvoke, "SourceArn: 'arn:aws:apigateway:us-east-1::/restapis/a1b2c3'"],
      [...gatewayMayInvoke, apiSource],
    ),
  ),
]
