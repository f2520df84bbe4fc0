import type { HttpApi, RestApi } from '../api/api.ts'
import type { Origin } from '../base/origin.ts'
import { httpRouting, restRouting } from './routing.ts'

/** Which route takes a request, which others would fit and lose, and why the rest does not fit. */
export interface RoutingExplanation {
  /** Undefined when no route takes it. */
  readonly taker: RouteVerdict | undefined
  /** The losers first, then those that do not fit, the nearest first. */
  readonly others: readonly RouteVerdict[]
}

export interface RouteVerdict {
  /** `GET /books/{id}`, `$default` */
  readonly name: string
  readonly origin: Origin
  readonly verdict: 'takes' | 'loses' | 'otherMethod' | 'otherPath'
  /** In words, code in backticks, no full stop. */
  readonly why: string
}

/**
 * Explains the routing of one request. `path` is encoded and begins with `/`, without a query and without the stage.
 * The order is API Gateway's: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html
 */
export function explainRouting(api: RestApi | HttpApi, method: string, path: string): RoutingExplanation {
  const candidates = candidatesOf(api)
  const found =
    api.type === 'rest' ? restRouting(api).find(method, path) : httpRouting(api).find(method, path)
  const target = found && ('resource' in found.target ? found.target.method : found.target)
  const taker = candidates.find(candidate => candidate.target === target)
  const others = candidates
    .filter(candidate => candidate !== taker)
    .map(candidate => judged(candidate, taker, method, path))
    .sort((a, b) => order[a.verdict] - order[b.verdict] || a.distance - b.distance)
  return {
    taker: taker && {
      name: taker.name,
      origin: taker.origin,
      verdict: 'takes',
      why: takes(taker, found?.pathParameters ?? new Map()),
    },
    others: others.map(({ name, origin, verdict, why }) => ({ name, origin, verdict, why })),
  }
}

const order: Readonly<Record<RouteVerdict['verdict'], number>> = {
  takes: 0,
  loses: 1,
  otherMethod: 2,
  otherPath: 3,
}

interface Candidate {
  readonly name: string
  readonly method: string
  /** Undefined for `$default`. */
  readonly path: string | undefined
  readonly origin: Origin
  /** The method or route itself. */
  readonly target: object
  /** Whether it alone, with nothing beside it, would take a request. */
  readonly fits: (method: string, path: string) => boolean
}

function candidatesOf(api: RestApi | HttpApi): readonly Candidate[] {
  if (api.type === 'rest')
    return api.resources.flatMap(resource =>
      resource.methods.map(method => {
        const alone = restRouting({ ...api, resources: [{ ...resource, methods: [method] }] })
        return {
          name: `${method.httpMethod} ${resource.path}`,
          method: method.httpMethod,
          path: resource.path,
          origin: method.origin,
          target: method,
          fits: (asked, path) => alone.find(asked, path) !== undefined,
        }
      }),
    )
  return api.routes.map(route => {
    const alone = httpRouting({ ...api, routes: [route] })
    return {
      name: route.routeKey,
      method: route.httpMethod ?? 'ANY',
      path: route.path,
      origin: route.origin,
      target: route,
      fits: (asked, path) => alone.find(asked, path) !== undefined,
    }
  })
}

type Judged = RouteVerdict & { readonly distance: number }

function judged(candidate: Candidate, taker: Candidate | undefined, method: string, path: string): Judged {
  const { name, origin, method: own } = candidate
  if (taker && candidate.fits(method, path))
    return { name, origin, verdict: 'loses', why: loses(candidate, taker), distance: 0 }
  if (candidate.fits(own, path))
    return { name, origin, verdict: 'otherMethod', why: `is ${own}, not ${method}`, distance: 0 }
  return { name, origin, verdict: 'otherPath', ...farFrom(candidate.path ?? '', path) }
}

function takes({ path, method }: Candidate, parameters: ReadonlyMap<string, string>): string {
  if (path === undefined) return 'no other route takes it'
  const values = [...parameters].map(([name, value]) => `\`{${name}}\` is \`${value}\``)
  const parts = [...(method === 'ANY' ? ['ANY stands for every method'] : []), ...values]
  return parts.length === 0 ? 'the path is the same' : parts.join('; ')
}

function loses(loser: Candidate, taker: Candidate): string {
  if (loser.path === undefined) return '`$default` takes what no other route takes'
  const [own, others] = [segmentsOf(loser.path), segmentsOf(taker.path ?? '')]
  const at = own.findIndex((segment, index) => kindOf(segment) !== kindOf(others[index] ?? ''))
  if (at >= 0) {
    const [lost = '', won = ''] = [own[at], others[at]]
    return `\`${lost}\` loses to \`${won}\`: ${kindTexts[kindOf(won)]} goes before ${kindTexts[kindOf(lost)]}`
  }
  return loser.method === 'ANY' && taker.method !== 'ANY'
    ? 'ANY loses to a method of its own'
    : `${taker.name} is the same path and was found first`
}

type Kind = 'fixed' | 'variable' | 'greedy'

function kindOf(segment: string): Kind {
  if (!/^\{.+\}$/.test(segment)) return 'fixed'
  return segment.endsWith('+}') ? 'greedy' : 'variable'
}

const kindTexts: Readonly<Record<Kind, string>> = {
  fixed: 'a fixed segment',
  variable: 'a path variable',
  greedy: 'a greedy one',
}

/** Where a path stops fitting, and how far from it the request is. */
function farFrom(pattern: string, path: string): { readonly why: string; readonly distance: number } {
  const [wanted, sent] = [segmentsOf(pattern), segmentsOf(path)]
  const isGreedy = kindOf(wanted.at(-1) ?? '') === 'greedy'
  const at = wanted.findIndex((segment, index) => kindOf(segment) === 'fixed' && segment !== sent[index])
  const missing = isGreedy ? Math.max(0, wanted.length - sent.length) : Math.abs(wanted.length - sent.length)
  const here = sent[at]
  const differs = wanted.filter(
    (segment, index) => sent[index] !== undefined && kindOf(segment) === 'fixed' && segment !== sent[index],
  ).length
  const distance = differs * 2 + missing
  if (at >= 0 && here !== undefined)
    return { why: `segment ${at + 1} is \`${wanted[at] ?? ''}\`, not \`${here}\``, distance }
  if (missing === 0) return { why: 'a slash at the end makes another path', distance }
  const count = `${wanted.length} segment${wanted.length === 1 ? '' : 's'}`
  return { why: `has ${count}${isGreedy ? ' or more' : ''}, not ${sent.length}`, distance }
}

function segmentsOf(path: string): string[] {
  return path.split('/').filter(segment => segment !== '')
}
