import type { ContextValues, TemplateContext } from '../template/scope.ts'

/** Takes a parsed CONTEXT.json for what it is, or says what is wrong with it. */
export function readTemplateContext(value: unknown): TemplateContext | string {
  if (value === undefined || value === null) return {}
  if (!isObject(value)) return 'it is no JSON object'
  const unknown = Object.keys(value).find(name => !members.includes(name))
  if (unknown !== undefined) return `it has no member '${unknown}'; it takes ${members.join(', ')}`
  const { body } = value
  if (body !== undefined && body !== null && typeof body !== 'string') {
    return "'body' is no string; write the payload's raw text"
  }
  const wrong = objects.find(
    name => value[name] !== undefined && value[name] !== null && !isObject(value[name]),
  )
  if (wrong !== undefined) return `'${wrong}' is no JSON object`
  return {
    ...(typeof body === 'string' && { body }),
    ...Object.fromEntries(objects.flatMap(name => (isObject(value[name]) ? [[name, value[name]]] : []))),
  }
}

const objects = ['params', 'context', 'stageVariables', 'variables']
const members = ['body', ...objects]

/** What `JSON.parse` gives is JSON through and through. */
function isObject(value: unknown): value is ContextValues & Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
