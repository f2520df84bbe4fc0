import type { PolicyNode } from '../policyTree.ts'
import { memberOf, textsOf, valuesOf } from '../policyTree.ts'

/** What kind of document a file holds, by what stands in it; `identity` when nothing tells. */
export function guessDocumentType(root: PolicyNode | undefined): string {
  if (root?.type !== 'object') return 'identity'
  const names = root.members.map(({ name }) => name.toLowerCase().replace(/[^a-z]/g, ''))
  if (names.includes('isauthorized')) return 'authorizer-response:http'
  if (names.includes('policydocument') || names.includes('principalid')) return 'authorizer-response'
  if (names.includes('functionname')) return 'lambda-permission'
  const statements = valuesOf(memberOf(root, 'Statement')?.value)
  const hasPrincipal = statements.some(
    statement => memberOf(statement, 'Principal') ?? memberOf(statement, 'NotPrincipal'),
  )
  if (!hasPrincipal) return 'identity'
  const services = statements
    .flatMap(statement => textsOf(memberOf(statement, 'Action')?.value))
    .map(({ text }) => text.split(':')[0]?.toLowerCase() ?? '')
  if (services.includes('sts')) return 'trust'
  return byService.get(services[0] ?? '') ?? 'vpc-endpoint'
}

const byService = new Map(
  ['execute-api', 'lambda', 's3', 'sqs', 'kms'].map(service => [service, `resource:${service}`]),
)
