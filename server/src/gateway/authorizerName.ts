import type { Authorization, Authorizer } from '../api/authorizer.ts'
import { valueOf } from '../base/origin.ts'

/** What guards a method or route, in words with marks for the trace, and its declaration when there is one. */
export function serviceNameOf(
  authorization: Authorization,
  authorizers: readonly Authorizer[],
): { readonly name: string; readonly authorizer: Authorizer | undefined } {
  if (authorization.type === 'AWS_IAM') return { name: 'IAM authorization', authorizer: undefined }
  const name = valueOf(authorization.authorizer)
  const authorizer = authorizers.find(candidate => candidate.name === name)
  if (name === undefined) return { name: `the ${authorization.type} authorizer`, authorizer }
  return { name: `authorizer **${name}**`, authorizer }
}
