import type { Api, Definition, HttpApi, Method, Resource, RestApi, Route } from '../api/api.ts'
import type { Integration, UnmodelledProperty } from '../api/integration.ts'
import type { LambdaFunction } from '../api/lambdaFunction.ts'
import type { Origin } from '../base/origin.ts'
import { valueOf } from '../base/origin.ts'
import type { NotEmulated } from './notEmulatedSettings.ts'
import { defaultControlPrefix, hiddenByControl } from './controlPrefix.ts'
import { functionOfUrl } from './functionUrls/functionUrlGateway.ts'
import { notEmulatedAuthorization, notEmulatedPolicy } from './notEmulatedAuthorization.ts'
import { notEmulatedIntegration } from './notEmulatedIntegration.ts'
import {
  notEmulatedFunction,
  notEmulatedRoute,
  notEmulatedSettings,
  notEmulatedStage,
  settingsWithoutEffect,
  withoutEffect,
} from './notEmulatedSettings.ts'
import { notEmulatedSurroundings } from './notEmulatedSurroundings.ts'
import { askedOf } from './steps/requestValidation.ts'

/** Everything an API asks for that the local gateway leaves out, in the order of the definition; none is named twice. */
export function notEmulated(definition: Definition, api: Api): NotEmulated[] {
  return withoutRepetition(partsNotEmulated(definition, api).flatMap(({ notes }) => notes()))
}

/** What is left out of one part, told when it is asked for. */
export interface PartNotEmulated {
  /** The resource or route; undefined for the API itself and its functions. */
  readonly part: Resource | Route | undefined
  /** What else the notes hang on. */
  readonly inputs: readonly unknown[]
  readonly notes: () => NotEmulated[]
}

/** The same part by part; a note on what several parts share stands in each of them. */
export function partsNotEmulated(definition: Definition, api: Api): PartNotEmulated[] {
  const functions: PartNotEmulated = {
    part: undefined,
    inputs: [],
    notes: () => [
      ...definition.functions.flatMap(ofFunction),
      ...definition.surroundings.functionUrls.flatMap(url =>
        functionOfUrl(definition, url)
          ? []
          : [
              note(
                url.origin,
                `the function of '${url.id}' is not in this definition: the URL is not served`,
              ),
            ],
      ),
    ],
  }
  const whole = (notes: PartNotEmulated['notes']): PartNotEmulated => ({ part: undefined, inputs: [], notes })
  if (api.type === 'websocket') {
    const message = `WebSocket APIs are not emulated yet: '${api.name}' is not served`
    return [whole(() => [note(api.origin, message)]), functions]
  }
  if (api.type === 'http') {
    const inputs = [definition.functions, definition.surroundings, api.authorizers]
    const routes = api.routes.map(route => ({
      part: route,
      inputs,
      notes: () => ofRoute(definition, api, route),
    }))
    return [whole(() => ofApi(definition, api)), ...routes, functions]
  }
  const inputs = [definition.functions, definition.surroundings, api.authorizers, api.requestValidators]
  const resources = api.resources.map(resource => ({
    part: resource,
    inputs,
    notes: () => ofResource(definition, api, resource),
  }))
  return [whole(() => [...ofApi(definition, api), ...ofRest(api)]), ...resources, functions]
}

function ofApi(definition: Definition, api: RestApi | HttpApi): NotEmulated[] {
  return [
    ...unmodelled(api.unmodelled),
    ...notEmulatedSettings(api),
    ...hiddenByControl(api, defaultControlPrefix).map(({ path, origin }) =>
      note(
        origin,
        `'${path}' is not reached: requests below ${defaultControlPrefix}/ are the local gateway's own; '--control-prefix' moves them`,
      ),
    ),
    ...api.stages.flatMap(stage => [...notEmulatedStage(stage), ...unmodelled(stage.unmodelled)]),
    ...notEmulatedSurroundings(definition, api),
  ]
}

function ofRest(api: RestApi): NotEmulated[] {
  const { minimumCompressionSize: compression } = api
  return [
    ...notEmulatedPolicy(api),
    ...(compression && !compression.known
      ? [
          note(
            compression.origin,
            `whether answers are compressed cannot be known here (${compression.reason}): they are sent as they are`,
          ),
        ]
      : []),
  ]
}

function ofResource(definition: Definition, api: RestApi, { path, methods }: Resource): NotEmulated[] {
  return methods.flatMap(method => ofMethod(definition, api, method, `${method.httpMethod} ${path}`))
}

function ofMethod(definition: Definition, api: RestApi, method: Method, name: string): NotEmulated[] {
  const { requestValidator, apiKeyRequired, integration } = method
  const asked = askedOf(api, method)
  return [
    ...notEmulatedAuthorization(definition, api, method.authorization, name),
    ...(apiKeyRequired && !apiKeyRequired.known
      ? [
          note(
            apiKeyRequired.origin,
            `whether '${name}' needs an API key cannot be known here (${apiKeyRequired.reason}): requests pass without one`,
          ),
        ]
      : []),
    ...(requestValidator && asked.type === 'unknown'
      ? [note(requestValidator.origin, `${asked.reason}: requests pass unchecked`)]
      : []),
    ...unmodelled(method.unmodelled),
    ...(integration ? ofIntegration(definition, integration, 'rest') : []),
  ]
}

function ofRoute(definition: Definition, api: HttpApi, route: Route): NotEmulated[] {
  return [
    ...notEmulatedAuthorization(definition, api, route.authorization, route.routeKey),
    ...settingsWithoutEffect([['ApiKeyRequired', route.apiKeyRequired]]),
    ...notEmulatedRoute(route),
    ...unmodelled(route.unmodelled),
    ...(route.integration ? ofIntegration(definition, route.integration, 'http') : []),
  ]
}

function ofIntegration(
  definition: Definition,
  integration: Integration,
  type: 'rest' | 'http',
): NotEmulated[] {
  return [...notEmulatedIntegration(definition, integration, type), ...unmodelled(integration.unmodelled)]
}

function ofFunction(lambda: LambdaFunction): NotEmulated[] {
  const image = valueOf(lambda.packageType) === 'Image'
  return [
    ...(image
      ? [
          note(
            lambda.origin,
            `function '${lambda.id}' is a container image, which is not run yet: calls of it fail`,
          ),
        ]
      : []),
    ...notEmulatedFunction(lambda),
    ...unmodelled(lambda.unmodelled),
  ]
}

function unmodelled(properties: readonly UnmodelledProperty[]): NotEmulated[] {
  return properties.map(({ name, origin }) => withoutEffect(name, origin))
}

function note(origin: Origin, message: string): NotEmulated {
  return { origin, message }
}

function withoutRepetition(notes: readonly NotEmulated[]): NotEmulated[] {
  const seen = new Map<string, NotEmulated>()
  for (const entry of notes) {
    const { file, range } = entry.origin
    const key = `${file}:${range.start.line}:${range.start.character}:${entry.message}`
    if (!seen.has(key)) seen.set(key, entry)
  }
  return [...seen.values()]
}
