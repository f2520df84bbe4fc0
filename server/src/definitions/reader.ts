import type { Diagnostic } from '../base/diagnostic.ts'
import type { Files } from '../base/files.ts'
import type { Fact, Origin } from '../base/origin.ts'
import type { Entry, Node, SourceDocument } from '../syntax/node.ts'
import { entriesOf, entryOf, itemsOf, originOf } from '../syntax/node.ts'
import type { ReadOptions } from './definitionResult.ts'

/**
 * What every reader of a definition works with. A reader never throws on a user's text: it reports and goes on.
 * Inside a template `settle` and `evaluate` resolve intrinsic functions; in a plain OpenAPI file they hand back what
 * stands there.
 */
export interface Reader {
  readonly files: Files
  readonly options: ReadOptions
  /** Parses a file once and remembers it; undefined when it cannot be read. */
  readonly open: (path: string) => SourceDocument | undefined
  readonly report: (diagnostic: Diagnostic) => void
  /** The node that stands here once `Fn::If`, `AWS::Include` and `$ref`-like indirections are followed; undefined for `AWS::NoValue`. */
  readonly settle: (node: Node | undefined) => Node | undefined
  /** The value a node stands for, as plain data, or why it cannot be known. */
  readonly evaluate: (node: Node) => Fact<unknown>
  /**
   * The result of `compute` for a part of the definition, kept from one keystroke to the next as long as nothing that it
   * has read changes (`Memory.remember`). What it reports and opens is told again each time. Of nodes it may keep the
   * origins only.
   */
  readonly remember: <T>(owner: Node, key: string, inputs: readonly unknown[], compute: () => T) => T
  /** The same for the resources of a template that stands for itself; left out where nothing is kept. */
  readonly rememberResource?: Reader['remember']
}

/** `Reader.remember` where a value hangs on more than the nodes that it is read from. */
export const computeAnew: Reader['remember'] = (_owner, _key, _inputs, compute) => compute()

/** The value under a key, settled. */
export function child(reader: Reader, node: Node | undefined, name: string): Node | undefined {
  return reader.settle(entryOf(node, name)?.value)
}

/** The entries of a mapping with their values settled; entries of `AWS::NoValue` are left out. */
export function children(reader: Reader, node: Node | undefined): { entry: Entry; value: Node }[] {
  return entriesOf(reader.settle(node)).flatMap(entry => {
    const value = reader.settle(entry.value)
    return value ? [{ entry, value }] : []
  })
}

/** The items of a sequence, settled; a single value counts as a list of one. */
export function list(reader: Reader, node: Node | undefined): Node[] {
  const settled = reader.settle(node)
  if (!settled) return []
  const items = settled.type === 'sequence' ? itemsOf(settled) : [settled]
  return items.flatMap(item => reader.settle(item) ?? [])
}

/** A string; numbers and Booleans are written out, as CloudFormation and API Gateway's import do. */
export function textFact(reader: Reader, node: Node | undefined): Fact<string> | undefined {
  return convert(reader, node, value =>
    typeof value === 'string'
      ? value
      : typeof value === 'number' || typeof value === 'boolean'
        ? String(value)
        : undefined,
  )
}

/** A number, also when it is written as a string. */
export function numberFact(reader: Reader, node: Node | undefined): Fact<number> | undefined {
  return convert(reader, node, value => {
    if (typeof value === 'number') return value
    if (typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value)))
      return Number(value)
    return undefined
  })
}

/** A Boolean, also when it is written as a string. */
export function booleanFact(reader: Reader, node: Node | undefined): Fact<boolean> | undefined {
  return convert(reader, node, value => {
    if (typeof value === 'boolean') return value
    if (typeof value === 'string' && /^(true|false)$/i.test(value)) return value.toLowerCase() === 'true'
    return undefined
  })
}

/** A list of strings; a single string counts as a list of one. */
export function textFacts(reader: Reader, node: Node | undefined): Fact<string>[] {
  return list(reader, node).flatMap(item => textFact(reader, item) ?? [])
}

/** A mapping of strings, as `requestTemplates` is. */
export function textMap(reader: Reader, node: Node | undefined): Map<string, Fact<string>> {
  const result = new Map<string, Fact<string>>()
  for (const { entry, value } of children(reader, node)) {
    const fact = textFact(reader, value)
    if (fact) result.set(entry.name, fact)
  }
  return result
}

/** A known fact. */
export function known<T>(value: T, origin: Origin): Fact<T> {
  return { known: true, value, origin }
}

// A value of the wrong kind gives no fact: the schema reports it, readers go on without it.
function convert<T>(
  reader: Reader,
  node: Node | undefined,
  to: (value: unknown) => T | undefined,
): Fact<T> | undefined {
  const settled = reader.settle(node)
  if (!settled) return undefined
  const fact = reader.evaluate(settled)
  if (!fact.known) return fact
  const value = to(fact.value)
  return value === undefined ? undefined : { known: true, value, origin: originOf(settled) }
}
