import type { ValidationError } from './generated/validators.js'
import type { JsonSchema, SchemaPlace } from './jsonSchema.ts'
import { schemaAt } from './jsonSchema.ts'

/**
 * Checks plain data against a schema by walking both; the errors are those that ajv gives with `allErrors`, in no
 * certain order. For shapes that are many and small: compiled, they would be most of the program.
 */
export function walk(place: SchemaPlace, value: unknown): ValidationError[] {
  const errors: ValidationError[] = []
  visit(place, value, { instancePath: '', schemaPath: '#' }, errors)
  return errors
}

interface At {
  readonly instancePath: string
  readonly schemaPath: string
}

type Mapping = Readonly<Record<string, unknown>>

function visit(place: SchemaPlace, value: unknown, at: At, errors: ValidationError[]): void {
  const { schema, file } = place
  const report = (keyword: string, params: Mapping = {}) =>
    errors.push({
      instancePath: at.instancePath,
      schemaPath: `${at.schemaPath}/${keyword}`,
      keyword,
      params,
    })
  const inner = (part: JsonSchema, keyword: string) =>
    visit({ schema: part, file }, value, { ...at, schemaPath: `${at.schemaPath}/${keyword}` }, errors)
  if (schema.$ref !== undefined) {
    const target = schemaAt(schema.$ref, file)
    if (!target) throw new Error(`the schema ${file} refers to ${schema.$ref}, which is not there`)
    visit(target, value, { ...at, schemaPath: schema.$ref }, errors)
  }
  const types = [schema.type ?? []].flat()
  if (types.length > 0 && !types.some(type => isOfType(value, type))) {
    report('type', { type: schema.type })
  }
  if (schema.enum && !schema.enum.includes(value)) report('enum', { allowedValues: schema.enum })
  if (schema.const !== undefined && schema.const !== value) report('const', { allowedValue: schema.const })
  for (const part of schema.allOf ?? []) inner(part, 'allOf')
  const counts = (parts: readonly JsonSchema[]) =>
    parts.filter(part => walk({ schema: part, file }, value).length === 0).length
  if (schema.anyOf && counts(schema.anyOf) === 0) report('anyOf')
  if (schema.oneOf && counts(schema.oneOf) !== 1) report('oneOf')
  if (schema.if && schema.then && counts([schema.if]) === 1) inner(schema.then, 'then')
  if (typeof value === 'number') checkNumber(schema, value, report)
  if (typeof value === 'string' && schema.pattern !== undefined && !patternOf(schema.pattern).test(value)) {
    report('pattern', { pattern: schema.pattern })
  }
  if (Array.isArray(value)) visitItems(place, value, at, errors)
  else if (isMapping(value)) visitProperties(place, value, at, errors, report)
}

function checkNumber(schema: JsonSchema, value: number, report: Report): void {
  if (schema.minimum !== undefined && value < schema.minimum) report('minimum', { limit: schema.minimum })
  if (schema.maximum !== undefined && value > schema.maximum) report('maximum', { limit: schema.maximum })
}

type Report = (keyword: string, params?: Mapping) => void

function visitItems(
  { schema, file }: SchemaPlace,
  value: readonly unknown[],
  at: At,
  errors: ValidationError[],
): void {
  const { items } = schema
  if (!items) return
  value.forEach((item, index) => {
    const below = { instancePath: `${at.instancePath}/${index}`, schemaPath: `${at.schemaPath}/items` }
    visit({ schema: items, file }, item, below, errors)
  })
}

function visitProperties(
  { schema, file }: SchemaPlace,
  value: Mapping,
  at: At,
  errors: ValidationError[],
  report: Report,
): void {
  const names = Object.keys(value)
  if (schema.minProperties !== undefined && names.length < schema.minProperties) {
    report('minProperties', { limit: schema.minProperties })
  }
  for (const name of schema.required ?? []) {
    if (!Object.hasOwn(value, name)) report('required', { missingProperty: name })
  }
  const patterns = Object.entries(schema.patternProperties ?? {})
  for (const name of names) {
    const instancePath = `${at.instancePath}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`
    const enter = (part: JsonSchema, schemaPath: string) =>
      visit(
        { schema: part, file },
        value[name],
        { instancePath, schemaPath: `${at.schemaPath}/${schemaPath}` },
        errors,
      )
    const isOwn = schema.properties !== undefined && Object.hasOwn(schema.properties, name)
    const own = isOwn ? schema.properties[name] : undefined
    if (own) enter(own, `properties/${name}`)
    const fitting = patterns.filter(([pattern]) => patternOf(pattern).test(name))
    for (const [pattern, part] of fitting) enter(part, `patternProperties/${pattern}`)
    if (own || fitting.length > 0) continue
    if (schema.additionalProperties === false) report('additionalProperties', { additionalProperty: name })
    else if (typeof schema.additionalProperties === 'object') {
      enter(schema.additionalProperties, 'additionalProperties')
    }
  }
}

function isMapping(value: unknown): value is Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isOfType(value: unknown, type: string): boolean {
  if (type === 'object') return isMapping(value)
  if (type === 'array') return Array.isArray(value)
  if (type === 'null') return value === null
  if (type === 'integer') return Number.isInteger(value)
  if (type === 'number') return typeof value === 'number' && Number.isFinite(value)
  return typeof value === type
}

const patterns = new Map<string, RegExp>()

function patternOf(text: string): RegExp {
  const known = patterns.get(text)
  if (known) return known
  const made = new RegExp(text, 'u')
  patterns.set(text, made)
  return made
}
