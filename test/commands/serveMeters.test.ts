import { describe, expect, test } from 'vitest'
import type { FromGateway, ToGateway } from '../../server/src/protocol/gatewayControl.ts'
import type { GatewayMeters } from '../../server/src/protocol/gatewayMeters.ts'
import { shopTemplate } from '../support/meteredShop.ts'
import { serveInTest, testProject } from './gatewayProgram.ts'

// What a running gateway counts, read over HTTP by anybody, and by the editor on its channel, which needs no token.

type Order = Omit<Extract<ToGateway, { type: 'control' }>, 'type' | 'apiId'> & { readonly apiId?: string }

async function serveShop() {
  const { folder } = testProject({ 'template.yaml': shopTemplate })
  const served = await serveInTest(folder, ['template.yaml', '--port', '0'], ['pipe', 'pipe', 'pipe', 'ipc'])
  // Requests are taken from then on.
  await expect.poll(() => served.messages).toContainEqual(expect.objectContaining({ type: 'listening' }))
  const ask = async (order: Order) => {
    served.process.send({ type: 'control', apiId: 'Shop', ...order } satisfies ToGateway)
    const answer = () =>
      served.messages.find(message => {
        const { type, id } = message as FromGateway & { id?: number }
        return (type === 'controlled' || type === 'failed') && id === order.id
      })
    await expect.poll(answer).toBeDefined()
    return answer() as Extract<FromGateway, { type: 'controlled' | 'failed' }>
  }
  return { ...served, ask }
}

describe('the meters of a running gateway', () => {
  test('are read over HTTP by who has the token: keys and paths may hold secrets', async () => {
    const { url, output } = await serveShop()
    await fetch(`${url}/books?genre=art`)
    const refused = await fetch(`${url}/.gatehouse/meters`)
    expect([refused.status, await refused.json()]).toEqual([
      403,
      { message: 'this needs the token that was printed at start, as Authorization: Bearer TOKEN' },
    ])
    expect((await fetch(`${url}/.gatehouse/trace?id=1`)).status).toBe(403)
    await expect.poll(() => output().stderr).toMatch(/token \S+/)
    const [, token = ''] = /token (\S+)/.exec(output().stderr) ?? []
    const ask = (query: string) =>
      fetch(`${url}/.gatehouse/meters?${query}`, { headers: { Authorization: `Bearer ${token}` } })
    const answer = await ask('window=1h')
    const meters = (await answer.json()) as GatewayMeters
    expect(meters).toMatchObject({ apiId: 'Shop', apiType: 'rest', stage: 'dev', clock: { offsetMs: 0 } })
    expect(meters.metrics.series[0]).toMatchObject({ name: 'Count', value: 1 })
    expect(meters.cache.entries[0]).toMatchObject({ namespace: '/books', hits: 0 })
    const wrong = await ask('window=2h')
    expect([wrong.status, await wrong.json()]).toEqual([
      400,
      { message: "'window' is 15m, 1h, start, not '2h'" },
    ])
  })

  test('are read and changed by the editor', async () => {
    const { url, ask } = await serveShop()
    await fetch(`${url}/books`)
    const read = async (id: number) => {
      const answer = await ask({ id, route: 'GET meters', query: { window: '15m' } })
      return (answer.type === 'controlled' ? answer.json : undefined) as GatewayMeters
    }
    expect((await read(1)).cache.count).toBe(1)
    const clock = await ask({ id: 2, route: 'POST clock', query: {}, body: { advance: 'PT1M' } })
    expect(clock).toMatchObject({ type: 'controlled', json: { now: expect.any(String) as string } })
    const later = await read(3)
    expect([later.cache.count, later.clock.offsetMs]).toEqual([0, 60_000])
    expect(later.clock.now - later.clock.startedAt).toBeGreaterThanOrEqual(60_000)
  })

  test('lead to the trace of a request that failed', async () => {
    const { url, ask } = await serveShop()
    await fetch(`${url}/fails?x=1`)
    const read = await ask({ id: 1, route: 'GET meters', query: { window: '15m' } })
    const { metrics } = (read.type === 'controlled' ? read.json : undefined) as GatewayMeters
    const [failure] = metrics.failures
    expect(failure).toMatchObject({ method: 'GET', path: '/fails', status: 500 })
    const trace = await ask({ id: 2, route: 'GET trace', query: { id: failure?.requestId ?? '' } })
    expect(trace).toMatchObject({ json: { route: 'GET /fails', response: { status: 500 } } })
    const gone = await ask({ id: 3, route: 'GET trace', query: { id: 'another' } })
    expect(gone).toMatchObject({
      type: 'failed',
      message: expect.stringContaining('no longer kept') as string,
    })
  })

  test('refuse in words what cannot be done', async () => {
    const { ask } = await serveShop()
    const far = await ask({ id: 1, route: 'POST clock', query: {}, body: { advance: 'P999W' } })
    expect(far).toEqual({ type: 'failed', id: 1, message: 'the clock moves 10 years at most' })
    const other = await ask({ id: 2, apiId: 'Other', route: 'GET meters', query: {} })
    expect(other).toMatchObject({ type: 'failed', message: expect.stringContaining("'Other'") as string })
  })
})
