import { nearestName } from '../../base/nearestName.ts'
import type { PolicyMember, PolicyNode } from '../policyTree.ts'
import { textOf } from '../policyTree.ts'
import { renameKey, replaceText, replaceValue } from './fixes.ts'
import type { PolicyLint, Statement } from './lintContext.ts'
import { isServicePrincipal, readAwsName } from './principalNames.ts'
import { textItems } from './statementChecks.ts'

/** Checks what stands in `Principal` and `NotPrincipal`. */
export function checkPrincipals(lint: PolicyLint, { elements }: Statement): void {
  if (lint.kind.principal === 'forbidden') return
  for (const name of ['Principal', 'NotPrincipal']) {
    const member = elements.get(name)
    if (member) checkPrincipal(lint, member)
  }
}

const kinds = ['AWS', 'Service', 'Federated', 'CanonicalUser']

function checkPrincipal(lint: PolicyLint, member: PolicyMember): void {
  const { name, value } = member
  if (value.type === 'unknown' || textOf(value) === '*') return
  if (value.type !== 'object') {
    reportForm(lint, member)
    return
  }
  if (value.members.length === 0) {
    lint.report({
      code: 'empty-object-principal',
      at: value,
      message: `'${name}' is empty, so the statement is about nobody; say who is meant, "*" for everybody`,
    })
  }
  for (const part of value.members) {
    if (kinds.includes(part.name)) checkNames(lint, part)
    else reportKind(lint, part)
  }
}

function reportForm({ source, report }: PolicyLint, { name, value }: PolicyMember): void {
  const text = textOf(value)
  const isAws = text !== undefined && readAwsName(text) !== 'invalid'
  const isService = text !== undefined && isServicePrincipal(text)
  const right = isAws ? { AWS: text } : isService ? { Service: text } : undefined
  report({
    code: 'invalid-principal-format',
    at: value,
    message: `'${name}' takes "*" or an object, and AWS refuses the policy; write ${right ? JSON.stringify(right) : '{"AWS": …} or {"Service": …}'}`,
    ...(right && { fixes: replaceValue(source, value, right, `Write ${JSON.stringify(right)}`) }),
  })
}

function reportKind({ source, report }: PolicyLint, member: PolicyMember): void {
  const nearest =
    nearestName(member.name, kinds) ??
    (/^(user|account|role|iam|arn)s?$/i.test(member.name) ? 'AWS' : undefined)
  report({
    code: 'invalid-principal-key',
    at: member.key,
    message: `'${member.name}' is no kind of principal, and AWS refuses the policy; ${nearest === undefined ? `use one of ${kinds.join(', ')}` : `write '${nearest}'`}`,
    ...(nearest !== undefined && { fixes: renameKey(source, member, nearest) }),
  })
}

function checkNames(lint: PolicyLint, member: PolicyMember): void {
  const isTrust = lint.kind.resource === 'forbidden'
  if (member.name === 'Federated' && !isTrust && lint.kind.services) {
    lint.report({
      code: 'federated-principal-not-supported',
      at: member.key,
      message: `'Federated' cannot stand in this ${lint.kind.name}, and AWS refuses it; name the role that the federated user takes`,
    })
    return
  }
  for (const { text, node } of textItems(lint, member, 'empty-array-principal')) {
    if (text.includes('${')) {
      lint.report({
        code: 'variable-unsupported-in-element',
        at: node,
        message: `'${text}' holds a variable, and AWS replaces none in a principal; use "*" and a condition on aws:PrincipalArn`,
      })
    } else if (member.name === 'AWS') checkAws(lint, text, node)
    else if (member.name === 'Service') checkService(lint, text, node)
    else if (member.name === 'Federated' && isTrust) checkProvider(lint, text, node)
  }
}

function checkAws({ report }: PolicyLint, text: string, node: PolicyNode): void {
  const kind = readAwsName(text)
  if (kind === 'valid') return
  if (kind === 'role-id' || kind === 'user-id') {
    const what = kind === 'role-id' ? 'role' : 'user'
    report({
      code: `invalid-${what}-reference`,
      at: node,
      message: `'${text}' is the id that AWS leaves in place of a ${what} that was deleted, so it names nobody; write the ARN of a ${what}`,
    })
    return
  }
  report(
    kind === 'wildcard'
      ? {
          code: 'unsupported-wildcard-in-principal',
          at: node,
          message: `'${text}' has a wildcard in part of a principal, and AWS refuses the policy; use "*" and a condition on aws:PrincipalArn`,
        }
      : {
          code: 'invalid-principal-format',
          at: node,
          message: `'${text}' is neither an account's id of 12 digits nor the ARN of a user, role or session, and AWS refuses the policy; write such an ARN`,
        },
  )
}

function checkService({ source, report }: PolicyLint, text: string, node: PolicyNode): void {
  if (isServicePrincipal(text)) return
  const [first = ''] = text.split('.')
  const right = /^[a-z0-9-]+(\.[a-z0-9-]+)*$/.test(text) ? `${first}.amazonaws.com` : undefined
  report({
    code: 'invalid-service-principal-format',
    at: node,
    message: `'${text}' is no name of a service as principal, and AWS refuses the policy; write '${right ?? 'SERVICE.amazonaws.com'}'`,
    ...(right !== undefined && { fixes: replaceText(source, node, right) }),
  })
}

function checkProvider({ report }: PolicyLint, text: string, node: PolicyNode): void {
  const isArn = /^arn:aws[a-z-]*:iam::\d{12}:(saml|oidc)-provider\/.+$/.test(text)
  const isHost = /^[a-z0-9-]+(\.[a-z0-9-]+)+(\/.*)?$/i.test(text)
  if (isArn || isHost) return
  report({
    code: 'invalid-federated-principal-syntax-in-role-trust-policy',
    at: node,
    message: `'${text}' is neither the host of a provider nor the ARN of one, and AWS refuses the policy; write it as in 'cognito-identity.amazonaws.com'`,
  })
}
