import type { Node } from '../../syntax/node.ts'
import { entriesOf, itemsOf } from '../../syntax/node.ts'

/** A schema and the schemas in it; what stands in `enum`, `default` and the like is none. */
export function schemasIn(schema: Node | undefined): Node[] {
  if (schema?.type !== 'mapping') return []
  const inner = entriesOf(schema).flatMap(({ name, value }) => {
    if (named.has(name)) return entriesOf(value).map(entry => entry.value)
    return single.has(name) ? [value, ...itemsOf(value)] : []
  })
  return [schema, ...inner.flatMap(schemasIn)]
}

/** Keywords whose value is a mapping of names to schemas. */
const named = new Set(['properties', 'patternProperties', 'definitions'])
/** Keywords whose value is a schema or a list of them. */
const single = new Set(['items', 'not', 'additionalProperties', 'additionalItems', 'allOf', 'anyOf', 'oneOf'])
