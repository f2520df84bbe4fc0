import type { Authorization } from '../../api/authorizer.ts'
import type { Identity } from '../access/identity.ts'
import type { World } from '../world.ts'
import { accessKeyOf } from './accessKey.ts'
import { iamIdentity } from './awsIam.ts'
import { goText } from './goText.ts'
import type { RouteCaller } from './routeCaller.ts'
import { pretendedClaims } from './skipAuthorizer.ts'

/** Who a pretended identity is to a route of an HTTP API, where its authorizer is not asked. */
export function pretendedCaller(authorization: Authorization, identity: Identity, world: World): RouteCaller {
  if (authorization.type === 'AWS_IAM')
    return { type: 'iam', identity: iamIdentity(accessKeyOf(identity), identity) }
  if (authorization.type === 'CUSTOM') {
    const { principalId = identity.name, context = new Map<string, string>() } = identity.authorizer ?? {}
    return { type: 'lambda', principalId, context: Object.fromEntries(context) }
  }
  const { claims, scopes } = pretendedClaims(authorization, 'access', identity, world)
  return {
    type: 'jwt',
    claims: new Map(Object.entries(claims).map(([name, value]) => [name, goText(value)])),
    scopes: authorization.scopes.length > 0 ? scopes : null,
  }
}
