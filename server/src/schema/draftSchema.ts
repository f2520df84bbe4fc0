/** A JSON Schema of draft 4, as models of API Gateway are written. */
export interface DraftedSchema {
  readonly type?: string | readonly string[]
  readonly format?: string
  readonly properties?: Readonly<Record<string, DraftedSchema>>
  readonly required?: readonly string[]
  readonly items?: DraftedSchema
}

/**
 * Drafts a schema that all samples fit, which are JSON values: their types, and which properties every one has. It guesses
 * no values: no `enum`, no lengths, nothing about further properties. A format stands where every text has it. Samples nest
 * as deep as `deepestSample` at most.
 */
export function draftSchema(samples: readonly unknown[]): DraftedSchema {
  const types = typesOf(samples)
  const [only] = types
  if (only === undefined) return {}
  const texts = samples.filter(value => typeof value === 'string')
  const format = texts.length > 0 ? formatOf(texts) : undefined
  const objects = samples.filter(isObject)
  const lists = samples.filter(Array.isArray)
  return {
    type: types.length === 1 ? only : types,
    ...(format !== undefined && { format }),
    ...(objects.length > 0 && members(objects)),
    // An import of OpenAPI refuses an array that does not say what is in it.
    ...(lists.length > 0 && { items: draftSchema(lists.flat()) }),
  }
}

/** Levels of objects and arrays: what a model may have is far less. */
export const deepestSample = 100

const order = ['object', 'array', 'string', 'number', 'integer', 'boolean', 'null']

function typesOf(samples: readonly unknown[]): string[] {
  const seen = new Set(samples.map(typeOf))
  // Whole numbers beside others: `number` takes both.
  if (seen.has('number')) seen.delete('integer')
  return order.filter(type => seen.has(type))
}

function typeOf(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number'
  return typeof value
}

function members(
  objects: readonly Readonly<Record<string, unknown>>[],
): Pick<DraftedSchema, 'properties' | 'required'> {
  const values = new Map<string, unknown[]>()
  for (const object of objects) {
    for (const [name, value] of Object.entries(object)) {
      const known = values.get(name)
      if (known) known.push(value)
      else values.set(name, [value])
    }
  }
  if (values.size === 0) return {}
  const required = [...values].filter(([, all]) => all.length === objects.length).map(([name]) => name)
  return {
    properties: Object.fromEntries([...values].map(([name, all]) => [name, draftSchema(all)])),
    ...(required.length > 0 && { required }),
  }
}

const formats: readonly (readonly [string, RegExp])[] = [
  [
    'date-time',
    /^\d{4}-(0\d|1[0-2])-([0-2]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/i,
  ],
  ['uuid', /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i],
]

function formatOf(texts: readonly string[]): string | undefined {
  return formats.find(([, pattern]) => texts.every(text => pattern.test(text)))?.[0]
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
