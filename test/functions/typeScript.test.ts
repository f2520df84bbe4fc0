import { mkdirSync, symlinkSync } from 'node:fs'
import path from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import type { FunctionBuild } from '../../server/src/api/lambdaFunction.ts'
import type { FunctionPoolOptions } from '../../server/src/functions/functionPool.ts'
import type { Bench } from './pool.ts'
import { fact, lambda, openBench } from './pool.ts'
import { fidelity } from '../support/fidelity.ts'

const files = {
  'src/orders.ts': `import { priceOf, type Order } from '@shop/prices'
import { label } from './label'

export const handler = async (order: Order): Promise<unknown> => ({ price: priceOf(order), label: label(order.id) })

export const fails = async (order: Order): Promise<never> => {
  interface Unused { readonly a: 1 }
  throw new Error('no such order ' + order.id)
}
`,
  'src/label.tsx': `export const label = (id: number) => \`order \${id satisfies number}\`\n`,
  'lib/prices.ts': `export interface Order { id: number }\nexport const priceOf = (order: Order) => order.id * 2\n`,
  'tsconfig.json': `{ "compilerOptions": { "paths": { "@shop/*": ["./lib/*"] } } }`,
}

let bench: Bench
afterEach(() => bench.close())

/** A workspace that has installed esbuild. */
async function open(
  workspace: Record<string, string>,
  options: Partial<FunctionPoolOptions> = {},
): Promise<Bench> {
  const opened = await openBench(workspace, options)
  mkdirSync(path.join(opened.folder, 'node_modules'))
  symlinkSync(
    path.resolve('node_modules/esbuild'),
    path.join(opened.folder, 'node_modules/esbuild'),
    'junction',
  )
  return opened
}

function run(handler: string, build?: Partial<FunctionBuild>, folder = '') {
  const origin = fact(0).origin
  const empty = { entryPoints: [], external: [], loader: [], outExtension: [], banner: [], define: [] }
  const given = build && { build: { origin, method: fact('esbuild'), ...empty, ...build } }
  const more = { id: handler, code: fact(path.join(bench.folder, folder)), ...given }
  return bench.invoke(lambda(bench.folder, handler, more), { event: '{"id":21}' })
}

describe('a TypeScript handler', () => {
  fidelity('Functions', 'TypeScript: bundled as sam build does with BuildMethod esbuild', {
    by: 'documentation',
    source:
      'https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/serverless-sam-cli-using-build-typescript.html',
  })

  test('is bundled with what it imports, by the paths of tsconfig.json; its place is in the source', async () => {
    bench = await open(files)
    const result = await run('src/orders.handler')
    expect(JSON.parse(result.payload)).toEqual({ price: 42, label: 'order 21' })
    expect(result.source).toEqual({ file: path.join(bench.folder, 'src/orders.ts'), line: 3 })
    expect(result.notes).toContain(
      `the source of 'src/orders.handler' was bundled by esbuild, since nothing is built`,
    )
  })

  test('stack traces show the source', async () => {
    bench = await open(files)
    const result = await run('src/orders.fails')
    expect(result).toMatchObject({ type: 'error', errorType: 'Error', errorMessage: 'no such order 21' })
    const { trace } = JSON.parse(result.payload) as { trace: string[] }
    expect(trace[1]).toContain(`${path.join(bench.folder, 'src/orders.ts')}:8:9`)
  })

  test('BuildMethod esbuild: entry points, format, what stays outside', async () => {
    bench = await open({
      ...files,
      'app/src/main.ts': `import { sep } from 'node:path'\nimport text from './hello.txt'\ndeclare const STAGE: string\nexport const handler = async () => [text, STAGE, import.meta.url.startsWith('file:'), sep]\n`,
      'app/src/hello.txt': 'hello',
    })
    const result = await run(
      'main.handler',
      {
        entryPoints: [fact('src/main.ts')],
        format: fact('esm'),
        loader: [fact('.txt=text')],
        define: [fact('STAGE="live"')],
      },
      'app',
    )
    expect(JSON.parse(result.payload)).toEqual(['hello', 'live', true, path.sep])
  })

  test('a saved source is live at the next request, one that is imported from elsewhere, too', async () => {
    bench = await open(files, { reloadsCode: true })
    expect((await run('src/orders.handler')).payload).toContain('"price":42')
    bench.write({ 'lib/prices.ts': files['lib/prices.ts'].replace('* 2', '* 3') })
    await expect.poll(async () => (await run('src/orders.handler')).payload).toContain('"price":63')
  })

  test('a mistake that is saved leaves the old code running', async () => {
    const problems: string[] = []
    bench = await open(
      { 'app.ts': 'export const handler = async () => 1' },
      {
        reloadsCode: true,
        onProblem: message => void problems.push(message),
      },
    )
    expect((await run('app.handler')).payload).toBe('1')
    bench.write({ 'app.ts': 'export const handler = async () => 1 +' })
    await expect
      .poll(async () => [(await run('app.handler')).payload, problems], { timeout: 5000 })
      .toEqual([
        '1',
        [
          `'app.handler' runs on with the code before the last save: 'app.handler' cannot be built: app.ts:1:39: Unexpected end of file`,
        ],
      ])
  })

  test('without esbuild the request says how to get it', async () => {
    bench = await openBench({ 'app.ts': 'export const handler = async () => 1' })
    expect(await run('app.handler')).toMatchObject({
      cause: 'missing',
      errorMessage: `'app.handler' cannot run here: its source ('app.ts') is bundled by esbuild, which was not found: npm install --save-dev esbuild`,
      source: { file: path.join(bench.folder, 'app.ts'), line: 0 },
    })
  })

  test('a mistake is answered with its line', async () => {
    bench = await open({ 'app.ts': 'export const handler = async () => {\n  return 1 +\n}\n' })
    expect(await run('app.handler')).toMatchObject({
      type: 'error',
      cause: 'missing',
      errorMessage: `'app.handler' cannot be built: app.ts:3:1: Unexpected "}"`,
      source: { file: path.join(bench.folder, 'app.ts'), line: 2 },
    })
  })
})
