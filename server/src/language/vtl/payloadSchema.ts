import type { Model } from '../../api/api.ts'
import { valueOf } from '../../base/origin.ts'
import type { Schema } from '../../rules/mappingTemplate/modelPaths.ts'
import { asSchema, resolvedSchema } from '../../rules/mappingTemplate/modelPaths.ts'
import type { IntegrationOwner } from '../../rules/rule.ts'
import type { PlacedUse } from './statedTemplates.ts'

/** What is known of a value of the payload: one of these schemas. */
export interface PayloadValue {
  readonly schemas: readonly Schema[]
  /** The members that lead to it from the model's own schema; undefined for an element of a list. */
  readonly steps: readonly (string | undefined)[]
  /** In what `$ref` is looked up. */
  readonly source: PayloadSource
}

interface PayloadSource {
  readonly model: Model
  readonly models: readonly Model[]
}

/** A member that a schema names. */
export interface PayloadMember {
  readonly name: string
  readonly isRequired: boolean
  readonly value: PayloadValue
}

/** What the models say of the payload that a template reads; nothing of a backend's answers, which no model describes. */
export function payloadsOf(uses: readonly PlacedUse[]): PayloadValue[] {
  return uses.flatMap(use => {
    if ('gatewayResponse' in use || use.direction !== 'request') return []
    return payloadsOfOwner(use.owner, use.mediaType)
  })
}

/** The same for a method or route and the media type of its body. */
export function payloadsOfOwner(
  { api, method, route }: Pick<IntegrationOwner, 'api' | 'method' | 'route'>,
  mediaType: string,
): PayloadValue[] {
  const models = method?.requestModels ?? route?.requestModels
  const name =
    valueOf(models?.get(mediaType)) ?? (route ? valueOf([...(models?.values() ?? [])][0]) : undefined)
  const model = api.models.find(each => each.name === name)
  if (!model) return []
  return [valueFrom([model.schema], { model, models: api.models }, [])]
}

/** The member of that name, or an element of a list. */
export function stepInto(value: PayloadValue, name: string | undefined): PayloadValue {
  if (name === undefined)
    return valueFrom(value.schemas.flatMap(itemSchemas), value.source, [...value.steps, undefined])
  const found = membersOf(value).find(member => member.name === name)
  return found?.value ?? { schemas: [], source: value.source, steps: [...value.steps, name] }
}

/** The members that the schemas of a value name, each once. */
export function membersOf({ schemas, source, steps }: PayloadValue): PayloadMember[] {
  const byName = new Map<string, PayloadMember>()
  for (const schema of schemas) {
    const required = schema.get('required')
    const names: readonly unknown[] = Array.isArray(required) ? required : []
    for (const [name, own] of asSchema(schema.get('properties')) ?? []) {
      const earlier = byName.get(name)
      const value = valueFrom([own], source, [...steps, name])
      byName.set(name, {
        name,
        isRequired: names.includes(name) || earlier?.isRequired === true,
        value: { ...value, schemas: [...(earlier?.value.schemas ?? []), ...value.schemas] },
      })
    }
  }
  return [...byName.values()]
}

/** The values at any depth, for a path that scans for a name. */
export function allBelow(value: PayloadValue): PayloadValue[] {
  const found: PayloadValue[] = []
  let level = [value]
  for (let depth = 0; depth < deepest && level.length > 0; depth++) {
    found.push(...level)
    level = level.flatMap(each => [...membersOf(each).map(member => member.value), stepInto(each, undefined)])
    level = level.filter(each => each.schemas.length > 0).slice(0, mostValues)
  }
  return found
}

const deepest = 8
const mostValues = 200

/** `string`, `array of object`, as the schema says it; undefined where it says nothing. */
export function typeText(value: PayloadValue): string | undefined {
  const types = [...new Set(typesOf(value))]
  if (types.length === 0) return undefined
  const items = types.includes('array') ? typeText(stepInto(value, undefined)) : undefined
  return types
    .map(type => (type === 'array' && items !== undefined ? `array of ${items}` : type))
    .join(' or ')
}

/** JSON Schema's names of the types a value may have. */
export function typesOf({ schemas }: PayloadValue): string[] {
  return schemas.flatMap(schema => {
    const type = schema.get('type')
    if (typeof type === 'string') return [type]
    if (Array.isArray(type)) return type.filter(each => typeof each === 'string')
    return schema.has('properties') ? ['object'] : schema.has('items') ? ['array'] : []
  })
}

/** What a schema says of itself, as Markdown. */
export function describePayload({ schemas }: PayloadValue): string {
  const texts = schemas.flatMap(schema =>
    ['title', 'description'].flatMap(word => {
      const text = schema.get(word)
      return typeof text === 'string' ? [text] : []
    }),
  )
  const values = schemas.flatMap(schema => {
    const choices = schema.get('enum')
    return Array.isArray(choices) ? choices.slice(0, 20).map(each => `\`${JSON.stringify(each)}\``) : []
  })
  return [...texts, ...(values.length > 0 ? [`Values: ${values.join(', ')}`] : [])].join('\n\n')
}

function itemSchemas(schema: Schema): unknown[] {
  const items = schema.get('items')
  return Array.isArray(items) ? items : items === undefined ? [] : [items]
}

/** With what `allOf`, `anyOf` and `oneOf` add, since any of them may name a member. */
function valueFrom(
  stated: readonly unknown[],
  source: PayloadSource,
  steps: PayloadValue['steps'],
): PayloadValue {
  const schemas: Schema[] = []
  const waiting = [...stated]
  while (waiting.length > 0 && schemas.length < mostSchemas) {
    const schema = resolvedSchema(waiting.shift(), source.model.schema, source.models)
    if (!schema) continue
    schemas.push(schema)
    for (const word of ['allOf', 'anyOf', 'oneOf']) {
      const parts = schema.get(word)
      if (Array.isArray(parts)) waiting.push(...(parts as unknown[]))
    }
  }
  return { schemas, source, steps }
}

const mostSchemas = 50
