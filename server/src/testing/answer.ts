import type { Fields } from '../base/headers.ts'
import type { StepName, Trace } from '../protocol/trace.ts'
import { jsonText } from '../template/jsonText.ts'
import { prepareJsonPath } from '../template/jsonPath/jsonPath.ts'
import { parsePermissiveJson } from '../template/permissiveJson.ts'

/** What came of a request. */
export interface Answer {
  readonly status: number
  readonly headers: Fields
  readonly body: Uint8Array
  readonly trace: Trace
  readonly durationMs: number
}

/** The step that decided an answer: the one that refused, else the cache that had it, else the integration. */
export function decidingStep({ steps }: Pick<Trace, 'steps'>): StepName {
  const refused = steps.find(({ state, name }) => state === 'failed' && name !== 'gatewayResponse')
  if (refused) return refused.name
  const isUnreached = steps.some(({ name, state }) => name === 'integration' && state === 'notReached')
  if (!isUnreached) return 'integration'
  if (steps.some(({ name, state }) => name === 'responseCache' && state === 'passed')) return 'responseCache'
  // A part that is not emulated answers 501 in the place of its step.
  return steps.find(({ state }) => state === 'notEmulated')?.name ?? 'integration'
}

/** The body as UTF-8. */
export function bodyText({ body }: Pick<Answer, 'body'>): string {
  return new TextDecoder().decode(body)
}

/** JSON as data, or why a text is none. */
export function parseJson(text: string): { readonly value: unknown } | { readonly fault: string } {
  try {
    return { value: JSON.parse(text) as unknown }
  } catch (error) {
    return { fault: error instanceof Error ? error.message : String(error) }
  }
}

/** What a JSONPath finds in a text of JSON, as json-path does for API Gateway; undefined where there is nothing. */
export function readPath(text: string, path: string): unknown {
  const prepared = prepareJsonPath(path)
  if (!prepared.read) return undefined
  const { value } = parsePermissiveJson(text)
  const found = value === undefined ? undefined : prepared.read(value)
  if (found === undefined) return undefined
  const json = parseJson(jsonText(found))
  return 'value' in json ? json.value : jsonText(found)
}
