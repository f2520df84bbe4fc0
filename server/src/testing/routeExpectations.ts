import { fieldValues } from '../base/headers.ts'
import type { TestFailure } from '../protocol/testRun.ts'
import type { Node } from '../syntax/node.ts'
import { entriesOf, itemsOf } from '../syntax/node.ts'
import type { Answer } from './answer.ts'
import { bodyText, decidingStep, readPath } from './answer.ts'
import type { BodySurroundings } from './bodyExpectations.ts'
import { bodyFailures } from './bodyExpectations.ts'
import { shown } from './compare.ts'
import { failureAt } from './failure.ts'
import { expressionOf, matchValue } from './matcher.ts'
import type { Variables } from './placeholders.ts'
import { TestFault, textAt, valueAt } from './placeholders.ts'

/** Holds an answer against `expect`: all that is not so, in the order of the text. Throws a `TestFault`. */
export function answerFailures(expected: Node, answer: Answer, around: BodySurroundings): TestFailure[] {
  return entriesOf(expected).flatMap(({ name, value }) => {
    const check = Object.hasOwn(checks, name) ? checks[name] : undefined
    return check ? check(value, answer, around) : []
  })
}

/** The values that a step keeps for the next ones. Throws a `TestFault` for one that is not there. */
export function capturedValues(capture: Node, answer: Answer, variables: Variables): Map<string, unknown> {
  return new Map(entriesOf(capture).map(({ name, value }) => [name, capturedValue(value, answer, variables)]))
}

type Check = (node: Node, answer: Answer, around: BodySurroundings) => TestFailure[]

const checks: Readonly<Record<string, Check>> = {
  status: (node, { status, trace }, { variables }) => {
    const wanted = [valueAt(node, variables)].flat().map(String)
    const isRight = wanted.some(each => isStatus(status, each))
    if (isRight) return []
    const expected = wanted.length === 1 ? wanted[0] : `one of ${wanted.join(', ')}`
    return [failureAt(node, `status is ${status}, expected ${expected ?? ''}${reasonOf(trace.steps)}`)]
  },
  headers: (node, { headers }, { variables }) =>
    entriesOf(node).flatMap(({ name, value }) => {
      const values = fieldValues(headers, name)
      const actual = values.length === 0 ? undefined : values.join(', ')
      return matchValue(value, { name: `header ${name}`, actual }, variables)
    }),
  body: (node, { body }, around) => bodyFailures(node, body, around),
  route: (node, { trace }, { variables }) => {
    const [actual, expected] = [trace.route ?? 'none', textAt(node, variables)]
    return actual === expected ? [] : [failureAt(node, `route is ${actual}, expected ${expected}`)]
  },
  decidedBy: (node, { trace }, { variables }) => {
    const [actual, expected] = [decidingStep(trace), textAt(node, variables)]
    if (actual === expected) return []
    return [failureAt(node, `decided by ${actual}, expected ${expected}${reasonOf(trace.steps)}`)]
  },
  maxDurationMs: (node, { durationMs }, { variables }) => {
    const most = Number(valueAt(node, variables))
    if (durationMs <= most) return []
    return [failureAt(node, `took ${durationMs.toFixed(1)} ms, expected ${most} ms at most`)]
  },
  logs: (node, { trace }, { variables }) =>
    missingTexts(
      node,
      trace.log.map(({ text }) => text),
      'no line of the functions contains',
      variables,
    ),
  executionLog: (node, { trace }, { variables }) => {
    const lines = (trace.executionLog ?? []).map(({ text }) => text)
    return missingTexts(node, lines, 'no line of the execution log contains', variables)
  },
}

function isStatus(status: number, wanted: string): boolean {
  return /^[1-5]XX$/i.test(wanted) ? wanted.startsWith(String(status)[0] ?? '') : wanted === String(status)
}

function missingTexts(
  node: Node,
  lines: readonly string[],
  words: string,
  variables: Variables,
): TestFailure[] {
  const wanted = node.type === 'sequence' ? itemsOf(node) : [node]
  return wanted.flatMap(each => {
    const text = textAt(each, variables)
    if (lines.some(line => line.includes(text))) return []
    return [failureAt(each, `${words} ${shown(text)}`, { expected: text, actual: lines.join('\n') })]
  })
}

/** Why a step refused, as the trace says it, without its marks. */
function reasonOf(steps: Answer['trace']['steps']): string {
  const refused = steps.find(({ state }) => state === 'failed' || state === 'notEmulated')
  return refused?.summary ? ` (${refused.title}: ${refused.summary.replace(/\*\*|`/g, '')})` : ''
}

function capturedValue(node: Node, answer: Answer, variables: Variables): unknown {
  const given = valueAt(node, variables)
  const { header, path, matches } = (
    typeof given === 'object' && given !== null ? given : { path: given }
  ) as {
    readonly [Name in 'header' | 'path' | 'matches']?: unknown
  }
  const name = typeof header === 'string' ? `header ${header}` : typeof path === 'string' ? path : 'the body'
  const found = lookUp({ header, path }, answer)
  if (found === undefined) throw new TestFault(node, `nothing can be captured: ${name} is not there`)
  if (typeof matches !== 'string') return found
  const text = typeof found === 'string' ? found : JSON.stringify(found)
  const match = expressionOf(matches)?.exec(text)
  if (!match)
    throw new TestFault(
      node,
      `nothing can be captured: ${name} is ${shown(found)}, which ${matches} does not match`,
    )
  return match[1] ?? match[0]
}

function lookUp(
  { header, path }: { readonly header: unknown; readonly path: unknown },
  answer: Answer,
): unknown {
  if (typeof header === 'string') return fieldValues(answer.headers, header).at(-1)
  return typeof path === 'string' ? readPath(bodyText(answer), path) : bodyText(answer)
}
