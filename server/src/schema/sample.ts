import { pointerSegments } from '../base/jsonPointer.ts'
import { decodeReference } from '../syntax/references.ts'
import type { JsonObject } from './model/schemaParts.ts'
import { isObject } from './model/schemaParts.ts'

/** What a value is made from, beside its schema. */
interface Sampling {
  /** The schema that a `$ref` of another document or a model leads to. */
  readonly resolve: (reference: string) => unknown
  /** What `#` means. */
  readonly root: unknown
  /** References that are being followed: one that comes back to itself ends. */
  readonly open: ReadonlySet<unknown>
  /** Counts values of one list, so that they differ. */
  readonly index: number
  /** How many schemas may still be looked at, so that a large document ends, too. */
  readonly budget: { left: number }
}

/** Stands for a value that would never end. */
const endless = Symbol('endless')

const mostSchemas = 10_000

/**
 * A value that a JSON Schema (draft 4 or newer, or OpenAPI's) allows; the same one every time. It follows `example`,
 * `default`, `const`, `enum`, `type`, `format`, `required`, limits of numbers, texts and lists, `$ref`, `allOf`, and the
 * first of `oneOf` and `anyOf`; not `pattern` and `not`. Undefined for a schema that says nothing or never ends.
 */
export function sampleOf(schema: unknown, resolve: (reference: string) => unknown): unknown {
  const value = sample(schema, {
    resolve,
    root: schema,
    open: new Set(),
    index: 0,
    budget: { left: mostSchemas },
  })
  return value === endless ? undefined : value
}

function sample(given: unknown, outer: Sampling): unknown {
  if (!isObject(given)) return given === true ? {} : undefined
  if (outer.budget.left-- <= 0) return endless
  const { schema, sampling } = flattened(given, outer)
  if (!schema) return endless
  if ('const' in schema) return schema['const']
  const values = statedValues(schema)
  if (values.length > 0) return values[sampling.index % values.length]
  switch (typeOf(schema)) {
    case 'object':
      return sampleObject(schema, sampling)
    case 'array':
      return sampleArray(schema, sampling)
    case 'string':
      return sampleText(schema, sampling.index)
    case 'integer':
      return sampleNumber(schema, 1, sampling.index)
    case 'number':
      return sampleNumber(schema, 0, sampling.index)
    case 'boolean':
      return true
    case 'null':
      return null
    default:
      return undefined
  }
}

/** Follows `$ref`, and makes one schema of `allOf` and the first of `oneOf` and `anyOf`. */
function flattened(
  given: JsonObject,
  outer: Sampling,
): { schema: JsonObject | undefined; sampling: Sampling } {
  let schema = given
  let sampling = outer
  while (typeof schema['$ref'] === 'string') {
    const { target, root } = referenced(schema['$ref'], sampling)
    if (!isObject(target) || sampling.open.has(target)) return { schema: undefined, sampling }
    sampling = { ...sampling, root, open: new Set([...sampling.open, target]) }
    schema = target
  }
  const parts = [
    ...listIn(schema, 'allOf'),
    ...listIn(schema, 'oneOf').slice(0, 1),
    ...listIn(schema, 'anyOf').slice(0, 1),
  ]
  let merged: JsonObject = schema
  for (const part of parts) {
    if (!isObject(part) || sampling.budget.left-- <= 0) continue
    const inner = flattened(part, sampling)
    if (!inner.schema) return { schema: undefined, sampling }
    // What the part refers to by `#` is found where it stands.
    sampling = { ...inner.sampling, open: new Set([...sampling.open, ...inner.sampling.open]) }
    merged = mergedSchemas(merged, inner.schema)
  }
  return { schema: merged, sampling }
}

function mergedSchemas(first: JsonObject, second: JsonObject): JsonObject {
  return {
    ...second,
    ...first,
    ...((isObject(first['properties']) || isObject(second['properties'])) && {
      properties: { ...objectIn(first, 'properties'), ...objectIn(second, 'properties') },
    }),
    required: [...listIn(first, 'required'), ...listIn(second, 'required')],
  }
}

function referenced(reference: string, { root, resolve }: Sampling): { target: unknown; root: unknown } {
  if (!reference.startsWith('#')) {
    const target = resolve(reference)
    return { target, root: target }
  }
  let target = root
  for (const name of pointerSegments(decodeReference(reference))) {
    target = isObject(target) && Object.hasOwn(target, name) ? target[name] : undefined
  }
  return { target, root }
}

/** What the schema itself says a value may be. */
function statedValues(schema: JsonObject): readonly unknown[] {
  for (const key of ['example', 'default']) if (schema[key] !== undefined) return [schema[key]]
  const examples = listIn(schema, 'examples')
  return examples.length > 0 ? examples : listIn(schema, 'enum')
}

function typeOf(schema: JsonObject): unknown {
  const { type } = schema
  if (Array.isArray(type)) return type.find(each => each !== 'null') ?? 'null'
  if (typeof type === 'string') return type
  if (isObject(schema['properties']) || isObject(schema['additionalProperties'])) return 'object'
  if (schema['items'] !== undefined) return 'array'
  if (['minimum', 'maximum', 'multipleOf'].some(key => key in schema)) return 'number'
  return ['minLength', 'maxLength', 'format', 'pattern'].some(key => key in schema) ? 'string' : undefined
}

function sampleObject(schema: JsonObject, sampling: Sampling): unknown {
  const required = new Set(listIn(schema, 'required'))
  const entries: [string, unknown][] = []
  for (const [name, part] of Object.entries(objectIn(schema, 'properties'))) {
    if (isObject(part) && part['writeOnly'] === true) continue
    const value = sample(part, { ...sampling, index: 0 })
    if (value === endless && required.has(name)) return endless
    if (value !== endless && value !== undefined) entries.push([name, value])
  }
  const others = schema['additionalProperties']
  if (entries.length === 0 && isObject(others)) {
    const value = sample(others, { ...sampling, index: 0 })
    if (value !== endless && value !== undefined) entries.push(['key', value])
  }
  return Object.fromEntries(entries)
}

function sampleArray(schema: JsonObject, sampling: Sampling): unknown {
  const least = limitIn(schema, 'minItems') ?? 1
  const length = Math.min(Math.max(least, 1), limitIn(schema, 'maxItems') ?? Infinity, 100)
  const tuple = Array.isArray(schema['items']) ? listIn(schema, 'items') : listIn(schema, 'prefixItems')
  const items: unknown[] = []
  const wanted = tuple.length > 0 ? Math.max(tuple.length, least) : length
  for (let index = 0; index < wanted; index++) {
    const item = tuple[index] ?? (Array.isArray(schema['items']) ? undefined : schema['items'])
    const value = sample(item, { ...sampling, index })
    if (value === endless) return (limitIn(schema, 'minItems') ?? 0) > 0 ? endless : []
    if (value === undefined) break
    items.push(value)
  }
  return items
}

const formats: ReadonlyMap<string, string> = new Map([
  ['byte', 'c3RyaW5n'],
  ['date', '2024-01-01'],
  ['date-time', '2024-01-01T00:00:00Z'],
  ['duration', 'P1D'],
  ['email', 'user@example.com'],
  ['hostname', 'example.com'],
  ['ipv4', '192.0.2.1'],
  ['ipv6', '2001:db8::1'],
  ['time', '00:00:00Z'],
  ['uri', 'https://example.com/'],
  ['uri-reference', '/'],
  ['url', 'https://example.com/'],
  ['uuid', '00000000-0000-4000-8000-000000000000'],
])

function sampleText(schema: JsonObject, index: number): string {
  const known = formats.get(typeof schema['format'] === 'string' ? schema['format'] : '')
  if (known !== undefined) return known
  const text = index === 0 ? 'string' : `string${index + 1}`
  const least = Math.min(limitIn(schema, 'minLength') ?? 0, 10_000)
  const most = limitIn(schema, 'maxLength') ?? Infinity
  return text.padEnd(least, 'string').slice(0, most)
}

function sampleNumber(schema: JsonObject, wholeStep: number, index: number): number {
  const numbers = (key: string): number | undefined =>
    typeof schema[key] === 'number' ? schema[key] : undefined
  const step = numbers('multipleOf') ?? wholeStep
  // Draft 4 and OpenAPI 3.0 have a Boolean beside the limit, later drafts a limit of its own.
  const above = schema['exclusiveMinimum'] === true ? numbers('minimum') : numbers('exclusiveMinimum')
  const below = schema['exclusiveMaximum'] === true ? numbers('maximum') : numbers('exclusiveMaximum')
  const low = numbers('minimum') ?? above
  const high = numbers('maximum') ?? below
  const isAllowed = (value: number): boolean =>
    (low === undefined || value >= low) &&
    (high === undefined || value <= high) &&
    (above === undefined || value > above) &&
    (below === undefined || value < below)
  const onStep = (value: number, round: (value: number) => number): number =>
    step === 0 ? value : round(value / step) * step
  const width = step === 0 ? 1 : step
  const candidates = [
    0,
    ...(low === undefined ? [] : [onStep(low, Math.ceil), onStep(low, Math.ceil) + width]),
    ...(high === undefined ? [] : [onStep(high, Math.floor), onStep(high, Math.floor) - width]),
    ...(low === undefined || high === undefined ? [] : [(low + high) / 2]),
  ]
  const base = candidates.find(isAllowed) ?? low ?? high ?? 0
  return isAllowed(base + index * width) ? base + index * width : base
}

function objectIn(schema: JsonObject, key: string): JsonObject {
  const value = schema[key]
  return isObject(value) ? value : {}
}

function listIn(schema: JsonObject, key: string): readonly unknown[] {
  const value: unknown = schema[key]
  return Array.isArray(value) ? value : []
}

function limitIn(schema: JsonObject, key: string): number | undefined {
  const value = schema[key]
  return typeof value === 'number' && value >= 0 ? value : undefined
}
