import { JavaException } from '../template/javaException.ts'
import { readJsonPath } from '../template/jsonPath/jsonPath.ts'
import { jsonText } from '../template/jsonText.ts'
import type { PayloadResult } from '../template/permissiveJson.ts'
import { parsePermissiveJson } from '../template/permissiveJson.ts'
import type { JavaValue } from '../template/values.ts'

/** What a mapping finds in a body: its text, undefined for nothing; or why the mapping cannot work. */
export type BodyFinding =
  | { readonly text: string | undefined; readonly fault?: undefined }
  | { readonly fault: { readonly of: 'body' | 'path'; readonly message: string } }

/** A body that mappings take values from; it is read as JSON when one asks, and once. */
export class MappedBody {
  readonly #text: string
  #parsed: PayloadResult | undefined

  constructor(text: string) {
    this.#text = text
  }

  /**
   * The value at a path as it stands behind `body` (`.redirect.url`, empty for the whole): strings as they are, the rest
   * as JSON. A path through `errorMessage` goes on into the JSON that a function put there.
   * https://docs.aws.amazon.com/apigateway/latest/developerguide/handle-errors-in-lambda-integration.html
   */
  find(path: string): BodyFinding {
    const { value, fault } = (this.#parsed ??= parsePermissiveJson(this.#text))
    if (fault) return { fault: { of: 'body', message: fault.message } }
    if (path === '') return { text: this.#text }
    try {
      return { text: textOf(readJsonPath(value, `$${path}`) ?? insideErrorMessage(value, path)) }
    } catch (error) {
      if (error instanceof JavaException) return { fault: { of: 'path', message: error.message } }
      throw error
    }
  }
}

function insideErrorMessage(document: JavaValue, path: string): JavaValue | undefined {
  const rest = /^(?:\.errorMessage|\['errorMessage'\])(?=[.[])([^]*)$/.exec(path)?.[1]
  const message = document instanceof Map ? document.get('errorMessage') : undefined
  if (rest === undefined || typeof message !== 'string') return undefined
  const { value } = parsePermissiveJson(message)
  return value === undefined ? undefined : readJsonPath(value, `$${rest}`)
}

function textOf(value: JavaValue | undefined): string | undefined {
  if (value === undefined || value === null) return undefined
  return typeof value === 'string' ? value : jsonText(value)
}
