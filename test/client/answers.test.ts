import { expect, it } from 'vitest'
import { Answers, verdictOf } from '../../client/src/answers.ts'
import { answerKey, routeName } from '../../client/src/routeName.ts'

it('answers are kept per route, and each change is told', () => {
  const told: string[] = []
  const answers = new Answers(key => told.push(key))
  const key = answerKey('file:///t.yaml', 'Shop', routeName({ method: 'GET', path: '/books' }))
  const other = answerKey('file:///t.yaml', 'Shop', routeName({ method: '$default', path: '' }))
  const end = answers.begin(key)
  expect([answers.isUnderWay(key), answers.isUnderWay(other)]).toEqual([true, false])
  answers.record(key, { status: 200, durationMs: 3, at: 0 })
  answers.record(key, { status: 404, durationMs: 3, at: 1 })
  end()
  expect(answers.isUnderWay(key)).toBe(false)
  expect(answers.lastOf(key)?.status).toBe(404)
  expect(answers.lastOf(other)).toBeUndefined()
  expect(told).toEqual([key, key, key, key])
})

it('a route is under way until its last request ended', () => {
  const answers = new Answers(() => {})
  const [first, second] = [answers.begin('a'), answers.begin('a')]
  first()
  expect(answers.isUnderWay('a')).toBe(true)
  second()
  expect(answers.isUnderWay('a')).toBe(false)
})

it.each([
  [200, 'passed'],
  [304, 'passed'],
  [400, 'refused'],
  [499, 'refused'],
  [500, 'broken'],
  [504, 'broken'],
])('%i is %s', (status, verdict) => {
  expect(verdictOf(status)).toBe(verdict)
})
