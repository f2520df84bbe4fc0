import type { Fact, Origin } from '../base/origin.ts'
import type { UnmodelledProperty } from '../api/integration.ts'
import type { Node } from '../syntax/node.ts'
import type { Reader } from './reader.ts'
import { entryOf, originOf, originOfEntry } from '../syntax/node.ts'
import { booleanFact, children, numberFact, textFact, textFacts, textMap } from './reader.ts'

/** The properties of one resource (or of a part of one) as facts, by AWS's names. */
export interface Properties {
  readonly node: Node | undefined
  readonly text: (name: string) => Fact<string> | undefined
  readonly number: (name: string) => Fact<number> | undefined
  readonly boolean: (name: string) => Fact<boolean> | undefined
  readonly texts: (name: string) => Fact<string>[]
  readonly textMap: (name: string) => Map<string, Fact<string>>
  /** The settled value. */
  readonly value: (name: string) => Node | undefined
  /** The properties inside a property. */
  readonly inner: (name: string) => Properties
  /** Where a property stands, marked at its key. */
  readonly origin: (name: string) => Origin | undefined
  /** Those of `names` that are set, except the ones switched off by `false`. */
  readonly unmodelled: (names: readonly string[]) => UnmodelledProperty[]
}

/** Reads a mapping of properties; anything else has none. */
export function propertiesOf(reader: Reader, given: Node | undefined): Properties {
  const node = reader.settle(given)
  const raw = (name: string) => entryOf(node, name)?.value
  return {
    node,
    text: name => textFact(reader, raw(name)),
    number: name => numberFact(reader, raw(name)),
    boolean: name => booleanFact(reader, raw(name)),
    texts: name => textFacts(reader, raw(name)),
    textMap: name => textMap(reader, raw(name)),
    value: name => reader.settle(raw(name)),
    inner: name => propertiesOf(reader, raw(name)),
    origin: name => {
      const entry = entryOf(node, name)
      return entry && originOfEntry(entry)
    },
    unmodelled: names =>
      children(reader, node)
        .filter(({ entry, value }) => names.includes(entry.name) && !isOff(reader, value))
        .map(({ entry }) => ({ name: entry.name, origin: originOfEntry(entry) })),
  }
}

/** Upper case, as AWS keeps its words: `aws_proxy` is `AWS_PROXY`. */
export function upperCase(fact: Fact<string> | undefined): Fact<string> | undefined {
  return fact?.known ? { ...fact, value: fact.value.toUpperCase() } : fact
}

/** A fact that nobody can know, at the place of `node`. */
export function unknownAt(node: Node, reason: string): { known: false; reason: string; origin: Origin } {
  return { known: false, reason, origin: originOf(node) }
}

function isOff(reader: Reader, value: Node): boolean {
  const fact = reader.evaluate(value)
  return fact.known && (fact.value === false || fact.value === 'false' || fact.value === null)
}
