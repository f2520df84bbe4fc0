import { describe, expect, it } from 'vitest'
import { Answers } from '../../client/src/answers.ts'
import { lastRequestOf } from '../../client/src/lastRequest.ts'
import { answerKey, readAnswerKey, routeOfName } from '../../client/src/routeName.ts'
import type { StepName, Trace, TraceStep } from '../../server/src/protocol/trace.ts'

const step = (name: StepName, state: TraceStep['state'], durationMs = 0): TraceStep => ({
  name,
  title: name,
  state,
  summary: '',
  startMs: 0,
  durationMs,
})
const trace = (steps: readonly TraceStep[]): Trace => ({
  requestId: 'r-1',
  api: { id: 'Shop', name: 'Shop', type: 'rest' },
  stage: 'dev',
  route: 'POST /orders',
  startedAt: 0,
  durationMs: 41,
  request: { title: '', headers: [['Host', 'api.shop.test:3000']] },
  response: { title: '', status: 201 },
  steps,
  log: [],
})
const answer = { status: 201, durationMs: 41.4, at: 0 }

describe('the last request of the map', () => {
  it('has the times of its trace', () => {
    const steps = [
      step('authorizer', 'passed', 12.1),
      step('integrationRequest', 'passed', 0.9),
      step('integration', 'passed', 26.4),
    ]
    expect(lastRequestOf('POST /orders', answer, trace(steps))).toEqual({
      route: 'POST /orders',
      stage: 'dev',
      host: 'api.shop.test',
      status: 201,
      durationMs: 41.4,
      reached: 'integration',
      times: { authorizer: 12.1, integration: 0.9, target: 26.4 },
    })
  })

  it('ends where it was refused, or was answered from the cache', () => {
    const refused = [step('authorizer', 'failed', 3), step('integration', 'notReached')]
    expect(lastRequestOf('POST /orders', answer, trace(refused))).toMatchObject({
      reached: 'authorizer',
      times: { authorizer: 3 },
    })
    const noKey = [
      step('authorizer', 'passed', 3),
      step('apiKey', 'failed'),
      step('integration', 'notReached'),
    ]
    expect(lastRequestOf('POST /orders', answer, trace(noKey)).reached).toBe('route')
    const cached = [step('responseCache', 'passed'), step('integration', 'skipped')]
    expect(lastRequestOf('POST /orders', answer, trace(cached)).reached).toBe('route')
  })

  it('is known by its answer alone when something else sent it', () => {
    expect(lastRequestOf('$default', answer, undefined)).toEqual({
      route: '$default',
      status: 201,
      durationMs: 41.4,
      times: {},
    })
    expect(lastRequestOf('$default', { ...answer, status: 403 }, undefined).reached).toBe('route')
  })
})

it('the newest answer of an API is found by its key', () => {
  const answers = new Answers(() => undefined)
  const key = (apiId: string, route: string) => answerKey('file:///t.yaml', apiId, route)
  answers.record(key('Shop', 'GET /a'), { ...answer, at: 5 })
  answers.record(key('Shop', 'POST /a b'), { ...answer, at: 9 })
  answers.record(key('Shop', 'GET /a'), { ...answer, at: 9 })
  answers.record(key('Other', 'GET /a'), { ...answer, at: 20 })
  const newest = answers.newest(each => readAnswerKey(each)?.apiId === 'Shop')
  expect(newest && readAnswerKey(newest.key)?.route).toBe('GET /a')
  expect(answers.newest(() => false)).toBeUndefined()
  expect(['POST /a b', '$default', 'ANY /'].map(routeOfName)).toEqual([
    { method: 'POST', path: '/a b' },
    { method: '$default', path: '' },
    { method: 'ANY', path: '/' },
  ])
})
