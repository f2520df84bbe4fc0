import type { Rule } from '../rule.ts'
import { api, identity } from './policyExamples.ts'
import { policyRule } from './policyRule.ts'

const refuses = 'Refuses the policy.'
const matches = 'Takes the policy; the ARN matches nothing.'
const resource = (text: string) => identity(`Effect: Allow, Action: s3:GetObject, Resource: '${text}'`)
const callOf = (text: string) => identity(`Effect: Allow, Action: execute-api:Invoke, Resource: '${text}'`)

/** What resources are named. */
export const arnRules: readonly Rule[] = [
  policyRule(
    'invalid-arn-prefix',
    'A resource is no ARN.',
    refuses,
    resource('https://a1b2c3.execute-api.us-east-1.amazonaws.com/prod'),
  ),
  policyRule('missing-arn-field', 'An ARN has fewer than six fields.', refuses, resource('arn:aws:s3:books')),
  policyRule(
    'invalid-partition',
    'An ARN names no partition of AWS.',
    refuses,
    resource('arn:amazon:s3:::books/*'),
  ),
  policyRule(
    'invalid-arn-service-case',
    'An ARN has capitals in the name of its service.',
    matches,
    resource('arn:aws:S3:::books/*'),
  ),
  policyRule(
    'invalid-arn-region',
    'An ARN names a region that AWS does not have.',
    matches,
    callOf('arn:aws:execute-api:us-east-9:123456789012:a1b2c3/*'),
  ),
  policyRule(
    'missing-arn-region',
    'An ARN names no region where its resources have one.',
    matches,
    callOf('arn:aws:execute-api::123456789012:a1b2c3/*'),
  ),
  policyRule(
    'arn-region-not-allowed',
    'An ARN names a region where its resources have none.',
    matches,
    resource('arn:aws:s3:us-east-1::books/*'),
  ),
  policyRule(
    'invalid-arn-account',
    'The account of an ARN has not 12 digits.',
    matches,
    callOf('arn:aws:execute-api:us-east-1:12345:a1b2c3/*'),
  ),
  policyRule(
    'missing-arn-account',
    'An ARN names no account where its resources have one.',
    matches,
    callOf('arn:aws:execute-api:us-east-1::a1b2c3/*'),
  ),
  policyRule(
    'arn-account-not-allowed',
    'An ARN names an account where its resources have none.',
    matches,
    resource('arn:aws:s3::123456789012:books/*'),
  ),
  policyRule(
    'invalid-arn-resource',
    'The last field of an ARN fits no type of resource of its service.',
    matches,
    identity("Effect: Allow, Action: iam:PassRole, Resource: 'arn:aws:iam::123456789012:rolle/books'"),
  ),
  policyRule(
    'unsupported-resource-arn-in-policy',
    'The policy of a resource names a resource of another service.',
    refuses,
    api("Effect: Allow, Principal: '*', Action: execute-api:Invoke, Resource: 'arn:aws:s3:::books'"),
  ),
  policyRule(
    'resource-unused-by-action',
    'A resource is of a service on which no action of the statement works.',
    'Takes the policy; the actions are not allowed on anything by it.',
    resource('arn:aws:execute-api:us-east-1:123456789012:a1b2c3/*'),
  ),
  policyRule(
    'empty-array-resource',
    'A list of resources is empty.',
    'Takes it; the statement applies to nothing.',
    identity('Effect: Allow, Action: s3:GetObject, Resource: []'),
  ),
  policyRule(
    'redundant-resource',
    'A resource is covered by another one of the same statement.',
    'Takes it; it adds nothing.',
    identity(
      "Effect: Allow, Action: s3:GetObject, Resource: ['arn:aws:s3:::books/*', 'arn:aws:s3:::books/new/*']",
    ),
  ),
  policyRule(
    'execute-api-verb-case',
    'The verb in the ARN of an API is not in capitals.',
    'Takes the policy; it matches no request.',
    api("Effect: Allow, Principal: '*', Action: execute-api:Invoke, Resource: 'execute-api:/prod/get/books'"),
  ),
  policyRule(
    'execute-api-path-parameter',
    'The ARN of an API holds a path parameter, where a request has its value.',
    'Takes the policy; it matches no request.',
    api(
      "Effect: Allow, Principal: '*', Action: execute-api:Invoke, Resource: 'execute-api:/prod/GET/books/{id}'",
    ),
  ),
  policyRule(
    'missing-brace',
    'A variable has no closing brace.',
    refuses,
    resource('arn:aws:s3:::books/${aws:username'),
  ),
  policyRule(
    'missing-quote',
    'The default of a variable is not in single quotes.',
    refuses,
    identity('Effect: Allow, Action: s3:GetObject, Resource: "arn:aws:s3:::books/${aws:username, nobody}"'),
  ),
  policyRule(
    'unsupported-space',
    'A variable has a space in its key.',
    refuses,
    resource('arn:aws:s3:::books/${aws: username}'),
  ),
  policyRule('empty-variable', 'A variable names nothing.', refuses, resource('arn:aws:s3:::books/${}')),
  policyRule(
    'variable-unsupported-in-version',
    'A policy holds a variable and is not of the version 2012-10-17.',
    'Takes the variable as plain text.',
    {
      bad: resource('arn:aws:s3:::${aws:username}/*').bad.replace('2012-10-17', '2008-10-17'),
      good: resource('arn:aws:s3:::${aws:username}/*').bad,
    },
  ),
]
