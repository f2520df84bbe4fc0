import type { HttpApi, RestApi } from '../../api/api.ts'
import type { Origin } from '../../base/origin.ts'
import { valueOf } from '../../base/origin.ts'
import { nearestName } from '../../base/nearestName.ts'
import { httpRouting, restRouting } from '../routing.ts'
import { isPreflight } from '../steps/cors.ts'
import type { ToldStep } from '../trace.ts'
import type { About, Explanation, HttpAbout } from './about.ts'
import { targetOf } from './about.ts'
import type { RoutingCause } from './cause.ts'
import { code, counted, goTo, listed, stated, statedFact } from './parts.ts'

/** Why no method or route took a request: what is nearest, and why it did not match. */
export function routingWhy(about: HttpAbout, cause: RoutingCause): Explanation {
  if (cause.type === 'noStage') return stageWhy(about)
  const { request } = about.incoming
  if (isPreflight(request)) return noPreflight(about, cause)
  if (cause.methods.length > 0) return otherMethods(about, cause)
  const routes = routesOf(about.served.api)
  const near = shorterPath(about, cause.path) ?? slashed(about, cause.path)
  if (near) return near
  const nearest = nearestRoutes(routes, request.method, cause.path)
  const [best] = nearest
  const hint = best ? `; the nearest is ${code(best.route.name)}` : ''
  return {
    cause: 'path-unknown',
    sentence: `${about.served.api.name} refused ${code(`${request.method} ${cause.path}`)}: **no ${wordOf(about)} has this path**. ${consequence(about)}${hint}.`,
    ...stated(best?.route.origin),
    facts: nearest.map(({ route, why }) => statedFact(route.name, why, route.origin)),
    fixes: goTo(`Go to ${best?.route.name ?? ''}`, best?.route.origin),
  }
}

interface NamedRoute {
  /** `GET /books` */
  readonly name: string
  readonly method: string
  readonly path: string
  readonly origin: Origin
}

function routesOf(api: RestApi | HttpApi): readonly NamedRoute[] {
  if (api.type === 'rest')
    return api.resources.flatMap(({ path, methods }) =>
      methods.map(({ httpMethod: method, origin }) => ({ name: `${method} ${path}`, method, path, origin })),
    )
  return api.routes.flatMap(({ path, httpMethod = 'ANY', routeKey, origin }) =>
    path === undefined ? [] : [{ name: routeKey, method: httpMethod, path, origin }],
  )
}

function otherMethods(about: HttpAbout, { path, methods }: RoutingCause): Explanation {
  const { request } = about.incoming
  const there = routesOf(about.served.api).filter(
    route => methods.includes(route.method) && fits(route.path, path),
  )
  const [first] = there
  return {
    cause: 'method-unknown',
    sentence: `${about.served.api.name} refused ${code(`${request.method} ${path}`)}: **the path has only ${listed(methods)}**. ${consequence(about)}.`,
    ...stated(first?.origin),
    facts: there
      .slice(0, 3)
      .map(({ name, origin, method }) => statedFact(name, `is ${method}, not ${request.method}`, origin)),
    fixes: goTo(`Go to ${first?.name ?? ''}`, first?.origin),
  }
}

function noPreflight(about: HttpAbout, { path }: RoutingCause): Explanation {
  const { api } = about.served
  const route = routesOf(api).find(each => fits(each.path, path))
  const origin = route?.origin ?? api.origin
  return {
    cause: 'preflight-refused',
    sentence: `The browser asked by OPTIONS whether a page may call ${code(path)}: **there is no OPTIONS method**. AWS refuses the question, so the browser never sends the real request.`,
    ...stated(origin),
    facts: [
      {
        label: 'Add',
        text: preflightAnswers[api.type],
      },
    ],
    fixes: goTo(route ? `Go to ${route.name}` : 'Go to the API', origin),
  }
}

const preflightAnswers = {
  rest: 'an `OPTIONS` method of type MOCK that answers 200 with `Access-Control-Allow-Origin`, `-Methods` and `-Headers`; in SAM, the property `Cors` makes them',
  http: 'a `CorsConfiguration` to the API, which then answers every preflight itself',
} as const

/** A browser's question that is refused for want of credentials, which it never carries. */
export function guardedPreflight(about: About, { step }: ToldStep): Explanation {
  const origin = (targetOf(about)?.authorization ?? about.served.api).origin
  const wanted = step.name === 'apiKey' ? 'an API key' : 'credentials'
  return {
    cause: 'preflight-refused',
    sentence: `The browser asked by OPTIONS whether a page may call ${code(about.incoming.request.path)}: **the OPTIONS method wants ${wanted}**. A browser sends none with this question, so the real request never comes.`,
    ...stated(origin),
    facts: [{ label: 'What it met', text: step.summary }],
    fixes: goTo('Go to what guards it', origin),
  }
}

/** The path with something in front that belongs to no path. */
function shorterPath(about: HttpAbout, path: string): Explanation | undefined {
  const { served, incoming } = about
  const [, first = '', rest = ''] = /^\/+([^/]+)(\/.*)?$/.exec(path) ?? []
  const inner = rest === '' ? '/' : rest
  const found = tableOf(served.api).find(incoming.request.method, inner)
  const origin = found && ('resource' in found.target ? found.target.method : found.target).origin
  const what = found && prefixOf(about, first)
  if (!origin || !what) return undefined
  return {
    cause: 'stage-in-path',
    sentence: `${served.api.name} refused ${code(`${incoming.request.method} ${path}`)}: **${code(first)} is ${what}, no part of the path**. It is taken off before the path is looked at, so send ${code(inner)}.`,
    ...stated(origin),
    facts: [statedFact('Would take it', code(`${incoming.request.method} ${inner}`), origin)],
    fixes: goTo('Go to the route', origin),
  }
}

function prefixOf({ served }: About, first: string): string | undefined {
  if (served.api.stages.some(({ name }) => name === first)) return 'the stage'
  const mapped = served.definition.surroundings.apiMappings.some(mapping => valueOf(mapping.path) === first)
  return mapped ? 'the base path of a custom domain' : undefined
}

function slashed({ served, incoming }: HttpAbout, path: string): Explanation | undefined {
  if (served.api.type !== 'http') return undefined
  const other = path.endsWith('/') ? path.replace(/\/+$/, '') : `${path}/`
  const found = httpRouting(served.api).find(incoming.request.method, other)
  if (!found || found.target.path === undefined) return undefined
  const { origin, routeKey } = found.target
  const has = path.endsWith('/') ? 'ends in a slash and the route does not' : 'has no slash at its end'
  return {
    cause: 'trailing-slash',
    sentence: `${served.api.name} refused ${code(`${incoming.request.method} ${path}`)}: **the path ${has}**. To an HTTP API these are two paths, and there is no ${code('$default')} route, so it is a 404.`,
    ...stated(origin),
    facts: [statedFact('Would take it', code(`${incoming.request.method} ${other}`), origin)],
    fixes: goTo(`Go to ${routeKey}`, origin),
  }
}

/** The host or the path leads to no stage, whatever kind of API stands behind it. */
export function stageWhy(about: About): Explanation {
  const { served, incoming, steps } = about
  const { origin } = served.stage
  return {
    cause: 'stage-unknown',
    sentence: `${code(incoming.domainName)} led ${code(incoming.request.path)} nowhere: **no stage or mapping takes it**. That is decided before any method is looked for, so no gateway response applies.`,
    facts: [
      { label: 'Found', text: steps[0]?.step.summary ?? '' },
      statedFact('Served stage', code(served.stage.name), origin),
    ],
    fixes: goTo('Go to the stage', origin),
  }
}

interface Near {
  readonly route: NamedRoute
  readonly why: string
  readonly distance: number
}

/** The routes that a request most likely meant, the best first, with what keeps each from matching. */
function nearestRoutes(routes: readonly NamedRoute[], method: string, path: string): readonly Near[] {
  return routes
    .map(route => compared(route, method, path))
    .sort((a, b) => a.distance - b.distance)
    .slice(0, 3)
}

function compared(route: NamedRoute, method: string, path: string): Near {
  const sent = segmentsOf(path)
  const wanted = segmentsOf(route.path)
  const isGreedy = wanted.at(-1)?.endsWith('+}') === true
  const longer = isGreedy ? Math.min(0, sent.length - wanted.length) : sent.length - wanted.length
  const differing = wanted.findIndex((segment, index) => !fitsSegment(segment, sent[index]))
  const methodCost = route.method === method || route.method === 'ANY' ? 0 : 0.5
  const why: string[] = []
  let distance = methodCost + Math.abs(longer)
  if (longer !== 0)
    why.push(`has ${counted(wanted.length, 'segment')}${isGreedy ? ' or more' : ''}, not ${sent.length}`)
  if (differing >= 0 && differing < sent.length) {
    const [here = '', there = ''] = [sent[differing], wanted[differing]]
    why.push(`segment ${differing + 1} is ${code(there)}, not ${code(here)}`)
    distance += nearestName(here, [there]) === undefined ? 2 : 0.2
  }
  if (methodCost > 0) why.push(`is ${route.method}, not ${method}`)
  return { route, why: why.join('; '), distance }
}

function fits(pattern: string, path: string): boolean {
  const sent = segmentsOf(path)
  const wanted = segmentsOf(pattern)
  const isGreedy = wanted.at(-1)?.endsWith('+}') === true
  if (isGreedy ? sent.length < wanted.length : sent.length !== wanted.length) return false
  return wanted.every((segment, index) => fitsSegment(segment, sent[index]))
}

function fitsSegment(pattern: string, segment: string | undefined): boolean {
  return segment !== undefined && (pattern.startsWith('{') || pattern === segment)
}

function segmentsOf(path: string): string[] {
  return path.split('/').filter(segment => segment !== '')
}

function tableOf(api: RestApi | HttpApi) {
  return api.type === 'rest' ? restRouting(api) : httpRouting(api)
}

function wordOf({ served }: HttpAbout): string {
  return served.api.type === 'rest' ? 'resource' : 'route'
}

function consequence({ served }: HttpAbout): string {
  return served.api.type === 'rest'
    ? 'AWS words that as a missing authentication token'
    : 'There is no `$default` route either'
}
