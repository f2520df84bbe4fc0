import type { Origin } from '../../base/origin.ts'
import type { CompiledPolicy } from '../../policy/evaluate/compilePolicy.ts'
import { kindOf } from '../integrations/answerValue.ts'
import { readPolicyAnswer } from './lambdaAnswer.ts'

/** What a Lambda authorizer of an HTTP API answered. */
export type RouteAuthorization = {
  /** Undefined where the answer has none. */
  readonly context: Readonly<Record<string, unknown>> | undefined
} & (
  | { readonly type: 'simple'; readonly isAuthorized: boolean }
  | { readonly type: 'policy'; readonly principalId: string; readonly policy: CompiledPolicy }
)

/**
 * Reads the answer as an HTTP API does: a Boolean where the authorizer has simple responses, else a policy. Its context
 * keeps its types, lists and objects too. A text says why the answer cannot be used, which is a 500.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html
 */
export function readRouteAnswer(
  payload: string,
  origin: Origin,
  form: 'simple' | 'policy',
): RouteAuthorization | string {
  const value: unknown = JSON.parse(payload)
  if (!isRecord(value)) return `it is ${kindOf(value)} and no object`
  const { context = null, isAuthorized } = value
  if (context !== null && !isRecord(context)) return `its \`context\` is ${kindOf(context)} and no object`
  const told = { context: context ?? undefined }
  if (form === 'simple') {
    if (typeof isAuthorized === 'boolean') return { type: 'simple', isAuthorized, ...told }
    return `the authorizer has simple responses, and \`isAuthorized\` is ${kindOf(isAuthorized)}`
  }
  if (isAuthorized !== undefined && value['policyDocument'] === undefined)
    return 'it is a simple response, which the authorizer takes when its `EnableSimpleResponses` is true and its payload format 2.0'
  const read = readPolicyAnswer(payload, origin, unlikeRest)
  if (typeof read === 'string') return read
  return { type: 'policy', principalId: read.principalId, policy: read.policy, ...told }
}

const unlikeRest: ReadonlySet<string> = new Set(['authorizer-context-value'])

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
