import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Bench } from './pool.ts'
import { fact, lambda, openBench, written } from './pool.ts'
import { fidelity } from '../support/fidelity.ts'

fidelity('Functions', 'Node.js: the context', {
  by: 'documentation',
  source: 'https://docs.aws.amazon.com/lambda/latest/dg/nodejs-context.html',
})

const files = {
  'common.js': `
exports.hello = async event => ({ hello: event.name })
exports.nested = { deep: { handler: async () => 'deep' } }
exports.nothing = async () => {}
exports.number = 42
`,
  'src/inner.cjs': `module.exports.handler = async () => 'cjs'`,
  'module.mjs': `
import path from 'node:path'
export const handler = async () => path.posix.join('m', 'js')
`,
  'typed/package.json': `{ "type": "module" }`,
  'typed/app.js': `export async function handler() { return import.meta.url.slice(-12) }`,
  'esmInJs.js': `import path from 'node:path'\nexport const handler = async () => path.sep`,
  'callbacks.js': `
exports.later = (event, context, callback) => {
  setTimeout(() => { process.stdout.write('loop emptied\\n') }, 60)
  callback(null, 'after the loop')
}
exports.atOnce = (event, context, callback) => {
  context.callbackWaitsForEmptyEventLoop = false
  setTimeout(() => {}, 5000)
  callback(null, 'at once')
}
exports.failing = (event, context, callback) => callback(new RangeError('too far'))
exports.text = (event, context, callback) => callback('just text')
exports.silent = () => {}
exports.never = () => new Promise(() => {})
exports.succeed = (event, context) => context.succeed({ old: true })
exports.done = (event, context) => context.done(null, 'done')
exports.fail = (event, context) => context.fail(new Error('failed'))
`,
  'errors.js': `
exports.throws = async () => {
  throw new TypeError('no such order')
}
exports.plain = async () => { throw { code: 7 } }
exports.circular = async () => { const a = {}; a.a = a; return a }
exports.rejects = async () => { Promise.reject(new Error('nobody waits')); await new Promise(r => setTimeout(r, 1000)) }
exports.uncaught = () => { setTimeout(() => { throw new Error('in a timer') }, 5) }
`,
  'context.js': `
exports.handler = async (event, context) => ({
  ...context,
  remaining: context.getRemainingTimeInMillis(),
  trace: process.env._X_AMZN_TRACE_ID,
})
`,
  'broken.js': `exports.a = 1\nexports.handler = async () => {\n  return }}\n`,
  'broken.mjs': `import './brokenPart.mjs'\nexport const handler = 1\n`,
  'brokenPart.mjs': `export const a = 1\nexport const b = = 2\n`,
  'needs.js': `require('not-installed')\nexports.handler = async () => 1\n`,
  'init.js': `throw new Error('no configuration')`,
  'wrap.js': `
const wrap = inner => inner.bind(null)
exports.handler = wrap(async () => 'wrapped')
`,
  'place.js': `
// line 1

exports.handler = async function () {
  return 'here'
}
`,
}

let bench: Bench
beforeAll(async () => {
  bench = await openBench(files)
})
afterAll(() => bench.close())

async function answer(handler: string, event = '{}') {
  return bench.invoke(lambda(bench.folder, handler, { id: handler, timeout: fact(5) }), { event })
}

async function failure(handler: string) {
  const result = await answer(handler)
  if (result.type !== 'error') throw new Error(`expected an error, got ${JSON.stringify(result)}`)
  // Lambda's error payload.
  const { errorType, errorMessage, trace } = JSON.parse(result.payload) as Record<
    'errorType' | 'errorMessage',
    string
  > & {
    trace: string[]
  }
  return { cause: result.cause, errorType, errorMessage, trace, source: result.source, log: result.log }
}

describe('what a handler returns is the payload', () => {
  fidelity('Functions', 'Node.js: async and callback handlers, their names and files', {
    by: 'documentation',
    source: 'https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html',
  })

  test.each([
    ['common.hello', '{"hello":"Ada"}'],
    ['common.nested.deep.handler', '"deep"'],
    ['common.nothing', 'null'],
    ['src/inner.handler', '"cjs"'],
    ['module.handler', '"m/js"'],
    ['typed/app.handler', '"typed/app.js"'],
    ['callbacks.later', '"after the loop"'],
    ['callbacks.atOnce', '"at once"'],
    ['callbacks.silent', 'null'],
    ['callbacks.never', 'null'],
    ['callbacks.succeed', '{"old":true}'],
    ['callbacks.done', '"done"'],
    ['wrap.handler', '"wrapped"'],
  ])('%s answers %s', async (handler, payload) => {
    expect(await answer(handler, '{"name":"Ada"}')).toMatchObject({ type: 'success', payload })
  })

  test('a callback waits until the event loop is empty', async () => {
    const { log } = await answer('callbacks.later')
    expect(written(log).map(line => line.text)).toEqual(['loop emptied'])
  })
})

describe('errors are Lambda’s', () => {
  test.each([
    ['errors.throws', 'handler', 'TypeError', 'no such order'],
    ['errors.plain', 'handler', 'object', '[object Object]'],
    ['errors.circular', 'handler', 'Error', 'Unable to stringify response body'],
    ['errors.rejects', 'handler', 'Runtime.UnhandledPromiseRejection', 'Error: nobody waits'],
    ['errors.uncaught', 'handler', 'Error', 'in a timer'],
    ['callbacks.failing', 'handler', 'RangeError', 'too far'],
    ['callbacks.text', 'handler', 'string', 'just text'],
    ['callbacks.fail', 'handler', 'Error', 'failed'],
    ['common.missing', 'init', 'Runtime.HandlerNotFound', 'common.missing is undefined or not exported'],
    ['common.number', 'init', 'Runtime.HandlerNotFound', 'common.number is not a function'],
    ['noExport', 'init', 'Runtime.MalformedHandlerName', `Bad handler: 'noExport' has no FILE.EXPORT`],
    ['broken.handler', 'init', 'Runtime.UserCodeSyntaxError', /^SyntaxError: /],
    [
      'esmInJs.handler',
      'init',
      'Runtime.UserCodeSyntaxError',
      'SyntaxError: Cannot use import statement outside a module',
    ],
    ['needs.handler', 'init', 'Runtime.ImportModuleError', /^Error: Cannot find module 'not-installed'/],
    [
      'gone.handler',
      'init',
      'Runtime.ImportModuleError',
      /^Error: Cannot find module 'gone'\nNo file .*gone\.js/,
    ],
    ['init.handler', 'init', 'Error', 'no configuration'],
  ])('%s', async (handler, cause, errorType, errorMessage) => {
    const found = await failure(handler)
    expect(found).toMatchObject({ cause, errorType })
    expect(found.errorMessage).toMatch(errorMessage)
  })

  test('the trace holds the stack', async () => {
    const { trace } = await failure('errors.throws')
    expect(trace[0]).toBe('TypeError: no such order')
    expect(trace[1]).toContain('errors.js:3:')
  })

  test.each(['errors.rejects', 'errors.uncaught'])(
    'in nodejs24.x, %s is not reported: Node exits',
    async handler => {
      const more = { id: `${handler} 24`, runtime: fact('nodejs24.x') }
      const result = await bench.invoke(lambda(bench.folder, handler, more))
      expect(result).toMatchObject({
        cause: 'exit',
        errorMessage: 'RequestId: request-1 Error: Runtime exited with error: exit status 1',
      })
      expect(result.log[0]?.text).toMatch(/^Error: (nobody waits|in a timer)$/)
    },
  )

  test('a function answers again after an error that ended its process', async () => {
    await failure('errors.uncaught')
    expect((await failure('errors.uncaught')).errorMessage).toBe('in a timer')
  })
})

describe('where the handler stands', () => {
  test.each([
    ['place.handler', 'place.js', 3],
    ['common.hello', 'common.js', 1],
    ['wrap.handler', 'wrap.js', 2],
    ['module.handler', 'module.mjs', 2],
    ['broken.handler', 'broken.js', 2],
    ['broken.handler', 'broken.js', 2],
    ['needs.handler', 'needs.js', 0],
  ])('%s is in %s, line %i (from 0)', async (handler, file, line) => {
    expect((await answer(handler)).source).toEqual({ file: `${bench.folder}/${file}`, line })
  })

  test('a syntax error in a module that an ES module imports is found, too', async () => {
    const result = await bench.invoke(
      lambda(bench.folder, 'broken.handler', { id: 'esm', code: fact(`${bench.folder}/esm`) }),
    )
    expect(result).toMatchObject({ type: 'error', cause: 'missing' })
    bench.write({ 'esm/broken.mjs': files['broken.mjs'], 'esm/brokenPart.mjs': files['brokenPart.mjs'] })
    const again = await bench.invoke(
      lambda(bench.folder, 'broken.handler', { id: 'esm', code: fact(`${bench.folder}/esm`) }),
    )
    expect(again).toMatchObject({
      errorType: 'Runtime.UserCodeSyntaxError',
      source: { file: `${bench.folder}/esm/brokenPart.mjs`, line: 1 },
    })
  })
})

test('the context is Lambda’s', async () => {
  const result = await answer('context.handler')
  const { remaining, ...context } = JSON.parse(result.type === 'success' ? result.payload : '{}') as Record<
    string,
    unknown
  >
  expect(context).toEqual({
    callbackWaitsForEmptyEventLoop: true,
    functionVersion: '$LATEST',
    functionName: 'orders',
    memoryLimitInMB: '128',
    logGroupName: '/aws/lambda/orders',
    logStreamName: expect.stringMatching(/^2026\/01\/02\/\[\$LATEST\][0-9a-f]{32}$/) as unknown,
    invokedFunctionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:orders',
    awsRequestId: 'request-1',
    trace: 'Root=1-2-3',
  })
  expect(remaining).toBeGreaterThan(4000)
  expect(remaining).toBeLessThanOrEqual(5000)
})
