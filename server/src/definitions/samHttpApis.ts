import type { HttpApi, Route, Stage } from '../api/api.ts'
import type { ApiEvent } from './samEvents.ts'
import type { SamAuth } from './samAuth.ts'
import type { SamApi } from './samApi.ts'
import type { Template } from './templateResources.ts'
import { valueOf } from '../base/origin.ts'
import { readSettings } from './apiSettings.ts'
import { defined } from './defined.ts'
import { known } from './reader.ts'
import { mergeRoutes } from './httpResources.ts'
import { eventAuthorization, open } from './samAuth.ts'
import { readHttpAuth } from './samAuthorizers.ts'
import { readSamBody } from './samBody.ts'
import { readHttpCors } from './samCors.ts'
import { withDefaultAuthorizer } from './samDefaults.ts'
import { eventIntegration } from './samIntegrations.ts'
import { readSamHttpStage } from './samStages.ts'
import { readRouteSettings } from './stageSettings.ts'

/** `AWS::Serverless::HttpApi` with the routes of the events that name it. */
export function readSamHttpApi(template: Template, api: SamApi, events: readonly ApiEvent[]): HttpApi {
  const { id, origin, properties } = api
  const stage = readSamHttpStage(template, api)
  const body = readSamBody(template, properties, { id, apiType: 'http', stages: [stage] })
  const base = body.api?.type === 'http' ? body.api : undefined
  const auth = readHttpAuth(template, properties)
  return {
    type: 'http',
    id,
    name: valueOf(properties.text('Name')) ?? base?.name ?? id,
    origin,
    authorizers: [...(base?.authorizers ?? []), ...auth.authorizers],
    models: base?.models ?? [],
    stages: [withEventSettings(stage, events)],
    settings: {
      ...(base?.settings ?? { isImported: true, version: known('1.0', origin) }),
      ...readSettings(template.reader, properties),
    },
    routes: readRoutes(template, body.source === 'uri' ? [] : events, base?.routes ?? [], auth),
    unmodelled: [...(base?.unmodelled ?? []), ...body.unmodelled],
    ...defined({ cors: readHttpCors(template, properties, base?.cors) }),
  }
}

// An event adds its integration unless the document has one there; its `Auth` and timeout apply in any case.
function readRoutes(
  template: Template,
  events: readonly ApiEvent[],
  stated: readonly Route[],
  auth: SamAuth,
): Route[] {
  const read = (event: ApiEvent) => {
    const made = eventRoute(template, event)
    const earlier = stated.find(route => route.routeKey === made.routeKey)
    const chosen = eventAuthorization(auth, event.properties.inner('Auth'))
    const integration = earlier?.integration ?? made.integration
    const overriding = defined({
      timeoutInMillis: event.properties.number('TimeoutInMillis'),
      payloadFormatVersion: event.properties.text('PayloadFormatVersion'),
    })
    const route: Route = {
      ...made,
      ...earlier,
      ...(integration ? { integration: { ...integration, ...overriding } } : {}),
      ...(chosen ? { authorization: chosen } : {}),
    }
    return withDefaultAuthorizer(route, auth, chosen !== undefined)
  }
  return mergeRoutes(
    stated.map(route => withDefaultAuthorizer(route, auth, false)),
    events.map(read),
  )
}

function eventRoute(template: Template, event: ApiEvent): Route {
  const { path, method, origin } = event
  const isDefault = path === '$default'
  return {
    routeKey: isDefault ? '$default' : `${method} ${path}`,
    origin,
    ...(isDefault ? {} : { httpMethod: method, path }),
    authorization: open(origin),
    requestParameters: [],
    integration: eventIntegration(template, event),
    unmodelled: [],
  }
}

// An event's own `RouteSettings` stand on the stage, under its route key.
function withEventSettings(stage: Stage, events: readonly ApiEvent[]): Stage {
  const own = events.flatMap(({ path, method, properties }) => {
    const origin = properties.origin('RouteSettings')
    if (!origin) return []
    const key = path === '$default' ? path : `${method} ${path}`
    return [[key, readRouteSettings(properties.inner('RouteSettings'), origin)] as const]
  })
  return own.length > 0
    ? { ...stage, routeSettings: new Map([...own, ...(stage.routeSettings ?? [])]) }
    : stage
}
