import type { PolicyNode, PolicyObject } from '../policyTree.ts'
import { memberOf, textOf } from '../policyTree.ts'
import { checkActions } from './actionChecks.ts'
import { checkResourcesFitActions } from './actionResourceChecks.ts'
import { checkConditions } from './conditionChecks.ts'
import { checkConditionUse } from './conditionUseChecks.ts'
import {
  checkRepeatedStatements,
  checkSids,
  checkSize,
  checkVersion,
  reportStrays,
  statementNodes,
} from './documentChecks.ts'
import type { Elements } from './elements.ts'
import { readElements } from './elements.ts'
import type { DocumentLint, PolicyLint, Statement } from './lintContext.ts'
import type { PolicyKind } from './policyKind.ts'
import { checkPrincipals } from './principalChecks.ts'
import { checkResources } from './resourceChecks.ts'
import { checkSecurity } from './securityChecks.ts'
import { checkEffectAndSid, checkElements, statementElements } from './statementChecks.ts'
import { checkTagKeys } from './tagKeyChecks.ts'
import { checkTrust } from './trustChecks.ts'

const rootElements = ['Version', 'Id', 'Statement']

/** Every check of a statement, in the order in which a reader meets the elements. */
const statementChecks: readonly ((lint: PolicyLint, statement: Statement) => void)[] = [
  checkElements,
  checkEffectAndSid,
  checkPrincipals,
  checkActions,
  checkResources,
  checkResourcesFitActions,
  checkConditions,
  checkConditionUse,
  checkTagKeys,
  checkTrust,
  checkSecurity,
]

/** Checks a policy from its root on. */
export function checkPolicyDocument(document: DocumentLint, node: PolicyNode, kind: PolicyKind): void {
  if (node.type === 'unknown') return
  if (node.type !== 'object') {
    document.report({
      code: 'data-type-mismatch',
      at: node,
      message: `A policy is an object, and AWS refuses anything else; write {"Version": "2012-10-17", "Statement": [ … ]}`,
    })
    return
  }
  const root = unwrapped(document, node)
  const elements = readElements(root, rootElements)
  reportStrays(document, elements, 'a policy', rootElements)
  checkId(document, elements)
  checkVersion(document, root, elements)
  const statements = statementNodes(document, root, elements).map(statement =>
    readStatement(document, statement),
  )
  const version = textOf(elements.found.get('Version')?.value)
  const lint: PolicyLint = { ...document, kind, version, statements }
  for (const statement of statements) for (const check of statementChecks) check(lint, statement)
  checkSids(lint)
  checkRepeatedStatements(lint)
  checkSize(lint, root)
}

// A policy copied with what surrounds it: {"PolicyDocument": {"Version": …, "Statement": …}}.
function unwrapped({ report }: DocumentLint, node: PolicyObject): PolicyObject {
  const [member] = node.members
  if (!member || node.members.length > 1 || rootElements.includes(member.name)) return node
  const { value } = member
  if (value.type !== 'object' || !memberOf(value, 'Statement')) return node
  report({
    code: 'invalid-policy-element',
    at: member.key,
    message: `'${member.name}' is no element of a policy, and AWS refuses it; take the object in it out`,
  })
  return value
}

function checkId({ report }: DocumentLint, { found }: Elements): void {
  const value = found.get('Id')?.value
  if (!value || value.type === 'unknown' || textOf(value) !== undefined) return
  report({
    code: 'data-type-mismatch',
    at: value,
    message: "'Id' is no string, and AWS refuses the policy; write a name in quotes",
  })
}

function readStatement(document: DocumentLint, node: PolicyObject): Statement {
  const elements = readElements(node, statementElements)
  reportStrays(document, elements, 'a statement', statementElements)
  return { node, elements: elements.found, effect: textOf(elements.found.get('Effect')?.value) }
}
