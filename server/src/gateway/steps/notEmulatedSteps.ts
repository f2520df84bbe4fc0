import type { RestApi } from '../../api/api.ts'
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

/** Says that nothing was validated: request validation is not emulated yet. */
export function requestValidationStep(call: MethodCall, trace: TraceRecorder): void {
  trace.step('requestValidation', tell => {
    const validator = call.method.requestValidator
    tell(() => {
      if (!validator || !checksAnything(call.served.api, valueOf(validator)))
        return {
          state: 'skipped',
          summary: validator ? 'the validator checks nothing' : 'no validator on this method',
          origin: (validator ?? call.method).origin,
        }
      const name = valueOf(validator)
      return {
        state: 'notEmulated',
        summary: `validator ${name === undefined ? '' : `**${name}** `}is not emulated yet: the request went on unchecked`,
        origin: validator.origin,
      }
    })
  })
}

/** Whether a validator checks the body or the parameters; one that is not declared or not known counts as such. */
export function checksAnything(api: RestApi, name: string | undefined): boolean {
  const declared = api.requestValidators.find(validator => validator.name === name)
  if (!declared) return true
  const facts = [declared.validateRequestBody, declared.validateRequestParameters]
  return facts.some(fact => fact && valueOf(fact) !== false)
}
