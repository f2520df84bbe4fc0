import type { Route } from '../../api/api.ts'
import { nearestName } from '../../base/nearestName.ts'
import type { WhyFact } from '../../protocol/trace.ts'
import type { About, Explanation } from './about.ts'
import { backendName, functionBehind, targetOf } from './about.ts'
import type { RoutedCause, SocketCause } from './cause.ts'
import { returnedProperty } from './handlerText.ts'
import { memberLines } from './jsonLines.ts'
import { brief, code, goTo, listed, stated, statedFact } from './parts.ts'
import { routeResponseChange } from './routeResponseFix.ts'

/** Why a client of a WebSocket API was refused, or a backend that spoke of one. */
export function socketWhy(about: About, cause: SocketCause): Explanation {
  switch (cause.type) {
    case 'routed':
      return unrouted(about, cause)
    case 'connectRefused':
      return refusedByRoute(about, cause.status)
    case 'belowStage':
      return belowStage(about, cause.path)
    case 'noModel':
      return noModel(about, cause)
    case 'connection':
      return noConnection(about, cause)
    case 'noAnswer':
      return unanswered(about)
  }
}

/** What is odd about an event that no step refused: the answer reaches nobody, or a slip led to `$default`. */
export function quietSocketWhy(about: About): Explanation | undefined {
  const routed = routedOf(about)
  const slip = routed?.key === undefined ? undefined : nearestRoute(about, routed.key)
  if (routed && slip) return slipped(routed, slip)
  return about.steps.some(({ cause }) => cause?.type === 'noAnswer') ? unanswered(about) : undefined
}

/** Beside what `$default` did: why it was asked. */
export function routedFact(about: About): readonly WhyFact[] {
  const routed = routedOf(about)
  return routed && about.route === '$default'
    ? [statedFact('Route', `${saidBy(routed)}, so \`$default\` took the message`, routed.origin)]
    : []
}

function routedOf({ steps }: About): RoutedCause | undefined {
  return steps.map(({ cause }) => cause).find(cause => cause?.type === 'routed')
}

function routesOf({ served }: About): readonly Route[] {
  return served.api.type === 'websocket'
    ? served.api.routes.filter(({ routeKey }) => !routeKey.startsWith('$'))
    : []
}

function nearestRoute(about: About, key: string): Route | undefined {
  const routes = routesOf(about)
  const name = nearestName(
    key,
    routes.map(({ routeKey }) => routeKey),
  )
  return routes.find(({ routeKey }) => routeKey === name)
}

function saidBy({ expression, key }: RoutedCause): string {
  if (key === undefined) return `the message is no JSON, so ${code(expression)} cannot be evaluated`
  if (key === '') return `${code(expression)} finds nothing in the message`
  return `${code(expression)} gives ${code(brief(key, 3, 60))}, and no route has that key`
}

function unrouted(about: About, cause: RoutedCause): Explanation {
  const { api } = about.served
  const routes = routesOf(about)
  const nearest = cause.key === undefined ? undefined : nearestRoute(about, cause.key)
  const origin = nearest?.origin ?? cause.origin ?? api.origin
  const hint = nearest ? `; the nearest is ${code(nearest.routeKey)}` : ''
  const [, property] = /^\$\{?request\.body\.([\w-]+)\}?$/.exec(cause.expression) ?? []
  const example = nearest ?? routes[0]
  return {
    cause: cause.key === undefined ? 'message-not-json' : 'route-key-unknown',
    sentence: `${api.name} refused the message: **${saidBy(cause)}**. There is no ${code('$default')} route either, so nothing was called${hint}.`,
    ...stated(origin),
    facts: [
      {
        label: 'Routes',
        text:
          listed(routes.slice(0, mostRoutes).map(({ routeKey }) => code(routeKey))) ||
          'none that takes messages',
      },
      ...(property !== undefined && example
        ? [{ label: 'Send', text: code(JSON.stringify({ [property]: example.routeKey })) }]
        : []),
    ],
    fixes: goTo(
      nearest ? `Go to ${nearest.routeKey}` : cause.origin ? 'Go to the expression' : 'Go to the API',
      origin,
    ),
  }
}

const mostRoutes = 8

function slipped(cause: RoutedCause, nearest: Route): Explanation {
  return {
    cause: 'route-key-near',
    step: 'methodRequest',
    sentence: `${code('$default')} took the message: **${saidBy(cause)}**. The nearest is ${code(nearest.routeKey)}.`,
    ...stated(nearest.origin),
    fixes: goTo(`Go to ${nearest.routeKey}`, nearest.origin),
    isQuiet: true,
  }
}

function refusedByRoute(about: About, status: number): Explanation {
  const run = about.steps.find(({ step }) => step.name === 'integration')?.step
  const target = functionBehind(about)
  const handler = target && run?.source
  const place = handler && returnedProperty(handler, 'statusCode', about.readText)
  const source = place?.source ?? handler
  const payload = target && run?.after?.body?.text
  const who = target?.id ?? 'the integration'
  return {
    cause: 'connect-refused',
    sentence: `${code('$connect')} refused the client: **${who} answered ${code(target ? 'statusCode' : 'status')} ${status}**. Only 2XX lets a client in; it gets this status, and no body.`,
    ...(source ? { source } : stated(targetOf(about)?.origin)),
    ...(payload !== undefined && {
      evidence: { title: `What ${who} returned`, firstLine: 1, lines: memberLines(payload, 'statusCode') },
    }),
    fixes: [
      ...goTo(
        source ? `Go to line ${source.line + 1}` : 'Go to the route',
        source ?? targetOf(about)?.origin,
      ),
      ...(target ? [{ type: 'log', title: "Open the function's log" } as const] : []),
    ],
  }
}

function belowStage(about: About, path: string): Explanation {
  const { api, stage } = about.served
  const isHandshake = about.event === 'CONNECT'
  const what = isHandshake
    ? `**a WebSocket API has no paths, and ${code(brief(path, 1, 60))} is below the stage**. Clients connect to the stage ${code(stage.name)} itself; what they want goes into query or headers.`
    : `**${code(brief(`${about.incoming.request.method} ${path}`, 2, 60))} is no handshake and no request of ${code('@connections')}**. Backends use POST, GET and DELETE of ${code('/@connections/ID')}.`
  return {
    cause: isHandshake ? 'socket-path-unknown' : 'not-a-handshake',
    sentence: `${api.name} refused the ${isHandshake ? 'client' : 'request'}: ${what}`,
    ...stated(stage.origin.file === '' ? api.origin : stage.origin),
    fixes: goTo('Go to the stage', stage.origin),
  }
}

function noModel(
  about: About,
  { expression, key, models }: Extract<SocketCause, { type: 'noModel' }>,
): Explanation {
  const route = targetOf(about)
  const origin = (route && 'routeKey' in route ? route.modelSelectionExpression : undefined)?.origin
  const fact =
    key === undefined
      ? `the message is no JSON, so ${code(expression)} cannot be evaluated`
      : `${code(expression)} gives ${code(brief(key, 3, 60))}, and no model has that key`
  return {
    cause: 'message-model-missing',
    sentence: `The route refused the message: **${fact}**. There is no ${code('$default')} model either, so ${backendName(about)} was never called.`,
    ...stated(origin ?? route?.origin),
    facts: [{ label: 'Models', text: listed(models.map(code)) || 'none' }],
    fixes: goTo('Go to the model selection', origin ?? route?.origin),
  }
}

function noConnection(
  about: About,
  { id, state }: Extract<SocketCause, { type: 'connection' }>,
): Explanation {
  const { api, stage } = about.served
  const end = api.type === 'websocket' && api.routes.find(({ routeKey }) => routeKey === '$disconnect')
  const origin = end ? end.origin : api.origin
  if (state === 'invalid')
    return {
      cause: 'connection-id-invalid',
      sentence: `${api.name} refused the request of the backend: **${code(brief(id, 1, 40))} is no id of a connection**. Ids have 16 characters and end in ${code('=')}, which a URL may have as ${code('%3D')}.`,
      ...stated(api.origin),
      fixes: goTo('Go to the API', api.origin),
    }
  return {
    cause: 'connection-gone',
    sentence: `${api.name} told the backend that the client has gone: **connection ${code(id)} is not open on stage ${code(stage.name)}**. It was closed, or is of another API or stage.`,
    ...stated(origin),
    facts: [
      {
        label: 'Forget it',
        text: end
          ? 'at `$disconnect`, and wherever a push gets 410: AWS does not promise that `$disconnect` runs'
          : 'wherever a push gets 410; a `$disconnect` route would tell of most ends',
      },
    ],
    fixes: goTo(end ? 'Go to $disconnect' : 'Go to the API', origin),
  }
}

function unanswered(about: About): Explanation {
  const route = targetOf(about)
  const name = about.route ?? ''
  const change = route && 'routeKey' in route ? routeResponseChange(route) : undefined
  return {
    cause: 'route-response-missing',
    step: 'methodResponse',
    sentence: `${backendName(about).replace(/^t/, 'T')} answered, and the client got nothing: **route ${code(name)} has no route response**. What the integration returns reaches nobody then.`,
    ...stated(route?.origin),
    facts: [
      {
        label: 'Add',
        text: '`RouteResponseSelectionExpression: $default` to the route and an `AWS::ApiGatewayV2::RouteResponse` with the key `$default`; or push by `@connections`',
      },
    ],
    fixes: [
      ...(change ? [{ type: 'edit', title: 'Add a route response', change } as const] : []),
      ...goTo('Go to the route', route?.origin),
    ],
    isQuiet: true,
  }
}
