import type { ModelRun } from './modelRun.ts'

/** A value as the validator's messages show it: JSON without spaces. */
export function jsonText(value: unknown): string {
  return JSON.stringify(value) ?? 'null'
}

/** The same text for equal values: members in the order of their names. */
export function sortedJsonText(value: unknown, run?: ModelRun): string {
  run?.spend(typeof value === 'string' ? 1 + value.length / 100 : 1)
  if (Array.isArray(value)) return `[${value.map(item => sortedJsonText(item, run)).join(',')}]`
  if (typeof value !== 'object' || value === null) return jsonText(value)
  const members = Object.entries(value)
    .sort(([first], [second]) => (first < second ? -1 : 1))
    .map(([name, member]) => `${jsonText(name)}:${sortedJsonText(member, run)}`)
  return `{${members.join(',')}}`
}
