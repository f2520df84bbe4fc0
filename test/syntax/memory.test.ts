import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { createMemory } from '../../server/src/syntax/memory.ts'
import type { Node, SourceDocument } from '../../server/src/syntax/node.ts'
import { documentOf } from '../../server/src/syntax/node.ts'
import { parseText } from '../../server/src/syntax/parse.ts'
import { randomEdits } from '../support/randomEdits.ts'

const root = path.join(import.meta.dirname, '../..')
const example = (name: string): string => readFileSync(path.join(root, 'examples', name), 'utf8')

describe('a document that is edited', () => {
  for (const [name, text] of [
    ['template.yaml', example('bookshop/template.yaml')],
    ['openapi.yaml', example('city-bikes/openapi.yaml')],
    ['openapi.json', JSON.stringify(parsed(example('city-bikes/openapi.yaml')), undefined, 2)],
    ['windows.yaml', example('city-bikes/openapi.yaml').replaceAll('\n', '\r\n')],
  ] as const) {
    it(`has the tree that reading ${name} from scratch gives, after each of 60 edits`, () => {
      const memory = createMemory()
      memory.parse(name, text)
      for (const { text: edited, edit } of randomEdits(text, 60, name.length)) {
        const document = memory.parse(name, edited)
        const fresh = parseText(name, edited)
        expect(Array.from(document.lines), edit).toEqual(fresh.lines)
        expect(shape(document), edit).toEqual(shape(fresh))
        expect(ownership(document), edit).toEqual([])
      }
    })
  }

  it('keeps the nodes of what the edit does not touch', () => {
    const memory = createMemory()
    const text = `paths:\n${['a', 'b', 'c'].map(name => `  /${name}:\n    get:\n      summary: ${'x'.repeat(2500)}\n      description: ${name}\n`).join('')}info: x\n`
    const before = children(memory.parse('api.yaml', text))
    const after = children(memory.parse('api.yaml', text.replace('description: b', 'description: bb')))
    expect(after[0]).toBe(before[0])
    expect(after[1]).not.toBe(before[1])
    expect(after[2]).toBe(before[2])
  })
})

function children({ root: node }: SourceDocument): Node[] {
  const paths = node?.type === 'mapping' ? node.entries[0]?.value : undefined
  return paths?.type === 'mapping' ? paths.entries.map(entry => entry.value) : []
}

function parsed(text: string): unknown {
  const plain = (node: Node): unknown =>
    node.type === 'mapping'
      ? Object.fromEntries(node.entries.map(entry => [entry.name, plain(entry.value)]))
      : node.type === 'sequence'
        ? node.items.map(plain)
        : node.value
  const { root: node } = parseText('a.yaml', text)
  return node && plain(node)
}

function shape(document: SourceDocument): unknown {
  const of = (node: Node): unknown => {
    const place = [node.type, node.start, node.end]
    if (node.type === 'scalar') return [...place, node.value, node.style]
    if (node.type === 'sequence') return [...place, node.isFlow, node.items.map(of)]
    return [
      ...place,
      node.isFlow,
      node.shortTag,
      node.entries.map(entry => [entry.name, of(entry.key), of(entry.value)]),
    ]
  }
  return [document.root && of(document.root), document.diagnostics]
}

/** Nodes whose parent or document is another than the one that holds them. */
function ownership(document: SourceDocument): Node[] {
  const wrong: Node[] = []
  const visit = (node: Node, parent: Node | undefined): void => {
    if (node.parent !== parent || documentOf(node) !== document) wrong.push(node)
    if (node.type === 'mapping') for (const { value } of node.entries) visit(value, node)
    if (node.type === 'sequence') for (const item of node.items) visit(item, node)
  }
  if (document.root) visit(document.root, undefined)
  return wrong
}
