import type { Origin } from '../../base/origin.ts'
import { originWith } from '../../base/origin.ts'
import type { CompiledPolicy } from '../../policy/evaluate/compilePolicy.ts'
import { compilePolicy } from '../../policy/evaluate/compilePolicy.ts'
import { lintPolicy } from '../../policy/lint/lintPolicy.ts'
import type { PolicyDiagnostic, PolicyNode } from '../../policy/policyTree.ts'
import { memberOf, textOf } from '../../policy/policyTree.ts'
import { readPolicyJson } from '../../policy/readJson.ts'

/** What a Lambda authorizer of a REST or WebSocket API answered: a policy, and what it tells of the caller. */
export interface LambdaAuthorization {
  readonly principalId: string
  readonly policy: CompiledPolicy
  /** Each value as text. */
  readonly context: ReadonlyMap<string, string>
  readonly usageIdentifierKey?: string
}

/**
 * Reads the answer as API Gateway does; a text says why it takes it for a fault of the configuration. Statements stand at
 * `origin`, the authorizer's own place, since an answer stands in no file.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-lambda-authorizer-output.html
 */
export function readLambdaAnswer(payload: string, origin: Origin): LambdaAuthorization | string {
  const read = readPolicyAnswer(payload, origin)
  if (typeof read === 'string') return read
  const { root, principalId, policy } = read
  const usageIdentifierKey = textOf(memberOf(root, 'usageIdentifierKey')?.value)
  return {
    principalId,
    policy,
    context: textsIn(memberOf(root, 'context')?.value),
    ...(usageIdentifierKey !== undefined && { usageIdentifierKey }),
  }
}

/** The parts of an answer that every kind of API reads alike. */
export interface PolicyAnswer {
  readonly root: PolicyNode | undefined
  readonly principalId: string
  readonly policy: CompiledPolicy
}

/** Reads `principalId` and `policyDocument`; `ignored` are codes of the linter that this kind of API does not mind. */
export function readPolicyAnswer(
  payload: string,
  origin: Origin,
  ignored: ReadonlySet<string> = new Set(),
): PolicyAnswer | string {
  const source = readPolicyJson('answer.json', payload)
  const faults = lintPolicy(source, 'authorizer-response', undefined).filter(
    fault => isRefused(fault) && !ignored.has(fault.code),
  )
  if (faults.length > 0) return faults.map(wordsOf).join('; ')
  const { root } = source
  return {
    root,
    principalId: textOf(memberOf(root, 'principalId')?.value) ?? '',
    policy: compilePolicy(memberOf(root, 'policyDocument')?.value, ({ pointer }) =>
      originWith(origin, pointer),
    ),
  }
}

// Of what the linter finds, the forms that API Gateway cannot read. What merely matches nothing is left to the decision.
const refusedCodes: ReadonlySet<string> = new Set([
  'json-syntax',
  'data-type-mismatch',
  'invalid-policy-element',
  'missing-statement',
  'missing-effect',
  'missing-action',
  'missing-resource',
  'invalid-version',
  'invalid-effect',
  'invalid-condition-operator',
  'unsupported-element-combination',
  'authorizer-principal-id-missing',
  'authorizer-policy-missing',
  'authorizer-key-unknown',
  'authorizer-value-type',
  'authorizer-context-value',
  'authorizer-resource-length',
  'authorizer-response-size',
])

function isRefused({ code, severity }: PolicyDiagnostic): boolean {
  return severity === 'error' && refusedCodes.has(code)
}

function wordsOf({ message, pointer }: PolicyDiagnostic): string {
  return `${message}${pointer === '' ? '' : ` (at \`${pointer}\`)`}`
}

function textsIn(context: PolicyNode | undefined): ReadonlyMap<string, string> {
  if (context?.type !== 'object') return new Map()
  return new Map(
    context.members.flatMap(({ name, value }) =>
      value.type === 'scalar' && value.value !== null ? [[name, String(value.value)] as const] : [],
    ),
  )
}
