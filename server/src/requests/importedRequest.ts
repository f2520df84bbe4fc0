/** A request as another tool keeps it. Its texts may hold variables, `{{name}}`. */
export interface ImportedRequest {
  /** With the names of the folders that it is in: `Books / List`. */
  readonly name: string
  readonly method: string
  readonly url: string
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body?: ImportedBody
  /** What a reader should know, a line each: descriptions, scripts that are not run, what was left out. */
  readonly remarks: readonly string[]
}

export type ImportedBody =
  | { readonly type: 'text'; readonly text: string }
  /** Path as the other tool states it. */
  | { readonly type: 'file'; readonly path: string }
  | { readonly type: 'multipart'; readonly parts: readonly ImportedPart[] }

/** A field of a form: a text, or the path of a file. */
export type ImportedPart =
  { readonly name: string; readonly value: string } | { readonly name: string; readonly path: string }

/** What was read of a file. */
export interface ImportedFile {
  readonly title: string
  readonly variables: readonly (readonly [name: string, value: string])[]
  /** Names of variables whose values are secrets and were not taken over. */
  readonly secrets: readonly string[]
  readonly requests: readonly ImportedRequest[]
  /** Requests for pictures, style sheets, scripts and fonts that were left out. */
  readonly leftOut: number
  readonly notes: readonly string[]
}

/** A name under which a variable can be declared and used: `base url` becomes `base_url`. */
export function variableName(name: string): string {
  return name.trim().replace(/[^\w.-]+/g, '_') || '_'
}

/** The variable that the value of a secret header or parameter becomes: `X-Api-Key` is `x_api_key`. */
export function secretVariable(name: string): string {
  return (
    name
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '_')
      .replace(/^_+|_+$/g, '') || 'secret'
  )
}

/** Whether a text is nothing but variables, so that it gives no secret away. */
export function isVariable(text: string): boolean {
  return /^(\s*\{\{[^{}]+\}\}\s*)+$/.test(text)
}

export type JsonObject = Readonly<Record<string, unknown>>

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The objects of a list; none of what is no list. */
export function objectsOf(value: unknown): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : []
}

/** A text, or a number or truth value as text; else undefined. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string'
    ? value
    : ['number', 'boolean'].includes(typeof value)
      ? String(value)
      : undefined
}
