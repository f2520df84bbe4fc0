import type { Method, Route } from '../api/api.ts'
import type { Authorization } from '../api/authorizer.ts'
import type { Properties } from './properties.ts'
import type { SamAuth } from './samAuth.ts'
import { valueOf } from '../base/origin.ts'
import { defined } from './defined.ts'
import { known } from './reader.ts'
import { authorizationBy, open } from './samAuth.ts'

/**
 * Puts the API's `DefaultAuthorizer` and `ApiKeyRequired` on a method that says nothing of its own; preflights take
 * them too unless `Auth` excepts them.
 * https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-api-apiauth.html
 */
export function withDefaults(method: Method, auth: SamAuth, isAuthorizationChosen: boolean): Method {
  const isPreflight = method.httpMethod === 'OPTIONS'
  const takesAuthorizer = !isPreflight || isNotOff(auth.properties, 'AddDefaultAuthorizerToCorsPreflight')
  const takesKey = !isPreflight || isNotOff(auth.properties, 'AddApiKeyRequiredToCorsPreflight')
  const needsKey = auth.properties.boolean('ApiKeyRequired')
  const hasIntegration = method.integration !== undefined
  // SAM defines the scheme `api_key` itself, so that a document may name it undefined.
  const keyScheme = method.authorization.authorizer
  const namesKey = keyScheme?.known === true && keyScheme.value === 'api_key'
  const own = namesKey ? open(method.authorization.origin) : method.authorization
  const byDefault = takesKey && needsKey?.known && needsKey.value ? needsKey : undefined
  return {
    ...method,
    authorization: isAuthorizationChosen ? own : settled(own, auth, takesAuthorizer && hasIntegration),
    ...defined({
      apiKeyRequired: method.apiKeyRequired ?? (namesKey ? known(true, keyScheme.origin) : byDefault),
    }),
  }
}

/** The same on a route of an HTTP API, whose `OPTIONS` routes never take the default. */
export function withDefaultAuthorizer(route: Route, auth: SamAuth, isAuthorizationChosen: boolean): Route {
  if (isAuthorizationChosen) return route
  const takesDefault = route.httpMethod !== 'OPTIONS' && route.integration !== undefined
  return { ...route, authorization: settled(route.authorization, auth, takesDefault) }
}

// A document may name SAM's authorizers, and `NONE` for none, in its `security`.
function settled(authorization: Authorization, auth: SamAuth, takesDefault: boolean): Authorization {
  const named = authorization.authorizer
  const name = valueOf(named)
  const isSams =
    name === 'NONE' || name === 'AWS_IAM' || auth.authorizers.some(authorizer => authorizer.name === name)
  if (named && isSams) return authorizationBy(auth, named, authorization.scopes)
  if (authorization.type !== 'NONE' || !takesDefault || !auth.defaultAuthorizer) return authorization
  return authorizationBy(auth, auth.defaultAuthorizer, [])
}

function isNotOff(properties: Properties, name: string): boolean {
  return valueOf(properties.boolean(name)) !== false
}
