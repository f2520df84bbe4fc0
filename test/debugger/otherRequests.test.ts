import { describe, expect, it } from 'vitest'
import type { Filter } from '../../server/src/debugger/breakpoints.ts'
import { GatewayDebugger } from '../../server/src/debugger/gatewayDebugger.ts'
import { HeldTime } from '../../server/src/debugger/heldTime.ts'
import { loadDefinition } from '../../server/src/definitions/load.ts'
import type { Payload } from '../../server/src/gateway/debug/payload.ts'
import {
  createFunctionUrlGateway,
  functionOfUrl,
} from '../../server/src/gateway/functionUrls/functionUrlGateway.ts'
import { memoryFiles } from '../support/memoryFiles.ts'
import { chat } from '../support/webSocketApi.ts'
import { fixedWorld } from '../support/world.ts'

/** Holds requests up by filters, or wherever they can be; `change` is given each stop's payload, and they go on. */
function debugging(filters: readonly Filter[], change: (where: string, payload: Payload) => void) {
  const stops: string[] = []
  const requests: GatewayDebugger = new GatewayDebugger(
    {
      threadStarted: () => undefined,
      threadEnded: () => undefined,
      logged: () => undefined,
      stopped: thread => {
        const { held } = thread
        if (held?.type !== 'step') return
        const where = `${held.moment} ${held.step}`
        stops.push(where)
        change(where, held.payload ?? {})
        setImmediate(() => requests.resume(thread, filters.length === 0 ? 'into' : 'run'))
      },
    },
    new HeldTime(() => 0),
  )
  requests.wanted.filters = new Set(filters)
  requests.wanted.isStoppedOnEntry = true
  return { stops, requests }
}

const sam = `Transform: AWS::Serverless-2016-10-31
Resources:
  Hello:
    Type: AWS::Serverless::Function
    Properties: { Runtime: nodejs20.x, Handler: app.handler, CodeUri: src, FunctionUrlConfig: { AuthType: NONE } }
`

describe('a function URL', () => {
  it('is held up from its arrival to its response, each of which can be changed', async () => {
    const { definition } = loadDefinition('/t.yaml', memoryFiles({ '/t.yaml': sam }))
    const url = definition?.surroundings.functionUrls[0]
    const lambda = definition && url && functionOfUrl(definition, url)
    if (!definition || !url || !lambda) throw new Error('no function URL')
    const { stops, requests } = debugging([], (where, payload) => {
      if (where === 'before methodRequest') payload.body = 'changed'
      if (where === 'after integrationRequest')
        payload.body = JSON.stringify({
          ...(JSON.parse(payload.body ?? '') as object),
          rawPath: '/elsewhere',
        })
      if (where === 'after integration') payload.body = `${payload.body} from the function`
      if (where === 'after methodResponse') payload.status = 202
    })
    const world = { ...fixedWorld({ functions: new Map([['Hello', '"answer"']]) }), debugger: requests }
    const { response } = await createFunctionUrlGateway(definition, url, lambda).handle(
      {
        method: 'POST',
        path: '/',
        query: '',
        headers: [['Content-Type', 'text/plain']],
        body: Buffer.from('x'),
        sourceIp: '127.0.0.1',
        port: 1,
      },
      world,
    )
    expect(stops).toEqual([
      'before methodRequest',
      'after authorizer',
      'after integrationRequest',
      'after integration',
      'after methodResponse',
    ])
    expect(JSON.parse(world.events[0]?.event ?? '')).toMatchObject({ body: 'changed', rawPath: '/elsewhere' })
    expect([response.status, Buffer.from(response.body).toString()]).toEqual([
      202,
      'answer from the function',
    ])
  })
})

describe('a WebSocket API', () => {
  it('holds a message up before its route is chosen, and takes the changed one', async () => {
    const functions = new Map([
      ['Join', '{ statusCode: 200 }'],
      ['Other', '{ statusCode: 200 }'],
    ])
    const routes = { join: { function: 'Join' }, $default: { function: 'Other' } }
    const api = chat({ routes }, { functions })
    const client = await api.connect()
    const { stops, requests } = debugging(['requests'], (_, payload) => {
      expect(payload).toEqual({ body: '{"action":"leave"}' })
      payload.body = '{"action":"join"}'
    })
    Object.assign(api.world, { debugger: requests })
    await client.send({ action: 'leave' })
    expect(stops).toEqual(['before methodRequest'])
    expect(api.world.events.map(({ functionId }) => functionId)).toEqual(['Join'])
    expect(JSON.parse(api.world.events[0]?.event ?? '')).toMatchObject({ body: '{"action":"join"}' })
  })

  it('holds requests to @connections up at each step', async () => {
    const api = chat({ routes: {} })
    const { stops, requests } = debugging([], () => undefined)
    Object.assign(api.world, { debugger: requests })
    Object.assign(api.world.trust, { pretended: () => undefined })
    const { response } = await api.request('GET', '/dev/%40connections/AAAAAAAAAAAAAAA=')
    expect(response.status).toBe(410)
    expect(stops).toEqual(['before methodRequest', 'after methodRequest', 'after integration'])
  })
})
