import { toJavaText } from './javaText.ts'
import { parsePermissiveJson } from './permissiveJson.ts'
import type { TemplateContext } from './scope.ts'
import type { JavaMap, JavaValue } from './values.ts'

/**
 * Reads the text of a CONTEXT.json, or says what is wrong with it. Numbers are taken as they are written: `1.0` is a
 * Double, which prints otherwise than `1`.
 */
export function parseTemplateContext(text: string): TemplateContext | string {
  const value = parseExactJson(text)
  return typeof value === 'string' ? value : readTemplateContext(value.value)
}

/** Reads JSON with numbers as they are written; a string says what is wrong with the text. */
export function parseExactJson(text: string): { readonly value: JavaValue } | string {
  try {
    JSON.parse(text)
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
  const { value, fault } = parsePermissiveJson(text)
  return fault ? fault.message : { value }
}

/** Takes a parsed CONTEXT.json for what it is, or says what is wrong with it. */
export function readTemplateContext(value: JavaValue | undefined): TemplateContext | string {
  if (value === undefined || value === null) return {}
  if (!isObject(value)) return 'it is no JSON object'
  const unknown = [...value.keys()].find(name => typeof name !== 'string' || !members.includes(name))
  if (unknown !== undefined)
    return `it has no member '${toJavaText(unknown)}'; it takes ${members.join(', ')}`
  const body = value.get('body') ?? undefined
  if (body !== undefined && typeof body !== 'string')
    return "'body' is no string; write the payload's raw text"
  const context: { -readonly [Name in keyof TemplateContext]: TemplateContext[Name] } = { body }
  for (const name of objects) {
    const given = value.get(name) ?? undefined
    if (given === undefined) continue
    if (!isObject(given)) return `'${name}' is no JSON object`
    context[name] = namedValues(given)
  }
  return context
}

const objects = ['params', 'context', 'stageVariables', 'variables'] as const
const members = ['body', ...objects]

function isObject(value: JavaValue): value is JavaMap {
  return value instanceof Map
}

/** The names of what JSON's text gave are all strings. */
function namedValues(map: JavaMap): ReadonlyMap<string, JavaValue> {
  const values = new Map<string, JavaValue>()
  for (const [name, value] of map) if (typeof name === 'string') values.set(name, value)
  return values
}
