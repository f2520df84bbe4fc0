import type { Api } from '../api/api.ts'
import { guardedRoutes } from '../gateway/access/guardedRoute.ts'
import { readDuration } from '../gateway/isoDuration.ts'
import type { HttpRequest } from '../gateway/messages.ts'
import { httpRouting, restRouting } from '../gateway/routing.ts'
import { wholeResponse } from '../gateway/streaming.ts'
import { TimeLimitError } from '../gateway/world.ts'
import { withTimeLimit } from '../io/timeLimit.ts'
import type { TestFailure } from '../protocol/testRun.ts'
import type { Node } from '../syntax/node.ts'
import { entryOf, itemsOf, toValue } from '../syntax/node.ts'
import type { Answer } from '../testing/answer.ts'
import { decidingStep } from '../testing/answer.ts'
import type { BodySurroundings } from '../testing/bodyExpectations.ts'
import { checkContract, documentedOf } from '../testing/contract.ts'
import { failureAt } from '../testing/failure.ts'
import type { Variables } from '../testing/placeholders.ts'
import { TestFault, textAt } from '../testing/placeholders.ts'
import { answerFailures, capturedValues } from '../testing/routeExpectations.ts'
import { createSchemaChecker } from '../testing/schemaFaults.ts'
import type { StatedTest, TestFile } from '../testing/testFile.ts'
import type { Debugging } from './debugging.ts'
import { asIdentity, CallerError } from './gatewayHostCallers.ts'
import type { TestGateway, TestGateways } from './testGateways.ts'
import { testRequest } from './testRequest.ts'
import type { TestSettings } from './testSettings.ts'
import { testSettings } from './testSettings.ts'

/** What a test of any kind is run with. */
export interface TestRunning {
  readonly test: StatedTest
  readonly file: TestFile
  readonly variables: Variables
  readonly gateways: TestGateways
  /** All answers are held against what is documented, where something is. */
  readonly checksContracts: boolean
  readonly signal: AbortSignal
  /** Whoever debugs the tests. */
  readonly debugging: Debugging | undefined
}

/** What a test found; lines for its output. */
export interface TestFindings {
  readonly failures: readonly TestFailure[]
  readonly output: readonly string[]
}

/** Milliseconds that regular expressions and schemas of a test may take. */
const checkMs = 5000

/** Sends the requests of a test in turn; ends with the first step that is not as expected. Throws a `TestFault`. */
export async function runRouteTest(running: TestRunning): Promise<TestFindings> {
  const { test, file, gateways } = running
  const settings = testSettings(test, file, running.variables)
  const gateway = gateways.open(settings, test, file, running.variables)
  const stated = itemsOf(entryOf(test.node, 'steps')?.value)
  const steps = entryOf(test.node, 'request') ? [test.node, ...stated] : stated
  const variables = new Map(running.variables)
  const output: string[] = []
  for (const step of steps) {
    const answer = await send(step, { ...running, variables }, gateway)
    output.push(...outputOf(step, answer, step !== test.node))
    const failures = check(step, answer, { ...running, variables }, settings, gateway, output)
    if (failures.length > 0) return { failures, output }
    const capture = entryOf(step, 'capture')?.value
    if (!capture) continue
    const captured = inTime(capture, () => capturedValues(capture, answer, variables))
    for (const [name, value] of captured) variables.set(name, value)
  }
  return { failures: [], output }
}

async function send(step: Node, running: TestRunning, gateway: TestGateway): Promise<Answer> {
  const { file, variables, signal } = running
  const { chosen, served, world } = gateway
  advance(step, gateway, variables)
  const node = entryOf(step, 'request')?.value ?? step
  const request = await withCaller(step, testRequest(node, file, variables), running, gateway)
  const { exchange } = await chosen.front.answer(served, request, world, { signal })
  const { status, headers, body } = await wholeResponse(exchange.response)
  const trace = exchange.trace()
  return { status, headers, body, trace, durationMs: trace.durationMs }
}

function advance(step: Node, { world }: TestGateway, variables: Variables): void {
  const node = entryOf(step, 'advance')?.value
  if (!node) return
  const ms = readDuration(textAt(node, variables))
  if (ms === undefined)
    throw new TestFault(node, `'${textAt(node, variables)}' is no duration: write one as PT1H`)
  world.state.advanceClock(ms)
}

async function withCaller(
  step: Node,
  request: HttpRequest,
  { test, variables }: TestRunning,
  { served, opened, world }: TestGateway,
): Promise<HttpRequest> {
  const node = entryOf(step, 'as')?.value ?? entryOf(test.node, 'as')?.value
  if (!node) return request
  const identity = textAt(node, variables)
  const route = routeFor(served.api, request)
  if (!route) {
    const what = `${request.method} ${request.path}`
    throw new TestFault(node, `no route takes ${what}, so it cannot be told what '${identity}' sends`)
  }
  try {
    return await asIdentity(request, { identity, ...route }, served, opened, world)
  } catch (error) {
    if (error instanceof CallerError) throw new TestFault(node, error.message)
    throw error
  }
}

/** The guarded route that takes a request, as identities name it. */
function routeFor(api: Api, { method, path }: HttpRequest): { method: string; path: string } | undefined {
  if (api.type === 'websocket') return undefined
  if (api.type === 'rest') {
    const found = restRouting(api).find(method, path)?.target
    return found && { method: found.method.httpMethod, path: found.resource.path }
  }
  const route = httpRouting(api).find(method, path)?.target
  return guardedRoutes(api).find(({ origin }) => origin === route?.origin)
}

function check(
  step: Node,
  answer: Answer,
  running: TestRunning,
  settings: TestSettings,
  { served }: TestGateway,
  output: string[],
): readonly TestFailure[] {
  const expected = entryOf(step, 'expect')?.value
  return inTime(expected ?? step, () => [
    ...(expected
      ? answerFailures(expected, answer, surroundings(answer, served.api, running.variables))
      : []),
    ...contractFailures(step, answer, running, settings, served.api, output),
  ])
}

/** Regular expressions and schemas of users may run for ever. */
function inTime<T>(node: Node, look: () => T): T {
  try {
    return withTimeLimit(checkMs, look)
  } catch (error) {
    if (!(error instanceof TimeLimitError)) throw error
    throw new TestFault(node, `the answer cannot be held against this: ${error.message}`)
  }
}

function contractFailures(
  step: Node,
  answer: Answer,
  { test, checksContracts }: TestRunning,
  { contract }: TestSettings,
  api: Api,
  output: string[],
): readonly TestFailure[] {
  const own = entryOf(step, 'contract')?.value
  if (own && toValue(own) === false) return []
  const asked = own ?? (contract && toValue(contract) === true ? contract : undefined)
  if (!asked && !checksContracts) return []
  const result = checkContract(answer, api, asked ?? test.nameNode)
  if (result.type === 'checked') return result.failures
  // What a test itself asks for must not be left out in silence.
  if (own) return [failureAt(own, `the contract cannot be checked: ${result.reason}`)]
  output.push(`contract not checked: ${result.reason}`)
  return []
}

function surroundings({ trace }: Answer, api: Api, variables: Variables): BodySurroundings {
  const documented = trace.route === undefined ? undefined : documentedOf(api, trace.route)
  const own = api.type === 'http' ? [] : api.models
  const models = new Map([...(documented?.models ?? []), ...own].map(({ name, schema }) => [name, schema]))
  const { faultsOf } = createSchemaChecker(name => models.get(name))
  return {
    variables,
    bySchema: faultsOf,
    byModel: (name, value) => {
      if (!models.has(name))
        return `no model has this name: there is ${[...models.keys()].join(', ') || 'none'}`
      const schema = models.get(name)
      return schema === undefined ? 'its schema cannot be known here' : faultsOf(schema, value)
    },
  }
}

function outputOf(step: Node, { status, trace, durationMs }: Answer, isStep: boolean): string[] {
  const name = toValue(entryOf(step, 'name')?.value)
  const { method = '', url = '' } = trace.request
  const target = url.replace(/^https?:\/\/[^/]+/, '')
  const line = `${method} ${target} ${status} ${durationMs.toFixed(1)} ms, decided by ${decidingStep(trace)}`
  return [
    isStep && typeof name === 'string' ? `${name}: ${line}` : line,
    ...trace.log
      .filter(({ stream }) => stream !== 'platform')
      .map(({ functionId, text }) => `${functionId} | ${text}`),
    ...trace.steps
      .filter(({ state }) => state === 'failed' || state === 'notEmulated')
      .map(({ title, summary }) => `${title}: ${summary.replace(/\*\*|`/g, '')}`),
  ]
}
