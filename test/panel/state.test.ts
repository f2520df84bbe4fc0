import { describe, expect, it } from 'vitest'
import { draftOf, mergedDraft, missingPathParameters, requestOf } from '../../client/panel/draft.ts'
import { elapsedOf } from '../../client/panel/heldRun.ts'
import { orderOf } from '../../client/panel/order.ts'
import { initialState, reduce, type PanelState } from '../../client/panel/state.ts'
import { foldedRows, runningStep, traceHead } from '../../client/panel/traceRows.ts'
import type { ToPanel } from '../../client/src/panelMessages.ts'
import {
  badGateway,
  createOrder,
  created,
  deleteBook,
  forbidden,
  getBook,
  orderSteps,
  show,
} from './scenarios.ts'

const receive = (state: PanelState, ...messages: ToPanel[]) =>
  messages.reduce((before, message) => reduce(before, { type: 'received', message, at: 5000 }), state)
const shown = receive(initialState, show(createOrder))
const request = requestOf(draftOf(createOrder), createOrder)
const order = orderOf(draftOf(createOrder), createOrder)
const sent = reduce(shown, { type: 'sent', order, at: 2600 })
const stepsOf = (message: ToPanel) => (message.type === 'completed' ? message.trace.steps : [])

describe('a draft', () => {
  it('begins with the examples of the definition, optional fields unsent', () => {
    expect(request).toEqual({
      method: 'POST',
      target: '/orders',
      headers: [
        ['Content-Type', 'application/json'],
        ['Authorization', 'Bearer editor'],
      ],
      bodyText: createOrder.exampleBody,
    })
  })

  it('encodes its values; a greedy path parameter keeps its slashes', () => {
    const draft = { ...draftOf(getBook), pathValues: { bookId: 'a/b c', proxy: 'reviews/ü' } }
    expect(requestOf(draft, getBook).target).toBe('/books/a%2Fb%20c/reviews/%C3%BC?fields=title')
  })

  it('takes the path of $default as it was typed', () => {
    const anything = {
      ...getBook,
      route: { ...getBook.route, method: '$default', path: '' },
      queryParameters: [],
    }
    expect(requestOf({ ...draftOf(anything), freePath: 'a/b?x=1' }, anything)).toMatchObject({
      method: 'GET',
      target: '/a/b?x=1',
    })
  })

  it('lets a header of the user stand for the content type', () => {
    const own = {
      id: 9,
      name: 'content-type',
      value: 'text/csv',
      isSent: true,
      isDeclared: false,
      isRequired: false,
    }
    const draft = { ...draftOf(createOrder), headers: [own] }
    expect(requestOf(draft, createOrder).headers).toEqual([['content-type', 'text/csv']])
  })

  it('names path parameters without a value', () => {
    expect(missingPathParameters(draftOf(getBook), getBook)).toEqual(['proxy+'])
  })

  it('keeps what was typed when the definition changes', () => {
    const [fields, lang] = draftOf(getBook).query
    if (!fields || !lang) throw new Error('the scenario has two query parameters')
    const typed = {
      ...draftOf(getBook),
      query: [
        { ...fields, value: 'price' },
        { ...lang, value: 'de', isSent: true },
      ],
    }
    const changed = {
      ...getBook,
      queryParameters: [{ name: 'page', isRequired: false }, ...getBook.queryParameters.slice(0, 1)],
    }
    expect(
      mergedDraft(typed, changed).query.map(({ name, value, isSent, isDeclared }) => [
        name,
        value,
        isSent,
        isDeclared,
      ]),
    ).toEqual([
      ['page', '', false, true],
      ['fields', 'price', true, true],
      ['lang', 'de', true, false],
    ])
  })
})

describe('a run', () => {
  it('collects its steps and keeps the old answer until the new one is there', () => {
    const second = reduce(receive(sent, created), { type: 'sent', order, at: 2600 })
    const [first] = orderSteps
    if (!first) throw new Error('the scenario has steps')
    const filling = receive(second, { type: 'step', step: first })
    expect(filling.run).toMatchObject({ number: 2, steps: [first] })
    expect(filling.answer?.number).toBe(1)
    expect(receive(filling, forbidden)).toMatchObject({ answer: { number: 2, response: { status: 403 } } })
  })

  it('is announced when it ends, with the step that decided', () => {
    expect(receive(sent, created).announcement).toBe('201 Created, 41 milliseconds')
    expect(receive(sent, forbidden).announcement).toBe(
      '403 Forbidden, 14 milliseconds, Authorizer: TokenAuthorizer denied reader-7f3, statement 2',
    )
  })

  it('that fails is no answer', () => {
    const failed = receive(receive(sent, created), { type: 'failed', message: '**The gateway ended**' })
    expect(failed).toMatchObject({
      trouble: { type: 'failed' },
      announcement: 'Could not be sent: The gateway ended',
      answer: { number: 1 },
    })
    expect(failed.run).toBeUndefined()
  })

  it('that the user cancelled did not fail', () => {
    const cancelled = receive(reduce(sent, { type: 'cancelled' }), { type: 'failed', message: 'cancelled' })
    expect(cancelled.trouble).toEqual({ type: 'cancelled', after: '2.4 s' })
  })

  it('is taken up when the panel comes back while it runs', () => {
    const [first] = orderSteps
    if (!first) throw new Error('the scenario has steps')
    expect(receive(shown, { type: 'step', step: first }).run?.startedAt).toBe(4999.7)
  })
})

describe('a run that a debugger holds', () => {
  it('says where, and the time meanwhile does not count', () => {
    const at = (state: PanelState, held: Extract<ToPanel, { type: 'held' }>['held'], now: number) =>
      reduce(state, { type: 'received', message: { type: 'held', ...(held && { held }) }, at: now })
    const where = 'in request template, application/json'
    const held = at(sent, { where }, 4600)
    expect(held).toMatchObject({ run: { held: { where } }, announcement: `Held ${where}` })
    expect(held.run && elapsedOf(held.run, 9000)).toBe(2000)
    const further = at(held, { where: 'after integration' }, 9600)
    expect(further.run && elapsedOf(further.run, 9900)).toBe(2000)
    const going = at(further, undefined, 12_600)
    expect(going.run?.held).toBeUndefined()
    expect(going.run && elapsedOf(going.run, 13_600)).toBe(3000)
    expect(at(shown, { where }, 4600)).toBe(shown)
  })
})

describe('an answer that the extension posts again', () => {
  it('is no run and is not announced', () => {
    const again = receive(receive(sent, created), created)
    expect([again.runs, again.announcement]).toEqual([1, ''])
    expect(again.answer?.order).toEqual(order)
  })
})

describe('another route', () => {
  it('begins anew, the same one goes on', () => {
    const answered = receive(sent, created)
    expect(receive(answered, show({ ...createOrder, stages: ['prod'] }))).toMatchObject({
      answer: { number: 1 },
      draft: { stage: 'prod' },
    })
    expect(receive(answered, show(deleteBook)).answer).toBeUndefined()
  })

  it('that is gone keeps its answer, and may come back', () => {
    const gone = receive(sent, created, { type: 'gone', message: 'gone' })
    expect(gone).toMatchObject({ gone: 'gone', answer: { number: 1 } })
    expect(receive(gone, show(createOrder)).gone).toBeUndefined()
  })
})

describe('the rows of a trace', () => {
  it('fold neighbours that did nothing', () => {
    const titles = (message: ToPanel) =>
      foldedRows(stepsOf(message)).map(row => (row.type === 'step' ? row.step.title : row.title))
    expect(titles(forbidden)).toEqual([
      'Method request',
      'Authorizer',
      '5 steps not reached',
      'Gateway response',
    ])
    expect(titles(badGateway)).toEqual([
      'Method request',
      '2 steps skipped',
      'Request validation',
      'Integration request',
      'Integration',
      'Integration response',
      'Gateway response',
    ])
  })

  it('say where a request stopped', () => {
    expect([created, forbidden].map(message => traceHead(stepsOf(message)))).toEqual([
      '8 steps',
      'stopped at step 2',
    ])
  })

  it('know the step that runs by the last that ended', () => {
    expect([runningStep([], 'rest').title, runningStep([], 'http').title]).toEqual([
      'Method request',
      'Route',
    ])
    expect(runningStep(orderSteps.slice(0, 2), 'rest').name).toBe('apiKey')
    const asked = orderSteps.slice(0, 4).map(step => ({ ...step, name: 'responseCache' as const }))
    expect(runningStep(asked, 'rest').name).toBe('integrationRequest')
    expect(runningStep(orderSteps.slice(0, 2), 'http').name).toBe('integrationRequest')
    expect(runningStep(orderSteps.slice(0, 5), 'rest').name).toBe('integration')
  })
})
