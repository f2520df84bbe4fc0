import { maximumText } from '../syntax/intrinsicFunctions.ts'
import { toValue } from '../syntax/node.ts'
import { parseText } from '../syntax/parse.ts'

type Calculate = (...values: readonly unknown[]) => unknown

/** Values inside a value; more is one that doubles itself. */
const largestValue = 100_000

/**
 * What a function of Terraform gives for known values; undefined for a function that is not read here, for arguments of
 * the wrong kind, and for a result that is too large.
 * https://developer.hashicorp.com/terraform/language/functions
 */
export function callFunction(name: string, values: readonly unknown[]): unknown {
  const calculate = functions.get(name)
  if (!calculate || !isWithinBounds(values)) return undefined
  const result = calculate(...values)
  return isWithinBounds(result) ? result : undefined
}

/** Whether a value is small enough to go on with. */
export function isWithinBounds(value: unknown): boolean {
  let left = largestValue
  const pending = [value]
  while (pending.length > 0) {
    const next = pending.pop()
    if (left-- <= 0 || (typeof next === 'string' && next.length > maximumText)) return false
    if (typeof next === 'object' && next !== null) {
      for (const inner of Object.values(next)) pending.push(inner)
      if (pending.length > largestValue) return false
    }
  }
  return true
}

/** A value in a text; undefined for a list or mapping, which a text cannot hold. */
export function textOfValue(value: unknown): string | undefined {
  if (typeof value === 'string') return value
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined
}

/** The entries of a mapping, or the items of a list with their positions. */
export function pairsOf(value: unknown): [string | number, unknown][] | undefined {
  if (Array.isArray(value)) return value.map((item, index) => [index, item])
  return isMapping(value) ? Object.entries(value) : undefined
}

/** A mapping of plain data that no key of a user can lead out of. */
export function mappingOf(pairs: readonly (readonly [string, unknown])[]): Readonly<Record<string, unknown>> {
  const result = Object.create(null) as Record<string, unknown>
  for (const [key, value] of pairs) result[key] = value
  return result
}

function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

const text = (calculate: (value: string, ...rest: string[]) => unknown): Calculate => {
  return (...values) => {
    const [first, ...rest] = values.map(textOfValue)
    if (first === undefined || rest.some(value => value === undefined)) return undefined
    return calculate(first, ...rest.filter(value => value !== undefined))
  }
}
const list = (calculate: (items: readonly unknown[], ...rest: unknown[]) => unknown): Calculate => {
  return (first, ...rest) => (Array.isArray(first) ? calculate(first, ...rest) : undefined)
}
const mapping = (calculate: (value: Readonly<Record<string, unknown>>) => unknown): Calculate => {
  return value => (isMapping(value) ? calculate(value) : undefined)
}
const numbers = (calculate: (...values: number[]) => number): Calculate => {
  return (...values) => (values.every(value => typeof value === 'number') ? calculate(...values) : undefined)
}
const unique = (items: readonly unknown[]) => {
  const seen = new Set<string>()
  return items.filter(item => {
    const key = JSON.stringify(item)
    return !seen.has(key) && seen.add(key)
  })
}
const ordered = (items: readonly unknown[]) =>
  items.every(item => typeof item === 'string') ? unique([...items].sort()) : unique(items)
const joined = (first: unknown, ...rest: unknown[]) => {
  const items = rest.every(Array.isArray) ? rest.flat().map(textOfValue) : []
  return typeof first === 'string' && items.every(item => item !== undefined) ? items.join(first) : undefined
}
const flattened = (items: readonly unknown[]): unknown[] =>
  items.flatMap(item => (Array.isArray(item) ? flattened(item) : [item]))
const sequence = (first: unknown, second?: unknown, step: unknown = 1) => {
  const [from, to] = second === undefined ? [0, first] : [first, second]
  const isNumeric = typeof from === 'number' && typeof to === 'number' && typeof step === 'number'
  const length = isNumeric && step !== 0 ? Math.max(0, Math.ceil((to - from) / step)) : Infinity
  if (!isNumeric || length > 1024) return undefined
  return Array.from({ length }, (_, index) => from + index * step)
}

const functions: ReadonlyMap<string, Calculate> = new Map<string, Calculate>([
  ['jsonencode', value => JSON.stringify(value)],
  ['jsondecode', text(value => toValue(parseText('value.json', value).root))],
  ['yamldecode', text(value => toValue(parseText('value.yaml', value).root))],
  ['yamlencode', value => JSON.stringify(value)],
  ['tostring', text(value => value)],
  ['tonumber', value => (Number.isFinite(Number(value)) ? Number(value) : undefined)],
  ['tobool', value => (String(value) === 'true' ? true : String(value) === 'false' ? false : undefined)],
  ['toset', list(ordered)],
  ['tolist', list(items => items)],
  ['tomap', mapping(value => value)],
  ['lower', text(value => value.toLowerCase())],
  ['upper', text(value => value.toUpperCase())],
  ['title', text(value => value.replace(/\b\w/g, letter => letter.toUpperCase()))],
  ['trimspace', text(value => value.trim())],
  [
    'trimprefix',
    text((value, prefix = '') => (value.startsWith(prefix) ? value.slice(prefix.length) : value)),
  ],
  [
    'trimsuffix',
    text((value, suffix = '') =>
      suffix !== '' && value.endsWith(suffix) ? value.slice(0, -suffix.length) : value,
    ),
  ],
  ['startswith', text((value, prefix = '') => value.startsWith(prefix))],
  ['endswith', text((value, suffix = '') => value.endsWith(suffix))],
  ['strcontains', text((value, part = '') => value.includes(part))],
  [
    'replace',
    // Between slashes it is a regular expression of another kind than JavaScript's.
    text((value, from = '', to = '') =>
      /^\/.*\/$/.test(from) ? undefined : value.replaceAll(from, () => to),
    ),
  ],
  ['split', text((separator, value = '') => (value === '' ? [] : value.split(separator)))],
  ['join', joined],
  ['format', text((format, ...values) => formatted(format, values))],
  ['basename', text(value => value.split('/').at(-1) ?? '')],
  ['dirname', text(value => value.split('/').slice(0, -1).join('/') || '.')],
  ['length', value => (typeof value === 'string' ? value.length : pairsOf(value)?.length)],
  ['concat', (...lists) => (lists.every(Array.isArray) ? lists.flat() : undefined)],
  ['flatten', list(flattened)],
  ['distinct', list(unique)],
  ['compact', list(items => items.filter(item => item !== '' && item !== null))],
  ['reverse', list(items => [...items].reverse())],
  ['sort', list(items => [...items].map(String).sort())],
  ['contains', list((items, wanted) => items.some(item => JSON.stringify(item) === JSON.stringify(wanted)))],
  ['one', list(items => (items.length > 1 ? undefined : (items[0] ?? null)))],
  [
    'element',
    list((items, index) =>
      typeof index === 'number' && items.length > 0 ? items[index % items.length] : undefined,
    ),
  ],
  ['slice', list((items, from, to) => items.slice(Number(from), Number(to)))],
  ['range', sequence],
  ['keys', mapping(value => Object.keys(value).sort())],
  [
    'values',
    mapping(value =>
      Object.keys(value)
        .sort()
        .map(key => value[key]),
    ),
  ],
  [
    'merge',
    (...values) =>
      values.every(value => isMapping(value) || value === null)
        ? mappingOf(values.flatMap(value => Object.entries(value ?? {})))
        : undefined,
  ],
  [
    'lookup',
    (value, key, otherwise) =>
      isMapping(value) && Object.hasOwn(value, String(key)) ? value[String(key)] : otherwise,
  ],
  [
    'zipmap',
    (names, values) =>
      Array.isArray(names) && Array.isArray(values) && names.length === values.length
        ? mappingOf(names.map((name, index) => [String(name), values[index] as unknown]))
        : undefined,
  ],
  ['setunion', (...lists) => (lists.every(Array.isArray) ? ordered(lists.flat()) : undefined)],
  ['coalesce', (...values) => values.find(value => value !== null && value !== '')],
  ['min', numbers(Math.min)],
  ['max', numbers(Math.max)],
  ['abs', numbers(Math.abs)],
  ['ceil', numbers(Math.ceil)],
  ['floor', numbers(Math.floor)],
  ['urlencode', text(value => encodeURIComponent(value))],
  [
    'base64encode',
    text(value => btoa(String.fromCharCode(...new TextEncoder().encode(value.slice(0, 50_000))))),
  ],
  ['nonsensitive', value => value],
  ['sensitive', value => value],
])

// `%s`, `%d`, `%v` and `%%`; other verbs write numbers in ways of their own.
function formatted(format: string, values: readonly string[]): string | undefined {
  let index = 0
  const filled = format.replace(/%([%sdv])/g, (_, verb: string) =>
    verb === '%' ? '%' : (values[index++] ?? ''),
  )
  const isComplete = index === values.length && !/%[^%sdv]/.test(format)
  return isComplete ? filled : undefined
}
