import { describe, test as base } from 'vitest'
import { fidelity } from '../support/fidelity.ts'
import { openBench } from './pool.ts'
import { failedHttp, failedRest, matching, report, serveFunctions } from './servedFunctions.ts'

fidelity(
  'Functions',
  'Misdeeds of a handler: answers of REST and HTTP APIs, status and error type in REPORT',
  {
    by: 'documentation',
    source: 'https://repost.aws/knowledge-center/lambda-runtime-error',
  },
)

const files = {
  'bad.js': `
const fs = require('node:fs')
const misdeeds = {
  throw: () => { throw new Error('bad') },
  exit: () => process.exit(1),
  never: () => new Promise(() => setInterval(() => {}, 1000)),
  late: async () => {
    setTimeout(() => Promise.reject(new Error('late')), 10)
    await new Promise(resolve => setTimeout(resolve, 5000))
  },
  leak: () => { const kept = []; for (;;) kept.push(new Array(100000).fill({})) },
  heap: () => { const kept = []; for (;;) kept.push(new Array(100000).fill({})) },
  loop: () => { for (;;); },
  descriptors: () => { for (let i = 3; i < 40; i++) try { fs.closeSync(i) } catch {} },
  kill: () => process.kill(process.pid, 'SIGKILL'),
  large: () => ({ statusCode: 200, body: 'x'.repeat(7 * 1024 * 1024) }),
}
exports.handler = async event => {
  const answer = await misdeeds[event.queryStringParameters?.do]?.()
  return answer ?? { statusCode: 200, body: '{}' }
}
`,
}
const properties = { Handler: 'bad.handler', Timeout: 60 }
const functions = {
  ...Object.fromEntries(
    ['throw', 'exit', 'late', 'leak', 'descriptors', 'kill', 'large'].map(name => [name, properties]),
  ),
  never: { ...properties, Timeout: 1 },
  loop: { ...properties, Timeout: 1 },
  heap: { ...properties, Environment: { Variables: { NODE_OPTIONS: '--max-old-space-size=32' } } },
}

// Processes of its own for each test, so that its first event is a cold start.
const test = base.extend<{ serve: ReturnType<typeof serveFunctions> }>({
  serve: async ({ onTestFinished }, use) => {
    const bench = await openBench(files, { keepsSpare: false })
    onTestFinished(() => bench.close())
    await use(serveFunctions(bench, functions))
  },
})

/** The figures of a first event. */
const cold =
  'Duration: <> ms\tBilled Duration: <> ms\tMemory Size: 128 MB\tMax Memory Used: <> MB\tInit Duration: <> ms\t'
const timedOut = cold.replace('<>', '1000.00')
const exitError = 'Status: error\tError Type: Runtime.ExitError'
const exited = (how: string) =>
  ['Runtime.ExitError', `RequestId: ID Error: Runtime exited with error: ${how}`] as const
const timeout = [undefined, 'RequestId: ID Error: Task timed out after 1.00 seconds'] as const

// Each has a function of its own, which Timeouts do not end but where they are the point.
describe.concurrent('a misdeed is AWS’s failure of a function, and the next request is answered', () => {
  test.for([
    ['throw', 'Error', 'bad', `${cold}`],
    ['exit', ...exited('exit status 1'), `${cold}${exitError}`],
    ['never', ...timeout, `${timedOut}Status: timeout`],
    ['late', 'Runtime.UnhandledPromiseRejection', 'Error: late', `${cold}${exitError}`],
    ['loop', ...timeout, `${timedOut}Status: timeout`],
    ['descriptors', ...exited('signal: <aborted|killed>'), `${cold}${exitError}`],
    ['kill', ...exited('signal: killed'), `${cold}${exitError}`],
    ['heap', ...exited('signal: aborted'), `${cold}${exitError}`],
    [
      'large',
      'Function.ResponseSizeTooLarge',
      'Response payload size exceeded maximum allowed payload size (6291556 bytes).',
      cold,
    ],
  ] as const)('%s', async ([name, errorType, errorMessage, line], { expect, serve }) => {
    const { result, log, ...answer } = await serve(name, { query: `do=${name}` })
    expect(answer).toEqual(failedRest)
    expect(result).toMatchObject({ ...(errorType && { errorType }), errorMessage: matching(errorMessage) })
    expect(log.at(-1)).toEqual(report(line))
    expect(await serve(name)).toMatchObject({ status: 200, body: '{}' })
  })

  // Whether the platform sees it first or V8's own limit is reached depends on the machine, here as on Lambda.
  test('leak', async ({ expect, serve }) => {
    const { result, log, ...answer } = await serve('leak', { query: 'do=leak' })
    expect(answer).toEqual(failedRest)
    expect(result).toMatchObject({
      errorType: matching('Runtime.<OutOfMemory|ExitError>'),
      errorMessage: matching('RequestId: ID Error: Runtime exited with error: signal: <killed|aborted>'),
    })
    const [errorType] = /Runtime\.\w+/.exec(result?.payload ?? '') ?? []
    expect(log.at(-1)).toEqual(report(`${cold}Status: error\tError Type: ${errorType}`))
    expect(await serve('leak')).toMatchObject({ status: 200, body: '{}' })
  })
})

describe.concurrent('an HTTP API says it in its own words', () => {
  test.for(['throw', 'exit', 'never', 'large'])('%s', async (name, { expect, serve }) => {
    const { result, log, ...answer } = await serve(name, { kind: 'HttpApi', query: `do=${name}` })
    expect(answer).toEqual(failedHttp)
    expect(result?.type).not.toBe('success')
    expect(log.at(-1)).toMatch(/^REPORT /)
    expect(await serve(name, { kind: 'HttpApi' })).toMatchObject({ status: 200, body: '{}' })
  })
})

test('an exit is answered when it happens, before an event that came earlier reaches its limit', async ({
  expect,
  serve,
}) => {
  const order: string[] = []
  const send = async (name: string) => {
    await serve(name, { query: `do=${name}` })
    order.push(name)
  }
  await Promise.all([send('never'), send('exit')])
  expect(order).toEqual(['exit', 'never'])
})
