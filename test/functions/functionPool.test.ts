import { afterEach, describe, expect, test } from 'vitest'
import type { FunctionPoolOptions } from '../../server/src/functions/functionPool.ts'
import type { Fact } from '../../server/src/base/origin.ts'
import { fingerprint } from '../../server/src/functions/functionSetup.ts'
import type { Bench } from './pool.ts'
import { fact, lambda, openBench, written } from './pool.ts'
import { fidelity } from '../support/fidelity.ts'

let bench: Bench
afterEach(() => bench.close())

async function open(files: Record<string, string>, options?: Partial<FunctionPoolOptions>) {
  bench = await openBench(files, options)
}

async function payload(handler = 'app.handler', event = '{}'): Promise<unknown> {
  const result = await bench.invoke(lambda(bench.folder, handler), { event })
  return result.type === 'success' ? JSON.parse(result.payload) : result
}

const pidHandler = `exports.handler = async event => {
  await new Promise(resolve => setTimeout(resolve, event.ms ?? 0))
  return process.pid
}`

describe('processes', () => {
  test('one event at a time each, the warmest first', async () => {
    await open({ 'app.js': pidHandler })
    const [first, second] = await Promise.all([
      payload('app.handler', '{"ms":300}'),
      payload('app.handler', '{"ms":600}'),
    ])
    expect(first).not.toBe(second)
    expect(await payload()).toBe(second)
    expect(await payload()).toBe(second)
  })

  test('events wait when the bound is reached', async () => {
    await open({ 'app.js': pidHandler }, { mostPerFunction: 2 })
    const pids = await Promise.all(Array.from({ length: 12 }, () => payload('app.handler', '{"ms":40}')))
    expect(new Set(pids).size).toBe(2)
  })

  test('a cold start tells its init, a warm one does not', async () => {
    await open({ 'app.js': pidHandler })
    const cold = await bench.invoke(lambda(bench.folder, 'app.handler'))
    const warm = await bench.invoke(lambda(bench.folder, 'app.handler'))
    expect(cold.initMs).toBeGreaterThan(0)
    expect(warm.initMs).toBeUndefined()
  })

  test('an idle process is ended after a while', async () => {
    await open({ 'app.js': pidHandler }, { idleMs: 100 })
    const first = await payload()
    await new Promise(resolve => setTimeout(resolve, 350))
    expect(await payload()).not.toBe(first)
  })

  test('lines carry the request they belong to', async () => {
    await open({ 'app.js': `exports.handler = async event => console.log(event.name)` })
    const names = ['a', 'b', 'c', 'd', 'e', 'f']
    const logs = await Promise.all(
      names.map(name =>
        bench.invoke(lambda(bench.folder, 'app.handler'), {
          event: JSON.stringify({ name }),
          requestId: `request-${name}`,
        }),
      ),
    )
    expect(logs.map(({ log }) => written(log).map(line => line.text))).toEqual(names.map(name => [name]))
    expect(
      written(bench.logged)
        .map(({ text, requestId }) => `${requestId} ${text}`)
        .sort(),
    ).toEqual(names.map(name => `request-${name} ${name}`))
  })
})

describe('the environment', () => {
  fidelity('Functions', "Environment variables: Lambda's own and those of the definition", {
    by: 'documentation',
    source: 'https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html',
  })

  const printer = { 'app.js': `exports.handler = async () => ({ ...process.env, cwd: process.cwd() })` }

  test('is Lambda’s set and the definition’s variables, and nothing of ours', async () => {
    await open(printer)
    process.env['AWS_SECRET_ACCESS_KEY'] = 'ours'
    const environment = new Map<string, Fact<string>>([
      ['TABLE', fact('orders-table')],
      ['AWS_REGION', fact('not allowed')],
    ])
    const result = await bench.invoke(
      lambda(bench.folder, 'app.handler', {
        environment,
        memorySize: fact(512),
        runtime: fact('nodejs20.x'),
      }),
    )
    delete process.env['AWS_SECRET_ACCESS_KEY']
    const found = JSON.parse(result.type === 'success' ? result.payload : '{}') as object
    expect(found).toMatchObject({
      TABLE: 'orders-table',
      AWS_REGION: 'eu-west-1',
      AWS_DEFAULT_REGION: 'eu-west-1',
      AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs20.x',
      AWS_LAMBDA_FUNCTION_NAME: 'orders',
      AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '512',
      AWS_LAMBDA_LOG_GROUP_NAME: '/aws/lambda/orders',
      _HANDLER: 'app.handler',
      LAMBDA_TASK_ROOT: bench.folder,
      TZ: ':UTC',
      LANG: 'en_US.UTF-8',
      _X_AMZN_TRACE_ID: 'Root=1-2-3',
      cwd: bench.folder,
      PATH: process.env['PATH'],
    })
    const ours = Object.keys(process.env).filter(
      name => name in found && !['PATH', 'LANG', 'TZ'].includes(name),
    )
    expect(ours.filter(name => !name.startsWith('TMP') && !name.endsWith('LIBRARY_PATH'))).toEqual([])
    expect(Object.keys(found)).not.toContain('AWS_SAM_LOCAL')
  })

  test('NODE_OPTIONS of the definition is in force', async () => {
    await open({ 'app.js': `exports.handler = async () => process.execArgv.concat(process.title)` })
    const environment = new Map([['NODE_OPTIONS', fact('--title=chosen')]])
    const result = await bench.invoke(lambda(bench.folder, 'app.handler', { environment }))
    expect(result.type === 'success' && result.payload).toContain('"chosen"')
  })
})

describe('hot reload', () => {
  test('a saved file runs in a fresh process from the next request on', async () => {
    await open(
      {
        'app.js': `exports.handler = async () => require('./lib/text').text`,
        'lib/text.js': `exports.text = 'old'`,
      },
      { reloadsCode: true },
    )
    expect(await payload()).toBe('old')
    bench.write({ 'lib/text.js': `exports.text = 'new'` })
    await expect.poll(() => payload(), { timeout: 1000, interval: 5 }).toBe('new')
    // Folders made later are watched as well.
    bench.write({ 'made/later.js': `exports.text = 'later'` })
    bench.write({ 'app.js': `exports.handler = async () => require('./made/later').text` })
    await expect.poll(() => payload(), { timeout: 1000, interval: 5 }).toBe('later')
    bench.write({ 'made/later.js': `exports.text = 'latest'` })
    await expect.poll(() => payload(), { timeout: 1000, interval: 5 }).toBe('latest')
  })

  test('events under way finish on the old code', async () => {
    const version = (name: string) =>
      `exports.handler = async e => { await new Promise(r => setTimeout(r, e.ms ?? 0)); return '${name}' }`
    await open({ 'app.js': version('old') }, { reloadsCode: true })
    await payload()
    const underWay = payload('app.handler', '{"ms":400}')
    bench.write({ 'app.js': version('new') })
    await expect.poll(() => payload(), { timeout: 1000, interval: 5 }).toBe('new')
    expect(await underWay).toBe('old')
    expect(await payload()).toBe('new')
  })

  test('a syntax error is answered with its line while there is nothing older', async () => {
    await open({ 'app.js': `exports.handler = async () => {\n  const x = ;\n}` }, { reloadsCode: true })
    expect(await payload()).toMatchObject({
      cause: 'init',
      errorType: 'Runtime.UserCodeSyntaxError',
      source: { file: `${bench.folder}/app.js`, line: 1 },
    })
    bench.write({ 'app.js': `exports.handler = async () => 'fine'` })
    await expect.poll(() => payload(), { timeout: 1000, interval: 5 }).toBe('fine')
  })

  test('a syntax error leaves the old code running and says so, until the next save', async () => {
    const problems: string[] = []
    const options = { reloadsCode: true, onProblem: (message: string) => void problems.push(message) }
    await open({ 'app.js': `let n = 0\nexports.handler = async () => ++n` }, options)
    expect(await payload()).toBe(1)
    bench.write({ 'app.js': `exports.handler = async () => {\n  const x = ;\n}` })
    const why = `${bench.folder}/app.js:2: SyntaxError: Unexpected token ';'`
    await expect
      .poll(
        async () => {
          await payload()
          return problems
        },
        { timeout: 5000, interval: 50 },
      )
      .toEqual([`'Orders' runs on with the code before the last save: ${why}`])
    const results = await Promise.all([1, 2, 3].map(() => bench.invoke(lambda(bench.folder, 'app.handler'))))
    expect(results.map(({ type }) => type)).toEqual(['success', 'success', 'success'])
    expect(results[0]?.notes).toEqual([
      `the code before the last save ran, since that cannot be loaded: ${why}`,
    ])
    bench.write({ 'app.js': `exports.handler = async () => 'fine again'` })
    await expect.poll(() => payload(), { timeout: 1000, interval: 5 }).toBe('fine again')
    expect(problems).toHaveLength(1)
  })

  test('how a function is built is part of its definition', () => {
    const facts = { entryPoints: [], external: [], loader: [], outExtension: [], banner: [] }
    const built = (value: string) => {
      const build = { origin: fact(0).origin, method: fact('esbuild'), define: [fact(value)], ...facts }
      return fingerprint(lambda('/code', 'app.handler', { build }))
    }
    expect(built('STAGE="a"')).toBe(built('STAGE="a"'))
    expect(built('STAGE="a"')).not.toBe(built('STAGE="b"'))
  })

  test('a changed definition starts afresh, an equal one keeps its process', async () => {
    await open({ 'app.js': `exports.handler = async () => [process.pid, process.env.MODE]` })
    const withMode = (mode: string) =>
      lambda(bench.folder, 'app.handler', { environment: new Map([['MODE', fact(mode)]]) })
    const run = async (mode: string) => {
      const result = await bench.invoke(withMode(mode))
      return JSON.parse(result.type === 'success' ? result.payload : '[]') as [number, string]
    }
    const [pid] = await run('a')
    bench.pool.reload([withMode('a')])
    expect(await run('a')).toEqual([pid, 'a'])
    bench.pool.reload([withMode('b')])
    const [other, mode] = await run('b')
    expect(mode).toBe('b')
    expect(other).not.toBe(pid)
  })
})

describe('a function that cannot run here says so, with its place', () => {
  test.each([
    [
      'a runtime that Lambda does not have',
      { runtime: fact('cobol85') },
      `'Orders' cannot run here: there is no runtime 'cobol85' on Lambda`,
    ],
    [
      'a container image',
      { packageType: fact('Image') },
      `container images are not emulated yet: 'Orders' has PackageType Image and cannot run here`,
    ],
    [
      'code elsewhere',
      { code: fact('/etc') },
      `the code of 'Orders' lies outside the folder of its definition ('/etc') and is not run: move it, or start Gatehouse in a folder that holds both`,
    ],
  ])('%s', async (_name, more, errorMessage) => {
    await open({ 'app.js': '' })
    expect(await bench.invoke(lambda(bench.folder, 'app.handler', more))).toMatchObject({
      type: 'error',
      cause: 'missing',
      errorMessage,
      source: { file: '/app/template.yaml', line: 2 },
    })
  })

  test.each(['../outside.handler', '/etc/outside.handler'])('the handler %s', async handler => {
    await open({ 'app.js': '' })
    const result = await bench.invoke(lambda(bench.folder, handler))
    expect(result).toMatchObject({ type: 'error', cause: 'missing' })
    expect(result.type === 'error' && result.errorMessage).toContain(
      'lies outside the folder of its definition',
    )
  })

  test('a folder that is not there is looked for again at the next request', async () => {
    await open({ 'app.js': '' })
    const built = lambda(bench.folder, 'app.handler', { code: fact(`${bench.folder}/build`) })
    const before = await bench.invoke(built)
    expect(before.type === 'error' && before.errorMessage).toBe(
      `the code of 'Orders' is not there: create or build '${bench.folder}/build', or correct CodeUri`,
    )
    bench.write({ 'build/app.js': `exports.handler = async () => 'built'` })
    expect(await bench.invoke(built)).toMatchObject({ type: 'success', payload: '"built"' })
  })

  test('a version that is not installed runs on this Node and says so', async () => {
    await open({ 'app.js': `exports.handler = async () => process.version` })
    const result = await bench.invoke(lambda(bench.folder, 'app.handler', { runtime: fact('nodejs10.x') }))
    const here = process.versions.node.split('.').slice(0, 2).join('.')
    expect(result).toMatchObject({
      type: 'success',
      notes: [`nodejs10.x is not installed, ran on Node ${here}`],
    })
  })

  test('code in the definition itself runs', async () => {
    await open({})
    const { code, ...rest } = lambda(bench.folder, 'index.handler')
    expect(code).toBeDefined()
    const result = await bench.invoke(
      {
        ...rest,
        inlineCode: fact(`exports.handler = async event => 'inline ' + event.name`),
      },
      { event: '{"name":"Ada"}' },
    )
    expect(result).toMatchObject({ type: 'success', payload: '"inline Ada"' })
  })
})
