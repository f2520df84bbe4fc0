import type { Fact } from '../base/origin.ts'
import type { Node } from '../syntax/node.ts'
import { originOf } from '../syntax/node.ts'
import { known, textFact } from './reader.ts'
import type { Reader } from './reader.ts'

/** A version such as `2.0`, which YAML takes for the number 2 when it stands without quotes. */
export function versionFact(reader: Reader, node: Node | undefined): Fact<string> | undefined {
  const settled = reader.settle(node)
  if (settled?.type !== 'scalar' || typeof settled.value !== 'number') return textFact(reader, node)
  const text = Number.isInteger(settled.value) ? settled.value.toFixed(1) : String(settled.value)
  return known(text, originOf(settled))
}
