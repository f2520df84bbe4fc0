import type { ActionData } from '../actionData.ts'
import type { PolicyDiagnostic, PolicySource } from '../policyTree.ts'
import { lintAuthorizerResponse, lintHttpAuthorizerResponse } from './authorizerResponse.ts'
import { lintLambdaPermission } from './lambdaPermission.ts'
import { createDocumentLint } from './lintContext.ts'
import { checkPolicyDocument } from './policyDocument.ts'
import { policyKinds } from './policyKind.ts'

/** What `gatehouse policy lint --type` takes. */
export const documentTypes: readonly string[] = [
  ...policyKinds.keys(),
  'authorizer-response',
  'authorizer-response:http',
  'lambda-permission',
]

/**
 * Everything that is wrong with a document: its notation, its elements, and what they name, in the order of the text.
 * Without `data` no names of actions, resource types and condition keys are checked.
 */
export function lintPolicy(
  source: PolicySource,
  type: string,
  data: ActionData | undefined,
): PolicyDiagnostic[] {
  const diagnostics: PolicyDiagnostic[] = [...source.diagnostics]
  const lint = createDocumentLint(source, data, diagnostics)
  const kind = policyKinds.get(type)
  if (source.root && source.root.type !== 'unknown') {
    if (kind) checkPolicyDocument(lint, source.root, kind)
    else if (type === 'authorizer-response') lintAuthorizerResponse(lint, source.root)
    else if (type === 'authorizer-response:http') lintHttpAuthorizerResponse(lint, source.root)
    else if (type === 'lambda-permission') lintLambdaPermission(lint, source.root)
  }
  return diagnostics.sort(
    (a, b) => a.range.start.line - b.range.start.line || a.range.start.character - b.range.start.character,
  )
}
