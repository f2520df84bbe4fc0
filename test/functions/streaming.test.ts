import { afterEach, expect, it, test } from 'vitest'
import type { FunctionResult } from '../../server/src/gateway/world.ts'
import type { Bench } from './pool.ts'
import { lambda, openBench, written } from './pool.ts'
import { fidelity } from '../support/fidelity.ts'

fidelity(
  'Functions',
  'Response streaming: streamifyResponse, HttpResponseStream, errors behind the first bytes',
  {
    by: 'documentation',
    source: 'https://docs.aws.amazon.com/lambda/latest/dg/config-rs-write-functions.html',
  },
)

let bench: Bench
afterEach(() => bench.close())

const streaming = (body: string) =>
  `exports.handler = awslambda.streamifyResponse(async (event, stream, context) => { ${body} })`

/** Runs a handler by InvokeWithResponseStream: the pieces as they came, and how it ended. */
async function stream(
  code: string,
  options: { idleMs?: number; push?: (text: string) => Promise<void> | undefined } = {},
): Promise<{ chunks: string[]; result: FunctionResult }> {
  bench = await openBench({ 'app.js': code })
  const chunks: string[] = []
  const result = await bench.invoke(lambda(bench.folder, 'app.handler'), {
    stream: {
      idleMs: options.idleMs ?? 60_000,
      push: bytes => {
        const text = Buffer.from(bytes).toString('latin1')
        chunks.push(text)
        return options.push?.(text)
      },
    },
  })
  return { chunks, result }
}

test('bytes come as the handler writes them, metadata in front of the first', async () => {
  const { chunks, result } = await stream(
    streaming(`
      const http = awslambda.HttpResponseStream.from(stream, { statusCode: 201 })
      http.write('one')
      await new Promise(soon => setTimeout(soon, 50))
      http.write(Buffer.from([0xff, 0x00]))
      http.write({ json: true })
      http.end()
      console.log('ended', context.awsRequestId !== undefined)`),
  )
  expect(result).toMatchObject({ type: 'success', payload: '' })
  expect(chunks[0]).toBe('{"statusCode":201}' + '\0'.repeat(8) + 'one')
  expect(chunks.slice(1).join('')).toBe('\xff\x00{"json":true}')
  expect(written(result.log).map(({ text }) => text)).toEqual(['ended true'])
})

test('metadata without a body are sent, too', async () => {
  const { chunks } = await stream(
    streaming(`awslambda.HttpResponseStream.from(stream, { statusCode: 204 }).end()`),
  )
  expect(chunks).toEqual(['{"statusCode":204}' + '\0'.repeat(8)])
})

test('an error behind the first bytes is the result, and the process serves on', async () => {
  const { chunks, result } = await stream(streaming(`stream.write('half'); throw new Error('late')`))
  expect(chunks.join('')).toBe('half')
  expect(result).toMatchObject({ type: 'error', errorMessage: 'late' })
  const again = await bench.invoke(lambda(bench.folder, 'app.handler'), {
    stream: { idleMs: 60_000, push: () => undefined },
  })
  expect(again).toMatchObject({ type: 'error', errorMessage: 'late' })
})

test('a slow reader holds the handler up', async () => {
  let open: () => void = () => undefined
  const room = new Promise<void>(resolve => (open = resolve))
  let isFirst = true
  const code = streaming(`
    for (let count = 0; count < 40; count++) {
      if (!stream.write(Buffer.alloc(100_000, 'x'))) await new Promise(drained => stream.once('drain', drained))
      console.log(count)
    }
    stream.end()`)
  const running = stream(code, {
    push: () => {
      if (!isFirst) return undefined
      isFirst = false
      return room
    },
  })
  await new Promise(soon => setTimeout(soon, 700))
  expect(bench.logged.some(({ text }) => text === '39')).toBe(false)
  open()
  const { chunks, result } = await running
  expect(result.type).toBe('success')
  expect(chunks.join('')).toHaveLength(4_000_000)
})

test('a stream that stands still is ended by its idle limit', async () => {
  const { result } = await stream(
    streaming(`stream.write('one'); await new Promise(later => setTimeout(later, 20_000)); stream.end()`),
    { idleMs: 300 },
  )
  expect(result).toMatchObject({ type: 'timeout', limit: 'integration' })
})

test('a handler that does not stream answers by one piece', async () => {
  const { chunks, result } = await stream(`exports.handler = async () => ({ statusCode: 200 })`)
  expect(chunks).toEqual(['{"statusCode":200}'])
  expect(result.type).toBe('success')
})

it('gives the stream as a whole to who does not read along, as Invoke does', async () => {
  bench = await openBench({ 'app.js': streaming(`stream.write('{"a":'); stream.write('1}'); stream.end()`) })
  const result = await bench.invoke(lambda(bench.folder, 'app.handler'))
  expect(result).toMatchObject({ type: 'success', payload: '{"a":1}' })
})

it('ends a stream whose handler has nothing left to do', async () => {
  const { chunks, result } = await stream(streaming(`stream.write('not ended')`))
  expect(chunks).toEqual(['not ended'])
  expect(result.type).toBe('success')
})
