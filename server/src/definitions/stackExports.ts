import type { Outcome } from '../syntax/intrinsicFunctions.ts'
import type { AssemblyStack } from './assembly.ts'
import type { PlainReader } from './plainReader.ts'
import type { Template } from './templateResources.ts'
import { unknown } from '../syntax/intrinsicFunctions.ts'
import type { Node } from '../syntax/node.ts'
import { childAt, entriesOf, stringOf } from '../syntax/node.ts'

type Environment = Pick<AssemblyStack, 'region' | 'accountId'>

/** A stack of several whose templates are open and not yet read. */
export interface OpenedStack {
  /** Absolute path of the template. */
  readonly file: string
  readonly stack: Omit<AssemblyStack, 'file'>
  readonly reader: PlainReader
  /** Undefined when the file cannot be read. */
  readonly template: Template | undefined
}

/**
 * What `Fn::ImportValue` gives to each of several stacks: exports are per account and region.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-stack-exports.html
 */
export function createExports(stacks: readonly OpenedStack[]) {
  const known = new Map<Template, ReadonlyMap<string, Node>>()
  const exportsOf = (template: Template): ReadonlyMap<string, Node> => {
    const earlier = known.get(template)
    if (earlier) return earlier
    // A name that is itself imported asks again before it is read.
    known.set(template, new Map())
    const made = readExports(template)
    known.set(template, made)
    return made
  }
  return (name: string, importer: Environment): Outcome | undefined => {
    for (const { stack, template } of stacks) {
      if (!template || stack.region !== importer.region || stack.accountId !== importer.accountId) continue
      const value = exportsOf(template).get(name)
      if (!value) continue
      const fact = template.reader.evaluate(value)
      return fact.known ? { known: true, value: fact.value } : unknown(fact.reason)
    }
    return undefined
  }
}

function readExports({ document, reader, intrinsics }: Template): ReadonlyMap<string, Node> {
  return new Map(
    entriesOf(childAt(document.root, 'Outputs')).flatMap(({ value }) => {
      const condition = stringOf(childAt(value, 'Condition'))
      const named = childAt(value, 'Export', 'Name')
      const stated = childAt(value, 'Value')
      const truth = condition === undefined ? undefined : intrinsics.condition(condition)
      const fact = named && reader.evaluate(named)
      const isMade = !truth?.known || truth.value !== false
      return fact?.known && stated && isMade ? [[String(fact.value), stated] as const] : []
    }),
  )
}
