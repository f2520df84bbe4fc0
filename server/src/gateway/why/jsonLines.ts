import type { EvidenceLine } from '../../protocol/trace.ts'

/** Longer values are cut: the beginning shows what they are. */
const longestValue = 160
const mostLines = 24

/** An answer as JSON, one line a property; the value of `wrong` is underlined. Of what is no object, its text. */
export function memberLines(payload: string, wrong: string | undefined): EvidenceLine[] {
  const value = parsed(payload)
  if (value === undefined || typeof value !== 'object' || value === null || Array.isArray(value)) {
    const text = cut(value === undefined ? payload : written(value))
    return [{ text, isDeciding: true, wrong: { start: 0, end: text.length } }]
  }
  const members = Object.entries(value)
  const lines = members.map(([name, member], index): EvidenceLine => {
    const head = `  ${JSON.stringify(name)}: `
    const text = cut(written(member))
    const end = index < members.length - 1 ? ',' : ''
    if (name !== wrong) return { text: `${head}${text}${end}` }
    const mark = { start: head.length, end: head.length + text.length }
    return { text: `${head}${text}${end}`, isDeciding: true, wrong: mark }
  })
  const isMissing = wrong !== undefined && !members.some(([name]) => name === wrong)
  return [
    { text: '{' },
    ...lines.slice(0, mostLines),
    ...(lines.length > mostLines ? [{ text: '  …' }] : []),
    { text: '}', ...(isMissing && { isDeciding: true }) },
  ]
}

/** The statements of a policy, packed to few lines each; the one at `index` decided. */
export function statementLines(payload: string, index: number | undefined): EvidenceLine[] {
  const value = parsed(payload)
  const policy = recordOf(recordOf(value)?.['policyDocument'])?.['Statement']
  const statements = Array.isArray(policy) ? policy : [policy]
  const from = Math.max(0, (index ?? 0) - 2)
  return statements.slice(from, from + 5).flatMap((statement: unknown, at) =>
    packed(statement).map(text => ({
      text,
      ...(from + at === index && { isDeciding: true }),
    })),
  )
}

/** An object over as few lines of readable length as it takes. */
function packed(value: unknown): string[] {
  const record = recordOf(value)
  if (!record) return [cut(written(value))]
  const members = Object.entries(record).map(
    ([name, member]) => `${JSON.stringify(name)}: ${written(member)}`,
  )
  const lines: string[] = []
  let line = '{ '
  members.forEach((member, index) => {
    const text = index < members.length - 1 ? `${member},` : `${member} }`
    if (line.trim() !== '{' && line.length + text.length > 70) {
      lines.push(line.trimEnd())
      line = '  '
    }
    line += `${cut(text)} `
  })
  return [...lines, line.trimEnd()]
}

const deepest = 8

function written(value: unknown, depth = 0): string {
  if (depth > deepest) return '…'
  const inner = (part: unknown) => written(part, depth + 1)
  if (Array.isArray(value)) return value.length === 0 ? '[]' : `[${value.map(inner).join(', ')}]`
  const record = recordOf(value)
  if (!record) return JSON.stringify(value) ?? 'undefined'
  const members = Object.entries(record).map(([name, member]) => `${JSON.stringify(name)}: ${inner(member)}`)
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`
}

function cut(text: string): string {
  return text.length > longestValue ? `${text.slice(0, longestValue)}…` : text
}

function parsed(payload: string): unknown {
  try {
    return JSON.parse(payload)
  } catch {
    return undefined
  }
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> | undefined {
  // JSON's own values: what is an object and no list has names.
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : undefined
}
