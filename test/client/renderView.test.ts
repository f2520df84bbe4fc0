import type { Trace } from '../../server/src/protocol/trace.ts'
import { describe, expect, it } from 'vitest'
import { movedPosition } from '../../client/src/movedPosition.ts'
import { RecentTraces } from '../../client/src/recentTraces.ts'
import { readFromRender } from '../../client/src/renderMessages.ts'

const at = (line: number, character: number) => ({ line, character })
const change = (start: [number, number], end: [number, number], text: string) => ({
  range: { start: at(...start), end: at(...end) },
  text,
})

describe('a place in a text that changes', () => {
  const place = at(10, 4)

  it.each([
    ['moves down with lines that are added above', change([2, 0], [2, 0], 'a\nb\n'), at(12, 4)],
    ['moves up with lines that are taken away', change([2, 0], [4, 0], ''), at(8, 4)],
    ['moves right with what is written before it in the line', change([10, 0], [10, 1], 'abc'), at(10, 6)],
    ['moves to the start of a line that is broken before it', change([10, 2], [10, 2], '\n  '), at(11, 4)],
    ['joins the line above', change([9, 7], [10, 2], ''), at(10 - 1, 9)],
    ['stays when something is written there', change([10, 4], [10, 4], '#set'), at(10, 4)],
    ['stays when the text behind it changes', change([10, 5], [12, 0], 'x'), at(10, 4)],
    ['counts a carriage return and line feed once', change([0, 0], [0, 0], 'a\r\nb\r\n'), at(12, 4)],
  ])('%s', (_, changed, expected) => expect(movedPosition(place, [changed])).toEqual(expected))

  it('takes several changes, the last of the text first', () => {
    const changes = [change([8, 0], [8, 0], 'x\n'), change([1, 0], [2, 0], '')]
    expect(movedPosition(place, changes)).toEqual(place)
  })
})

it('keeps the last 20 answered requests, those of a route by its name', () => {
  const traces = new RecentTraces()
  const trace = (requestId: string, route: string) => ({ ...answered, requestId, route })
  for (let index = 0; index < 25; index++) traces.add(trace(`r-${index}`, index % 2 ? 'GET /a' : 'POST /b'))
  expect(traces.of(undefined)).toHaveLength(20)
  expect(traces.of('GET /a').map(({ requestId }) => requestId)[0]).toBe('r-23')
})

const answered: Trace = {
  requestId: '',
  api: { id: 'Shop', name: 'Shop', type: 'rest' },
  stage: 'dev',
  startedAt: 0,
  durationMs: 1,
  request: { title: 'Request' },
  response: { title: 'Response', status: 200 },
  steps: [],
  log: [],
}

describe('what the view beside a template may post', () => {
  it('is taken in its shape', () => {
    const location = { uri: 'file:///a.vtl', range: { start: at(0, 1), end: at(0, 2) } }
    expect(readFromRender({ type: 'ready', more: 1 })).toEqual({ type: 'ready' })
    expect(readFromRender({ type: 'openLocation', location })).toEqual({ type: 'openLocation', location })
  })

  it.each([
    null,
    'ready',
    { type: 'run' },
    { type: 'openLocation' },
    { type: 'openLocation', location: { uri: 7, range: {} } },
    { type: 'openLocation', location: { uri: 'a', range: { start: at(-1, 0), end: at(0, 0) } } },
  ])('is nothing else: %j', message => expect(readFromRender(message)).toBeUndefined())
})
