import type { Authorizer } from '../../api/authorizer.ts'
import type { Fields } from '../../base/headers.ts'
import { lastField } from '../../base/headers.ts'
import type { ContextValues } from '../variables.ts'
import { contextValue } from '../variables.ts'

/** Where identity sources are looked up. */
export interface IdentityPlaces {
  readonly headers: Fields
  readonly query: Fields
  readonly stageVariables: ReadonlyMap<string, string>
  readonly context: ContextValues
}

/** An identity source with its value in a request; undefined when it is missing or empty. */
export interface Identity {
  readonly expression: string
  readonly value: string | undefined
}

/**
 * The identity sources of an authorizer in a request, in the definition's order; a source that cannot be known here has
 * no value. REST APIs write `method.request.header.NAME`, HTTP and WebSocket APIs `$request.header.NAME` and
 * `route.request.header.NAME`.
 */
export function identitiesOf({ identitySource }: Authorizer, places: IdentityPlaces): readonly Identity[] {
  return identitySource.map(fact => {
    if (!fact.known) return { expression: fact.reason, value: undefined }
    return { expression: fact.value, value: valueAt(fact.value, places) || undefined }
  })
}

/** The header that an identity source names; undefined for one that names something else. */
export function headerOfSource(expression: string | undefined): string | undefined {
  const { root, name } = placeIn(expression ?? '')
  return root === 'request.header' ? name : undefined
}

function placeIn(expression: string): { root: string; name: string } {
  const plain = expression.replace(/^\$?\{?|\}$/g, '').replace(/^(method|route)\.request\./, 'request.')
  const [, root = '', name = ''] = /^(request\.\w+|stageVariables|context)\.(.+)$/.exec(plain) ?? []
  return { root, name }
}

function valueAt(expression: string, places: IdentityPlaces): string | undefined {
  const { root, name } = placeIn(expression)
  switch (root) {
    case 'request.header':
      return lastField(places.headers, name)
    case 'request.querystring':
      return places.query.findLast(([field]) => field === name)?.[1]
    case 'stageVariables':
      return places.stageVariables.get(name)
    case 'context':
      return contextValue(places.context, name)
    default:
      return undefined
  }
}
