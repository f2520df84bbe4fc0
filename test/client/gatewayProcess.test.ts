import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { GatewayGone, GatewayProcess } from '../../client/src/gatewayProcess.ts'
import type { GatewayEnd } from '../../client/src/gatewayProcess.ts'
import type { FromGateway } from '../../server/src/protocol/gatewayControl.ts'
import type { TraceStep } from '../../server/src/protocol/trace.ts'

// A process that speaks the channel's messages; the gateway behind them has its own tests.
const program = `
process.stdin.on('end', () => process.argv[3] !== 'stubborn' && process.exit(0)).resume()
setInterval(() => {}, 1000)
process.on('disconnect', () => {})
process.on('message', ({ type, id, apiId, request, as, order, file, text, route, query, body }) => {
  if (type === 'cancel') process.send({ type: 'failed', id, message: 'cancelled' })
  else if (type === 'identities') console.log(file + ' ' + text)
  else if (type === 'mintToken') process.send(order.identity ? { type: 'minted', id, token: apiId + ' ' + order.use } : { type: 'failed', id, message: 'nobody' })
  else if (type === 'control') process.send(route === 'POST usage/reset' ? { type: 'failed', id, message: 'not now' } : { type: 'controlled', id, json: { route, query, body } })
  else if (as) process.send({ type: 'failed', id, message: JSON.stringify(as) })
  else if (request.target === '/exit') process.exit(7)
  else if (request.target !== '/slow') {
    process.send({ type: 'step', id, step: { name: 'integration', title: apiId } })
    process.send({ type: 'completed', id, response: { status: 200, headers: [], bodyBase64: btoa(request.target) }, trace: {} })
  }
})
console.log('ready ' + process.argv[2])
process.send({ type: 'listening', apis: [] })
`

let folder: string
let running: GatewayProcess | undefined

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'gatehouse-process-'))
  writeFileSync(path.join(folder, 'program.cjs'), program)
})

afterEach(async () => {
  await running?.stop()
  rmSync(folder, { recursive: true })
})

function start(mode = 'kind', command = process.execPath) {
  const seen = { messages: [] as FromGateway[], lines: [] as string[], ends: [] as GatewayEnd[] }
  let listening: () => void = () => {}
  const ready = new Promise<void>(resolve => (listening = resolve))
  running = new GatewayProcess(
    {
      node: { command, env: {}, version: process.versions.node, origin: 'path' },
      program: path.join(folder, 'program.cjs'),
      arguments: ['serve', mode],
      folder,
    },
    {
      onMessage: message => {
        seen.messages.push(message)
        if (message.type === 'listening') listening()
      },
      onLine: line => seen.lines.push(line),
      onEnd: end => seen.ends.push(end),
    },
  )
  return { process: running, seen, ready }
}

const get = (target: string) => ({ method: 'GET', target, headers: [] })
const never = new AbortController().signal

describe('a gateway process', () => {
  it('answers requests, step by step', async () => {
    const { process, ready, seen } = start()
    await ready
    const steps: TraceStep[] = []
    const answers = await Promise.all([
      process.invoke('Shop', get('/a'), step => steps.push(step), never),
      process.invoke('Chat', get('/b'), step => steps.push(step), never),
    ])
    expect(answers.map(({ response }) => atob(response.bodyBase64))).toEqual(['/a', '/b'])
    expect(steps.map(({ title }) => title)).toEqual(['Shop', 'Chat'])
    expect(seen.lines).toEqual(['ready serve'])
  })

  it('sends as an identity, mints tokens and hands over the identities file', async () => {
    const { process, ready, seen } = start()
    await ready
    const as = { identity: 'ann', method: 'GET', path: '/a' }
    await expect(process.invoke('Shop', get('/a'), () => {}, never, { as })).rejects.toThrow(
      JSON.stringify(as),
    )
    expect(await process.mintToken('Shop', { identity: 'ann', use: 'id' })).toBe('Shop id')
    await expect(process.mintToken('Shop', { use: 'id' })).rejects.toThrow('nobody')
    process.setIdentities('/shop/who.json', '[]')
    process.setIdentities('/shop/who.json', undefined)
    await expect.poll(() => seen.lines).toContain('/shop/who.json undefined')
    expect(seen.lines).toContain('/shop/who.json []')
  })

  it('asks a route of the control endpoint', async () => {
    const { process, ready } = start()
    await ready
    const query = { window: '1h' } as const
    expect(await process.control('Shop', 'GET meters', { query })).toEqual({ route: 'GET meters', query })
    const body = { advance: 'PT1H' }
    expect(await process.control('Shop', 'POST clock', { body })).toMatchObject({ body })
    await expect(process.control('Shop', 'POST usage/reset', {})).rejects.toThrow('not now')
  })

  it('cancels a request that takes too long', async () => {
    const { process, ready } = start()
    await ready
    const cancel = new AbortController()
    const answer = process.invoke('Shop', get('/slow'), () => {}, cancel.signal)
    cancel.abort()
    await expect(answer).rejects.toThrow('cancelled')
  })

  it('refuses what is under way when it dies, and everything after', async () => {
    const { process, ready, seen } = start()
    await ready
    const error: unknown = await process
      .invoke('Shop', get('/exit'), () => {}, never)
      .catch((cause: unknown) => cause)
    expect(error).toBeInstanceOf(GatewayGone)
    expect(error).toMatchObject({ end: { code: 7, signal: null } })
    expect(seen.ends).toEqual([{ code: 7, signal: null }])
    await expect(process.invoke('Shop', get('/a'), () => {}, never)).rejects.toThrow(GatewayGone)
  })

  it('ends when it is asked to', async () => {
    const { process, ready } = start()
    await ready
    await process.stop()
    expect(await process.ended).toEqual({ code: 0, signal: null })
  })

  it('ends also when it does not listen', async () => {
    const { process, ready } = start('stubborn')
    await ready
    await process.stop()
    expect((await process.ended).code).not.toBe(0)
  })

  it('says that the program did not start', async () => {
    const { process } = start('kind', 'no-such-program-of-gatehouse')
    const end = await process.ended
    expect(end.error?.message).toContain('ENOENT')
    await expect(process.invoke('Shop', get('/a'), () => {}, never)).rejects.toThrow(GatewayGone)
  })
})
