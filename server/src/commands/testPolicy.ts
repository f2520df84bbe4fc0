import path from 'node:path'
import { unknownParts } from '../api/policyNode.ts'
import { policyOfServed } from '../gateway/authorizers/definitionPolicy.ts'
import { serveApi } from '../gateway/servedApi.ts'
import { originOfPart, memberOf, treeOfValue } from '../policy/policyTree.ts'
import type { CompiledPolicy } from '../policy/evaluate/compilePolicy.ts'
import { compilePolicy } from '../policy/evaluate/compilePolicy.ts'
import type { PlacedPolicy } from '../policy/evaluate/evaluate.ts'
import { evaluate } from '../policy/evaluate/evaluate.ts'
import type { PolicyDecision } from '../policy/evaluate/evaluatePolicies.ts'
import { readRequest } from '../policy/evaluate/readRequest.ts'
import type { TestFailure } from '../protocol/testRun.ts'
import type { Node } from '../syntax/node.ts'
import { entryOf, originOf, stringOf } from '../syntax/node.ts'
import { isObject } from '../testing/compare.ts'
import { failureAt } from '../testing/failure.ts'
import { TestFault, textAt, valueAt } from '../testing/placeholders.ts'
import { textDecision } from './policyDecision.ts'
import { readPolicySource, Unreadable } from './policyEvaluate.ts'
import type { TestFindings, TestRunning } from './testRoute.ts'
import { testSettings, fileAt } from './testSettings.ts'

/** Decides the request of a test by its policies. Throws a `TestFault`. */
export function runPolicyTest(running: TestRunning): TestFindings {
  const { test, variables } = running
  const policies = entryOf(test.node, 'policies')?.value
  const all = (role: string) => {
    const node = entryOf(policies, role)?.value
    const parts = node?.type === 'sequence' ? node.items : node ? [node] : []
    return parts.map(part => compiled(part, running))
  }
  const requestNode = entryOf(test.node, 'request')?.value ?? test.node
  const stated = valueAt(requestNode, variables)
  const request = readRequest({ action: 'execute-api:Invoke', ...(isObject(stated) ? stated : {}) })
  if (typeof request === 'string') throw new TestFault(requestNode, request)
  const boundary = entryOf(policies, 'boundary') && all('boundary')
  const decision = evaluate(request, {
    identity: all('identity'),
    resource: all('resource')[0],
    authorizer: all('authorizer')[0],
    ...(boundary && { boundary }),
  })
  const expected = entryOf(test.node, 'expect')?.value ?? test.node
  const output = textDecision(decision).trimEnd().split('\n')
  return { failures: failuresIn(expected, decision, running), output }
}

function compiled(part: Node, running: TestRunning): CompiledPolicy {
  const { root, originOf: placeOf } = placed(part, running)
  return compilePolicy(root, placeOf)
}

function placed(part: Node, running: TestRunning): PlacedPolicy {
  const { file, variables } = running
  const name = stringOf(part)
  if (name === undefined) {
    // Of a policy that stands in the test itself, the test is the place.
    const origin = originOf(part)
    return { root: withoutResponse(treeOfValue(valueAt(part, variables))), originOf: () => origin }
  }
  if (name === 'fromDefinition') return definitionPolicy(part, running)
  try {
    const source = readPolicySource(fileAt(part, file, variables))
    const root = source.root
    if (!root) throw new TestFault(part, `'${path.basename(source.file)}' holds no policy`)
    return { root: withoutResponse(root), originOf: node => originOfPart(source, node) }
  } catch (error) {
    if (error instanceof Unreadable) throw new TestFault(part, error.message)
    throw error
  }
}

/** The policy in what an authorizer returned; a policy as it is. */
function withoutResponse(root: PlacedPolicy['root']): PlacedPolicy['root'] {
  return memberOf(root, 'policyDocument')?.value ?? root
}

function definitionPolicy(part: Node, { test, file, variables, gateways }: TestRunning): PlacedPolicy {
  const { apis } = gateways.read(testSettings(test, file, variables), test)
  const found = apis.find(({ api }) => api.type === 'rest' && api.policy)
  if (!found || found.api.type !== 'rest' || !found.api.policy) {
    throw new TestFault(part, 'no API of the definition has a resource policy')
  }
  const { definition, api, stage } = found
  const [unknown] = unknownParts(found.api.policy.document)
  if (unknown) {
    const message = `a part of the resource policy cannot be known here: ${unknown.reason}; give it by a parameter`
    throw new TestFault(part, message)
  }
  const { root, originOf: placeOf } = policyOfServed(
    found.api.policy.document,
    serveApi(definition, api, stage).ownName,
  )
  return { root, originOf: node => placeOf(node.pointer) }
}

function failuresIn(expected: Node, decision: PolicyDecision, { variables }: TestRunning): TestFailure[] {
  const { statement } = decision
  const at = (name: string) => entryOf(expected, name)?.value
  const related = statement && {
    related: [
      {
        message: 'decided by',
        source: { file: statement.origin.file, ...statement.origin.range.start },
      },
    ],
  }
  const differs = (name: string, isRight: (wanted: string) => boolean, actual: string): TestFailure[] => {
    const node = at(name)
    const wanted = node && textAt(node, variables)
    if (!node || wanted === undefined || isRight(wanted)) return []
    return [failureAt(node, `${name} is ${actual}, expected ${wanted}`, related)]
  }
  const number = statement && String(statement.index + 1)
  return [
    ...differs(
      'decision',
      wanted => wanted === decision.decision || (wanted === 'deny' && decision.decision !== 'allow'),
      `${decision.decision} (${decision.reason})`,
    ),
    ...differs(
      'statement',
      wanted => wanted === statement?.sid || wanted === number,
      statement ? (statement.sid ?? `number ${number ?? ''}`) : 'none',
    ),
    ...differs('policy', wanted => wanted === statement?.role, statement?.role ?? 'none'),
    ...differs('reason', wanted => wanted === decision.reason, decision.reason),
  ]
}
