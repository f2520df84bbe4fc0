import type { Method, RequestParameter, RequestValidator, Resource } from '../api/api.ts'
import type { Integration } from '../api/integration.ts'
import type { Fact } from '../base/origin.ts'
import type { Properties } from './properties.ts'
import type { SamAuth } from './samAuth.ts'
import type { ApiEvent } from './samEvents.ts'
import type { Template } from './templateResources.ts'
import { valueOf } from '../base/origin.ts'
import { originOf, originOfEntry } from '../syntax/node.ts'
import { defined } from './defined.ts'
import { eventIntegration } from './samIntegrations.ts'
import { eventAuthorization, open } from './samAuth.ts'
import { propertiesOf } from './properties.ts'
import { children, known, list, textFact } from './reader.ts'
import { requestParameter } from './restMethods.ts'

/** A method as an `Api` event makes it, before the defaults of the API are put on it. */
export interface EventMethod {
  readonly path: string
  readonly method: Method
  /** The event chose its authorizer (`NONE` counts). */
  readonly isAuthorizationChosen: boolean
  readonly validator?: RequestValidator
}

/** https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-api.html */
export function readEventMethod(template: Template, event: ApiEvent, auth: SamAuth): EventMethod {
  const { properties, origin } = event
  const eventAuth = properties.inner('Auth')
  const chosen = eventAuthorization(auth, eventAuth)
  const model = properties.inner('RequestModel')
  const modelName = model.text('Model')
  const validator = validatorOf(model, modelName)
  const { parameters, cacheKeys } = readParameters(template, properties)
  const integration = eventIntegration(template, event)
  const isIam = chosen
    ? chosen.type === 'AWS_IAM'
    : eventAuth.node === undefined && valueOf(auth.defaultAuthorizer) === 'AWS_IAM'
  const method: Method = {
    httpMethod: event.method,
    origin,
    authorization: chosen ?? open(origin),
    requestParameters: parameters,
    // SAM writes model names in lower case.
    requestModels: new Map(modelName ? [['application/json', lowerCase(modelName)]] : []),
    responses: [],
    integration: {
      ...integration,
      cacheKeyParameters: cacheKeys,
      ...(isIam ? callerCredentials(eventAuth, auth, integration) : {}),
    },
    unmodelled: [],
    ...defined({
      apiKeyRequired: eventAuth.boolean('ApiKeyRequired'),
      requestValidator: validator && known(validator.name, validator.origin),
    }),
  }
  return { path: event.path, method, isAuthorizationChosen: chosen !== undefined, ...defined({ validator }) }
}

/**
 * The method of an event with what the document states of it and the event does not: `MergeDefinitions` puts the event's
 * own keys over those of the document, `responses` always among them.
 * https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-api.html#sam-api-mergedefinitions
 */
export function overStated(event: EventMethod, resources: readonly Resource[]): Method {
  const { path, method, isAuthorizationChosen } = event
  const resource = resources.find(candidate => candidate.path === path)
  const stated = resource?.methods.find(({ httpMethod }) => httpMethod === method.httpMethod)
  if (!stated) return method
  return {
    ...stated,
    ...method,
    authorization: isAuthorizationChosen ? method.authorization : stated.authorization,
    requestParameters:
      method.requestParameters.length > 0 ? method.requestParameters : stated.requestParameters,
    requestModels: method.requestModels.size > 0 ? method.requestModels : stated.requestModels,
    unmodelled: [...stated.unmodelled, ...method.unmodelled],
  }
}

/** SAM names models in lower case: `User` becomes `user`. */
function lowerCase(fact: Fact<string>): Fact<string> {
  return fact.known ? { ...fact, value: fact.value.toLowerCase() } : fact
}

function validatorOf(model: Properties, name: Fact<string> | undefined): RequestValidator | undefined {
  const body = model.boolean('ValidateBody')
  const parameters = model.boolean('ValidateParameters')
  if (!name || (!body && !parameters)) return undefined
  const isOn = (fact: Fact<boolean> | undefined) => valueOf(fact) === true
  const validatorName = isOn(body)
    ? isOn(parameters)
      ? 'body-and-params'
      : 'body-only'
    : isOn(parameters)
      ? 'params-only'
      : 'no-validation'
  return {
    name: validatorName,
    origin: (body ?? parameters ?? name).origin,
    validateRequestBody: body ?? known(false, name.origin),
    validateRequestParameters: parameters ?? known(false, name.origin),
  }
}

// A parameter is a text or a mapping `{method.request.header.X: {Required, Caching}}`.
function readParameters(
  template: Template,
  properties: Properties,
): { parameters: RequestParameter[]; cacheKeys: Fact<string>[] } {
  const parameters: RequestParameter[] = []
  const cacheKeys: Fact<string>[] = []
  for (const item of list(template.reader, properties.value('RequestParameters'))) {
    const text = item.type === 'scalar' ? valueOf(textFact(template.reader, item)) : undefined
    const plain = text === undefined ? undefined : requestParameter(text, originOf(item), undefined)
    if (plain) parameters.push(plain)
    if (item.type !== 'mapping') continue
    for (const { entry, value } of children(template.reader, item)) {
      const settings = propertiesOf(template.reader, value)
      const parameter = requestParameter(entry.name, originOfEntry(entry), settings.boolean('Required'))
      if (parameter) parameters.push(parameter)
      if (valueOf(settings.boolean('Caching')) === true)
        cacheKeys.push(known(entry.name, originOfEntry(entry)))
    }
  }
  return { parameters, cacheKeys }
}

// With AWS_IAM the function is called as the caller, unless `InvokeRole` says otherwise.
function callerCredentials(event: Properties, auth: SamAuth, integration: Integration): Partial<Integration> {
  const role = event.text('InvokeRole') ?? auth.properties.text('InvokeRole')
  if (role?.known && role.value === 'NONE') return {}
  const isCaller = !role || (role.known && role.value === 'CALLER_CREDENTIALS')
  const origin = role?.origin ?? integration.origin
  return { credentials: isCaller ? known('arn:aws:iam::*:user/*', origin) : role }
}
