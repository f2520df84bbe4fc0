import { Document, Pair, Scalar, YAMLMap, YAMLSeq } from 'yaml'
import { shortFormOf } from './shortTags.ts'

/**
 * A value as YAML in block style, without an end of line behind it. CloudFormation's functions of one text come in their
 * short form; a text that a reader of YAML 1.1, as AWS's are, could take for something else comes in quotes.
 */
export function yamlText(value: unknown): string {
  const document = new Document(null, { compat: 'yaml-1.1' })
  document.contents = nodeOf(value)
  return document.toString({ lineWidth: 0, singleQuote: true, blockQuote: 'literal' }).trimEnd()
}

function nodeOf(value: unknown): Scalar | YAMLMap | YAMLSeq {
  if (Array.isArray(value)) {
    const list = new YAMLSeq()
    list.items = value.map(nodeOf)
    list.flow = value.length === 0
    return list
  }
  if (typeof value !== 'object' || value === null) return new Scalar(value)
  const entries = Object.entries(value)
  const [first] = entries
  const short = entries.length === 1 && first ? shortCall(first[0], first[1]) : undefined
  if (short) return short
  const mapping = new YAMLMap()
  mapping.items = entries.map(([name, child]) => new Pair(new Scalar(name), nodeOf(child)))
  mapping.flow = entries.length === 0
  return mapping
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
