import type { Rule } from '../rule.ts'
import { api, identity, trust } from './policyExamples.ts'
import { policyRule } from './policyRule.ts'

const refuses = 'Refuses the policy.'
const never = 'Takes the policy; the condition is never met.'
const when = (condition: string) =>
  identity(`Effect: Allow, Action: s3:GetObject, Resource: '*', Condition: { ${condition} }`)

/** Under which conditions a statement applies: operators and keys. */
const keyRules: readonly Rule[] = [
  policyRule(
    'invalid-condition-operator',
    'A condition operator is none.',
    refuses,
    when('StringEqual: { aws:username: ann }'),
  ),
  policyRule(
    'null-with-if-exists',
    '`Null` stands with `IfExists`.',
    refuses,
    when("NullIfExists: { aws:TokenIssueTime: 'true' }"),
  ),
  policyRule(
    'null-with-qualifier',
    '`Null` stands with `ForAllValues` or `ForAnyValue`.',
    'Takes it; the qualifier has no effect.',
    when("'ForAllValues:Null': { aws:TagKeys: 'true' }"),
  ),
  policyRule(
    'invalid-condition-key-format',
    'A condition key is not written `prefix:name`.',
    refuses,
    when('StringEquals: { username: ann }'),
  ),
  policyRule(
    'invalid-global-condition-key',
    'A condition key that begins with `aws:` is none of AWS.',
    never,
    when('StringEquals: { aws:usernam: ann }'),
  ),
  policyRule(
    'deprecated-global-condition-key',
    'A condition is on `aws:ARN`, which is no longer supported.',
    never,
    when("ArnEquals: { aws:ARN: 'arn:aws:iam::123456789012:user/ann' }"),
  ),
  policyRule(
    'invalid-service-in-condition-key',
    'The prefix of a condition key is that of no service.',
    never,
    when('StringEquals: { s33:prefix: books }'),
  ),
  policyRule(
    'invalid-service-condition-key',
    'A condition key is none of its service.',
    never,
    when('StringEquals: { s3:prefx: books }'),
  ),
  policyRule(
    'irrelevant-condition-key-in-policy',
    'A condition key says nothing in the policy of a resource.',
    'Takes it; no request has the key, or every one has the same.',
    api(
      "Effect: Allow, Principal: '*', Action: execute-api:Invoke, Resource: 'execute-api:/*', Condition: { StringEquals: { aws:RequestedRegion: us-east-1 } }",
    ),
  ),
  policyRule(
    'missing-action-for-condition-key',
    'A condition key can only be stated together with an action that the policy does not allow.',
    never,
    trust(
      "Effect: Allow, Principal: { AWS: '123456789012' }, Action: sts:AssumeRole, Condition: { StringEquals: { sts:SourceIdentity: ann } }",
    ),
  ),
  policyRule(
    'duplicate-keys-with-different-case',
    'A condition has one key twice, in another case.',
    refuses,
    when('StringEquals: { aws:username: ann, aws:UserName: bob }'),
  ),
  policyRule(
    'missing-tag-key-in-condition',
    'A condition on a tag names no tag.',
    refuses,
    when('StringEquals: { aws:RequestTag: books }'),
  ),
  policyRule(
    'missing-qualifier',
    'A key with several values is compared with several without a qualifier.',
    refuses,
    when('StringEquals: { aws:TagKeys: [team, cost] }'),
  ),
  policyRule(
    'forallvalues-with-single-valued-key',
    '`ForAllValues` stands with a key that has one value.',
    'Takes it: a request without the key meets the condition too.',
    when("'ForAllValues:StringEquals': { aws:username: [ann, bob] }"),
  ),
  policyRule(
    'empty-object-condition',
    'A condition is empty.',
    'Takes it; it asks for nothing.',
    when('StringEquals: {}'),
  ),
  policyRule(
    'allow-with-unsupported-tag-condition-key-for-service',
    'Actions do not know the `aws:ResourceTag` on which a statement allows them.',
    'Does not allow them by this statement.',
    when('StringEquals: { aws:ResourceTag/team: books }'),
  ),
  policyRule(
    'allow-notaction-with-unsupported-tag-condition-key-for-service',
    'A statement allows by `NotAction` and `aws:ResourceTag`.',
    'Allows only actions that know the key.',
    identity(
      "Effect: Allow, NotAction: s3:GetObject, Resource: '*', Condition: { StringEquals: { aws:ResourceTag/team: books } }",
    ),
  ),
  policyRule(
    'deny-with-unsupported-tag-condition-key-for-service',
    'Actions do not know the `aws:ResourceTag` on which a statement denies them.',
    'Does not deny them.',
    identity(
      "Effect: Deny, Action: s3:GetObject, Resource: '*', Condition: { StringEquals: { aws:ResourceTag/team: books } }",
    ),
  ),
  policyRule(
    'deny-notaction-with-unsupported-tag-condition-key-for-service',
    'A statement denies by `NotAction` and `aws:ResourceTag`.',
    'Does not deny actions that do not know the key.',
    identity(
      "Effect: Deny, NotAction: s3:GetObject, Resource: '*', Condition: { StringEquals: { aws:ResourceTag/team: books } }",
    ),
  ),
]

/** With what a condition compares. */
const valueRules: readonly Rule[] = [
  policyRule(
    'invalid-condition-data-type',
    'The values of a condition are of several JSON types.',
    refuses,
    when('StringEquals: { aws:username: [ann, true] }'),
  ),
  policyRule(
    'invalid-condition-multiple-boolean',
    'A condition on a Boolean has several values.',
    refuses,
    when("Bool: { aws:SecureTransport: ['true', 'false'] }"),
  ),
  policyRule(
    'empty-array-condition',
    'A condition has an empty list of values.',
    never,
    when('StringEquals: { aws:username: [] }'),
  ),
  policyRule(
    'redundant-condition-value-num',
    'Of several numbers only one decides.',
    'Takes them; the others have no effect.',
    when("NumericLessThan: { aws:MultiFactorAuthAge: ['300', '600'] }"),
  ),
  policyRule(
    'invalid-region',
    'A condition names a region that AWS does not have.',
    never,
    when('StringEquals: { aws:RequestedRegion: us-east-9 }'),
  ),
  policyRule(
    'invalid-vpc-format',
    'A condition names no id of a VPC.',
    never,
    when('StringEquals: { aws:SourceVpc: books }'),
  ),
  policyRule(
    'invalid-vpce-format',
    'A condition names no id of a VPC endpoint.',
    never,
    when('StringEquals: { aws:SourceVpce: books }'),
  ),
  policyRule(
    'invalid-variable-for-operator',
    'A value holds a variable under an operator that takes none.',
    refuses,
    when(`NumericEquals: { aws:MultiFactorAuthAge: '\${aws:username}' }`),
  ),
  policyRule(
    'wildcard-without-like-operator',
    'A value has a wildcard and the operator compares it as it stands.',
    never,
    when("StringEquals: { aws:username: 'ann*' }"),
  ),
  policyRule(
    'type-mismatch',
    'A condition operator does not suit the type of the key.',
    'Takes the policy; the condition may never be met.',
    when("NumericEquals: { aws:username: '1' }"),
  ),
  policyRule(
    'type-mismatch-string',
    'A value under a string operator is no string.',
    'Takes the policy; the condition may never be met.',
    when('StringEquals: { aws:username: true }'),
  ),
  policyRule(
    'type-mismatch-boolean',
    'A value under `Bool` or `Null` is no Boolean.',
    never,
    when("Bool: { aws:SecureTransport: 'yes' }"),
  ),
  policyRule(
    'type-mismatch-number',
    'A value under a numeric operator is no number.',
    never,
    when('NumericEquals: { aws:MultiFactorAuthAge: hour }'),
  ),
  policyRule(
    'type-mismatch-date',
    'A value under a date operator is no date.',
    never,
    when('DateLessThan: { aws:CurrentTime: tomorrow }'),
  ),
  policyRule(
    'type-mismatch-ip-range',
    'A value under an address operator is no address or range.',
    never,
    when('IpAddress: { aws:SourceIp: 203.0.113 }'),
  ),
  policyRule(
    'invalid-date-value',
    'A date is written in epoch seconds.',
    'Takes it; people misread it.',
    when("DateLessThan: { aws:CurrentTime: '1893456000' }"),
  ),
  policyRule(
    'improve-ip-range',
    'A range of addresses has bits behind its prefix.',
    'Looks at the prefix only.',
    when('IpAddress: { aws:SourceIp: 203.0.113.77/24 }'),
  ),
  policyRule(
    'private-ip-address',
    '`aws:SourceIp` is compared with private addresses only, which no caller has there.',
    never,
    when('IpAddress: { aws:SourceIp: 10.0.0.0/8 }'),
  ),
  policyRule(
    'private-not-ip-address',
    '`aws:SourceIp` is to be none of private addresses only.',
    'Takes the policy; the condition is always met.',
    when('NotIpAddress: { aws:SourceIp: 10.0.0.0/8 }'),
  ),
  policyRule(
    'private-ip-subset',
    'Some of the addresses for `aws:SourceIp` are private.',
    'Takes them; no caller has them.',
    when('IpAddress: { aws:SourceIp: [10.0.0.0/8, 203.0.113.0/24] }'),
  ),
  policyRule(
    'private-not-ip-address-subset',
    'Some of the addresses that `aws:SourceIp` must not be are private.',
    'Takes them; no caller has them.',
    when('NotIpAddress: { aws:SourceIp: [10.0.0.0/8, 203.0.113.0/24] }'),
  ),
  policyRule(
    'mfa-absent-allowed',
    'A statement allows callers without multi-factor authentication.',
    'Takes it: it allows those callers alone.',
    when("Bool: { aws:MultiFactorAuthPresent: 'false' }"),
  ),
]

export const conditionRules: readonly Rule[] = [...keyRules, ...valueRules]
