import type { Node } from '../syntax/node.ts'
import type { JsonSchema, SchemaPlace } from './jsonSchema.ts'
import type { SchemaKind } from './places.ts'
import { expand, placesAt } from './places.ts'

/** What the schemas say about one place of a document, for completion and hover. */
export interface SchemaPart {
  readonly title?: string
  readonly description?: string
  /** Address of AWS's page. */
  readonly documentation?: string
  /** `string`, `object`, ...; the first where several are allowed. */
  readonly type?: string
  /** The values that may stand here. */
  readonly enum?: readonly unknown[]
  readonly default?: unknown
  /** What a Terraform argument refers to. */
  readonly takes?: readonly string[]
  /** The keys that may stand in a mapping here. */
  readonly properties: readonly PropertyPart[]
}

/** A key that may stand in a mapping. */
export interface PropertyPart {
  readonly name: string
  readonly isRequired: boolean
  readonly description?: string
  readonly documentation?: string
  readonly type?: string
  readonly enum?: readonly unknown[]
  readonly default?: unknown
}

/**
 * Looks a place up by its path of keys and indices; `root` is the document's tree, which decides by version and `Type`
 * which schemas count. Undefined where no schema says anything. `kind` may be that of a definition.
 */
export function describeAt(
  kind: SchemaKind,
  path: readonly (string | number)[],
  root: Node | undefined,
): SchemaPart | undefined {
  const places = placesAt(kind, path, root)
  if (places.length === 0) return undefined
  const takes = places.find(({ schema }) => schema.takes !== undefined)?.schema.takes
  return { ...textsOf(places), ...(takes !== undefined && { takes }), properties: propertiesOf(places) }
}

function propertiesOf(places: readonly SchemaPlace[]): PropertyPart[] {
  const required = new Set(places.flatMap(({ schema }) => schema.required ?? []))
  const found = new Map<string, SchemaPlace[]>()
  for (const { schema, file } of places) {
    for (const [name, property] of Object.entries(schema.properties ?? {})) {
      found.set(name, [...(found.get(name) ?? []), { schema: property, file }])
    }
  }
  return [...found].map(([name, parts]) => ({
    name,
    isRequired: required.has(name),
    ...textsOf(expand(parts, undefined)),
  }))
}

function textsOf(places: readonly SchemaPlace[]): Omit<SchemaPart, 'properties'> {
  const first = <K extends keyof JsonSchema>(keyword: K): JsonSchema[K] | undefined =>
    places.find(({ schema }) => schema[keyword] !== undefined)?.schema[keyword]
  const [title, description, documentation] = [first('title'), first('description'), first('documentation')]
  const type = [first('type') ?? []].flat()[0]
  const values = first('enum') ?? [first('items')].flatMap(items => items?.enum ?? [])
  const value = first('default')
  return {
    ...(title !== undefined && { title }),
    ...(description !== undefined && { description }),
    ...(documentation !== undefined && { documentation }),
    ...(type !== undefined && { type }),
    ...(values.length > 0 && { enum: values }),
    ...(value !== undefined && { default: value }),
  }
}
