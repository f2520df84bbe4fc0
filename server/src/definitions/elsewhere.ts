import type { Api } from '../api/api.ts'
import type { ApiEvent } from './samEvents.ts'
import type { Properties } from './properties.ts'
import type { Reader } from './reader.ts'
import type { Template } from './templateResources.ts'
import { valueOf } from '../base/origin.ts'
import { resourcesOf } from './templateResources.ts'

/** Says aloud that a method, route or event is not served because what it belongs to is not in this template. */
export function reportElsewhere({ reader }: Template, properties: Properties, name: string): void {
  const origin = properties.origin(name)
  if (!origin) return
  const unknown = name.endsWith('ApiId')
    ? 'its other routes, authorizers, models and settings cannot be known here and '
    : ''
  reader.report({
    code: 'api-elsewhere',
    severity: 'info',
    file: origin.file,
    range: origin.range,
    message: `What '${name}' names is not in this template, so ${unknown}the gateway does not serve it`,
  })
}

/** Says aloud that a service adds its routes to an API that is made elsewhere. */
export function reportImportedApi(reader: Reader, properties: Properties, name: string): void {
  const origin = properties.origin(name)
  if (!origin) return
  reader.report({
    code: 'api-elsewhere',
    severity: 'info',
    file: origin.file,
    range: origin.range,
    message: `The API that '${name}' names is made elsewhere: its other routes, authorizers, models and settings cannot be known here, and the routes of this service are served as an API of their own`,
  })
}

/** Reports the methods, routes and events whose API is none of `apis`. */
export function reportForeignParts(
  template: Template,
  apis: readonly Api[],
  events: readonly ApiEvent[],
): void {
  const ids = new Set(apis.map(api => api.id))
  const isForeign = (properties: Properties, name: string) => {
    const id = valueOf(properties.text(name))
    return id === undefined || !ids.has(id)
  }
  for (const { properties } of resourcesOf(template, 'AWS::ApiGateway::Method')) {
    if (isForeign(properties, 'RestApiId')) reportElsewhere(template, properties, 'RestApiId')
  }
  for (const { properties } of resourcesOf(template, 'AWS::ApiGatewayV2::Route')) {
    if (isForeign(properties, 'ApiId')) reportElsewhere(template, properties, 'ApiId')
  }
  for (const { kind, apiId, properties } of events) {
    if (apiId !== undefined && ids.has(apiId)) continue
    reportElsewhere(template, properties, kind === 'rest' ? 'RestApiId' : 'ApiId')
  }
}
