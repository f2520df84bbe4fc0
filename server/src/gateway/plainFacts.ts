/** What of the model says where something stands and not what it is. */
const places = new Set(['origin', 'unmodelled'])

/**
 * A part of the model as plain data: facts by their values, maps as objects, without places. What is not known, and
 * what is undefined, is left out.
 */
export function plainFacts(part: object): Readonly<Record<string, unknown>> {
  const plain = plainOf(part)
  // Parts of the model are objects; a fact alone is none.
  return typeof plain === 'object' && plain !== null ? (plain as Record<string, unknown>) : {}
}

function plainOf(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(plainOf).filter(item => item !== undefined)
  if (value instanceof Set) return [...value].map(plainOf)
  if (value instanceof Map) return entriesOf([...value] as [unknown, unknown][])
  // A place that is all there is to say, such as that of a header of a method response.
  if ('pointer' in value && 'range' in value) return true
  if ('known' in value && typeof value.known === 'boolean') {
    return value.known && 'value' in value ? plainOf(value.value) : undefined
  }
  return entriesOf(Object.entries(value).filter(([name]) => !places.has(name)))
}

function entriesOf(entries: readonly (readonly [unknown, unknown])[]): Record<string, unknown> {
  const result: Record<string, unknown> = Object.create(null) as Record<string, unknown>
  for (const [name, part] of entries) {
    const plain = plainOf(part)
    if (plain !== undefined) result[String(name)] = plain
  }
  return result
}
