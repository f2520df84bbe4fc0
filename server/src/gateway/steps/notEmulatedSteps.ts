import type { Authorization, Authorizer } from '../../api/authorizer.ts'
import { serviceNameOf } from '../authorizerName.ts'
import type { TraceRecorder } from '../trace.ts'

/** Says that the authorizer of a method or route was not asked: authorizers are not emulated yet. */
export function authorizerStep(
  authorization: Authorization,
  authorizers: readonly Authorizer[],
  owner: 'method' | 'route',
  trace: TraceRecorder,
): void {
  trace.step('authorizer', tell => {
    tell(() => {
      if (authorization.type === 'NONE')
        return { state: 'skipped', summary: `none on this ${owner}`, origin: authorization.origin }
      const { name, authorizer } = serviceNameOf(authorization, authorizers)
      return {
        state: 'notEmulated',
        summary: `${name} is not emulated yet: the request went on without it`,
        origin: authorizer?.origin ?? authorization.origin,
      }
    })
  })
}
