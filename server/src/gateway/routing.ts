import type { HttpApi, Method, Resource, RestApi, Route } from '../api/api.ts'
import { decodeSafely } from './queryString.ts'

/** What took a request, and what its path placeholders stand for (as sent, still encoded). */
export interface Match<T> {
  readonly target: T
  readonly pathParameters: ReadonlyMap<string, string>
}

/** A method of a REST API with the resource that holds it. */
export interface ResourceMethod {
  readonly resource: Resource
  readonly method: Method
}

/** Made once when an API is loaded; looking a path up costs one step a segment. */
export interface RoutingTable<T> {
  /** The target for a method (upper case) and a path (encoded, begins with `/`). */
  readonly find: (method: string, path: string) => Match<T> | undefined
  /** Methods that the path has, for the trace of a request that found none. */
  readonly methodsOf: (path: string) => readonly string[]
}

interface Branch<T> {
  readonly fixed: Map<string, Branch<T>>
  readonly placeholders: { name: string; branch: Branch<T> }[]
  readonly greedy: { name: string; branch: Branch<T> }[]
  readonly targets: Map<string, T>
}

/**
 * Routing of a REST API: a fixed segment beats `{name}`, that beats `{name+}`; a branch that lacks the method is left
 * for the next one. Trailing slashes do not count, and neither do several slashes in front.
 */
export function restRouting(api: RestApi): RoutingTable<ResourceMethod> {
  const root = createBranch<ResourceMethod>()
  for (const resource of api.resources)
    for (const method of resource.methods) plant(root, resource.path, method.httpMethod, { resource, method })
  return tableOf(root, restSegments)
}

/**
 * Routing of an HTTP API: a full match beats a path variable, that a greedy one, that `$default`; a named method beats
 * ANY. A trailing slash makes another path. https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html
 */
export function httpRouting(api: HttpApi): RoutingTable<Route> {
  const root = createBranch<Route>()
  for (const route of api.routes)
    if (route.path !== undefined) plant(root, route.path, route.httpMethod ?? 'ANY', route)
  const table = tableOf(root, path => slashesDecoded(path).split('/').slice(1))
  const fallback = api.routes.find(route => route.routeKey === '$default')
  return {
    ...table,
    find: (method, path) =>
      table.find(method, path) ?? (fallback && { target: fallback, pathParameters: new Map() }),
  }
}

/**
 * A path in which encoded slashes divide segments, too: an HTTP API decodes a path before it looks for the route, so that
 * `/a%2Fb` takes `/a/{id}` and not `/{id}` (users report it, and aws/aws-lambda-dotnet pull request 1901).
 */
export function slashesDecoded(path: string): string {
  return path.replace(/%2f/gi, '/')
}

function restSegments(path: string): string[] {
  const trimmed = path.replace(/^\/+|\/+$/g, '')
  return trimmed === '' ? [] : trimmed.split('/')
}

function createBranch<T>(): Branch<T> {
  return { fixed: new Map(), placeholders: [], greedy: [], targets: new Map() }
}

function plant<T>(root: Branch<T>, path: string, method: string, target: T): void {
  const segments = path === '/' ? [] : path.split('/').slice(1)
  let branch = root
  for (const segment of segments) branch = childOf(branch, segment)
  // The root of an HTTP API is the path `/`, one empty segment; both spellings lead here.
  branch.targets.set(method, target)
}

function childOf<T>(branch: Branch<T>, segment: string): Branch<T> {
  const placeholder = /^\{(.+?)(\+?)\}$/.exec(segment)
  if (!placeholder) return getOrAdd(branch.fixed, segment)
  const name = placeholder[1] ?? ''
  const list = placeholder[2] === '+' ? branch.greedy : branch.placeholders
  const existing = list.find(entry => entry.name === name)
  if (existing) return existing.branch
  const added = { name, branch: createBranch<T>() }
  list.push(added)
  return added.branch
}

function getOrAdd<T>(branches: Map<string, Branch<T>>, segment: string): Branch<T> {
  const existing = branches.get(segment)
  if (existing) return existing
  const added = createBranch<T>()
  branches.set(segment, added)
  return added
}

function tableOf<T>(root: Branch<T>, segmentsOf: (path: string) => string[]): RoutingTable<T> {
  const look = (path: string, found: (branch: Branch<T>) => T | undefined): Match<T> | undefined => {
    const all = segmentsOf(path)
    const segments = all.length === 1 && all[0] === '' ? [] : all
    const parameters: [string, string][] = []
    const target = walk(root, segments, 0, parameters, found)
    return target === undefined ? undefined : { target, pathParameters: new Map(parameters) }
  }
  return {
    find: (method, path) => look(path, branch => branch.targets.get(method) ?? branch.targets.get('ANY')),
    methodsOf: path => {
      const methods = new Set<string>()
      look(path, branch => {
        for (const method of branch.targets.keys()) methods.add(method)
        return undefined
      })
      return [...methods]
    },
  }
}

function walk<T>(
  branch: Branch<T>,
  segments: readonly string[],
  index: number,
  parameters: [string, string][],
  found: (branch: Branch<T>) => T | undefined,
): T | undefined {
  const segment = segments[index]
  if (segment === undefined) return found(branch)
  const fixed = branch.fixed.get(segment) ?? branch.fixed.get(decodeSafely(segment))
  const target = fixed && walk(fixed, segments, index + 1, parameters, found)
  if (target !== undefined) return target
  for (const { name, branch: next } of branch.placeholders) {
    if (segment === '') break
    parameters.push([name, segment])
    const inner = walk(next, segments, index + 1, parameters, found)
    if (inner !== undefined) return inner
    parameters.pop()
  }
  const rest = segments.slice(index).join('/')
  for (const { name, branch: next } of branch.greedy) {
    if (rest === '') break
    const taken = found(next)
    if (taken === undefined) continue
    parameters.push([name, rest])
    return taken
  }
  return undefined
}
