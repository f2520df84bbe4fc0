import type { Draft } from './draft.ts'
import type { MappingPlace } from './mappingPlace.ts'

/** One side of a mapping: a text with `${name}` slots, and what it is. */
export interface Expression {
  readonly text: string
  readonly what: string
  readonly sort: string
  /** Of a key: the value that belongs to it. */
  readonly value?: Draft
}

/** What browsers ask for before they show an answer to another origin's script. */
export const corsHeaders = [
  'Access-Control-Allow-Origin',
  'Access-Control-Allow-Headers',
  'Access-Control-Allow-Methods',
]

/** The static value of a header for CORS. */
export function corsValue(name: string, place: MappingPlace): { readonly value?: Draft } {
  const [first] = literals(name, place)
  return corsHeaders.some(header => name.endsWith(header)) && first ? { value: first.text } : {}
}

/** Static texts that suit a destination. */
export function literals(key: string, { methods }: MappingPlace): Expression[] {
  const what = 'A fixed text'
  if (key.endsWith('Access-Control-Allow-Origin')) return [{ text: "'*'", what: 'Every origin', sort: '0' }]
  if (key.endsWith('Access-Control-Allow-Headers')) {
    const text = "'Content-Type,Authorization,X-Amz-Date,X-Api-Key,X-Amz-Security-Token'"
    return [{ text, what: 'The headers that clients of API Gateway send', sort: '0' }]
  }
  if (key.endsWith('Access-Control-Allow-Methods')) {
    const own = methods.length > 0 ? [...new Set([...methods, 'OPTIONS'])].join(',') : 'GET,POST,OPTIONS'
    return [{ text: `'${own}'`, what: 'Methods that other origins may use', sort: '0' }]
  }
  return [{ text: "'${text}'", what, sort: '1' }]
}

/** What a location is called in a sentence. */
export function locationWord(location: 'header' | 'querystring' | 'path'): string {
  return location === 'header' ? 'header' : location === 'path' ? 'path parameter' : 'query string parameter'
}
