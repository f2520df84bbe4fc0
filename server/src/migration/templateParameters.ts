import { mappedSource } from './mappings.ts'

/** What a request template says, as parameters of an integration subtype. */
export interface TemplateParameters {
  readonly parameters: ReadonlyMap<string, string>
  /** Names of those whose value an HTTP API cannot say. */
  readonly unreadable: readonly string[]
}

/**
 * Reads the templates that REST APIs call services with: a form (`Action=SendMessage&MessageBody=…`) or a JSON object of
 * texts, whose values are constants or one expression.
 */
export function mappedTemplate(template: string): TemplateParameters {
  const text = template.trim()
  const pairs = text.startsWith('{') ? jsonPairs(text) : formPairs(text)
  const parameters = new Map<string, string>()
  const unreadable: string[] = []
  for (const [name, value] of pairs) {
    const expression = mappedValue(value)
    if (expression === undefined) unreadable.push(`'${name}'`)
    else parameters.set(name, expression)
  }
  return { parameters, unreadable }
}

function formPairs(text: string): (readonly [string, string])[] {
  return text.split('&').flatMap(part => {
    const [, name, value = ''] = /^\s*([\w.]+)=([^]*?)\s*$/.exec(part) ?? []
    return name === undefined ? [] : [[name, value] as const]
  })
}

// One level, since the parameters of subtypes are flat; a value without quotes is an expression that prints JSON.
function jsonPairs(text: string): (readonly [string, string])[] {
  const member =
    /"([\w.]+)"\s*:\s*(?:"((?:[^"\\$]|\\.|\$[^"]*?\)(?=")|\$(?:context|stageVariables)[\w.]*)*)"|(\$[^,}\n]+))/g
  return [...text.matchAll(member)].map(
    ([, name = '', quoted, bare]) => [name, (quoted ?? bare ?? '').trim()] as const,
  )
}

/** An expression of an HTTP API, or a constant; undefined for what it cannot say. */
function mappedValue(written: string): string | undefined {
  const inner = unwrapped(written.replace(/\\"/g, '"'))
  if (!inner.includes('$') && !inner.includes('#')) return inner
  if (/^\$input\.(body|json\(\s*['"]\$['"]\s*\))$/.test(inner)) return '$request.body'
  const path = /^\$input\.(?:json|path)\(\s*['"]\$\.([\w.[\]]+)['"]\s*\)$/.exec(inner)?.[1]
  if (path !== undefined) return `$request.body.${path}`
  const typed =
    /^\$input\.params\(\)\.(header|querystring|path)(?:\.get\(['"]([\w-]+)['"]\)|\.([\w-]+))$/.exec(inner)
  if (typed) return `$request.${typed[1] ?? ''}.${typed[2] ?? typed[3] ?? ''}`
  const variable = /^\$\{?((?:context|stageVariables)\.[\w.]+)\}?$/.exec(inner)?.[1]
  const source = variable === undefined ? undefined : mappedSource(variable)
  return source?.type === 'mapped' ? source.expression : undefined
}

// What escapes a value for a form or for JSON text, an HTTP API does by itself.
function unwrapped(text: string): string {
  const inner = /^\$util\.(?:urlEncode|escapeJavaScript|base64Encode)\(\s*([^]+?)\s*\)$/.exec(text)?.[1]
  return inner === undefined ? text : unwrapped(inner)
}
