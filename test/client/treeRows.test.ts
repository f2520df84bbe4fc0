import { describe, expect, it } from 'vitest'
import { allRows, locationOf, moveRows, rowAt, rowOfHandler, rowsOf } from '../../client/src/treeRows.ts'
import type { TreeFacts } from '../../client/src/treeRows.ts'
import type { JournalEvent } from '../../server/src/protocol/journal.ts'
import type { Location } from '../../server/src/protocol/places.ts'
import type { Outline, OutlineNode } from '../../server/src/protocol/requests.ts'

const uri = 'file:///shop/template.yaml'

function lines(first: number, last: number): Location {
  return { uri, range: { start: { line: first, character: 0 }, end: { line: last, character: 0 } } }
}

function route(path: string, location: Location): OutlineNode {
  const node = { id: `route/${path}`, kind: 'route', label: `GET ${path}`, location } as const
  const integration = {
    id: `${node.id}/integration`,
    kind: 'integration',
    label: 'AWS_PROXY',
    location,
  } as const
  return { ...node, children: [integration], route: { definition: uri, apiId: 'Shop', method: 'GET', path } }
}

const outline: Outline = {
  gateways: [
    {
      definition: uri,
      apiId: 'Shop',
      name: 'Bookshop',
      type: 'rest',
      stages: ['dev'],
      location: lines(3, 3),
      children: [
        {
          id: 'Routes',
          kind: 'group',
          label: 'Routes',
          holds: 'route',
          children: [route('/books', lines(10, 20)), route('/orders', lines(21, 30))],
        },
      ],
    },
  ],
  unreadable: [{ uri: 'file:///shop/broken.yaml', message: 'bad indentation', range: lines(117, 117).range }],
}

const change: JournalEvent = {
  id: 'e-1',
  apiId: 'Shop',
  eventTime: '2026-11-22T09:30:00Z',
  eventName: 'PutIntegration',
  subject: 'GET /books',
  how: 'changed',
  parameters: '{}',
  location: lines(12, 12),
}

function facts(changes?: readonly JournalEvent[]): TreeFacts {
  return { serves: () => false, changes: () => changes }
}

describe('the changes of an API', () => {
  const changesIn = (...changes: JournalEvent[]) =>
    allRows(rowsOf(outline, facts(changes))).filter(({ kind }) => kind === 'changes' || kind === 'change')

  it('stand below its parts and lead to their lines', () => {
    const [group, row] = changesIn(change)
    expect(group?.parent?.children.at(-1)).toBe(group)
    expect(row && locationOf(row)).toEqual(lines(12, 12))
    expect(group && locationOf(group)).toBeUndefined()
    expect(changesIn().map(({ children }) => children)).toEqual([[]])
  })

  it('are left out for an API that is never served', () => {
    const rows = rowsOf(outline, facts())
    expect(allRows(rows).map(({ kind }) => kind)).not.toContain('changes')
  })

  it('are not what the caret stands on, and a new one is another tree', () => {
    const rows = rowsOf(outline, facts([change]))
    expect(rowAt(rows, 12, isFile => isFile === uri)?.kind).toBe('node')
    expect(moveRows(rows, rowsOf(outline, facts([change])))).toBe(true)
    expect(moveRows(rows, rowsOf(outline, facts([{ ...change, id: 'e-2' }, change])))).toBe(false)
  })
})

describe('rows of the tree', () => {
  const rows = rowsOf(outline, facts())

  it('begin with what cannot be read', () => {
    expect(rows.map(({ kind }) => kind)).toEqual(['unreadable', 'gateway'])
  })

  it('have ids of their own that do not depend on the outline they came with', () => {
    const ids = allRows(rows).map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    expect(allRows(rowsOf(structuredClone(outline), facts())).map(({ id }) => id)).toEqual(ids)
  })

  it('know their parents', () => {
    const orders = allRows(rows).find(row => row.kind === 'node' && row.node.label === 'GET /orders')
    expect(orders?.parent?.parent).toBe(rows[1])
  })

  it('say that the last good version is served while the gateway runs', () => {
    const [broken] = rowsOf(outline, { ...facts(), serves: definition => definition.endsWith('broken.yaml') })
    expect(broken?.children.map(({ kind }) => kind)).toEqual(['lastGood'])
    expect(rows[0]?.children).toEqual([])
  })
})

describe('the row under the caret', () => {
  const labelAt = (line: number, file = uri) => {
    const row = rowAt(rowsOf(outline, facts()), line, each => each === file)
    return row?.kind === 'node' ? row.node.label : row?.kind
  }

  it.each([
    [15, 'GET /books'],
    [21, 'GET /orders'],
    [3, 'gateway'],
    // Below the last route's range: it is the last that begins above.
    [40, 'GET /orders'],
    [1, undefined],
  ])('line %i: %s', (line, label) => {
    expect(labelAt(line)).toBe(label)
  })

  it('is none in another file', () => {
    expect(labelAt(15, 'file:///shop/other.yaml')).toBeUndefined()
  })
})

describe('rows while somebody types', () => {
  const shifted = (by: number): Outline => {
    const text = JSON.stringify(outline, (key, value: unknown) =>
      key === 'line' && typeof value === 'number' && value < 100 ? value + by : value,
    )
    // What stringify made of an outline is one.
    return JSON.parse(text) as Outline
  }
  const linesOf = (rows: ReturnType<typeof rowsOf>) =>
    allRows(rows).map(row => locationOf(row)?.range.start.line)

  it('stay the same rows and move with their lines', () => {
    const rows = rowsOf(outline, facts())
    const before = allRows(rows)
    expect(moveRows(rows, rowsOf(shifted(2), facts()))).toBe(true)
    expect(allRows(rows).every((row, index) => row === before[index])).toBe(true)
    expect(linesOf(rows)).toEqual([117, 5, undefined, 12, 12, 23, 23])
  })

  it('are new ones when one shows something else', () => {
    const rows = rowsOf(outline, facts())
    const renamed = { ...outline, gateways: outline.gateways.map(each => ({ ...each, name: 'Library' })) }
    expect(moveRows(rows, rowsOf(renamed, facts()))).toBe(false)
    expect(moveRows(rows, rowsOf({ ...outline, unreadable: [] }, facts()))).toBe(false)
    expect(linesOf(rows)).toEqual([117, 3, undefined, 10, 10, 21, 21])
  })
})

describe('the route of a handler file', () => {
  const handlers = 'file:///shop/src/books.js'
  const at = (line: number): Location => ({ ...lines(line, line), uri: handlers })
  const handled = (path: string, line: number, handler: number) => ({
    ...route(path, lines(line, line)),
    handler: at(handler),
  })
  const [gateway] = outline.gateways
  const shop: Outline = {
    gateways: gateway
      ? [
          {
            ...gateway,
            children: [handled('/books', 10, 2), handled('/orders', 21, 14), route('/x', lines(30, 30))],
          },
        ]
      : [],
    unreadable: [],
  }
  const labelAt = (line: number, uriOfFile = handlers) => {
    const row = rowOfHandler(rowsOf(shop, facts()), line, each => each === uriOfFile)
    return row?.kind === 'node' ? row.node.label : undefined
  }

  it('is the one whose handler begins last before the caret, else the first', () => {
    expect(labelAt(20)).toBe('GET /orders')
    expect(labelAt(13)).toBe('GET /books')
    expect(labelAt(0)).toBe('GET /books')
  })

  it('is none in any other file', () => {
    expect(labelAt(5, 'file:///shop/src/other.js')).toBeUndefined()
  })
})
