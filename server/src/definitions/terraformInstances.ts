import type { Entry, MappingNode, Node } from '../syntax/node.ts'
import type { Outcome } from '../syntax/intrinsicFunctions.ts'
import type { TerraformInstance, TerraformResource } from './terraformSource.ts'
import { childAt, entriesOf, itemsOf } from '../syntax/node.ts'
import { pairsOf } from './terraformFunctions.ts'

/** More instances of one resource than this are not written out. */
const mostInstances = 500

/** A resource whose `count` or `for_each` is not known here: it stands as one, with its own values unknown. */
export interface Unrepeated {
  readonly entry: Entry
  readonly reason: string
}

/** What the resources of a section are read with. */
export interface SectionReading {
  /** What comes before the type in an address: that of the module, `data.`. */
  readonly prefix: string
  /** Address of the module. */
  readonly module: string
  readonly valueOf: (node: Node) => Outcome
  /** The block with what override files change of it. */
  readonly override: (block: MappingNode, type: string, name: string) => MappingNode
  /** Takes those whose number is not known. */
  readonly unrepeated: Unrepeated[]
}

/**
 * The resources of a section of a `.tf.json` file, each as often as its `count` or `for_each` says.
 * https://developer.hashicorp.com/terraform/language/meta-arguments/for_each
 */
export function resourcesIn(section: Node | undefined, reading: SectionReading): TerraformResource[] {
  const { prefix, module, valueOf, override, unrepeated } = reading
  return entriesOf(section).flatMap(({ name: type, value }) =>
    entriesOf(value).flatMap(entry => {
      const block = blockOf(entry.value)
      if (!block) return []
      const values = override(block, type, entry.name)
      const address = `${prefix}${type}.${entry.name}`
      const single = { address, type, module, index: '', entry, values }
      const instances = instancesOf(values, valueOf)
      if (typeof instances === 'string') unrepeated.push({ entry, reason: instances })
      if (!instances || typeof instances === 'string') return [single]
      return instances.map(instance => {
        const index = `[${JSON.stringify(instance.key)}]`
        return { ...single, address: `${address}${index}`, index, instance }
      })
    }),
  )
}

/** The arguments of a block, which may be written as a list of one. */
export function blockOf(node: Node): MappingNode | undefined {
  const block = node.type === 'sequence' ? itemsOf(node)[0] : node
  return block?.type === 'mapping' ? block : undefined
}

/**
 * How often a block stands by its `count` or `for_each`; undefined for once. A text says why it is not known.
 */
export function instancesOf(
  values: Node,
  valueOf: (node: Node) => Outcome,
): readonly TerraformInstance[] | string | undefined {
  const count = childAt(values, 'count')
  const each = childAt(values, 'for_each')
  const node = count ?? each
  if (!node) return undefined
  const outcome = valueOf(node)
  if (!outcome.known) return outcome.reason
  const found = count ? countedInstances(outcome.value) : keyedInstances(outcome.value)
  return found && found.length <= mostInstances ? found : 'it is none that Terraform takes'
}

function countedInstances(value: unknown): TerraformInstance[] | undefined {
  const number = typeof value === 'string' || typeof value === 'number' ? Number(value) : NaN
  if (!Number.isInteger(number) || number < 0 || number > mostInstances) return undefined
  return Array.from({ length: number }, (_, key) => ({ key, value: key }))
}

// Of a set, key and value are the same.
function keyedInstances(value: unknown): TerraformInstance[] | undefined {
  const isSet = Array.isArray(value)
  return pairsOf(value)?.map(([key, item]) => ({ key: isSet ? String(item) : String(key), value: item }))
}
