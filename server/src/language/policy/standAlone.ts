import { baseName } from '../../base/files.ts'
import { guessDocumentType } from '../../policy/lint/guessType.ts'
import type { PolicyKind } from '../../policy/lint/policyKind.ts'
import { authorizerPolicy, policyKinds } from '../../policy/lint/policyKind.ts'
import type { PolicyNode } from '../../policy/policyTree.ts'
import { memberOf, valuesOf } from '../../policy/policyTree.ts'
import { readPolicyJson } from '../../policy/readJson.ts'
import type { SourceDocument } from '../../syntax/node.ts'
import { entriesOf } from '../../syntax/node.ts'
import type { PolicyForm, PolicyPlace } from './policyPlace.ts'

/** Whether a text may be a policy or an authorizer's response in a file of its own: a look that spares parsing others. */
export function mayBePolicy(file: string, text: string): boolean {
  if (!/\.(json|jsonc)$|^untitled:/i.test(file)) return false
  return hasPolicyName(file)
    ? /^\s*(\{|$)/.test(text)
    : /"\s*(Statement|Satement|policy\s?Document|principalId|isAuthorized)\s*"\s*:/i.test(text)
}

/** The policy that a file as a whole is, with the kind that its contents tell; undefined when it is none. */
export function standAlonePlace(document: SourceDocument): PolicyPlace | undefined {
  if (document.language !== 'json' || !mayBePolicy(document.file, document.text)) return undefined
  const names = entriesOf(document.root).map(({ name }) => plainName(name))
  const isKnown = names.length === 0 || names.some(name => rootNames.has(name))
  if (!isKnown) return undefined
  const { root } = readPolicyJson(document.file, document.text)
  const type = guessDocumentType(root)
  const form = forms[type]
  if (form) return { holds: form, kind: authorizerPolicy, depth: 0 }
  return { holds: 'policy', kind: kindOf(type, root, document.file), depth: 0 }
}

const rootNames: ReadonlySet<string> = new Set([
  'statement',
  'satement',
  'policydocument',
  'principalid',
  'isauthorized',
  'version',
  'id',
])

const forms: Readonly<Record<string, PolicyForm | undefined>> = {
  'authorizer-response': 'response',
  'authorizer-response:http': 'httpResponse',
  'lambda-permission': 'permission',
}

function kindOf(type: string, root: PolicyNode | undefined, file: string): PolicyKind {
  const kind = policyKinds.get(type) ?? authorizerPolicy
  if (type !== 'identity') return kind
  const trust = policyKinds.get('trust')
  if (/trust|assume/i.test(baseName(file)) && trust) return trust
  // What has a resource and no principal is an identity policy; before that it can still become either.
  const isSettled = valuesOf(memberOf(root, 'Statement')?.value).some(
    statement => memberOf(statement, 'Resource') ?? memberOf(statement, 'NotResource'),
  )
  return isSettled ? kind : { ...kind, name: 'policy', principal: 'optional' }
}

function hasPolicyName(file: string): boolean {
  return /polic(y|ies)|trust|authorizer/i.test(baseName(file))
}

function plainName(name: string): string {
  return name.toLowerCase().replace(/[^a-z]/g, '')
}
