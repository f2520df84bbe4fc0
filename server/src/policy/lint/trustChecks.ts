import type { PolicyMember } from '../policyTree.ts'
import { memberOf, textOf, textsOf } from '../policyTree.ts'
import { coversAction } from './actionChecks.ts'
import type { Condition } from './conditions.ts'
import { conditionsOf, valueNodes } from './conditions.ts'
import { removeItem, removeMember } from './fixes.ts'
import type { PolicyLint, Statement } from './lintContext.ts'
import { openingOf } from './lintContext.ts'

/**
 * Checks what is particular to the trust policy of a role.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html
 */
export function checkTrust(lint: PolicyLint, statement: Statement): void {
  if (lint.kind.resource !== 'forbidden') return
  reportForbidden(lint, statement)
  const principal = statement.elements.get('Principal')
  if (!principal || statement.effect !== 'Allow') return
  if (textOf(principal.value) === '*') {
    lint.report({
      code: 'role-trust-policy-unsupported-wildcard-in-principal',
      at: principal.value,
      message:
        "'Principal' is everybody, who may all try to take the role, and Access Analyzer refuses it; name the accounts or services that may",
    })
  }
  checkProviders(lint, statement, principal)
  checkSessions(lint, principal)
  checkRolesAnywhere(lint, statement, principal)
}

function reportForbidden({ report, source }: PolicyLint, { node, elements }: Statement): void {
  for (const name of ['NotPrincipal', 'Resource', 'NotResource']) {
    const member = elements.get(name)
    if (!member) continue
    report({
      code: `role-trust-policy-syntax-error-${name === 'NotPrincipal' ? 'notprincipal' : 'resource'}`,
      at: member.key,
      message: `'${name}' cannot stand in a role trust policy, and AWS refuses it; ${name === 'NotPrincipal' ? "name who may take the role in 'Principal'" : 'remove it, the resource is the role'}`,
      ...(name !== 'NotPrincipal' && { fixes: removeMember(source, node, member) }),
    })
  }
}

function checkProviders(lint: PolicyLint, statement: Statement, principal: PolicyMember): void {
  for (const { text, node } of textsOf(memberOf(principal.value, 'Federated')?.value)) {
    const isSaml = text.includes(':saml-provider/')
    const wrong = isSaml ? 'sts:AssumeRoleWithWebIdentity' : 'sts:AssumeRoleWithSAML'
    const right = isSaml ? 'sts:AssumeRoleWithSAML' : 'sts:AssumeRoleWithWebIdentity'
    if (coversAction(statement, wrong) && !coversAction(statement, right)) {
      lint.report({
        code: 'mismatched-action-for-principal',
        at: statement.elements.get('Action')?.value ?? node,
        message: `'${wrong}' is not for ${isSaml ? 'a SAML' : 'an OIDC'} provider, so nobody can take the role; write '${right}'`,
      })
    }
    if (!isSaml) checkOidcConditions(lint, statement, principal, text)
  }
}

function checkOidcConditions(
  lint: PolicyLint,
  statement: Statement,
  principal: PolicyMember,
  provider: string,
) {
  const host = provider.replace(/^.*:oidc-provider\//, '').toLowerCase()
  const conditions = conditionsOf(statement)
  const own = conditions.filter(({ member }) => member.name.toLowerCase().startsWith(`${host}:`))
  for (const condition of own) reportAudience(lint, condition)
  if (host.startsWith('token.actions.githubusercontent.com')) {
    const subjects = own.filter(({ member }) => /:(sub|job_workflow_ref|repository)$/i.test(member.name))
    if (subjects.length === 0) {
      lint.report({
        code: 'missing-github-repo-condition-key',
        at: principal.value,
        message: `Without a condition on '${host}:sub' the workflows of every repository of GitHub can take the role; name the repository`,
      })
    }
    for (const node of subjects.flatMap(({ member }) => valueNodes(member))) {
      if (!/^(repo:)?\*|^repo:[^/:]*\*/.test(textOf(node) ?? '')) continue
      lint.report({
        code: 'specific-github-repo-and-branch-recommended',
        at: node,
        message: `'${textOf(node) ?? ''}' covers repositories of other owners; name the organization, the repository and the branch`,
      })
    }
  } else if (own.length === 0 && !conditions.some(({ member }) => member.name.includes(':aud'))) {
    lint.report({
      code: 'missing-condition-key-for-oidc-principal',
      at: principal.value,
      message: `Without a condition on '${host}:aud' users of every application of the provider can take the role; name the application`,
    })
  }
}

function reportAudience({ report }: PolicyLint, { member, operator }: Condition): void {
  if (!/:aud$/i.test(member.name) || operator.set === undefined) return
  report({
    code: 'confirm-audience-claim-type',
    at: member.key,
    message: `'${member.name}' has one value for most providers, and then '${operator.written}' lets in more than it seems to; write '${operator.written.replace(/^[^:]*:/, '')}' unless the tokens have several audiences`,
  })
}

// A role as principal covers its sessions.
function checkSessions({ report, source }: PolicyLint, principal: PolicyMember): void {
  const names = memberOf(principal.value, 'AWS')?.value
  if (names?.type !== 'list') return
  const texts = textsOf(names)
  for (const { text, node } of texts) {
    const [, account, role] = /^arn:[^:]*:sts::(\d{12}):assumed-role\/([^/]+)\//.exec(text) ?? []
    if (account === undefined || role === undefined) continue
    const parent = texts.find(({ text: other }) => {
      const [, owner, path = ''] = /^arn:[^:]*:iam::(\d{12}):role\/(.+)$/.exec(other) ?? []
      return owner === account && path.split('/').at(-1) === role
    })
    if (!parent) continue
    report({
      code: 'redundant-principal-in-role-trust-policy',
      at: node,
      message: `'${text}' is a session of '${parent.text}', which covers it already; remove it`,
      fixes: removeItem(source, names, node),
    })
  }
}

// https://docs.aws.amazon.com/rolesanywhere/latest/userguide/trust-model.html
function checkRolesAnywhere({ report }: PolicyLint, statement: Statement, principal: PolicyMember): void {
  const services = textsOf(memberOf(principal.value, 'Service')?.value)
  if (!services.some(({ text }) => text === 'rolesanywhere.amazonaws.com')) return
  const missing = ['sts:AssumeRole', 'sts:SetSourceIdentity', 'sts:TagSession'].filter(
    action => !coversAction(statement, action),
  )
  if (missing.length === 0) return
  report({
    code: 'missing-action-for-roles-anywhere-trust-policy',
    at: statement.elements.get('Action')?.value ?? openingOf(statement.node),
    message: `IAM Roles Anywhere needs ${missing.map(action => `'${action}'`).join(' and ')} too, and cannot take the role without; add them`,
  })
}
