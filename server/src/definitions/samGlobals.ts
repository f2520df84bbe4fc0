import type { Entry, Node } from '../syntax/node.ts'
import { intrinsicOf } from '../syntax/intrinsics.ts'
import { entriesOf, entryOf, itemsOf, stringOf } from '../syntax/node.ts'

/**
 * The properties of a SAM resource with those of `Globals` under them: mappings are merged, lists joined with the
 * global items first, anything else is overridden by the resource.
 * https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-template-anatomy-globals.html
 */
export function withGlobals(
  globals: Node | undefined,
  type: string,
  properties: Node | undefined,
  resource: Node | undefined,
): Node | undefined {
  const section = /^AWS::Serverless::(\w+)$/.exec(type)?.[1]
  const shared = section === undefined ? undefined : entryOf(globals, section)?.value
  if (!shared || shared.type !== 'mapping') return properties
  const ignored = entryOf(resource, 'IgnoreGlobals')?.value
  if (stringOf(ignored) === '*') return properties
  const names = itemsOf(ignored).map(stringOf)
  const kept: Node = shared.withEntries(shared.entries.filter(entry => !names.includes(entry.name)))
  return properties ? merge(kept, properties) : kept
}

function merge(shared: Node, own: Node): Node {
  // SAM takes an intrinsic function for a single value: it cannot look inside.
  if (intrinsicOf(shared) || intrinsicOf(own)) return own
  if (shared.type === 'sequence' && own.type === 'sequence') {
    return own.withItems([...shared.items, ...own.items])
  }
  if (shared.type !== 'mapping' || own.type !== 'mapping') return own
  const entries = new Map<string, Entry>(entriesOf(shared).map(entry => [entry.name, entry]))
  for (const entry of own.entries) {
    const under = entries.get(entry.name)
    entries.set(entry.name, under ? { ...entry, value: merge(under.value, entry.value) } : entry)
  }
  return own.withEntries([...entries.values()], own.parent ?? own)
}
