import { jsonText, sortedJsonText } from './jsonTexts.ts'
import type { Check, ModelRun } from './modelRun.ts'
import { SchemaFault } from './schemaFault.ts'
import type { CompileKeyword, JsonObject, Parts } from './schemaParts.ts'
import { ofNumbers, ofStrings } from './schemaParts.ts'

export function oneOfValues(values: unknown): Check {
  if (!Array.isArray(values)) throw new SchemaFault('`enum` must be a list')
  const known = new Set(values.map(value => sortedJsonText(value)))
  const allowed = jsonText(values)
  return (value, run) => {
    if (known.has(sortedJsonText(value, run))) return
    run.errors.push(`instance value (${jsonText(value)}) not found in enum (possible values: ${allowed})`)
  }
}

export function bound(name: 'minimum' | 'maximum'): CompileKeyword {
  const exclusive = name === 'minimum' ? 'exclusiveMinimum' : 'exclusiveMaximum'
  const [comparison, strictly] =
    name === 'minimum' ? ['lower than', 'greater than'] : ['greater than', 'lower than']
  return (limit, schema) => {
    if (typeof limit !== 'number') throw new SchemaFault(`\`${name}\` must be a number`)
    const isExclusive = schema[exclusive] ?? false
    if (typeof isExclusive !== 'boolean')
      throw new SchemaFault(`\`${exclusive}\` is true or false in draft 4 of JSON Schema`)
    return ofNumbers((number, run) => {
      if (name === 'minimum' ? number < limit : number > limit)
        run.errors.push(
          `numeric instance is ${comparison} the required ${name} (${name}: ${limit}, found: ${number})`,
        )
      else if (isExclusive && number === limit)
        run.errors.push(`numeric instance is not strictly ${strictly} the required ${name} ${limit}`)
    })
  }
}

export function multipleOf(divisor: unknown): Check {
  if (typeof divisor !== 'number' || divisor <= 0)
    throw new SchemaFault('`multipleOf` must be a number above 0')
  return ofNumbers((number, run) => {
    if (!isMultiple(number, divisor))
      run.errors.push(`remainder of division is not zero (${number} / ${divisor})`)
  })
}

// By the decimal digits: 0.3 is a multiple of 0.1, though not in binary.
function isMultiple(number: number, divisor: number): boolean {
  const scale = 10 ** Math.max(decimals(number), decimals(divisor))
  if (scale === 1 || !Number.isFinite(number * scale)) return number % divisor === 0
  return Math.round(number * scale) % Math.round(divisor * scale) === 0
}

function decimals(number: number): number {
  const [, digits = '', exponent = '0'] = /^-?\d+(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(String(number)) ?? []
  return Math.max(0, digits.length - Number(exponent))
}

export function pattern(source: unknown, _schema: JsonObject, parts: Parts): Check {
  const regex = parts.pattern(source, 'pattern')
  return ofStrings((text, run) => {
    if (!regex.test(text))
      run.errors.push(`ECMA 262 regex "${String(source)}" does not match input string "${text}"`)
  })
}

/** In the order in which the validator lists them. */
const typeNames = ['array', 'boolean', 'integer', 'null', 'number', 'object', 'string']

export function type(value: unknown): Check {
  const stated: unknown[] = Array.isArray(value) ? value : [value]
  const unknown = stated.find(name => typeof name !== 'string' || !typeNames.includes(name))
  if (unknown !== undefined) throw new SchemaFault(`\`type\` ${jsonText(unknown)} is none of JSON Schema`)
  const allowed = typeNames.filter(
    name => stated.includes(name) || (name === 'integer' && stated.includes('number')),
  )
  return (instance, run) => {
    const found = typeOf(instance)
    if (!allowed.includes(found))
      run.errors.push(
        `instance type (${found}) does not match any allowed primitive type (allowed: ${jsonText(allowed)})`,
      )
  }
}

function typeOf(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number'
  return typeof value
}

/** Characters as Unicode counts them. */
export function lengthOf(text: string, run: ModelRun): number {
  run.spend(text.length / 100)
  return text.length - (text.match(/[\uD800-\uDBFF][\uDC00-\uDFFF]/g)?.length ?? 0)
}
