import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { HeldTime } from '../../server/src/debugger/heldTime.ts'
import { GatewayDebugger } from '../../server/src/debugger/gatewayDebugger.ts'
import type { Debugger, RequestDebugger } from '../../server/src/gateway/debug/requestDebugger.ts'
import { runCase } from '../support/gatewayCase.ts'

// The cases of the gateway once more, with each request held up wherever it can be.
const folder = path.join(import.meta.dirname, '../gateway/cases')
const files = readdirSync(folder).filter(name => name.endsWith('.case'))
const clock = () => 0

describe('a request that is held up at every point', () => {
  it.each(files)('is answered, traced and logged as one that is not: %s', async name => {
    const text = readFileSync(path.join(folder, name), 'utf8')
    const stops: string[] = []
    const held = await runCase(text, { clock, debugger: everywhere(stops) })
    const { outcomes } = await runCase(text, { clock })
    expect(actual(held.outcomes)).toEqual(actual(outcomes))
    expect(stops.length).toBeGreaterThan(0)
  })
})

describe('the filter of requests', () => {
  it.each(['why-websocket.case', 'rest-mock.case', 'http-proxy.case', 'why-function-url-throttled.case'])(
    'holds each up before its first step: %s',
    async name => {
      const stops: unknown[] = []
      const debug: GatewayDebugger = new GatewayDebugger(
        {
          threadStarted: () => undefined,
          threadEnded: () => undefined,
          logged: () => undefined,
          stopped: thread => {
            const { held } = thread
            stops.push(held?.type === 'step' && `${held.moment} ${held.step}`)
            setImmediate(() => debug.resume(thread, 'run'))
          },
        },
        new HeldTime(clock),
      )
      debug.wanted.filters = new Set(['requests'])
      await runCase(readFileSync(path.join(folder, name), 'utf8'), { clock, debugger: debug })
      expect(stops.length).toBeGreaterThan(0)
      expect(new Set(stops)).toEqual(new Set(['before methodRequest']))
    },
  )
})

function actual(outcomes: Awaited<ReturnType<typeof runCase>>['outcomes']): unknown {
  return outcomes.map(outcome => [outcome.name, outcome.actual])
}

/** Holds each request up at every point, until whatever else is under way has gone on. */
function everywhere(stops: string[]): Debugger {
  const byRequest = new Map<string, RequestDebugger>()
  const hold = (where: string) => {
    stops.push(where)
    return new Promise<void>(resume => setImmediate(resume))
  }
  return {
    open: () => {
      let id = ''
      const watching: RequestDebugger = {
        received: ({ requestId }) => void byRequest.set((id = requestId), watching),
        routed: () => undefined,
        arrives: () => hold('arrives'),
        before: step => hold(`before ${step}`),
        after: step => hold(`after ${step.name}`),
        entersTemplate: () => true,
        inTemplate: (_, { kind }) => hold(kind),
        failsInTemplate: () => hold('fault'),
        leavesTemplate: () => undefined,
        runsIn: () => undefined,
        close: () => void byRequest.delete(id),
      }
      return watching
    },
    of: ({ requestId }) => byRequest.get(requestId),
  }
}
