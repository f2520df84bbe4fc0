import { Document, Pair, Scalar, YAMLMap, YAMLSeq } from 'yaml'
import { shortFormOf } from './shortTags.ts'

/**
 * A value as YAML in block style, without an end of line behind it. CloudFormation's functions of one text come in their
 * short form; a text that a reader of YAML 1.1, as AWS's are, could take for something else comes in quotes.
 */
export function yamlText(value: unknown): string {
  return writtenYaml(nodeOf(value)).trimEnd()
}

/** A node of the library, as `yamlText` and `yamlOfTree` write all YAML. */
export type YamlNode = Scalar | YAMLMap | YAMLSeq

/** The text of a node: block style, no line broken, texts of several lines as blocks. */
export function writtenYaml(contents: YamlNode): string {
  const document = new Document(null, { compat: 'yaml-1.1' })
  document.contents = contents
  return document.toString({ lineWidth: 0, singleQuote: true, blockQuote: 'literal' })
}

/** A list; an empty one comes in brackets. */
export function yamlList(items: YamlNode[]): YAMLSeq {
  const list = new YAMLSeq()
  list.items = items
  list.flow = items.length === 0
  return list
}

/** A mapping; an empty one comes in braces. */
export function yamlMapping(entries: readonly (readonly [name: string, value: YamlNode])[]): YAMLMap {
  const mapping = new YAMLMap()
  mapping.items = entries.map(([name, value]) => new Pair(new Scalar(name), value))
  mapping.flow = entries.length === 0
  return mapping
}

function nodeOf(value: unknown): YamlNode {
  if (Array.isArray(value)) return yamlList(value.map(nodeOf))
  if (typeof value !== 'object' || value === null) return new Scalar(value)
  const entries = Object.entries(value)
  const [first] = entries
  const short = entries.length === 1 && first ? shortCall(first[0], first[1]) : undefined
  if (short) return short
  return yamlMapping(entries.map(([name, child]) => [name, nodeOf(child)]))
}

function shortCall(name: string, argument: unknown): Scalar | undefined {
  const tag = shortFormOf(name)
  const isAttribute = name === 'Fn::GetAtt' && Array.isArray(argument)
  const isText = isAttribute && argument.every(part => typeof part === 'string')
  const text = isText ? argument.join('.') : argument
  if (tag === undefined || typeof text !== 'string') return undefined
  const scalar = new Scalar(text)
  scalar.tag = tag
  return scalar
}
