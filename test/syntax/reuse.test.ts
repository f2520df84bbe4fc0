import { describe, expect, it } from 'vitest'
import type { Node } from '../../server/src/syntax/node.ts'
import { childAt, originOf } from '../../server/src/syntax/node.ts'
import { parseText } from '../../server/src/syntax/parse.ts'
import { reuse } from '../../server/src/syntax/reuse.ts'

const { root } = parseText('a.yaml', 'one: 1\ntwo: 2\n')

function nodeAt(name: string): Node {
  const node = childAt(root, name)
  if (!node) throw new Error(`no '${name}'`)
  return node
}

/** A part as a reader makes it: new objects each time, with an origin of its own. */
function part(
  name: string,
  value: unknown = name,
): { readonly name: string; readonly [key: string]: unknown } {
  return { name, value, list: [1, { name }], map: new Map([[name, [name]]]), origin: originOf(nodeAt(name)) }
}

describe('a second reading', () => {
  it('is the first one where it says the same of the same nodes', () => {
    const earlier = { parts: [part('one'), part('two')] }
    expect(reuse(earlier, { parts: [part('one'), part('two')] })).toBe(earlier)
  })

  it('has the parts of the first one beside those that changed', () => {
    const earlier = { parts: [part('one'), part('two')], none: [] }
    const now = reuse(earlier, { parts: [part('one', 'new'), part('two')], none: [] })
    expect(now.parts[0]).not.toBe(earlier.parts[0])
    expect(now.parts[0]?.['value']).toBe('new')
    expect(now.parts[1]).toBe(earlier.parts[1])
    expect(now.none).toBe(earlier.none)
  })

  it('finds what stands behind a part that has come or gone', () => {
    const earlier = [part('one'), part('two')]
    expect(reuse(earlier, [part('two')])[0]).toBe(earlier[1])
    const longer = reuse(earlier, [part('one', 'new'), part('one'), part('two')])
    expect(longer[1]).toBe(earlier[0])
    expect(longer[2]).toBe(earlier[1])
  })

  it('is not the first one when a node is another, though its text is the same', () => {
    const other = parseText('a.yaml', 'one: 1\ntwo: 2\n').root
    const copy = { ...part('one'), origin: originOf(childAt(other, 'one') ?? nodeAt('one')) }
    const earlier = part('one')
    expect(reuse(earlier, copy)).toBe(copy)
  })

  it('minds the order of maps, sets and names, and what is absent', () => {
    const pairs = [
      new Map([
        ['a', 1],
        ['b', 2],
      ]),
      new Map([
        ['b', 2],
        ['a', 1],
      ]),
    ] as const
    expect([...reuse(pairs[0], pairs[1]).keys()]).toEqual(['b', 'a'])
    expect([...reuse(new Set(['a']), new Set(['a', 'b']))]).toEqual(['a', 'b'])
    expect(reuse<object>({ a: undefined }, {})).toEqual({})
    expect(Object.keys(reuse<object>({ a: undefined }, {}))).toEqual([])
  })
})
