import { describe, expect, it } from 'vitest'
import { childAt, pointerOf, documentOf } from '../../server/src/syntax/node.ts'
import { parseText } from '../../server/src/syntax/parse.ts'
import { resolveReference } from '../../server/src/syntax/references.ts'
import { memoryFiles } from '../support/memoryFiles.ts'

/** Where `start` of the first file leads, as `file#pointer` or the reason. */
function target(table: Record<string, string>, start = 'start'): unknown {
  const files = memoryFiles(table)
  const documents = new Map(Object.entries(table).map(([file, text]) => [file, parseText(file, text)]))
  const node = childAt([...documents.values()][0]?.root, start)
  if (!node) throw new Error('no such start')
  const result = resolveReference(node, file => documents.get(file), files)
  return result.type === 'found' ? `${documentOf(result.node).file}#${pointerOf(result.node)}` : result
}

describe('a reference', () => {
  it('leads to a pointer in its document', () => {
    expect(target({ '/a.yaml': 'start: {$ref: "#/b/1/c"}\nb: [x, {c: d}]' })).toBe('/a.yaml#/b/1/c')
    expect(target({ '/a.yaml': 'start: {$ref: "#"}' })).toBe('/a.yaml#')
  })

  it('decodes ~1, ~0 and percent signs', () => {
    const text = 'start: {$ref: "#/paths/~1books~1%7Bid%7D/a~0b"}\npaths: {"/books/{id}": {a~b: 1}}'
    expect(target({ '/a.yaml': text })).toBe('/a.yaml#/paths/~1books~1{id}/a~0b')
    expect(target({ '/a.yaml': 'start: {$ref: "#/100%"}\n100%: 1' })).toBe('/a.yaml#/100%')
  })

  it('leads to another file, and from there as that file means it', () => {
    const files = {
      '/api/a.yaml': 'start: {$ref: "../shared/b.yaml#/x"}\ny: wrong',
      '/shared/b.yaml': 'x: {$ref: "#/y"}\ny: {$ref: "c.json"}',
      '/shared/c.json': '{"z": 1}',
    }
    expect(target(files)).toBe('/shared/c.json#')
  })

  it('goes on through a reference on its way', () => {
    const text = 'start: {$ref: "#/a/name"}\na: {$ref: "#/b"}\nb: {name: here}'
    expect(target({ '/a.yaml': text })).toBe('/a.yaml#/b/name')
  })

  it('says what is missing', () => {
    expect(target({ '/a.yaml': 'start: {$ref: "#/no/such"}\nno: {}' })).toEqual({
      type: 'missing-pointer',
      pointer: '/no/such',
    })
    expect(target({ '/d/a.yaml': 'start: {$ref: "./b.yaml#/x"}' })).toEqual({
      type: 'missing-file',
      file: '/d/b.yaml',
    })
    expect(target({ '/a.yaml': 'start: {$ref: "b.yaml#/x"}', '/b.yaml': 'y: 1' })).toEqual({
      type: 'missing-pointer',
      file: '/b.yaml',
      pointer: '/x',
    })
    expect(target({ '/a.yaml': 'start: {$ref: "#anchor"}' })).toEqual({
      type: 'missing-pointer',
      pointer: 'anchor',
    })
  })

  it('sees a cycle, also over files', () => {
    const files = { '/a.yaml': 'start: {$ref: "b.yaml#/x"}', '/b.yaml': 'x: {$ref: "a.yaml#/start"}' }
    expect(target(files)).toEqual({ type: 'cyclic' })
    expect(target({ '/a.yaml': 'start: {$ref: "#/start/x"}' })).toEqual({ type: 'cyclic' })
  })

  it('does not read URLs', () => {
    const url = 'https://example.com/models.json#/Pet'
    expect(target({ '/a.yaml': `start: {$ref: "${url}"}` })).toEqual({ type: 'remote', url })
  })

  it('is unknown when an intrinsic function stands in the way', () => {
    expect(target({ '/a.yaml': 'start: {$ref: {"Fn::Sub": "${x}"}}' })).toEqual({ type: 'unknown' })
    const text = 'start: {$ref: "#/parts/a"}\nparts: {"Fn::Transform": {Name: AWS::Include}}'
    expect(target({ '/a.yaml': text })).toEqual({ type: 'unknown' })
  })
})
