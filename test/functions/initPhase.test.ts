import { chmodSync } from 'node:fs'
import path from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import type { FunctionPoolOptions } from '../../server/src/functions/functionPool.ts'
import { fidelity } from '../support/fidelity.ts'
import type { Bench } from './pool.ts'
import { openBench } from './pool.ts'
import type { Served } from './servedFunctions.ts'
import { failedHttp, failedRest, matching, report, serveFunctions } from './servedFunctions.ts'

fidelity('Functions', 'Init: 10 seconds; one that fails is tried again within the event; INIT_REPORT', {
  by: 'documentation',
  source: 'https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html',
})

const handler = `exports.handler = async () => ({ statusCode: 200, body: 'ready' })`
const files = {
  'throws.js': `throw new Error('no configuration')`,
  'lacks.js': `require('not-installed')`,
  'exits.js': `process.exit(7)`,
  'recovers.js': `
const fs = require('node:fs')
if (!fs.existsSync('tried')) { fs.writeFileSync('tried', ''); throw new Error('not yet') }
${handler}`,
  'slow.js': `Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 600)\n${handler}`,
  'never.js': `for (;;);`,
  'crash.py': `raise KeyError('TABLE')\n`,
  bootstrap: `#!/bin/sh\nexit 9\n`,
}
const functions = {
  throws: { Handler: 'throws.handler' },
  lacks: { Handler: 'lacks.handler' },
  exits: { Handler: 'exits.handler' },
  recovers: { Handler: 'recovers.handler' },
  slow: { Handler: 'slow.handler', Timeout: 20 },
  never: { Handler: 'never.handler', Timeout: 1 },
  python: { Handler: 'crash.handler', Runtime: 'python3.11' },
  custom: { Handler: 'any', Runtime: 'provided.al2023' },
}

let bench: Bench
afterEach(() => bench.close())

async function open(options: Partial<FunctionPoolOptions> = {}) {
  bench = await openBench(files, options)
  chmodSync(path.join(bench.folder, 'bootstrap'), 0o755)
  return serveFunctions(bench, functions)
}

const initReport = (phase: string, status: string) =>
  matching(`INIT_REPORT Init Duration: <> ms\tPhase: ${phase}\tStatus: ${status}`)

/** What the platform logged: of the function's own lines this is not about. */
const platformLines = ({ log }: Served) => log.filter(text => /^(INIT_REPORT|REPORT|RequestId:) /.test(text))

/** The figures of an event that its init was part of. */
const figures = 'Duration: <> ms\tBilled Duration: <> ms\tMemory Size: 128 MB\tMax Memory Used: <> MB\t'

describe('a crash in init is tried again, then it is the failure of the event', () => {
  test.each([
    ['throws', 'Runtime.Unknown', 'Error', 'no configuration'],
    [
      'lacks',
      'Runtime.ImportModuleError',
      'Runtime.ImportModuleError',
      "Error: Cannot find module 'not-installed'",
    ],
    ['exits', 'Runtime.ExitError', 'Runtime.ExitError', 'Error: Runtime exited with error: exit status 7'],
    ['python', 'Runtime.Unknown', 'KeyError', "'TABLE'"],
    ['custom', 'Runtime.ExitError', 'Runtime.ExitError', 'Error: Runtime exited with error: exit status 9'],
  ] as const)('%s', async (name, status, errorType, message) => {
    const send = await open()
    const served = await send(name)
    expect(served).toMatchObject(failedRest)
    expect(served.result).toMatchObject({ type: 'error', errorType })
    expect(served.result).toHaveProperty('errorMessage', expect.stringContaining(message))
    expect(platformLines(served)).toEqual([
      initReport('init', `error\tError Type: ${status}`),
      initReport('invoke', `error\tError Type: ${status}`),
      report(`${figures}Status: error\tError Type: ${status}`),
    ])
    expect(await send(name, { kind: 'HttpApi' })).toMatchObject(failedHttp)
  })

  test('unless the second try succeeds', async () => {
    const send = await open()
    const served = await send('recovers')
    expect(served).toMatchObject({ status: 200, body: 'ready' })
    expect(served.log).toEqual([initReport('init', 'error\tError Type: Runtime.Unknown'), report(figures)])
    const [line] = (await send('recovers')).log
    expect(line).toEqual(report(figures))
  })
})

describe('an init over its limit', () => {
  test('is run again as part of the event, within the function’s Timeout', async () => {
    const send = await open({ longestInitMs: 300 })
    const served = await send('slow')
    expect(served).toMatchObject({ status: 200, body: 'ready' })
    expect(served.log).toEqual([initReport('init', 'timeout'), report(figures)])
    // Init and handler: what it took is the event's, and billed with it.
    const duration = Number(/\tDuration: ([\d.]+) ms/.exec(served.log.at(-1) ?? '')?.[1])
    expect(duration).toBeGreaterThan(599)
  })

  test('that never ends is a timeout of the function', async () => {
    const send = await open({ longestInitMs: 300 })
    const served = await send('never')
    expect(served).toMatchObject(failedRest)
    expect(served.result).toMatchObject({ type: 'timeout', limit: 'function' })
    expect(served.log).toEqual([
      initReport('init', 'timeout'),
      initReport('invoke', 'timeout'),
      matching('RequestId: ID Error: Task timed out after 1.00 seconds'),
      report(`${figures.replace('<>', '1000.00')}Status: timeout`),
    ])
  })
})
