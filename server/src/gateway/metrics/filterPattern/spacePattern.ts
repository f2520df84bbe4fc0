import type { Operand, Operator } from './comparison.ts'
import { meets, readOperand } from './comparison.ts'
import type { FilterPattern } from './match.ts'

/** One field of a pattern; `isRest` stands for any number of fields. */
interface Field {
  readonly name: string
  readonly isRest: boolean
  /** In any of these, all conditions hold. */
  readonly alternatives: readonly (readonly { readonly operator: Operator; readonly operand: Operand }[])[]
}

/**
 * A pattern for fields between spaces: `[ip, user, ..., status = 4*, bytes > 1000]`. A text says what is wrong with it.
 */
export function readSpacePattern(pattern: string): FilterPattern | string {
  const inner = /^\[(.*)\]$/s.exec(pattern)?.[1]
  if (inner === undefined) return "it begins with '[' and does not end with ']'"
  const fields: Field[] = []
  for (const source of splitOutside(inner, ',')) {
    const field = readField(source.trim())
    if (typeof field === 'string') return field
    fields.push(field)
  }
  if (fields.filter(({ isRest }) => isRest).length > 1) return "it has more than one '...'"
  return event => {
    const values = fieldsOf(event)
    const placed = place(fields, values)
    if (!placed?.every(([field, value]) => holds(field, value))) return undefined
    return { field: reference => fieldNamed(reference, placed, values) }
  }
}

function readField(source: string): Field | string {
  if (source === '...' || source === '…') return { name: '', isRest: true, alternatives: [] }
  if (!/[=<>]/.test(source)) return { name: source, isRest: false, alternatives: [] }
  const name = /^[\s(]*([\w-]*)/.exec(source)?.[1] ?? ''
  const alternatives: Field['alternatives'][number][] = []
  for (const alternative of splitOutside(source, '||')) {
    const conditions: { operator: Operator; operand: Operand }[] = []
    for (const text of splitOutside(alternative, '&&')) {
      const [, operator, written = ''] =
        /^[\s(]*[\w-]*\s*(!=|<=|>=|=!|=|<|>)\s*("(?:[^"\\]|\\.)*"|%[^%]+%|[^\s()]*)[\s)]*$/.exec(text) ?? []
      if (operator === undefined) return `'${text.trim()}' is no condition`
      const operand = readOperand(written)
      if (typeof operand === 'string') return operand
      // One of the six once '=!', which CloudWatch's guide writes as well, is turned.
      conditions.push({ operator: (operator === '=!' ? '!=' : operator) as Operator, operand })
    }
    alternatives.push(conditions)
  }
  return { name, isRest: false, alternatives }
}

function holds({ alternatives }: Field, value: string): boolean {
  return (
    alternatives.length === 0 ||
    alternatives.some(conditions => conditions.every(condition => meets(value, condition)))
  )
}

/** Each field with its value; undefined when there are more or fewer values than fields. */
function place(fields: readonly Field[], values: readonly string[]): [Field, string][] | undefined {
  const rest = fields.findIndex(({ isRest }) => isRest)
  const fits = rest < 0 ? values.length === fields.length : values.length >= fields.length - 1
  if (!fits) return undefined
  const behind = values.length - fields.length
  return fields.flatMap((field, index): [Field, string][] => {
    if (field.isRest) return []
    return [[field, values[rest < 0 || index < rest ? index : index + behind] ?? '']]
  })
}

function fieldNamed(
  reference: string,
  placed: readonly (readonly [Field, string])[],
  values: readonly string[],
): string | undefined {
  const name = /^\$([\w-]+)$/.exec(reference)?.[1]
  if (name === undefined) return undefined
  const found = placed.find(([field]) => field.name === name)
  return found ? found[1] : /^\d+$/.test(name) ? values[Number(name) - 1] : undefined
}

/** What stands between spaces, in brackets or in quotes. */
function fieldsOf(event: string): string[] {
  return [...event.matchAll(/"([^"]*)"|\[([^\]]*)\]|(\S+)/g)].map(
    ([, quoted, bracketed, bare]) => quoted ?? bracketed ?? bare ?? '',
  )
}

function splitOutside(text: string, separator: string): string[] {
  const parts: string[] = []
  let part = ''
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|%[^%]+%|&&|\|\||[\s\S]/g)) {
    if (token === separator) {
      parts.push(part)
      part = ''
    } else part += token
  }
  return [...parts, part]
}
