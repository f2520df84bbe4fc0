import type { Method, Model, RequestParameter, RequestValidator, RestApi } from '../../api/api.ts'
import type { Fields } from '../../base/headers.ts'
import { jsonDepth } from '../../base/jsonDepth.ts'
import type { Fact } from '../../base/origin.ts'
import { valueOf } from '../../base/origin.ts'
import { SchemaFault } from '../../schema/model/schemaFault.ts'
import { because, GatewayError, NotEmulatedError } from '../gatewayError.ts'
import { mediaTypeOf } from '../mediaType.ts'
import type { MappedCall, MethodCall } from '../methodCall.ts'
import { contentTypeOf } from '../methodCall.ts'
import type { TraceRecorder } from '../trace.ts'
import { sourceLineOf } from '../trace.ts'
import type { World } from '../world.ts'
import { TimeLimitError } from '../world.ts'

/** Milliseconds that a body may take whose model has regular expressions. AWS states no such limit. */
const validationMs = 3000

/** How deep a body's arrays and objects may lie in each other. */
const deepestBody = 400

/**
 * Holds a request against the method's required parameters, then its body against the model of its content type. Without
 * a model of that type, and without a `$default` one, the body passes.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-request-validation.html
 */
export function requestValidation(call: MethodCall, world: World, trace: TraceRecorder): void {
  trace.step('requestValidation', tell => {
    const { requestValidator: stated, origin } = call.method
    const asked = askedOf(call.served.api, call.method)
    if (asked.type === 'none') {
      tell(() => ({ state: 'skipped', summary: asked.summary, origin: stated?.origin ?? origin }))
      return
    }
    if (asked.type === 'unknown') {
      const summary = `${asked.reason}: the request went on unchecked`
      tell(() => ({ state: 'notEmulated', summary, origin: stated?.origin ?? origin }))
      return
    }
    const { validator } = asked
    const found: string[] = []
    tell(() => ({ state: 'failed', summary: '', origin: validator.origin }))
    if (asked.parameters) found.push(checkParameters(call))
    if (asked.body) found.push(checkBody(call, world))
    tell(() => ({
      state: 'passed',
      summary: `**${validator.name}**: ${found.join('; ')}`,
      origin: validator.origin,
    }))
  })
}

/** What a method wants validated. */
export type Asked =
  | { readonly type: 'none'; readonly summary: string }
  | { readonly type: 'unknown'; readonly reason: string }
  | {
      readonly type: 'validator'
      readonly validator: RequestValidator
      readonly parameters: boolean
      readonly body: boolean
    }

/** Follows a method's reference to its validator. */
export function askedOf(api: RestApi, { requestValidator: reference }: Method): Asked {
  if (!reference) return { type: 'none', summary: 'no validator on this method' }
  if (!reference.known) return unknown('the validator', reference.reason)
  const validator = api.requestValidators.find(each => each.name === reference.value)
  if (!validator)
    return { type: 'unknown', reason: `no validator is named '${reference.value}', which AWS refuses` }
  const { validateRequestBody: body, validateRequestParameters: parameters } = validator
  for (const fact of [body, parameters]) {
    if (fact && !fact.known) return unknown(`what validator '${validator.name}' checks`, fact.reason)
  }
  const asked = { body: valueOf(body) === true, parameters: valueOf(parameters) === true }
  if (!asked.body && !asked.parameters) return { type: 'none', summary: 'the validator checks nothing' }
  return { type: 'validator', validator, ...asked }
}

function unknown(what: string, reason: string): Asked {
  return { type: 'unknown', reason: `${what} cannot be known here (${reason})` }
}

// AWS names all of them at once, header before path before query string (recorded by LocalStack).
function checkParameters(call: MethodCall): string {
  const required = call.method.requestParameters.filter(({ isRequired }) => isRequired)
  const missing = required.filter(parameter => isMissing(call, parameter)).sort(byPlaceAndName)
  const [first] = missing
  if (!first) return required.length === 0 ? 'no required parameters' : 'the required parameters are there'
  const names = missing.map(({ name }) => name).join(', ')
  const hints = missing.flatMap(parameter => hintOf(call.headers, parameter))
  throw new GatewayError(
    'BAD_REQUEST_PARAMETERS',
    `required parameters are missing or blank: ${names}${hints.join('')}`,
    {
      message: `Missing required request parameters: [${names}]`,
      details: because({ type: 'parameters', missing }, sourceLineOf(first.origin)),
    },
  )
}

function isMissing(call: MethodCall, { location, name }: RequestParameter): boolean {
  switch (location) {
    case 'path':
      return (call.pathParameters.get(name) ?? '') === ''
    case 'querystring':
      return isBlank(call.incoming.query, name)
    case 'header':
      return isBlank(call.headers, name)
  }
}

// Names count with their case, header names too.
function isBlank(fields: Fields, name: string): boolean {
  return !fields.some(([field, value]) => field === name && value.trim() !== '')
}

function hintOf(headers: Fields, { location, name }: RequestParameter): string[] {
  if (location !== 'header') return []
  const sent = headers.find(([field]) => field.toLowerCase() === name.toLowerCase())?.[0]
  if (sent === undefined || sent === name) return []
  return [`; \`${sent}\` was sent, and AWS compares names of headers with case`]
}

function byPlaceAndName(first: RequestParameter, second: RequestParameter): number {
  const key = ({ location, name }: RequestParameter) => `${location}.${name}`
  return key(first) < key(second) ? -1 : 1
}

function checkBody(call: MethodCall, world: World): string {
  const mediaType = mediaTypeOf(contentTypeOf(call))
  const stated = modelFor(call.method.requestModels, mediaType)
  if (!stated) return `no model for \`${mediaType}\`, the body passes`
  const model = knownModel(call, stated)
  const errors = errorsIn(call, model, world)
  if (errors.length === 0) return `the body matches model **${model.name}**`
  const validationError = `[${errors.join(', ')}]`
  throw new GatewayError(
    'BAD_REQUEST_BODY',
    `the body does not match model **${model.name}** for \`${mediaType}\`: ${cut(validationError)}`,
    {
      validationError,
      logged: `Request body does not match model schema for content type ${mediaType}: ${validationError}`,
      details: because({ type: 'body', model: model.name, errors }, sourceLineOf(model.origin)),
    },
  )
}

function modelFor(models: Method['requestModels'], mediaType: string): Fact<string> | undefined {
  return [...models].find(([type]) => mediaTypeOf(type) === mediaType)?.[1] ?? models.get('$default')
}

/** The model that a method or route names; throws where this machine cannot have it. */
export function knownModel({ served }: Pick<MappedCall, 'served'>, stated: Fact<string>): Model {
  if (!stated.known)
    throw new NotEmulatedError('unknown-value', `the model cannot be known here: ${stated.reason}`)
  const model = served.models.named(stated.value)
  if (!model)
    throw new NotEmulatedError('model', `no model is named '${stated.value}': AWS refuses the method`)
  if (model.schema === undefined)
    throw new NotEmulatedError('unknown-value', `the schema of model **${model.name}** cannot be known here`)
  return model
}

/** What AWS's validator says of a body that is no JSON, an empty one among them. */
const notJson = 'Unknown error parsing request body'

/** What the body of a request is wrong with by a model, in AWS's words. */
export function errorsIn(
  call: Pick<MappedCall, 'served' | 'incoming'>,
  model: Model,
  world: World,
): readonly string[] {
  const text = Buffer.from(call.incoming.request.body).toString('utf8')
  if (jsonDepth(text) > deepestBody)
    throw new NotEmulatedError('model', `the body lies more than ${deepestBody} deep in itself`)
  let body: unknown
  try {
    body = JSON.parse(text)
  } catch {
    return [notJson]
  }
  try {
    const schema = call.served.models.schemaOf(model)
    return schema.hasPatterns
      ? world.withTimeLimit(validationMs, () => schema.errorsOf(body))
      : schema.errorsOf(body)
  } catch (error) {
    if (!(error instanceof SchemaFault) && !(error instanceof TimeLimitError)) throw error
    throw new NotEmulatedError('model', `model **${model.name}** cannot be used: ${error.message}`, () => ({
      source: sourceLineOf(model.origin),
    }))
  }
}

/** The beginning of a long text, for a summary. */
export function cut(text: string): string {
  return text.length > 500 ? `${text.slice(0, 500)}…` : text
}
