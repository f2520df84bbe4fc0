import { build } from 'esbuild'
import { copyFileSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { LambdaFunction } from '../../server/src/api/lambdaFunction.ts'
import type { Fact, Origin } from '../../server/src/base/origin.ts'
import type { FunctionPool, FunctionPoolOptions } from '../../server/src/functions/functionPool.ts'
import { createFunctionPool } from '../../server/src/functions/functionPool.ts'
import { createPlatform } from '../../server/src/functions/platform.ts'
import type { FunctionCall, FunctionResult } from '../../server/src/gateway/world.ts'

/** A folder of functions and a pool that runs them in real processes. */
export interface Bench {
  readonly folder: string
  readonly pool: FunctionPool
  /** Lines logged so far, with the request they belong to. */
  readonly logged: { text: string; stream: string; requestId: string | undefined }[]
  /** Writes files, by their path inside the folder. */
  readonly write: (files: Record<string, string>) => void
  readonly invoke: (lambda: LambdaFunction, call?: Partial<FunctionCall>) => Promise<FunctionResult>
  readonly close: () => Promise<void>
}

const temporary = realpathSync(os.tmpdir())
let bootstrap: Promise<string> | undefined

/** Builds the Node bootstrap once per test file, the Python one beside it; returns its path. */
export function buildBootstrap(): Promise<string> {
  bootstrap ??= (async () => {
    const folder = mkdtempSync(path.join(temporary, 'gatehouse-bootstrap-'))
    process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
    const outfile = path.join(folder, 'nodeBootstrap.js')
    await build({
      entryPoints: ['server/src/functions/nodeBootstrap.ts'],
      outfile,
      bundle: true,
      platform: 'node',
      target: 'node20',
      format: 'cjs',
      logLevel: 'silent',
    })
    copyFileSync('server/src/functions/pythonBootstrap.py', path.join(folder, 'pythonBootstrap.py'))
    return outfile
  })()
  return bootstrap
}

export async function openBench(
  files: Record<string, string>,
  options: Partial<FunctionPoolOptions> = {},
): Promise<Bench> {
  const folder = mkdtempSync(path.join(temporary, 'gatehouse-functions-'))
  const logged: Bench['logged'] = []
  const write = (changed: Record<string, string>) => {
    for (const [name, text] of Object.entries(changed)) {
      mkdirSync(path.dirname(path.join(folder, name)), { recursive: true })
      writeFileSync(path.join(folder, name), text)
    }
  }
  write(files)
  const pool = createFunctionPool({
    platform: createPlatform(),
    bootstrapFile: await buildBootstrap(),
    roots: [folder],
    now: () => Date.parse('2026-01-02T03:04:05Z'),
    clock: () => performance.now(),
    onLog: (line, requestId) => logged.push({ text: line.text, stream: line.stream, requestId }),
    reloadsCode: false,
    ...options,
  })
  return {
    folder,
    pool,
    logged,
    write,
    invoke: (lambda, call = {}) =>
      pool.invoke({
        function: lambda,
        event: '{}',
        requestId: 'request-1',
        traceId: 'Root=1-2-3',
        timeoutMs: 29_000,
        ...call,
      }),
    close: async () => {
      await pool.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** What a function wrote, without the REPORT line of the platform. */
export function written<T extends { readonly text: string }>(log: readonly T[]): T[] {
  return log.filter(({ text }) => !text.startsWith('REPORT RequestId: '))
}

/** A function as a definition at `template.yaml` line 3 states it. */
export function lambda(folder: string, handler: string, more: Partial<LambdaFunction> = {}): LambdaFunction {
  return {
    id: 'Orders',
    origin,
    name: 'orders',
    arn: 'arn:aws:lambda:eu-west-1:123456789012:function:orders',
    handler: fact(handler),
    runtime: fact(`nodejs${process.versions.node.split('.')[0]}.x`),
    code: fact(folder),
    environment: new Map(),
    unmodelled: [],
    ...more,
  }
}

export function fact<T>(value: T): Fact<T> {
  return { known: true, value, origin }
}

const origin: Origin = {
  file: '/app/template.yaml',
  pointer: '/Resources/Orders',
  range: { start: { line: 2, character: 2 }, end: { line: 2, character: 8 } },
}
