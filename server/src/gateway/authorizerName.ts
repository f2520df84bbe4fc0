import type { Authorization, Authorizer } from '../api/authorizer.ts'
import { valueOf } from '../base/origin.ts'
import { NotEmulatedError } from './gatewayError.ts'

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

/** The authorizer that a method or route names, and what the trace calls it; throws when the definition has none of that name. */
export function requireAuthorizer(
  authorization: Authorization,
  authorizers: readonly Authorizer[],
  owner: 'method' | 'route',
): { readonly authorizer: Authorizer; readonly name: string } {
  const { name, authorizer } = serviceNameOf(authorization, authorizers)
  if (authorizer) return { authorizer, name }
  if (authorization.authorizer && !authorization.authorizer.known)
    throw new NotEmulatedError(
      'unknown-value',
      `the ${owner}'s authorizer cannot be known here: ${authorization.authorizer.reason}`,
    )
  throw new NotEmulatedError('external-authorizer', `${name} is not in this definition`)
}
