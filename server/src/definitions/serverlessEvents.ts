import type { Fact, Origin } from '../base/origin.ts'
import type { Properties } from './properties.ts'
import type { Service, ServiceFunction } from './serverlessService.ts'
import { nearestName } from '../base/nearestName.ts'
import { replaceScalar } from '../syntax/edits.ts'
import { entryOf, originOfEntry } from '../syntax/node.ts'
import { propertiesOf } from './properties.ts'
import { list, textFact } from './reader.ts'
import { partOf } from './serverlessService.ts'

/** An event of a function that makes a method or route. */
export interface ServiceEvent {
  readonly owner: ServiceFunction
  readonly origin: Origin
  /** Of the long form; empty for the short one. */
  readonly properties: Properties
  /** Upper case, `ANY` for all. */
  readonly method: string
  /** `/books/{id}`; on an HTTP API `$default` too. */
  readonly path: string
}

/** A `websocket` event. */
export interface SocketEvent extends Omit<ServiceEvent, 'method' | 'path'> {
  readonly route: string
}

/** Events by the kind of API that they make. */
export interface ServiceEvents {
  readonly rest: readonly ServiceEvent[]
  readonly http: readonly ServiceEvent[]
  readonly websocket: readonly SocketEvent[]
}

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'OPTIONS', 'HEAD', 'DELETE', 'ANY']

/** The events of all functions that make gateways, in the order of the text; those of a load balancer are named as left out. */
export function readServiceEvents(service: Service): ServiceEvents {
  const found = service.functions.flatMap(owner => writtenEvents(service, owner))
  const routed = (kind: string) =>
    found.filter(event => event.kind === kind).flatMap(event => routeOf(service, event))
  for (const event of found) if (event.kind === 'alb') reportLoadBalancer(service, event)
  return {
    rest: routed('http'),
    http: routed('httpApi'),
    websocket: found.filter(event => event.kind === 'websocket').flatMap(event => socketOf(service, event)),
  }
}

interface WrittenEvent {
  readonly kind: string
  readonly owner: ServiceFunction
  readonly origin: Origin
  /** The short form: `GET /books`. */
  readonly text: Fact<string> | undefined
  readonly properties: Properties
}

function writtenEvents({ reader }: Service, owner: ServiceFunction): WrittenEvent[] {
  return list(reader, partOf(owner.properties.value('events'))).flatMap(item =>
    kinds.flatMap(kind => {
      const entry = entryOf(item, kind)
      const value = reader.settle(entry?.value)
      if (!entry || !value) return []
      const isLong = value.type === 'mapping' && partOf(value) !== undefined
      return [
        {
          kind,
          owner,
          origin: originOfEntry(entry),
          text: isLong ? undefined : textFact(reader, value),
          properties: propertiesOf(reader, isLong ? value : undefined),
        },
      ]
    }),
  )
}

const kinds = ['http', 'httpApi', 'websocket', 'alb']

function routeOf(service: Service, event: WrittenEvent): ServiceEvent[] {
  const { kind, text, properties, owner, origin } = event
  if (text && !text.known) return unserved(service, event)
  const isRest = kind === 'http'
  const [shortMethod, shortPath] = text?.known ? text.value.trim().split(/\s+/) : []
  const method = text ? textOr(text, shortMethod) : properties.text('method')
  const path = text ? textOr(text, shortPath) : properties.text('path')
  if ((method && !method.known) || (path && !path.known)) return unserved(service, event)
  if (!isRest && (path?.value ?? method?.value) === '*') {
    return [{ owner, origin, properties, method: 'ANY', path: '$default' }]
  }
  if (!path || (isRest && !method)) {
    reportIncomplete(service, event, path ? 'method' : 'path')
    return []
  }
  const written = (method?.value ?? 'ANY').toUpperCase()
  const upper = written === '*' && !isRest ? 'ANY' : written
  if (method && !methods.includes(upper)) {
    reportMethod(service, event, method)
    return []
  }
  return [{ owner, origin, properties, method: upper, path: isRest ? restPath(path.value) : path.value }]
}

function textOr(text: Fact<string>, part: string | undefined): Fact<string> | undefined {
  return part === undefined ? undefined : { known: true, value: part, origin: text.origin }
}

function restPath(path: string): string {
  return `/${path.replace(/^\//, '').replace(/\/$/, '')}`
}

function socketOf(service: Service, event: WrittenEvent): SocketEvent[] {
  const { owner, origin, text, properties } = event
  const route = text ?? textFact(service.reader, properties.value('route'))
  if (route && !route.known) return unserved(service, event)
  return route ? [{ owner, origin, properties, route: route.value }] : []
}

function reportMethod({ reader }: Service, { properties, origin }: WrittenEvent, method: Fact<string>): void {
  if (!method.known) return
  const node = properties.value('method')
  const nearest = nearestName(method.value.toUpperCase(), methods)
  const fix =
    nearest !== undefined && node?.type === 'scalar' && node.value === method.value
      ? [{ title: `Replace with '${nearest}'`, edits: [replaceScalar(node, nearest)], isPreferred: true }]
      : []
  const advice = nearest === undefined ? `use one of ${methods.join(', ')}` : `write '${nearest}'`
  const { file, range } = properties.node ? method.origin : origin
  reader.report({
    code: 'event-method-unknown',
    severity: 'error',
    file,
    range,
    message: `'${method.value}' is no HTTP method, so API Gateway refuses this route; ${advice}`,
    documentation: 'https://docs.aws.amazon.com/apigateway/latest/api/API_Method.html',
    ...(fix.length > 0 && { fixes: fix }),
  })
}

function reportIncomplete({ reader }: Service, { kind, origin }: WrittenEvent, name: string): void {
  const { file, range } = origin
  reader.report({
    code: 'event-incomplete',
    severity: 'error',
    file,
    range,
    message: `This '${kind}' event has no '${name}', so the framework cannot make a route of it; add it`,
    documentation: `https://www.serverless.com/framework/docs/providers/aws/events/${kind === 'http' ? 'apigateway' : 'http-api'}`,
  })
}

function reportLoadBalancer(service: Service, event: WrittenEvent): void {
  const message = `The 'alb' event of '${event.owner.key}' belongs to a load balancer, which the gateway does not serve`
  reportUnserved(service, event, message)
}

// Its place among the routes depends on a value that only AWS knows.
function unserved(service: Service, event: WrittenEvent): [] {
  const message = `Where this '${event.kind}' event of '${event.owner.key}' listens is not known here, so the gateway does not serve it; give the value as a parameter`
  reportUnserved(service, event, message)
  return []
}

function reportUnserved({ reader }: Service, { origin }: WrittenEvent, message: string): void {
  const { file, range } = origin
  reader.report({ code: 'event-unserved', severity: 'info', file, range, message })
}
