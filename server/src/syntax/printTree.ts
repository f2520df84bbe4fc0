import { Scalar } from 'yaml'
import type { Entry, MappingNode, Node, ScalarNode } from './node.ts'
import { documentOf, stringOf } from './node.ts'
import type { YamlNode } from './print.ts'
import { writtenYaml, yamlList, yamlMapping } from './print.ts'

/**
 * A tree as JSON with two blanks a step; numbers as they were written where JSON has them so, and of `Fn::GetAtt` the list,
 * which is all that CloudFormation takes in JSON.
 */
export function jsonOfTree(node: Node, indent = ''): string {
  if (node.type === 'scalar') return jsonOfScalar(node)
  const inner = `${indent}  `
  const lines =
    node.type === 'sequence'
      ? node.items.map(item => jsonOfTree(item, inner))
      : lastEntries(node).map(entry => `${JSON.stringify(entry.name)}: ${jsonOfEntry(entry, inner)}`)
  const [open, close] = node.type === 'sequence' ? '[]' : '{}'
  if (lines.length === 0) return `${open}${close}`
  return `${open}\n${lines.map(line => inner + line).join(',\n')}\n${indent}${close}`
}

/**
 * A tree as YAML in block style; a text that a reader of YAML 1.1, as AWS's are, could take for something else comes in
 * quotes, one of several lines as a block.
 */
export function yamlOfTree(node: Node): string {
  return writtenYaml(yamlNode(node))
}

function yamlNode(node: Node): YamlNode {
  if (node.type === 'scalar') return yamlScalar(node)
  if (node.type === 'sequence') return yamlList(node.items.map(yamlNode))
  return yamlMapping(lastEntries(node).map(({ name, value }) => [name, yamlNode(value)]))
}

/** Of a key that is there twice the last one counts. */
function lastEntries({ entries }: MappingNode): Entry[] {
  const last = new Map(entries.map(entry => [entry.name, entry]))
  return entries.filter(entry => last.get(entry.name) === entry)
}

function jsonOfEntry({ name, value }: Entry, indent: string): string {
  const attribute = name === 'Fn::GetAtt' ? /^([^.]+)\.(.+)$/.exec(stringOf(value) ?? '') : null
  return attribute ? JSON.stringify(attribute.slice(1)) : jsonOfTree(value, indent)
}

function jsonOfScalar(node: ScalarNode): string {
  if (typeof node.value !== 'number') return JSON.stringify(node.value)
  const written = writtenNumber(node)
  return written ?? JSON.stringify(node.value)
}

function yamlScalar(node: ScalarNode): Scalar {
  const { value } = node
  const written = typeof value === 'number' ? writtenNumber(node) : undefined
  if (written === undefined) return new Scalar(value)
  if (/^-?\d+$/.test(written)) return new Scalar(BigInt(written))
  const scalar = new Scalar(value)
  scalar.minFractionDigits = /\.(\d+)$/.exec(written)?.[1]?.length ?? 0
  return scalar
}

/** A number as it stands in the text, which a JavaScript number may not hold; undefined for one that JSON writes otherwise. */
function writtenNumber(node: ScalarNode): string | undefined {
  const written = documentOf(node).text.slice(node.start, node.end)
  return /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/.test(written) ? written : undefined
}
