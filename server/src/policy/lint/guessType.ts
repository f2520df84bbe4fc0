import type { PolicyNode, PolicyObject } from '../policyTree.ts'
import { textsOf, valuesOf } from '../policyTree.ts'
import { readElements } from './elements.ts'
import { statementElements } from './statementChecks.ts'

/** What kind of document a file holds, by what stands in it; `identity` when nothing tells. */
export function guessDocumentType(root: PolicyNode | undefined): string {
  if (root?.type !== 'object') return 'identity'
  const names = plainNames(root)
  if (names.includes('isauthorized')) return 'authorizer-response:http'
  if (names.includes('policydocument') || names.includes('principalid')) return 'authorizer-response'
  if (names.includes('functionname')) return 'lambda-permission'
  return guessPolicyType(root)
}

/**
 * The type of a file that nobody has called a policy; undefined unless it looks like a policy or an authorizer's response
 * and like nothing else, misspelled as it may be.
 */
export function recognizedDocumentType(root: PolicyNode | undefined): string | undefined {
  if (root?.type !== 'object') return undefined
  const names = plainNames(root)
  if (names.length > 0 && names.every(name => responseNames.has(name))) {
    if (names.includes('isauthorized')) return 'authorizer-response:http'
    if (names.includes('policydocument')) return 'authorizer-response'
  }
  const { found, strays } = readElements(root, ['Version', 'Id', 'Statement'])
  const isPolicy = strays.every(({ meant }) => meant !== undefined)
  const statements = valuesOf(found.get('Statement')?.value)
  return isPolicy && statements.some(isStatement) ? guessPolicyType(root) : undefined
}

const responseNames: ReadonlySet<string> = new Set([
  'isauthorized',
  'principalid',
  'policydocument',
  'context',
  'usageidentifierkey',
])

// Two elements of a statement; `Effect` or `Action` alone is a word of many a document.
function isStatement(node: PolicyNode): boolean {
  return node.type === 'object' && readElements(node, statementElements).found.size >= 2
}

function guessPolicyType(root: PolicyObject): string {
  const { found } = readElements(root, ['Version', 'Id', 'Statement'])
  const statements = valuesOf(found.get('Statement')?.value).flatMap(node =>
    node.type === 'object' ? [readElements(node, statementElements).found] : [],
  )
  if (!statements.some(elements => elements.has('Principal') || elements.has('NotPrincipal')))
    return 'identity'
  const services = statements
    .flatMap(elements => textsOf(elements.get('Action')?.value))
    .map(({ text }) => text.split(':')[0]?.trim().toLowerCase() ?? '')
  if (services.includes('sts')) return 'trust'
  return byService.get(services[0] ?? '') ?? 'vpc-endpoint'
}

function plainNames({ members }: PolicyObject): string[] {
  return members.map(({ name }) => name.toLowerCase().replace(/[^a-z]/g, ''))
}

const byService = new Map(
  ['execute-api', 'lambda', 's3', 'sqs', 'sns', 'kms', 'secretsmanager'].map(service => [
    service,
    `resource:${service}`,
  ]),
)
