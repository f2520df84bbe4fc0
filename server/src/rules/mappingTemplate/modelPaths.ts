import type { Model } from '../../api/api.ts'
import { nearestName } from '../../base/nearestName.ts'
import type { PathStep } from './payloadPaths.ts'

/** The first step of a path that a model leaves nothing for. */
export interface AbsentStep {
  readonly step: PathStep
  /** Why there is nothing: ends `the model 'Book' …`. */
  readonly reason: string
  /** The members there are. */
  readonly names: readonly string[]
  /** The model does not exclude it, but has a member of nearly that name. */
  readonly isSlip: boolean
}

/** Follows a path through the schema of a model; undefined as soon as something may stand there. */
export function absentStep(
  model: Model,
  steps: readonly PathStep[],
  models: readonly Model[],
): AbsentStep | undefined {
  let schema = resolvedSchema(model.schema, model.schema, models)
  for (const step of steps) {
    if (!schema || composed.some(word => schema?.has(word))) return undefined
    const next = step.name === undefined ? elementOf(schema) : memberOf(schema, { ...step, name: step.name })
    if (!next) return undefined
    if ('reason' in next) return next
    schema = resolvedSchema(next.schema, model.schema, models)
  }
  return undefined
}

/** A JSON Schema by its own words only: a member may be called `constructor`. */
export type Schema = ReadonlyMap<string, unknown>

// What these say of a member is not looked into.
const composed = [
  'allOf',
  'anyOf',
  'oneOf',
  'not',
  'if',
  '$ref',
  'patternProperties',
  'dependencies',
  'enum',
  'const',
]

function elementOf(schema: Schema): { readonly schema: unknown } | undefined {
  const items = schema.get('items')
  return items === undefined || Array.isArray(items) ? undefined : { schema: items }
}

function memberOf(
  schema: Schema,
  step: PathStep & { readonly name: string },
): AbsentStep | { readonly schema: unknown } | undefined {
  const { name } = step
  const type = schema.get('type')
  if (typeof type === 'string' && valueTypes.has(type)) {
    // '.empty' and '.bytes' are what Java makes of isEmpty() and getBytes().
    if (/^(empty|bytes|class)$/i.test(name)) return undefined
    const article = /^[aeiou]/.test(type) ? 'an' : 'a'
    return { step, reason: `has ${article} ${type} there, which has no members`, names: [], isSlip: false }
  }
  const properties = asSchema(schema.get('properties'))
  if (type !== 'object' || !properties) return undefined
  if (properties.has(name)) return { schema: properties.get(name) }
  const names = [...properties.keys()]
  if (schema.get('additionalProperties') === false)
    return { step, reason: 'excludes it', names, isSlip: false }
  const isOpen = schema.has('additionalProperties') || nearestName(name, names) === undefined
  return isOpen ? undefined : { step, reason: 'does not name it', names, isSlip: true }
}

const valueTypes: ReadonlySet<string> = new Set(['string', 'number', 'integer', 'boolean', 'array'])

/** Follows `$ref` to the definitions of a schema and to other models. */
export function resolvedSchema(schema: unknown, root: unknown, models: readonly Model[]): Schema | undefined {
  let current = asSchema(schema)
  let top = root
  for (let hops = 0; current?.has('$ref'); hops++) {
    const reference = current.get('$ref')
    if (typeof reference !== 'string' || hops > 20) return undefined
    const local = /^#\/(definitions|\$defs)\/([^/]+)$/.exec(reference)
    const inSchema = local && asSchema(asSchema(top)?.get(local[1] ?? ''))?.get(local[2] ?? '')
    const name = /\/([^/]+)$/.exec(reference)?.[1]
    const model =
      inSchema === undefined || inSchema === null ? models.find(each => each.name === name) : undefined
    if (model) top = model.schema
    current = asSchema(model ? model.schema : inSchema)
  }
  return current
}

/** A view by own names only: a member may be called `constructor`. */
export function asSchema(value: unknown): Schema | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  return new Map<string, unknown>(Object.entries(value))
}
