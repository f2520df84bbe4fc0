import type { Definition, HttpApi, RestApi } from '../api/api.ts'
import type { Authorization, Authorizer } from '../api/authorizer.ts'
import { functionOfUri } from '../api/lambdaFunction.ts'
import { unknownParts } from '../api/policyNode.ts'
import { valueOf } from '../base/origin.ts'
import type { NotEmulated } from './notEmulatedSettings.ts'

/** What of the authorization of a method or route is left out, or refused with a 501; `name` says whose it is. */
export function notEmulatedAuthorization(
  definition: Definition,
  api: RestApi | HttpApi,
  authorization: Authorization,
  name: string,
): NotEmulated[] {
  const { type, authorizer: reference, origin } = authorization
  if (type === 'NONE' || type === 'AWS_IAM') return []
  const authorizer = api.authorizers.find(candidate => candidate.name === valueOf(reference))
  if (!authorizer)
    return [{ origin, message: `the authorizer of '${name}' is not in this definition: it answers 501` }]
  if (type === 'JWT') return ofIssuer(authorizer)
  return type === 'CUSTOM' ? ofFunction(definition, authorizer) : []
}

/** A resource policy of which a part cannot be known here: nobody can say what it decides. */
export function notEmulatedPolicy({ policy }: RestApi): NotEmulated[] {
  const [unknown] = policy ? unknownParts(policy.document) : []
  if (!unknown) return []
  const message = `a part of the resource policy cannot be known here (${unknown.reason}): requests that hang on it answer 501 until a parameter gives it`
  return [{ origin: unknown.origin, message }]
}

function ofFunction(definition: Definition, { name, uri }: Authorizer): NotEmulated[] {
  // A stage variable in the name is filled in per stage, so it is judged when a request comes.
  if (
    !uri ||
    (uri.known && (uri.value.includes('${stageVariables.') || functionOfUri(uri.value, definition.functions)))
  )
    return []
  const message = uri.known
    ? `the function of authorizer '${name}' is not in this definition: what it guards answers 501`
    : `the function of authorizer '${name}' cannot be known here (${uri.reason}): what it guards answers 501`
  return [{ origin: uri.origin, message }]
}

function ofIssuer({ name, jwt }: Authorizer): NotEmulated[] {
  const issuer = jwt?.issuer
  if (!issuer || issuer.known) return []
  const message = `the issuer of authorizer '${name}' cannot be known here (${issuer.reason}): routes behind it answer 501 to a token`
  return [{ origin: issuer.origin, message }]
}
