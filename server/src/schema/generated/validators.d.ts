/** What ajv reports; `instancePath` is a JSON Pointer into the value. */
export interface ValidationError {
  readonly instancePath: string
  readonly schemaPath: string
  readonly keyword: string
  readonly params: Readonly<Record<string, unknown>>
}

/** Says whether a value is valid; if not, `errors` holds the reasons until the next call. */
export interface Validator {
  (value: unknown): boolean
  errors?: readonly ValidationError[] | null
}

/** By schema: `openapi-3.0.json`. Those of templates and resources are walked, see `walk.ts`. */
export const validators: Readonly<Record<string, Validator | undefined>>

/** The schemas themselves as JSON texts, by file name. */
export const schemaTexts: Readonly<Record<string, string | undefined>>
