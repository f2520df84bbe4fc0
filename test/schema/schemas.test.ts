import Ajv from 'ajv'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { withResourceTypes } from '../../scripts/resourceSchemas.mjs'

const folder = path.join(import.meta.dirname, '../../schemas')
const names = readdirSync(folder)
const schemas = new Map(
  names.map(name => [
    name,
    JSON.parse(readFileSync(path.join(folder, name), 'utf8')) as Record<string, unknown>,
  ]),
)

/** With the types of AWS's resource specification, to which schemas refer, too. */
const whole = new Map(Object.entries(withResourceTypes(Object.fromEntries(schemas))))

/** Every mapping in a schema that stands where a schema may stand. */
function parts(value: unknown, isSchema = true, at = ''): { at: string; part: Record<string, unknown> }[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return []
  const part = value as Record<string, unknown>
  const inner = Object.entries(part).flatMap(([key, each]) => {
    const isTable = isSchema && ['properties', 'patternProperties', 'definitions'].includes(key)
    const isInner = !isSchema || ['items', 'additionalProperties', 'then'].includes(key)
    return isTable || isInner ? parts(each, !isTable, `${at}/${key}`) : []
  })
  return isSchema ? [{ at, part }, ...inner] : inner
}

describe.each(names)('%s', name => {
  const schema = schemas.get(name)

  it('is a JSON Schema of draft 7 under its own name', () => {
    expect(new Ajv({ strict: false }).validateSchema(schema ?? {})).toBe(true)
    expect(schema?.['$id']).toBe(name)
  })

  it('refers only to parts that are there', () => {
    const missing = parts(schema).flatMap(({ at, part }) => {
      if (typeof part['$ref'] !== 'string') return []
      const [file = '', pointer = ''] = part['$ref'].split('#')
      const target = pointer
        .split('/')
        .slice(1)
        .reduce<unknown>(
          (current, key) => (current as Record<string, unknown> | undefined)?.[key],
          whole.get(file === '' ? name : file),
        )
      return target === undefined ? [`${at}: ${part['$ref']}`] : []
    })
    expect(missing).toEqual([])
  })

  it('links to AWS, the specification, the framework or Terraform only, by https', () => {
    const links = parts(schema).flatMap(({ part }) =>
      part['documentation'] === undefined ? [] : JSON.stringify(part['documentation']),
    )
    expect(
      links.filter(
        link =>
          !/^"https:\/\/(docs\.aws\.amazon\.com|spec\.openapis\.org|www\.serverless\.com|(registry\.terraform|developer\.hashicorp)\.(io|com))\//.test(
            link,
          ),
      ),
    ).toEqual([])
  })

  it('describes every property in words, without a full stop', () => {
    const properties = parts(schema).filter(({ at }) => /\/properties\/[^/]+$/.test(at))
    // What `then` adds is described where the property itself is.
    const own = properties.filter(({ at, part }) => !at.includes('/then/') && part['$ref'] === undefined)
    const silent = own.filter(({ part }) => typeof part['description'] !== 'string')
    expect(silent.map(({ at }) => at)).toEqual([])
    expect(own.filter(({ part }) => /\.$/.test(String(part['description']))).map(({ at }) => at)).toEqual([])
  })
})
