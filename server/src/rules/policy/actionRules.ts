import type { Rule } from '../rule.ts'
import { api, identity } from './policyExamples.ts'
import { policyRule } from './policyRule.ts'

const refuses = 'Refuses the policy.'
const covers = 'Takes the policy; the statement does not cover what it seems to.'

/** Which actions a statement is about. */
export const actionRules: readonly Rule[] = [
  policyRule(
    'invalid-action-format',
    'An action is not written `service:Action`.',
    refuses,
    identity("Effect: Allow, Action: 's3 : GetObject', Resource: '*'"),
  ),
  policyRule(
    'invalid-service-in-action',
    'The prefix of an action is that of no service.',
    covers,
    identity("Effect: Allow, Action: s33:GetObject, Resource: '*'"),
  ),
  policyRule(
    'invalid-action',
    'An action is none of its service.',
    covers,
    identity("Effect: Allow, Action: s3:GetObjekt, Resource: '*'"),
  ),
  policyRule(
    'action-matches-nothing',
    'An action with a wildcard matches none of its service.',
    covers,
    identity("Effect: Allow, Action: s3:Fetch*, Resource: '*'"),
  ),
  policyRule(
    'unsupported-action-in-policy',
    'The policy of a resource names an action of another service.',
    refuses,
    api("Effect: Allow, Principal: '*', Action: s3:GetObject, Resource: 'execute-api:/*'"),
  ),
  policyRule(
    'variable-unsupported-in-element',
    'An action or a principal holds a variable, which AWS replaces in resources and conditions only.',
    refuses,
    identity(`Effect: Allow, Action: 's3:\${aws:username}', Resource: '*'`),
  ),
  policyRule(
    'wildcard-in-service-name',
    'The name of the service in an action is a wildcard.',
    'Takes it: the statement covers services that nobody thought of.',
    identity("Effect: Allow, Action: 's*:GetObject', Resource: '*'"),
  ),
  policyRule(
    'empty-array-action',
    'A list of actions is empty.',
    'Takes it; the statement applies to nothing.',
    identity("Effect: Allow, Action: [], Resource: '*'"),
  ),
  policyRule(
    'redundant-action',
    'An action is covered by another one of the same statement.',
    'Takes it; it adds nothing.',
    identity("Effect: Allow, Action: ['s3:Get*', 's3:GetObject'], Resource: '*'"),
  ),
  policyRule(
    'unsupported-action-for-condition-key',
    'An action of a statement does not know the condition key that other actions know.',
    'Takes the policy; the condition is never met for the action.',
    identity(
      "Effect: Allow, Action: [s3:ListBucket, s3:GetObject], Resource: '*', Condition: { StringLike: { s3:prefix: books/* } }",
    ),
  ),
  policyRule(
    'condition-key-unused-by-action',
    'No action of a statement knows a condition key, by the service authorization reference.',
    'Takes the policy; the condition may never be met.',
    identity(
      "Effect: Allow, Action: s3:GetObject, Resource: '*', Condition: { StringLike: { s3:prefix: books/* } }",
    ),
  ),
]
