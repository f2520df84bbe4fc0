import * as jsonc from 'jsonc-parser'
import { jsonDepth } from '../base/jsonDepth.ts'
import { createLineIndex } from '../base/text.ts'
import type { Findings } from './build.ts'
import {
  createFindings,
  createMapping,
  createScalar,
  createSequence,
  maximumDepth,
  reportDuplicateKeys,
} from './build.ts'
import { reportJsonErrors } from './jsonErrors.ts'
import type { Entry, Node, SourceDocument } from './node.ts'
import { createDocument } from './node.ts'

/**
 * Reads JSON, and with `isJsonc` also comments and trailing commas; without it both are reported and still read.
 * Broken text gives findings and whatever could be read around them.
 */
export function parseJson(file: string, text: string, isJsonc: boolean): SourceDocument {
  const lines = createLineIndex(text)
  const findings = createFindings(file, lines)
  // The parser does not know a byte order mark; a space in its place keeps all offsets.
  const plain = text.startsWith('\ufeff') ? ` ${text.slice(1)}` : text
  let root: Node | undefined
  if (jsonDepth(plain) > maximumDepth) {
    const message = `This file nests deeper than ${maximumDepth} levels and was not read; remove levels of nesting`
    findings.add({ start: 0, end: Math.min(text.length, 1) }, message)
  } else if (plain.trim() !== '') {
    const errors: jsonc.ParseError[] = []
    const options = { disallowComments: !isJsonc, allowTrailingComma: isJsonc }
    const tree = jsonc.parseTree(plain, errors, options)
    root = tree && convert(tree, { file, text: plain, findings })
    reportJsonErrors(plain, errors, findings)
  }
  return createDocument({ file, text, language: 'json', lines, root, diagnostics: findings.list })
}

interface Source {
  readonly file: string
  readonly text: string
  readonly findings: Findings
}

function convert(node: jsonc.Node, source: Source): Node {
  const span = { start: node.offset, end: node.offset + node.length }
  const children = node.children ?? []
  if (node.type === 'array') {
    return createSequence(
      span,
      children.map(child => convert(child, source)),
      true,
    )
  }
  if (node.type === 'object') {
    const entries = children.flatMap(child => convertProperty(child, source))
    reportDuplicateKeys(source.file, entries, source.findings)
    return createMapping(span, entries, true)
  }
  const value: unknown = node.value
  const isPlain = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
  return createScalar(span, isPlain ? value : null, 'json')
}

function convertProperty(property: jsonc.Node, source: Source): Entry[] {
  const [keyNode, valueNode] = property.children ?? []
  if (!keyNode) return []
  const key = createScalar(
    { start: keyNode.offset, end: keyNode.offset + keyNode.length },
    String(keyNode.value),
    'json',
  )
  if (valueNode) return [{ key, name: String(keyNode.value), value: convert(valueNode, source) }]
  const place = property.colonOffset === undefined ? key.end : property.colonOffset + 1
  const value = createScalar({ start: place, end: place }, null, 'json')
  return [{ key, name: String(keyNode.value), value }]
}
