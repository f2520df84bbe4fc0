import type { Authorization, Authorizer } from '../../api/authorizer.ts'
import { valueOf } from '../../base/origin.ts'
import { serviceNameOf } from '../authorizerName.ts'
import type { MethodCall } from '../methodCall.ts'
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

/** Says that no API key was looked at: keys and usage plans are not emulated yet. */
export function apiKeyStep(call: MethodCall, trace: TraceRecorder): void {
  trace.step('apiKey', tell => {
    const required = call.method.apiKeyRequired
    tell(() => {
      if (!required || valueOf(required) === false)
        return { state: 'skipped', summary: 'not required', origin: (required ?? call.method).origin }
      return {
        state: 'notEmulated',
        summary: 'API keys and usage plans are not emulated yet: the request went on without one',
        origin: required.origin,
      }
    })
  })
}
