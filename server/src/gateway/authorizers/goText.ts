/**
 * A value of a token as an HTTP API writes it into `claims`: all as text, lists as `[a b]` and objects as
 * `map[key:value]`, in the way of Go's `%v`. Seen in published events of tokens with `cognito:groups` and of Firebase.
 * A claim that is null itself is left out by the caller.
 */
export function goText(value: unknown): string {
  if (typeof value === 'string') return value
  if (value === null || value === undefined) return '<nil>'
  if (Array.isArray(value)) return `[${value.map(goText).join(' ')}]`
  if (typeof value !== 'object') return JSON.stringify(value)
  const members = Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, member]) => `${name}:${goText(member)}`)
  return `map[${members.join(' ')}]`
}
