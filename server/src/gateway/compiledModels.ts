import type { Model } from '../api/api.ts'
import type { ModelSchema } from '../schema/model/modelSchema.ts'
import { compileModelSchema } from '../schema/model/modelSchema.ts'

/** The models of an API: each schema is compiled once, when a body is held against it first. */
export class CompiledModels {
  readonly #models: ReadonlyMap<string, Model>
  readonly #compiled = new Map<Model, ModelSchema>()

  constructor(models: readonly Model[]) {
    this.#models = new Map(models.map(model => [model.name, model]))
  }

  /** The model of a name; undefined when the definition has none of it. */
  named(name: string): Model | undefined {
    return this.#models.get(name)
  }

  /** A model's schema; throws a `SchemaFault` for one that AWS refuses. */
  schemaOf(model: Model): ModelSchema {
    const known = this.#compiled.get(model)
    if (known) return known
    const compiled = compileModelSchema(model.schema, reference => this.referenced(reference))
    this.#compiled.set(model, compiled)
    return compiled
  }

  /** The schema of the model that a `$ref` names as AWS does; undefined when it names none. */
  referenced(reference: string): unknown {
    const name = /^https:\/\/apigateway\.[\w.-]+\/restapis\/[^/]+\/models\/([^/]+)$/.exec(reference)?.[1]
    return name === undefined ? undefined : this.#models.get(decodeURIComponent(name))?.schema
  }
}
