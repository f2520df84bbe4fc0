import type { Rule } from '../rule.ts'
import { api, identity, identityRoot, trust } from './policyExamples.ts'
import { policyRule } from './policyRule.ts'

const refuses = 'Refuses the policy.'

/** What a policy and its statements are made of. */
export const documentRules: readonly Rule[] = [
  policyRule('json-syntax', 'A policy in a string is no JSON.', refuses, {
    bad: identityRoot(
      `'{ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow" "Action": "s3:GetObject", "Resource": "*" }] }'`,
    ).bad,
    good: identityRoot(
      `'{ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" }] }'`,
    ).bad,
  }),
  policyRule(
    'data-type-mismatch',
    'A part of a policy is of another JSON type than AWS takes.',
    refuses,
    identity('Effect: Allow, Action: s3:GetObject, Resource: { bucket: books }'),
  ),
  policyRule(
    'invalid-policy-element',
    'A key is no element of a policy or statement; their case counts.',
    refuses,
    identity("effect: Allow, Action: s3:GetObject, Resource: '*'"),
  ),
  policyRule(
    'missing-version',
    'A policy has no `Version`.',
    'Reads it by the language of 2008, in which `${aws:username}` is plain text.',
    identityRoot('Statement: [{ Effect: Allow, Action: s3:GetObject, Resource: "*" }]'),
  ),
  policyRule(
    'invalid-version',
    'The `Version` of a policy is none of the policy language.',
    refuses,
    identityRoot(
      "Version: '2026-01-01'",
      'Statement: [{ Effect: Allow, Action: s3:GetObject, Resource: "*" }]',
    ),
  ),
  policyRule(
    'missing-statement',
    'A policy has no statement.',
    refuses,
    identityRoot("Version: '2012-10-17'"),
  ),
  policyRule(
    'missing-effect',
    'A statement has no `Effect`.',
    refuses,
    identity("Action: s3:GetObject, Resource: '*'"),
  ),
  policyRule(
    'missing-action',
    'A statement names no action.',
    refuses,
    identity("Effect: Allow, Resource: '*'"),
  ),
  policyRule(
    'missing-resource',
    'A statement names no resource.',
    refuses,
    identity('Effect: Allow, Action: s3:GetObject'),
  ),
  policyRule(
    'missing-principal',
    'A statement of a resource policy or trust policy names no principal.',
    refuses,
    api("Effect: Allow, Action: execute-api:Invoke, Resource: 'execute-api:/*'"),
  ),
  policyRule(
    'unsupported-principal',
    'A policy of an identity names a principal.',
    refuses,
    identity("Effect: Allow, Principal: '*', Action: s3:GetObject, Resource: '*'"),
  ),
  policyRule(
    'unsupported-element-combination',
    'A statement has an element and its opposite, such as `Action` and `NotAction`.',
    refuses,
    identity("Effect: Allow, Action: s3:GetObject, NotAction: s3:ListBucket, Resource: '*'"),
  ),
  policyRule(
    'invalid-effect',
    'An `Effect` is neither `Allow` nor `Deny`.',
    refuses,
    identity("Effect: allow, Action: s3:GetObject, Resource: '*'"),
  ),
  policyRule(
    'unique-sids-required',
    'Two statements of an identity or trust policy have one `Sid`.',
    refuses,
    identity([
      "Sid: Read, Effect: Allow, Action: s3:GetObject, Resource: '*'",
      "Sid: Read, Effect: Allow, Action: s3:ListBucket, Resource: '*'",
    ]),
  ),
  policyRule(
    'unique-sids-recommended',
    'Two statements of a resource policy have one `Sid`.',
    'Takes it; no message of AWS tells which statement is meant.',
    api([
      "Sid: Call, Effect: Allow, Principal: '*', Action: execute-api:Invoke, Resource: 'execute-api:/prod/GET/a'",
      "Sid: Call, Effect: Allow, Principal: '*', Action: execute-api:Invoke, Resource: 'execute-api:/prod/GET/b'",
    ]),
  ),
  policyRule(
    'unsupported-sid',
    'A `Sid` of an identity or trust policy has other characters than letters and digits.',
    refuses,
    identity("Sid: 'read books', Effect: Allow, Action: s3:GetObject, Resource: '*'"),
  ),
  policyRule(
    'empty-sid-value',
    'A `Sid` is empty.',
    'Takes it; it identifies nothing.',
    identity("Sid: '', Effect: Allow, Action: s3:GetObject, Resource: '*'"),
  ),
  policyRule(
    'policy-size',
    'A policy has more characters than AWS takes, without white space.',
    refuses,
    trust([
      'Effect: Allow, Principal: { Service: lambda.amazonaws.com }, Action: sts:AssumeRole',
      `Effect: Allow, Principal: { Service: states.amazonaws.com }, Action: sts:AssumeRole, Condition: { StringEquals: { aws:SourceAccount: ['${'123456789012, '.repeat(150)}'] } }`,
    ]),
  ),
  policyRule(
    'redundant-statement',
    'A statement says the same as an earlier one.',
    'Takes it; it has no effect of its own.',
    identity([
      "Effect: Allow, Action: s3:GetObject, Resource: '*'",
      "Effect: Allow, Action: s3:GetObject, Resource: '*'",
    ]),
  ),
]
