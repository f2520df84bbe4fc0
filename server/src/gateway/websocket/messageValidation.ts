import type { RequestParameter } from '../../api/api.ts'
import type { Fact } from '../../base/origin.ts'
import { valueOf } from '../../base/origin.ts'
import type { FailureDetails } from '../gatewayError.ts'
import { because, GatewayError, NotEmulatedError } from '../gatewayError.ts'
import { cut, errorsIn, knownModel } from '../steps/requestValidation.ts'
import type { TraceRecorder } from '../trace.ts'
import { sourceLineOf } from '../trace.ts'
import type { World } from '../world.ts'
import { evaluateExpression } from './selectionExpression.ts'
import type { SocketCall } from './socketCall.ts'
import { expressionSources } from './socketCall.ts'

/**
 * Holds the handshake against the route's required parameters, and a message against the model that the model selection
 * expression chooses. A message that has no model then fails, unless there is a `$default` one.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-request-validation.html
 */
export function messageValidation(call: SocketCall, world: World, trace: TraceRecorder): void {
  trace.step('requestValidation', tell => {
    const { modelSelectionExpression: stated, origin } = call.method
    tell(() => ({ state: 'failed', summary: '', origin: (stated ?? call.method).origin }))
    if (call.event.type === 'CONNECT') requireParameters(call)
    if (call.event.type !== 'MESSAGE' || !stated) {
      tell(() => ({ state: 'skipped', summary: 'no model selection expression on this route', origin }))
      return
    }
    const expression = valueOf(stated)
    if (expression === undefined)
      throw new NotEmulatedError('unknown-value', 'the model selection expression cannot be known here')
    const summary = checkModel(call, expression, world)
    tell(() => ({ state: 'passed', summary, origin: stated.origin }))
  })
}

function checkModel(call: SocketCall, expression: string, world: World): string {
  const models: ReadonlyMap<string, Fact<string>> = call.method.requestModels ?? new Map<string, never>()
  const key = evaluateExpression(expression, expressionSources(call))
  const chosen = (key === undefined ? undefined : models.get(key)) ?? models.get('$default')
  if (!chosen)
    throw refused(
      key === undefined
        ? `the message is no JSON, so \`${expression}\` cannot be evaluated, and there is no \`$default\` model`
        : `\`${expression}\` gives \`${key}\`, for which there is no model, and no \`$default\` one`,
      '',
      because({ type: 'noModel', expression, key, models: [...models.keys()] }),
    )
  const model = knownModel(call, chosen)
  const errors = errorsIn(call, model, world)
  if (errors.length === 0) return `the message matches model **${model.name}**`
  const validationError = `[${errors.join(', ')}]`
  throw refused(
    `the message does not match model **${model.name}**: ${cut(validationError)}`,
    validationError,
    because({ type: 'body', model: model.name, errors }, sourceLineOf(model.origin)),
  )
}

function refused(reason: string, validationError: string, details: () => FailureDetails): GatewayError {
  return new GatewayError('BAD_REQUEST_BODY', reason, {
    message: 'Bad request body',
    validationError,
    details,
  })
}

function requireParameters(call: SocketCall): void {
  const missing = call.method.requestParameters.filter(
    parameter => parameter.isRequired && isMissing(call, parameter),
  )
  const [first] = missing
  if (!first) return
  const names = missing.map(({ name }) => name).join(', ')
  throw new GatewayError('BAD_REQUEST_PARAMETERS', `required parameters are missing or blank: ${names}`, {
    message: `Missing required request parameters: [${names}]`,
    details: because({ type: 'parameters', missing }, sourceLineOf(first.origin)),
  })
}

function isMissing({ headers, incoming }: SocketCall, { location, name }: RequestParameter): boolean {
  const fields = location === 'header' ? headers : location === 'querystring' ? incoming.query : undefined
  return fields !== undefined && !fields.some(([field, value]) => field === name && value.trim() !== '')
}
