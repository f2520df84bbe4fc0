import type { Model } from '../api/api.ts'
import type { BodyShape } from '../protocol/requests.ts'
import { CompiledModels } from '../gateway/compiledModels.ts'

/**
 * What may stand in a body, for completion: names of properties, values that are enumerated. References between models
 * are followed; where a schema holds itself, the shape ends after a few levels.
 */
export function bodyShape(schema: unknown, models: readonly Model[]): BodyShape | undefined {
  const compiled = new CompiledModels(models)
  let left = mostParts
  const follow = (reference: string, document: unknown): Place => {
    const at = /^#(?:\/(.*))?$/.exec(reference)
    if (!at) {
      const found = compiled.referenced(reference) ?? modelNamed(reference, models)
      return { schema: found, document: found }
    }
    return { schema: partOf(document, at[1] ?? '') ?? modelNamed(reference, models), document }
  }
  const shapeOf = ({ schema: part, document }: Place, depth: number): BodyShape | undefined => {
    if (!isSchema(part) || depth > deepest || left-- <= 0) return undefined
    const reference = part['$ref']
    if (typeof reference === 'string') return shapeOf(follow(reference, document), depth + 1)
    const parts = ['allOf', 'oneOf', 'anyOf'].flatMap(key => listOf(part[key]))
    const merged = parts.flatMap(each => shapeOf({ schema: each, document }, depth + 1) ?? [])
    const properties = Object.entries(isSchema(part['properties']) ? part['properties'] : {}).map(
      ([name, property]) => [name, shapeOf({ schema: property, document }, depth + 1) ?? {}] as const,
    )
    const all = [...merged.flatMap(each => Object.entries(each.properties ?? {})), ...properties]
    const items = shapeOf({ schema: part['items'], document }, depth + 1)
    const values = valuesOf(part) ?? merged.find(each => each.values)?.values
    const required = [...merged.flatMap(each => each.required ?? []), ...listOf(part['required'])]
    const [type] = [part['type']].flat().filter(each => typeof each === 'string' && each !== 'null')
    const { description } = part
    return {
      ...(typeof type === 'string' && { type }),
      ...(typeof description === 'string' && { description: description.slice(0, longestText) }),
      ...(all.length > 0 && { properties: Object.fromEntries(all) }),
      ...(required.length > 0 && { required: required.filter(each => typeof each === 'string') }),
      ...(items && { items }),
      ...(values && { values }),
    }
  }
  return shapeOf({ schema, document: schema }, 0)
}

interface Place {
  readonly schema: unknown
  readonly document: unknown
}

/** A shape goes to the panel with each change of the definition. */
const mostParts = 2000
const deepest = 12
const mostValues = 100
const longestText = 300

type Schema = Readonly<Record<string, unknown>>

function valuesOf(part: Schema): unknown[] | undefined {
  const stated = 'const' in part ? [part['const']] : listOf(part['enum'])
  if (stated.length > 0) return stated.slice(0, mostValues)
  return part['type'] === 'boolean' ? [true, false] : undefined
}

function modelNamed(reference: string, models: readonly Model[]): unknown {
  const name = reference.split('/').at(-1)
  return models.find(candidate => candidate.name === name)?.schema
}

function partOf(document: unknown, pointer: string): unknown {
  return pointer
    .split('/')
    .filter(name => name !== '')
    .map(name => name.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<unknown>(
      (part, name) => (isSchema(part) && Object.hasOwn(part, name) ? part[name] : undefined),
      document,
    )
}

function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}
