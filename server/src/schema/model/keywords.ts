import { combination, not } from './combinations.ts'
import {
  additionalItems,
  additionalProperties,
  dependencies,
  required,
  uniqueItems,
} from './containerKeywords.ts'
import { formatCheck } from './formats.ts'
import { memberChecks } from './members.ts'
import type { Check } from './modelRun.ts'
import { bound, lengthOf, multipleOf, oneOfValues, pattern, type } from './scalarKeywords.ts'
import type { CompileKeyword, JsonObject, Parts } from './schemaParts.ts'
import { ofArrays, ofObjects, ofStrings, sizeLimit } from './schemaParts.ts'

/** The checks of one schema: those of the value itself, in order, and the one of its members. */
export interface KeywordChecks {
  readonly own: readonly Check[]
  readonly members: Check | undefined
}

/** Compiles the keywords of a schema; those that draft 4 does not know are passed over. */
export function keywordChecks(schema: JsonObject, parts: Parts): KeywordChecks {
  const own = keywords.flatMap(({ name, compile }) => {
    const value = schema[name]
    return value === undefined ? [] : (compile(value, schema, parts) ?? [])
  })
  return { own, members: memberChecks(schema, parts) }
}

/** Draft 4's keywords about a value itself, in the order in which the validator evaluates them. */
const keywords: readonly { readonly name: string; readonly compile: CompileKeyword }[] = [
  { name: 'additionalItems', compile: additionalItems },
  { name: 'additionalProperties', compile: additionalProperties },
  {
    name: 'allOf',
    compile: combination('allOf', (matched, all) =>
      matched === all
        ? undefined
        : `instance failed to match all required schemas (matched only ${matched} out of ${all})`,
    ),
  },
  {
    name: 'anyOf',
    compile: combination('anyOf', (matched, all) =>
      matched > 0 ? undefined : `instance failed to match at least one required schema among ${all}`,
    ),
  },
  { name: 'dependencies', compile: dependencies },
  { name: 'enum', compile: oneOfValues },
  {
    name: 'maxItems',
    compile: sizeLimit('maxItems', limit =>
      ofArrays(({ length }, run) => {
        if (length > limit)
          run.errors.push(
            `array is too long: must have at most ${limit} elements but instance has ${length} elements`,
          )
      }),
    ),
  },
  {
    name: 'maxLength',
    compile: sizeLimit('maxLength', limit =>
      ofStrings((text, run) => {
        const length = lengthOf(text, run)
        if (length > limit)
          run.errors.push(`string "${text}" is too long (length: ${length}, maximum allowed: ${limit})`)
      }),
    ),
  },
  {
    name: 'maxProperties',
    compile: sizeLimit('maxProperties', limit =>
      ofObjects((object, run) => {
        const found = Object.keys(object).length
        if (found > limit)
          run.errors.push(
            `object has too many properties (found ${found} but schema requires at most ${limit})`,
          )
      }),
    ),
  },
  { name: 'maximum', compile: bound('maximum') },
  {
    name: 'minItems',
    compile: sizeLimit('minItems', limit =>
      ofArrays(({ length }, run) => {
        if (length < limit)
          run.errors.push(
            `array is too short: must have at least ${limit} elements but instance has ${length} elements`,
          )
      }),
    ),
  },
  {
    name: 'minLength',
    compile: sizeLimit('minLength', limit =>
      ofStrings((text, run) => {
        const length = lengthOf(text, run)
        if (length < limit)
          run.errors.push(`string "${text}" is too short (length: ${length}, required minimum: ${limit})`)
      }),
    ),
  },
  {
    name: 'minProperties',
    compile: sizeLimit('minProperties', limit =>
      ofObjects((object, run) => {
        const found = Object.keys(object).length
        if (found < limit)
          run.errors.push(
            `object has too few properties (found ${found} but schema requires at least ${limit})`,
          )
      }),
    ),
  },
  { name: 'minimum', compile: bound('minimum') },
  { name: 'multipleOf', compile: multipleOf },
  { name: 'not', compile: not },
  {
    name: 'oneOf',
    compile: combination('oneOf', (matched, all) =>
      matched === 1
        ? undefined
        : `instance failed to match exactly one schema (matched ${matched} out of ${all})`,
    ),
  },
  { name: 'pattern', compile: pattern },
  { name: 'required', compile: required },
  { name: 'type', compile: type },
  { name: 'uniqueItems', compile: uniqueItems },
  { name: 'format', compile: format => formatCheck(format) },
]
