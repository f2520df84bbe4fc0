import type { Origin } from '../base/origin.ts'
import { compilePolicy } from '../policy/evaluate/compilePolicy.ts'
import { evaluate } from '../policy/evaluate/evaluate.ts'
import { readRequest } from '../policy/evaluate/readRequest.ts'
import { treeOfValue } from '../policy/policyTree.ts'
import type { Trace, TracedMessage, TraceStep } from '../protocol/trace.ts'
import { parseJson } from './answer.ts'
import { isObject } from './compare.ts'
import { escapedAll } from './savedBody.ts'
import type { TestData } from './savedTest.ts'

/**
 * A test of the policy that a Lambda authorizer returned, for the route that it was asked about: it expects the decision and
 * the statement that decided. A text says why there can be none.
 */
export function policyTestOf(
  { before, after }: Pick<TraceStep, 'after' | 'before'>,
  { route, request: sent }: Pick<Trace, 'request' | 'route'>,
): TestData | string {
  const event = objectIn(before)
  const answer = objectIn(after)
  if (!event || !answer)
    return 'this step has asked no authorizer; send the request again with an empty cache'
  const resource = event['methodArn'] ?? event['routeArn']
  const policy = answer['policyDocument']
  if (typeof resource !== 'string' || !isObject(policy)) return 'the authorizer has returned no policy'
  const request = { resource, authorization: 'CUSTOM' }
  const asked = readRequest({ action: 'execute-api:Invoke', ...request })
  if (typeof asked === 'string') return asked
  const { decision, statement } = evaluate(asked, {
    identity: [],
    authorizer: compilePolicy(treeOfValue(policy), () => nowhere),
  })
  const verb = decision === 'allow' ? 'allows' : 'refuses'
  return {
    name: `The authorizer's policy ${verb} ${route ?? sent.method ?? 'the request'}`,
    data: {
      policies: { authorizer: escapedAll(policy) },
      request: escapedAll(request),
      expect: {
        decision,
        ...(statement && { statement: statement.sid ?? String(statement.index + 1) }),
      },
    },
    leftOut: [],
  }
}

// The policy stands in the test itself; where, is not asked for.
const nowhere: Origin = {
  file: '',
  pointer: '',
  range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
}

function objectIn(message: TracedMessage | undefined): Readonly<Record<string, unknown>> | undefined {
  const { text, isCut } = message?.body ?? {}
  if (text === undefined || isCut === true) return undefined
  const parsed = parseJson(text)
  return 'value' in parsed && isObject(parsed.value) ? parsed.value : undefined
}
