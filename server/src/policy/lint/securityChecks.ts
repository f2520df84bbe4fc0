import { memberOf, textsOf } from '../policyTree.ts'
import { coversAction } from './actionChecks.ts'
import type { Condition } from './conditions.ts'
import { conditionsOf, valueNodes } from './conditions.ts'
import type { PolicyLint, Statement } from './lintContext.ts'
import { openingOf } from './lintContext.ts'

/** Checks for statements that allow more than they seem to: Access Analyzer's security warnings. */
export function checkSecurity(lint: PolicyLint, statement: Statement): void {
  const conditions = conditionsOf(statement)
  checkPairedKeys(lint, conditions)
  if (statement.effect !== 'Allow') return
  checkMfa(lint, conditions)
  const keys = new Set(conditions.map(({ member }) => member.name.toLowerCase()))
  checkRoleActions(lint, statement, keys)
  checkNotPrincipal(lint, statement)
  checkServicePrincipal(lint, statement, keys)
}

const roleActions = [
  {
    action: 'iam:PassRole',
    code: 'pass-role',
    key: 'iam:PassedToService',
    risk: 'lets the caller hand every role of the account to a service, and so gain what that role may do',
  },
  {
    action: 'iam:CreateServiceLinkedRole',
    code: 'create-slr',
    key: 'iam:AWSServiceName',
    risk: 'lets the caller create the service-linked role of every service',
  },
] as const

function checkRoleActions(
  { report, kind }: PolicyLint,
  statement: Statement,
  keys: ReadonlySet<string>,
): void {
  if (kind.services || !isForAll(statement)) return
  for (const { action, code, key, risk } of roleActions) {
    if (keys.has(key.toLowerCase()) || !coversAction(statement, action)) continue
    const member = statement.elements.get('Action') ?? statement.elements.get('NotAction')
    report({
      code,
      at: member?.value ?? openingOf(statement.node),
      message: `This covers '${action}' for all roles, which ${risk}; name the roles, or add a condition on '${key}'`,
    })
  }
}

function isForAll({ elements }: Statement): boolean {
  if (elements.has('NotResource')) return true
  return textsOf(elements.get('Resource')?.value).some(({ text }) =>
    /^(\*|arn:[^:]*:(iam|\*)::[^:]*:(\*|role\/\*))$/.test(text),
  )
}

function checkNotPrincipal({ report }: PolicyLint, { elements }: Statement): void {
  const member = elements.get('NotPrincipal')
  if (!member) return
  report({
    code: 'allow-with-not-principal',
    at: member.key,
    message:
      "'NotPrincipal' with Allow lets in everybody but those listed, anonymous callers too; list who may in 'Principal'",
  })
}

const sourceKeys = ['aws:sourcearn', 'aws:sourceaccount', 'aws:sourceorgid', 'aws:sourceorgpaths']

// Keys about an IAM principal, which a service that calls by itself is not.
const principalKeys = /^aws:(principal(account|arn|orgid|orgpaths|tag\/.*|type)|userid|username)$/

function checkServicePrincipal(lint: PolicyLint, statement: Statement, keys: ReadonlySet<string>): void {
  const principal = statement.elements.get('Principal')?.value
  const service = memberOf(principal, 'Service')
  if (principal?.type !== 'object' || !service || textsOf(service.value).length === 0) return
  const isAlone = principal.members.length === 1
  for (const { member, operator } of isAlone ? conditionsOf(statement) : []) {
    if (!principalKeys.test(member.name.toLowerCase()) || operator.isIfExists || operator.base.isNegated)
      continue
    lint.report({
      code: 'unsupported-condition-key-for-service-principal',
      at: member.key,
      message: `A service that calls by itself has no '${member.name}', so the statement never applies; use 'aws:SourceOrgID', 'aws:SourceAccount' or 'aws:SourceArn'`,
    })
  }
  if (lint.kind.resource === 'forbidden' || !lint.kind.services) return
  if (sourceKeys.some(key => keys.has(key))) return
  const other = conditionsOf(statement).find(({ member }) => member.name.toLowerCase() === 'aws:referer')
  if (other) {
    lint.report({
      code: 'recommended-condition-key-for-service-principal',
      at: other.member.key,
      message: `'${other.member.name}' tells little of who has the service act; use 'aws:SourceArn' or 'aws:SourceAccount' for it`,
    })
    return
  }
  lint.report({
    code: 'restrict-access-to-service-principal',
    at: service.value,
    message:
      "'Service' lets the service act here for the resources of any account; add a condition on 'aws:SourceArn' or 'aws:SourceAccount'",
  })
}

function checkPairedKeys({ report }: PolicyLint, conditions: readonly Condition[]): void {
  const names = conditions.map(({ member }) => member.name.toLowerCase())
  const isPaired = names.some(name => /^aws:source(vpc|vpce|vpcarn)$/.test(name))
  for (const { member } of conditions) {
    if (member.name.toLowerCase() !== 'aws:vpcsourceip' || isPaired) continue
    report({
      code: 'missing-paired-condition-keys',
      at: member.key,
      message:
        "Other VPCs have the same private addresses, so 'aws:VpcSourceIp' alone tells nothing; add 'aws:SourceVpc' or 'aws:SourceVpce'",
    })
  }
}

function checkMfa({ report }: PolicyLint, conditions: readonly Condition[]): void {
  for (const { member, operator } of conditions) {
    if (member.name.toLowerCase() !== 'aws:multifactorauthpresent' || operator.base.kind !== 'Bool') continue
    const isFalse = valueNodes(member).some(
      node => node.type === 'scalar' && String(node.value).toLowerCase() === 'false',
    )
    if (!isFalse) continue
    report({
      code: 'mfa-absent-allowed',
      at: member.value,
      message: `'${member.name}' is "false" here, which allows only callers without multi-factor authentication; write "true", or use Deny with 'BoolIfExists'`,
    })
  }
}
