import { chmodSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect } from 'vitest'
import { installedRic } from '../../scripts/installRic.mjs'
import { fidelity } from '../support/fidelity.ts'
import { onlyWith } from '../support/onlyWith.ts'
import type { Bench } from './pool.ts'
import { fact, lambda, openBench, written } from './pool.ts'

// AWS's own client, unchanged, as a container image starts it: a program with the handler as its argument.
const ric = installedRic()
const start = typeof ric === 'string' ? '' : `#!/bin/sh\nexec '${ric.node}' '${ric.client}' "$_HANDLER"\n`

const files = {
  bootstrap: start,
  'app.mjs': `
let count = 0
export const hello = async (event, context) => {
  console.log('hello', event.name)
  const { awsRequestId: id, invokedFunctionArn: arn, memoryLimitInMB: mb } = context
  const left = context.getRemainingTimeInMillis()
  return { name: event.name, count: ++count, id, arn, mb, hasTime: left > 0 && left <= 10_000, trace: process.env._X_AMZN_TRACE_ID }
}
export const fails = async () => { throw new RangeError('too far') }
export const large = async () => 'x'.repeat(7 * 1024 * 1024)
export const exits = async () => process.exit(3)
export const late = async () => {
  setTimeout(() => Promise.reject(new Error('late')), 1)
  await new Promise(resolve => setTimeout(resolve, 5000))
}
export const streams = awslambda.streamifyResponse(async (event, stream) => {
  for (const word of ['one ', 'two ', 'three']) stream.write(word)
  stream.end()
})
`,
}

let bench: Bench
beforeAll(async () => {
  bench = await openBench(files)
  chmodSync(path.join(bench.folder, 'bootstrap'), 0o755)
})
afterAll(() => bench.close())

function run(name: string, call: Parameters<Bench['invoke']>[1] = {}) {
  const more = { id: name, runtime: fact('provided.al2023'), timeout: fact(10) }
  return bench.invoke(lambda(bench.folder, `app.${name}`, more), call)
}

describe('AWS’s runtime interface client for Node.js runs unchanged', () => {
  fidelity('Functions', 'Runtime API: called by aws-lambda-ric', {
    by: 'documentation',
    source: 'https://docs.aws.amazon.com/lambda/latest/dg/nodejs-image.html',
    needs: 'aws-lambda-ric (node scripts/installRic.mjs)',
  })
  const test = onlyWith(typeof ric === 'string' ? ric : undefined)

  test('events, context and log', async () => {
    for (const [index, name] of ['ada', 'bob'].entries()) {
      const result = await run('hello', { event: JSON.stringify({ name }) })
      expect(JSON.parse(result.payload)).toEqual({
        name,
        count: index + 1,
        id: 'request-1',
        arn: 'arn:aws:lambda:eu-west-1:123456789012:function:orders',
        mb: '128',
        hasTime: true,
        trace: 'Root=1-2-3',
      })
      expect(written(result.log).map(({ text }) => text)).toEqual([
        expect.stringMatching(`^\\S+Z\trequest-1\tINFO\thello ${name}$`),
      ])
      expect(result.log.at(-1)?.text).toMatch(index === 0 ? /\tInit Duration: \S+ ms\t$/ : / MB\t$/)
    }
  })

  test('errors, exits and what is too large', async () => {
    const [fails, large, exits, late] = await Promise.all(
      ['fails', 'large', 'exits', 'late'].map(name => run(name)),
    )
    expect(fails).toMatchObject({ cause: 'handler', errorType: 'RangeError', errorMessage: 'too far' })
    expect(large).toMatchObject({ cause: 'responseTooLarge', errorType: 'Function.ResponseSizeTooLarge' })
    expect(exits).toMatchObject({
      cause: 'exit',
      errorMessage: 'RequestId: request-1 Error: Runtime exited with error: exit status 3',
    })
    // An error that nothing caught is Node's: this client hears nothing of it.
    expect(late).toMatchObject({
      cause: 'exit',
      errorMessage: 'RequestId: request-1 Error: Runtime exited with error: exit status 1',
    })
    expect(late?.log.at(-1)?.text).toMatch(/\tStatus: error\tError Type: Runtime\.ExitError$/)
  })

  test('a handler that is not there is an error of init, which is tried twice', async () => {
    const result = await run('nothing')
    expect(result).toMatchObject({ cause: 'init', errorType: 'Runtime.HandlerNotFound' })
    const reports = result.log.map(({ text }) => text).filter(text => text.includes('REPORT'))
    expect(reports).toEqual([
      expect.stringMatching(
        /^INIT_REPORT .*\tPhase: init\tStatus: error\tError Type: Runtime\.HandlerNotFound$/,
      ),
      expect.stringMatching(
        /^INIT_REPORT .*\tPhase: invoke\tStatus: error\tError Type: Runtime\.HandlerNotFound$/,
      ),
      expect.stringMatching(/^REPORT .*\tStatus: error\tError Type: Runtime\.HandlerNotFound$/),
    ])
  })

  test('a streamed answer', async () => {
    const chunks: string[] = []
    const result = await run('streams', {
      stream: { idleMs: 10_000, push: bytes => void chunks.push(Buffer.from(bytes).toString()) },
    })
    expect([result.type, chunks.join('')]).toEqual(['success', 'one two three'])
  })
})
