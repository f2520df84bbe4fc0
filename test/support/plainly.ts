/**
 * A part of a definition as plain data, for tests: facts become their value (`? reason` when unknown), maps objects,
 * places are left out.
 */
export function plainly(part: unknown): unknown {
  if (part instanceof Map) return Object.fromEntries([...part].map(([name, each]) => [name, plainly(each)]))
  if (Array.isArray(part)) return part.map(plainly)
  if (typeof part !== 'object' || part === null) return part
  if ('known' in part && 'origin' in part) {
    if (part.known === true && 'value' in part) return part.value
    return `? ${'reason' in part ? String(part.reason) : ''}`
  }
  // Data trees: what they hold is what counts.
  if ('fact' in part) return plainly(part.fact)
  if ('type' in part && part.type === 'map' && 'entries' in part) return plainly(part.entries)
  if ('type' in part && part.type === 'list' && 'items' in part) return plainly(part.items)
  const entries = Object.entries(part).filter(([name]) => name !== 'origin')
  return Object.fromEntries(entries.map(([name, each]) => [name, plainly(each)]))
}
