import { chmodSync } from 'node:fs'
import { createConnection } from 'node:net'
import { describe, expect, onTestFinished, test } from 'vitest'
import { attachDebugpy, processesWith } from '../functions/debugpy.ts'
import { pythonWithDebugpy } from '../functions/pythonWithDebugpy.ts'
import { isAlive } from '../functions/processes.ts'
import { Inspector } from '../support/inspector.ts'
import { missingProgram, onlyWith } from '../support/onlyWith.ts'
import { debugAdapter } from './debugAdapter.ts'

const template = `AWSTemplateFormatVersion: '2010-09-09'
Transform: AWS::Serverless-2016-10-31
Resources:
  Orders:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: RUNTIME
      CodeUri: ./src
      Handler: app.handler
      Environment: { Variables: { TEST_RUN: RUN } }
      Events:
        Get:
          Type: Api
          Properties: { Path: /orders, Method: GET }
`

/** Milliseconds in which everything has ended. */
const timeout = 10_000

describe('kill -9 of the adapter, which is the gateway, while a handler stands', () => {
  test('ends a Node at a breakpoint, and the port of its inspector', async () => {
    const { client, child, file } = await open('nodejs22.x', {
      'src/app.js': 'exports.handler = async () => {\n  return { statusCode: 200 }\n}\n',
    })
    const waiting = await client.child()
    const inspector = await Inspector.connect(waiting.port)
    onTestFinished(() => inspector.close())
    await inspector.breakAt(file('src/app.js'), 2)
    await inspector.go()
    await inspector.stop()
    child.kill('SIGKILL')
    await expect.poll(() => isAlive(waiting.gatehouseProcess), { timeout }).toBe(false)
    expect(await isOpen(waiting.port)).toBe(false)
  }, 30_000)

  test('ends a Node that waits for its debugger', async () => {
    const { client, child } = await open('nodejs22.x', {
      'src/app.js': 'exports.handler = async () => ({ statusCode: 200 })',
    })
    const waiting = await client.child()
    child.kill('SIGKILL')
    await expect.poll(() => isAlive(waiting.gatehouseProcess), { timeout }).toBe(false)
    expect(await isOpen(waiting.port)).toBe(false)
  }, 30_000)

  describe.skipIf(pythonWithDebugpy === undefined)('of Python', () => {
    const source = 'def handler(event, context):\n    return {"statusCode": 200}\n'

    test.each(['at a breakpoint', 'before its debugger came'])(
      'ends it %s, and debugpy',
      async where => {
        const { client, child, file, run } = await open('python3.11', { 'src/app.py': source })
        const waiting = await client.child()
        expect(processesWith(run)).not.toEqual([])
        if (where === 'at a breakpoint') {
          const { client: python } = await attachDebugpy(waiting, file('src/app.py'), [2])
          // As editors do: debugpy's adapter stays for as long as its client does.
          python.on('terminated', () => void python.stop())
        }
        child.kill('SIGKILL')
        await expect.poll(() => isAlive(waiting.gatehouseProcess), { timeout }).toBe(false)
        await expect.poll(() => processesWith(run), { timeout }).toEqual([])
        expect(await isOpen(debugpyPort(waiting))).toBe(false)
      },
      60_000,
    )
  })

  onlyWith(missingProgram('jdb', '-version'))(
    'ends a program of another runtime that stands under its debugger',
    async () => {
      const env = {
        JAVA_OPTIONS: '-agentlib:jdwp=transport=dt_socket,server=y,suspend=y,address=127.0.0.1:{port}',
      }
      const attach = { type: 'java', request: 'attach', port: '{port}' }
      const { client, child } = await open(
        'provided.al2023',
        {
          'src/bootstrap': '#!/bin/sh\nexec java $JAVA_OPTIONS Main.java\n',
          'src/Main.java': 'public class Main { public static void main(String[] args) {} }',
        },
        { debugCommand: { provided: { command: '{command}', env, attach } } },
      )
      const waiting = await client.child()
      expect(isAlive(waiting.gatehouseProcess)).toBe(true)
      child.kill('SIGKILL')
      await expect.poll(() => isAlive(waiting.gatehouseProcess), { timeout }).toBe(false)
      expect(await isOpen(waiting.port)).toBe(false)
    },
    60_000,
  )
})

let runs = 0

/** A session with a function of a runtime that has got a request. */
async function open(runtime: string, sources: Record<string, string>, launch = {}) {
  const run = `run-${process.pid}-${Date.now()}-${++runs}`
  const adapter = await debugAdapter(
    { 'sam.yaml': template.replace('RUNTIME', runtime).replace('RUN', run), ...sources },
    pythonWithDebugpy === undefined ? {} : { GATEHOUSE_PYTHON: pythonWithDebugpy },
  )
  const { client, file } = adapter
  if (sources['src/bootstrap'] !== undefined) chmodSync(file('src/bootstrap'), 0o755)
  await client.initializeRequest({
    adapterID: 'gatehouse',
    pathFormat: 'path',
    supportsStartDebuggingRequest: true,
  })
  const { url } = await client.serve({ definition: file('sam.yaml'), port: 0, ...launch }, [])
  void fetch(`${url}/orders`).catch(() => undefined)
  return { ...adapter, run }
}

function debugpyPort({ connect }: Readonly<Record<string, unknown>>): number {
  return (connect as { readonly port: number }).port
}

function isOpen(port: number): Promise<boolean> {
  return new Promise(resolve => {
    const socket = createConnection(port, '127.0.0.1')
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })
}
