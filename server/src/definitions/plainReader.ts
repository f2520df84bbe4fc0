import type { Diagnostic } from '../base/diagnostic.ts'
import type { Files } from '../base/files.ts'
import type { Fact } from '../base/origin.ts'
import { intrinsicOf } from '../syntax/intrinsics.ts'
import type { Node, SourceDocument } from '../syntax/node.ts'
import { entriesOf, itemsOf, originOf, stringOf, toValue } from '../syntax/node.ts'
import { parseText } from '../syntax/parse.ts'
import { noteReadOf } from '../syntax/parts.ts'
import type { ReadOptions } from './definitionResult.ts'
import type { Reader } from './reader.ts'

/** A reader and what it has met on the way. */
export interface PlainReader extends Reader {
  /** Every document that was opened, by absolute path. */
  readonly documents: ReadonlyMap<string, SourceDocument>
  readonly diagnostics: readonly Diagnostic[]
}

/**
 * The reader of a file that stands for itself. Intrinsic functions are met in OpenAPI files meant for `AWS::Include`:
 * only the template that includes them can tell their value, so they give unknown facts and no error. Where a whole
 * part hangs on an `Fn::If`, its first branch is read, as a template's reader does with a condition it cannot know.
 */
export function createPlainReader(files: Files, options: ReadOptions): PlainReader {
  const documents = new Map<string, SourceDocument>()
  const diagnostics: Diagnostic[] = []
  const { memory } = options
  const parse = memory?.parse ?? parseText
  let opened = new Set<string>()
  const open = (path: string): SourceDocument | undefined => {
    opened.add(path)
    const text = documents.get(path)?.text ?? files.read(path)
    if (text === undefined) return undefined
    // A document that is known is asked for again, so that what is remembered knows of it.
    const document = memory ? parse(path, text) : (documents.get(path) ?? parse(path, text))
    documents.set(path, document)
    return document
  }
  const remember: Reader['remember'] = (owner, key, inputs, compute) => {
    if (!memory) return compute()
    // What is around this computation hangs on its owner too.
    noteReadOf(owner)
    let isNew = false
    const kept = memory.remember(owner, key, inputs, () => {
      isNew = true
      const around = opened
      const first = diagnostics.length
      opened = new Set()
      const value = compute()
      const inside = [...opened]
      opened = new Set([...around, ...inside])
      return { value: { value, inside }, diagnostics: diagnostics.slice(first) }
    })
    if (!isNew) {
      kept.value.inside.forEach(open)
      diagnostics.push(...kept.diagnostics)
    }
    return kept.value.value
  }
  const report = (diagnostic: Diagnostic): void => void diagnostics.push(diagnostic)
  return { files, options, documents, diagnostics, open, report, settle, evaluate, remember }
}

function settle(node: Node | undefined): Node | undefined {
  const call = intrinsicOf(node)
  if (call?.name === 'Ref' && stringOf(call.argument) === 'AWS::NoValue') return undefined
  if (call?.name !== 'Fn::If') return node
  const branches = itemsOf(call.argument).slice(1).map(settle)
  const structure = branches.find(branch => branch && branch.type !== 'scalar' && !intrinsicOf(branch))
  return structure ?? node
}

function evaluate(node: Node): Fact<unknown> {
  const name = firstIntrinsic(node)
  if (name === undefined) return { known: true, value: toValue(node), origin: originOf(node) }
  return {
    known: false,
    reason: `'${name}' is filled in by the template that includes this file`,
    origin: originOf(node),
  }
}

/** The name of an intrinsic function somewhere in a value. */
function firstIntrinsic(node: Node): string | undefined {
  const call = intrinsicOf(node)
  if (call) return call.name
  const inside = node.type === 'mapping' ? entriesOf(node).map(entry => entry.value) : itemsOf(node)
  for (const value of inside) {
    const name = firstIntrinsic(value)
    if (name !== undefined) return name
  }
  return undefined
}
