import type { DecisionReason } from './evaluatePolicies.ts'
import type { Mismatch } from './request.ts'

/** Why it was decided so, in words. */
export const reasonTexts: Readonly<Record<DecisionReason, string>> = {
  'explicit-deny': 'a statement denies it, and a deny wins over every allow',
  'allowed-by-identity': 'a policy of the caller allows it',
  'allowed-by-resource': 'the resource policy allows it',
  'allowed-by-authorizer': "the authorizer's policy allows it",
  'no-allow': 'no statement allows it',
  'no-allow-by-identity': "the caller is of another account, and no policy of the caller's own allows it",
  'no-allow-by-resource': 'the resource policy does not allow it, and here it must',
  'no-allow-by-authorizer': "the authorizer's policy does not allow it, and here it must",
  'no-allow-by-boundary': 'the permissions boundary does not allow it',
  open: 'the method needs no authorization and the API has no resource policy',
  'private-without-policy': 'a private API without a resource policy refuses every call',
  'not-authenticated': 'the authorizer did not accept the caller',
  'not-signed': 'the method needs a signed request',
}

/** What of a statement did not match, in words. */
export function mismatchText(mismatch: Mismatch): string {
  if (mismatch.element === 'Statement') return `cannot apply, because ${mismatch.why}`
  if (mismatch.element !== 'Condition') return `${mismatch.element} does not match`
  const { operator, key, why } = mismatch
  const explanation = {
    absent: 'the request does not have the key',
    value: 'no value matches',
    multivalued: 'the key has several values, which needs ForAllValues or ForAnyValue',
    variable: 'a variable has no value in the request',
  }[why]
  return `Condition ${operator} '${key}' is not met: ${explanation}`
}
