import { pointerSegments } from '../../base/jsonPointer.ts'
import { decodeReference } from '../../syntax/references.ts'
import { ModelRun } from './modelRun.ts'
import type { Check } from './modelRun.ts'
import { keywordChecks } from './keywords.ts'
import { isObject } from './schemaParts.ts'
import { SchemaFault } from './schemaFault.ts'

/** A Model's schema, ready to hold bodies against: JSON Schema draft 4 as API Gateway evaluates it. */
export interface ModelSchema {
  /**
   * What is wrong with a value, in the words and the order of API Gateway's validator; empty when nothing is. Throws a
   * `SchemaFault` for a schema that refers to itself without end and for a value that takes too many steps.
   */
  readonly errorsOf: (value: unknown) => readonly string[]
  /** Whether regular expressions of the definition run, which may take long. */
  readonly hasPatterns: boolean
}

/** Finds what a reference outside its own document means: the schema of another model. */
export type ResolveModel = (reference: string) => unknown

/**
 * Compiles a schema. The words are those of the Java library json-schema-validator, which API Gateway's messages show:
 * keywords of one level in alphabetical order, `format` last; members are looked into only while nothing is wrong.
 * A library for JavaScript gives other words in another order and reads later drafts. Throws a `SchemaFault` for what is no
 * schema of draft 4, and for references that lead nowhere.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/models-mappings-models.html
 */
export function compileModelSchema(schema: unknown, resolve: ResolveModel): ModelSchema {
  const compiler = new Compiler(resolve)
  const root = compiler.check(schema, schema)
  return {
    errorsOf: value => {
      const run = new ModelRun()
      root(value, run)
      return run.errors
    },
    hasPatterns: compiler.hasPatterns,
  }
}

/** Turns schemas into functions; each schema object once, so that schemas may refer to each other in circles. */
class Compiler {
  hasPatterns = false
  readonly #resolve: ResolveModel
  readonly #checks = new Map<object, Check>()
  #depth = 0

  constructor(resolve: ResolveModel) {
    this.#resolve = resolve
  }

  /** The check of a schema inside a document, which `#` references are about. */
  check(schema: unknown, document: unknown): Check {
    if (!isObject(schema)) throw new SchemaFault('a schema must be an object')
    const known = this.#checks.get(schema)
    if (known) return known
    // Stands for the schema while it is compiled, so that it may refer to itself.
    const own: { compiled?: Check } = {}
    const check: Check = (value, run) => {
      if (own.compiled) run.enter(own.compiled, value)
    }
    this.#checks.set(schema, check)
    if (++this.#depth > deepestSchema) throw new SchemaFault(`schemas lie more than ${deepestSchema} deep`)
    own.compiled = this.#compile(schema, document)
    this.#depth--
    return check
  }

  /** A regular expression of ECMA 262 that is looked for anywhere in a text. */
  pattern(source: unknown, keyword: string): RegExp {
    if (typeof source !== 'string') throw new SchemaFault(`\`${keyword}\` must be a regular expression`)
    this.hasPatterns = true
    try {
      return new RegExp(source)
    } catch {
      throw new SchemaFault(`\`${keyword}\` has \`${source}\`, which is no regular expression`)
    }
  }

  // Beside a reference nothing else counts.
  #compile(schema: Readonly<Record<string, unknown>>, document: unknown): Check {
    const reference = schema['$ref']
    if (typeof reference === 'string') {
      const target = this.#target(reference, document)
      return this.check(target.schema, target.document)
    }
    const checks = keywordChecks(schema, {
      schema: part => this.check(part, document),
      pattern: (source, keyword) => this.pattern(source, keyword),
    })
    return (value, run) => {
      for (const check of checks.own) check(value, run)
      // Members are of interest only as long as all that was looked at is right.
      if (run.errors.length === 0) checks.members?.(value, run)
    }
  }

  #target(reference: string, document: unknown): { schema: unknown; document: unknown } {
    const at = reference.indexOf('#')
    const base = at < 0 ? reference : reference.slice(0, at)
    const pointer = at < 0 ? '' : decodeReference(reference.slice(at + 1))
    const owner = base === '' ? document : this.#resolve(base)
    const found = owner === undefined ? undefined : atPointer(owner, pointer)
    if (found === undefined) throw new SchemaFault(`\`$ref\` \`${reference}\` leads nowhere`)
    return { schema: found, document: owner }
  }
}

const deepestSchema = 300

function atPointer(document: unknown, pointer: string): unknown {
  if (pointer !== '' && !pointer.startsWith('/')) return undefined
  let found = document
  for (const key of pointerSegments(pointer)) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, key)) return undefined
    found = (found as Record<string, unknown>)[key]
  }
  return found
}
