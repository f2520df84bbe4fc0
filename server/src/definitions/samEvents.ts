import type { Origin } from '../base/origin.ts'
import type { Properties } from './properties.ts'
import type { Template, TemplateResource } from './templateResources.ts'
import { valueOf } from '../base/origin.ts'
import { entryOf, originOfEntry, stringOf } from '../syntax/node.ts'
import { propertiesOf } from './properties.ts'
import { children } from './reader.ts'
import { implicitApis } from './samNames.ts'
import { resourcesOf } from './templateResources.ts'

/** An event of type `Api` or `HttpApi` of a function or state machine. */
export interface ApiEvent {
  readonly kind: 'rest' | 'http'
  /** The function or state machine. */
  readonly owner: TemplateResource
  /** Its key in `Events`. */
  readonly name: string
  readonly properties: Properties
  readonly origin: Origin
  /** Logical id of its API, undefined when the API lies outside this template. */
  readonly apiId: string | undefined
  /** `/books/{id}`, or `$default` on an HTTP API. */
  readonly path: string
  /** Upper case, `ANY` for all. */
  readonly method: string
}

/** The events that make routes, in the order of the text. */
export function readApiEvents(template: Template): ApiEvent[] {
  return resourcesOf(template, 'AWS::Serverless::Function', 'AWS::Serverless::StateMachine').flatMap(owner =>
    children(template.reader, owner.properties.value('Events')).flatMap(({ entry, value }) => {
      const type = stringOf(entryOf(value, 'Type')?.value)
      if (type !== 'Api' && type !== 'HttpApi') return []
      const properties = propertiesOf(template.reader, entryOf(value, 'Properties')?.value)
      const route = type === 'Api' ? restRoute(properties) : httpRoute(properties)
      if (!route) return []
      const kind = type === 'Api' ? 'rest' : 'http'
      const apiId = apiIdOf(template, kind, properties)
      return [{ kind, owner, name: entry.name, properties, origin: originOfEntry(entry), apiId, ...route }]
    }),
  )
}

function restRoute(properties: Properties): { path: string; method: string } | undefined {
  const path = valueOf(properties.text('Path'))
  const method = valueOf(properties.text('Method'))
  if (path === undefined || method === undefined) return undefined
  return { path: path.length > 1 ? path.replace(/\/$/, '') : path, method: methodOf(method) }
}

// https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-httpapi.html
function httpRoute(properties: Properties): { path: string; method: string } | undefined {
  const path = properties.text('Path')
  const method = properties.text('Method')
  if (!path && !method) return { path: '$default', method: 'ANY' }
  if (!path?.known || (method && !method.known)) return undefined
  return { path: path.value, method: method ? methodOf(method.value) : 'ANY' }
}

function methodOf(method: string): string {
  return method.toLowerCase() === 'x-amazon-apigateway-any-method' ? 'ANY' : method.toUpperCase()
}

function apiIdOf(template: Template, kind: ApiEvent['kind'], properties: Properties): string | undefined {
  const property = kind === 'rest' ? 'RestApiId' : 'ApiId'
  if (!properties.value(property)) return implicitApis[kind]
  const id = valueOf(properties.text(property))
  if (id === undefined) return undefined
  return template.resources.has(id) || id === implicitApis[kind] ? id : undefined
}
