import type { ErrorObject, ValidateFunction } from 'ajv'
import Ajv from 'ajv'
import { formatCheck } from '../schema/model/formats.ts'
import { ModelRun } from '../schema/model/modelRun.ts'
import { isObject, shown } from './compare.ts'

/** Something in a value that its schema does not allow. */
export interface SchemaFault {
  /** JSON Pointer into the value; empty for all of it. */
  readonly pointer: string
  /** `is missing`, `is "x", expected a number`. */
  readonly words: string
}

/** Holds values against schemas, each compiled once. */
export interface SchemaChecker {
  /** All that is wrong; a text says why the schema cannot be used. */
  readonly faultsOf: (schema: unknown, value: unknown) => readonly SchemaFault[] | string
}

const mostFaults = 10

/**
 * Makes a checker for schemas as OpenAPI documents and models have them: JSON Schema of draft 4 to 2020-12 with OpenAPI's
 * `nullable`. `modelOf` gives the schema of a model by its name. API Gateway's own validator (`schema/model`) is for what
 * it checks itself; its messages name no places.
 */
export function createSchemaChecker(modelOf: (name: string) => unknown): SchemaChecker {
  const ajv = new Ajv({ allErrors: true, strict: false, verbose: true, validateSchema: false, logger: false })
  for (const name of ['date-time', 'email', 'ipv4', 'ipv6', 'uri', 'hostname']) {
    const check = formatCheck(name)
    if (check) ajv.addFormat(name, text => isRight(check, text))
  }
  const compiled = new Map<unknown, ValidateFunction | string>()
  const added = new Set<string>()
  const add = (name: string) => {
    if (added.has(name)) return
    added.add(name)
    const schema = modelOf(name)
    if (schema !== undefined) ajv.addSchema(current(schema, add) as object, modelAddress(name))
  }
  const compile = (schema: unknown): ValidateFunction | string => {
    try {
      return ajv.compile(current(schema, add) as object)
    } catch (error) {
      return error instanceof Error ? error.message : String(error)
    }
  }
  return {
    faultsOf: (schema, value) => {
      const validate = compiled.get(schema) ?? compile(schema)
      compiled.set(schema, validate)
      if (typeof validate === 'string') return validate
      if (validate(value)) return []
      return withoutRepeats((validate.errors ?? []).flatMap(faultOf)).slice(0, mostFaults)
    },
  }
}

function isRight(check: NonNullable<ReturnType<typeof formatCheck>>, text: string): boolean {
  const run = new ModelRun()
  check(text, run)
  return run.errors.length === 0
}

function modelAddress(name: string): string {
  return `gatehouse:models/${encodeURIComponent(name)}`
}

const listsOfSchemas = new Set(['allOf', 'anyOf', 'oneOf', 'prefixItems'])
const mapsOfSchemas = new Set(['properties', 'patternProperties', 'definitions', '$defs', 'dependentSchemas'])
const schemas = new Set([
  'items',
  'not',
  'additionalProperties',
  'contains',
  'propertyNames',
  'if',
  'then',
  'else',
])

/**
 * A schema as draft 7 has it: references to models by our addresses, `exclusiveMinimum: true` as a number, a nullable
 * schema with `type` as both, no names of dialects.
 */
function current(schema: unknown, meet: (model: string) => void): unknown {
  if (!isObject(schema)) return schema
  const result: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(schema)) {
    if (key === '$schema' || key === 'id' || key === '$id') continue
    if (listsOfSchemas.has(key) && Array.isArray(value)) result[key] = value.map(each => current(each, meet))
    else if (mapsOfSchemas.has(key) && isObject(value)) {
      result[key] = Object.fromEntries(
        Object.entries(value).map(([name, part]) => [name, current(part, meet)]),
      )
    } else if (schemas.has(key)) {
      result[key] = Array.isArray(value) ? value.map(each => current(each, meet)) : current(value, meet)
    } else result[key] = value
  }
  const reference = modelName(result['$ref'])
  if (reference !== undefined) {
    meet(reference)
    return { $ref: modelAddress(reference) }
  }
  for (const [bound, exclusive] of bounds)
    if (result[exclusive] === true) result[exclusive] = takeOut(result, bound)
  for (const [, exclusive] of bounds) if (result[exclusive] === false) delete result[exclusive]
  return nullable(result)
}

const bounds = [
  ['minimum', 'exclusiveMinimum'],
  ['maximum', 'exclusiveMaximum'],
] as const

function takeOut(from: Record<string, unknown>, key: string): unknown {
  const value = from[key]
  delete from[key]
  return value
}

// `enum` counts beside `nullable`, as OpenAPI 3.0.3 makes clear: null has to be one of its values.
function nullable(schema: Record<string, unknown>): unknown {
  if (schema['nullable'] !== true) return schema
  const others = { ...schema }
  delete others['nullable']
  const { type } = others
  return typeof type === 'string' ? { ...others, type: [type, 'null'] } : others
}

/** The model that a reference names, in AWS's way or in that of an OpenAPI document. */
function modelName(reference: unknown): string | undefined {
  if (typeof reference !== 'string') return undefined
  const name =
    /^https:\/\/apigateway\.[\w.-]+\/restapis\/[^/]+\/models\/([^/]+)$/.exec(reference)?.[1] ??
    /^#\/components\/schemas\/([^/]+)$/.exec(reference)?.[1]
  return name === undefined ? undefined : decodeURIComponent(name)
}

function withoutRepeats(faults: readonly SchemaFault[]): SchemaFault[] {
  const seen = new Set<string>()
  return faults.filter(({ pointer, words }) => {
    const key = `${pointer} ${words}`
    return seen.has(key) ? false : (seen.add(key), true)
  })
}

function faultOf({ instancePath, keyword, params, data, message }: ErrorObject): SchemaFault[] {
  const given = params as Readonly<Record<string, unknown>>
  switch (keyword) {
    case 'if':
      return []
    case 'required':
      return [{ pointer: `${instancePath}/${String(given['missingProperty'])}`, words: 'is missing' }]
    case 'additionalProperties':
    case 'unevaluatedProperties': {
      const name = given['additionalProperty'] ?? given['unevaluatedProperty']
      return [{ pointer: `${instancePath}/${String(name)}`, words: 'is not documented' }]
    }
    case 'type':
      return [
        {
          pointer: instancePath,
          words: `is ${shown(data)}, expected ${[given['type']].flat().join(' or ')}`,
        },
      ]
    case 'enum':
      return [
        {
          pointer: instancePath,
          words: `is ${shown(data)}, expected one of ${shown(given['allowedValues'])}`,
        },
      ]
    default:
      return [{ pointer: instancePath, words: `is ${shown(data)}: it ${message ?? `fails '${keyword}'`}` }]
  }
}
