import type { Authorization, Authorizer } from '../api/authorizer.ts'
import type { Fact, Origin } from '../base/origin.ts'
import type { Properties } from './properties.ts'
import type { Locality } from './locality.ts'
import { valueOf } from '../base/origin.ts'
import { known } from './reader.ts'

/** The `Auth` property of a SAM API, ready to be put on methods and routes. */
export interface SamAuth {
  readonly properties: Properties
  readonly authorizers: readonly Authorizer[]
  /** `AuthorizationScopes` by authorizer. */
  readonly scopes: ReadonlyMap<string, readonly Fact<string>[]>
  readonly defaultAuthorizer?: Fact<string>
  /** On an HTTP API `AWS_IAM` is an authorizer only when `EnableIamAuthorizer` says so. */
  readonly isIamEnabled: boolean
}

/** The authorization that naming an authorizer gives; `NONE` gives none. */
export function authorizationBy(
  auth: SamAuth,
  authorizer: Fact<string>,
  scopes: readonly Fact<string>[],
): Authorization {
  const { origin } = authorizer
  if (!authorizer.known) return { origin, type: 'UNKNOWN', authorizer, scopes }
  const name = authorizer.value
  if (name === 'NONE') return { origin, type: 'NONE', scopes: [] }
  const found = auth.authorizers.find(candidate => candidate.name === name)
  if (name === 'AWS_IAM' && !found && auth.isIamEnabled) return { origin, type: 'AWS_IAM', scopes: [] }
  const type = valueOf(found?.type)
  const allScopes = scopes.length > 0 ? scopes : (auth.scopes.get(name) ?? [])
  return { origin, type: authorizationTypes.get(type ?? '') ?? 'CUSTOM', authorizer, scopes: allScopes }
}

/** What an event's own `Auth` asks for; undefined when it leaves the choice to the API. */
export function eventAuthorization(auth: SamAuth, event: Properties): Authorization | undefined {
  const scopes = event.texts('AuthorizationScopes')
  const authorizer = event.text('Authorizer') ?? (scopes.length > 0 ? auth.defaultAuthorizer : undefined)
  return authorizer && authorizationBy(auth, authorizer, scopes)
}

/** No authorization, said at `origin`. */
export function open(origin: Origin): Authorization {
  return { origin, type: 'NONE', scopes: [] }
}

/** The URI by which API Gateway calls a function. */
export function invocationUri(functionArn: Fact<string>, { region }: Locality): Fact<string> {
  return invocationUriOf(functionArn, region, '2015-03-31', 'invocations')
}

/** The URI by which API Gateway calls a function that streams its response. */
export function streamingUri(functionArn: Fact<string>, { region }: Locality): Fact<string> {
  return invocationUriOf(functionArn, region, '2021-11-15', 'response-streaming-invocations')
}

function invocationUriOf(arn: Fact<string>, region: string, version: string, verb: string): Fact<string> {
  if (!arn.known) return arn
  return known(
    `arn:aws:apigateway:${region}:lambda:path/${version}/functions/${arn.value}/${verb}`,
    arn.origin,
  )
}

const authorizationTypes: ReadonlyMap<string, Authorization['type']> = new Map([
  ['TOKEN', 'CUSTOM'],
  ['REQUEST', 'CUSTOM'],
  ['COGNITO_USER_POOLS', 'COGNITO_USER_POOLS'],
  ['JWT', 'JWT'],
])
