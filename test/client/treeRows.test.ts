import { describe, expect, it } from 'vitest'
import { allRows, locationOf, moveRows, rowAt, rowsOf } from '../../client/src/treeRows.ts'
import type { Location, Outline, OutlineNode } from '../../server/src/protocol/requests.ts'

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

describe('rows of the tree', () => {
  const rows = rowsOf(outline, () => false)

  it('begin with what cannot be read', () => {
    expect(rows.map(({ kind }) => kind)).toEqual(['unreadable', 'gateway'])
  })

  it('have ids of their own that do not depend on the outline they came with', () => {
    const ids = allRows(rows).map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    expect(allRows(rowsOf(structuredClone(outline), () => false)).map(({ id }) => id)).toEqual(ids)
  })

  it('know their parents', () => {
    const orders = allRows(rows).find(row => row.kind === 'node' && row.node.label === 'GET /orders')
    expect(orders?.parent?.parent).toBe(rows[1])
  })

  it('say that the last good version is served while the gateway runs', () => {
    const [broken] = rowsOf(outline, definition => definition.endsWith('broken.yaml'))
    expect(broken?.children.map(({ kind }) => kind)).toEqual(['lastGood'])
    expect(rows[0]?.children).toEqual([])
  })
})

describe('the row under the caret', () => {
  const labelAt = (line: number, file = uri) => {
    const row = rowAt(
      rowsOf(outline, () => false),
      line,
      each => each === file,
    )
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
    const rows = rowsOf(outline, () => false)
    const before = allRows(rows)
    expect(
      moveRows(
        rows,
        rowsOf(shifted(2), () => false),
      ),
    ).toBe(true)
    expect(allRows(rows).every((row, index) => row === before[index])).toBe(true)
    expect(linesOf(rows)).toEqual([117, 5, undefined, 12, 12, 23, 23])
  })

  it('are new ones when one shows something else', () => {
    const rows = rowsOf(outline, () => false)
    const renamed = { ...outline, gateways: outline.gateways.map(each => ({ ...each, name: 'Library' })) }
    expect(
      moveRows(
        rows,
        rowsOf(renamed, () => false),
      ),
    ).toBe(false)
    expect(
      moveRows(
        rows,
        rowsOf({ ...outline, unreadable: [] }, () => false),
      ),
    ).toBe(false)
    expect(linesOf(rows)).toEqual([117, 3, undefined, 10, 10, 21, 21])
  })
})
