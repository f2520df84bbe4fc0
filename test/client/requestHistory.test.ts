import { describe, expect, it } from 'vitest'
import { secretHeaders, withoutSecrets } from '../../client/src/orderSecrets.ts'
import type { Order } from '../../client/src/panelMessages.ts'
import { RequestHistory } from '../../client/src/requestHistory.ts'
import { SavedFiles } from '../../client/src/savedFiles.ts'
import type { Completed } from '../../client/src/gatewayProcess.ts'

const jwt = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhbm4ifQ.c2lnbmF0dXJl'
const order = (change: Partial<Order['request']> = {}): Order => ({
  request: { method: 'POST', target: '/orders', headers: [], ...change },
  stage: 'dev',
})
const route = { definition: 'file:///shop/template.yaml', apiId: 'Shop', method: 'POST', path: '/orders' }
const completed = (status: number) =>
  ({ response: { status }, trace: { durationMs: 7 } }) as unknown as Completed

function openHistory() {
  const kept = new Map<string, unknown>()
  const update = (key: string, value: unknown) => {
    // What VS Code keeps has been text in the meantime.
    kept.set(key, JSON.parse(JSON.stringify(value)))
    return Promise.resolve()
  }
  let now = 0
  const store = { get: (key: string) => kept.get(key), update }
  return {
    kept,
    history: new RequestHistory(
      store,
      ({ path }) => path,
      () => ++now,
    ),
  }
}

describe('secrets', () => {
  it('of headers, the query and the body are not kept, and nothing else is lost', () => {
    const masked = withoutSecrets(
      order({
        target: '/orders?page=2&access_token=abc&X-Amz-Signature=0f',
        headers: [
          ['Authorization', 'Bearer x'],
          ['X-Api-Key', 'k'],
          ['X-Session', jwt],
          ['Accept', '*/*'],
        ],
        bodyText: `{ "user": "ann", "password" : "p\\"w", "pin": 1234, "spinner": 1, "note": "see ${jwt}" }`,
      }),
    )
    expect(masked.request).toEqual({
      method: 'POST',
      target: '/orders?page=2&access_token=&X-Amz-Signature=',
      headers: [
        ['Authorization', ''],
        ['X-Api-Key', ''],
        ['X-Session', ''],
        ['Accept', '*/*'],
      ],
      bodyText: '{ "user": "ann", "password" : "", "pin": "", "spinner": 1, "note": "" }',
    })
    expect(
      secretHeaders([
        ['Cookie', 'a=b'],
        ['Accept', '*/*'],
      ]),
    ).toEqual(['Cookie'])
  })

  it('of a form are not kept', () => {
    const form = order({
      headers: [['Content-Type', 'application/x-www-form-urlencoded']],
      bodyText: 'user=ann&client%5Fsecret=x',
    })
    expect(withoutSecrets(form).request.bodyText).toBe('user=ann&client%5Fsecret=')
  })
})

describe('the history', () => {
  it('has the newest first, one entry for the same request, and those of a route', () => {
    const { history } = openHistory()
    history.add(route, order(), completed(201))
    history.add({ ...route, path: '/books' }, order({ target: '/books' }), completed(200))
    history.add(route, order({ bodyText: '{}' }), completed(400))
    history.add(route, order(), completed(502))
    expect(history.entries().map(({ status, at }) => [status, at])).toEqual([
      [502, 4],
      [400, 3],
      [200, 2],
    ])
    expect(history.entries(route).map(({ status }) => status)).toEqual([502, 400])
  })

  it('stays small: long bodies are left out, old entries go', () => {
    const { history, kept } = openHistory()
    for (let index = 0; index < 300; index++) {
      history.add({ ...route, path: `/p${index % 20}` }, order({ bodyText: `${index}` }), completed(200))
    }
    expect(history.entries()).toHaveLength(200)
    for (let index = 0; index < 40; index++)
      history.add(route, order({ bodyText: `${index}` }), completed(200))
    expect(history.entries(route)).toHaveLength(30)
    history.add(route, order({ bodyText: 'x'.repeat(30_000) }), completed(200))
    expect(history.entries(route)[0]).toMatchObject({ isCut: true })
    expect(history.entries(route)[0]?.order.request).not.toHaveProperty('bodyText')
    for (let index = 0; index < 60; index++)
      history.add(
        { ...route, path: `/q${index}` },
        order({ bodyText: 'y'.repeat(19_000) + index }),
        completed(200),
      )
    expect(JSON.stringify([...kept.values()]).length).toBeLessThan(520_000)
  })

  it('that another version wrote is not trusted, and can be cleared', async () => {
    const { history, kept } = openHistory()
    kept.set('gatehouse.requestHistory', [{ route, order: { request: {} }, status: 1 }, 3, null])
    expect(history.entries()).toEqual([])
    kept.set('gatehouse.requestHistory', 'text')
    history.add(route, order(), completed(200))
    const [entry] = history.entries()
    if (!entry) throw new Error('the entry was kept')
    await history.remove(entry)
    expect(history.entries()).toEqual([])
  })
})

describe('saved files', () => {
  it('lead to one replay each, so that a function that writes beside its code starts none', () => {
    const saved = new SavedFiles()
    saved.save('/shop/src/a.ts', 1000)
    expect(saved.spend('shop', ['/shop/src/a.ts'], 1010)).toBe('/shop/src/a.ts')
    expect(saved.spend('shop', ['/shop/data.json'], 1500)).toBeUndefined()
  })

  it('lead to a replay at each gateway that runs the code', () => {
    const saved = new SavedFiles()
    saved.save('/shop/src/a.ts', 1000)
    expect(saved.spend('shop', ['/shop/src/a.ts'], 1010)).toBe('/shop/src/a.ts')
    expect(saved.spend('office', ['/shop/src/a.ts'], 1015)).toBe('/shop/src/a.ts')
    expect(saved.spend('office', ['/shop/src/a.ts'], 1020)).toBeUndefined()
  })

  it('stand for what a compiler makes of them, for a while', () => {
    const saved = new SavedFiles()
    saved.save('/shop/src/a.ts', 1000)
    expect(saved.spend('shop', ['/shop/dist/a.js'], 4000)).toBe('/shop/src/a.ts')
    saved.save('/shop/src/a.ts', 5000)
    expect(saved.spend('shop', ['/shop/dist/a.js'], 30_000)).toBeUndefined()
  })

  it.each([
    '/shop/.vscode/settings.json',
    '/shop/requests.http',
    '/shop/GET-books.trace.json',
    '/shop/gatehouse.identities.json',
    '/shop/template.gatehouse.yaml',
    '/shop/README.md',
  ])('stand for no code that something else wrote: %s', file => {
    const saved = new SavedFiles()
    saved.save(file, 1000)
    expect(saved.spend('shop', ['/shop/src/a.js'], 1010)).toBeUndefined()
  })

  it('stand for themselves, be they code or a text beside it', () => {
    const saved = new SavedFiles()
    saved.save('/shop/src/welcome.md', 1000)
    expect(saved.spend('shop', ['/shop/src/welcome.md'], 1010)).toBe('/shop/src/welcome.md')
  })

  it('of a definition stand for no code: the gateway has told of them already', () => {
    const saved = new SavedFiles()
    saved.save('/shop/table.json', 1000)
    saved.leaveToDefinition('/shop/table.json')
    expect(saved.spend('shop', ['/shop/src/a.js'], 1010)).toBeUndefined()
    saved.save('/shop/table.json', 2000)
    expect(saved.spend('shop', ['/shop/src/a.js'], 2010)).toBeUndefined()
  })
})
