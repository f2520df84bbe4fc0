import type { Api } from '../api/api.ts'
import type { Files } from '../base/files.ts'
import type { DefinitionResult } from '../definitions/definitionResult.ts'
import { httpRouting, restRouting } from '../gateway/routing.ts'
import type { RouteCoverage, TestName } from '../protocol/testRun.ts'
import type { Node } from '../syntax/node.ts'
import { entryOf, itemsOf, stringOf, toValue } from '../syntax/node.ts'
import type { StatedTest, TestFile } from '../testing/testFile.ts'
import { definitionStem } from '../testing/testFileName.ts'
import type { CallableRoute } from './routeReference.ts'
import { callableRoutes } from './routeReference.ts'

/** A test of a file, with the file. */
export interface FiledTest {
  readonly file: TestFile
  readonly test: StatedTest
}

/** The tests that send requests to the APIs of a definition: those that name it, and those of the file beside it. */
export function testsOf(
  definition: string,
  files: readonly TestFile[],
  { resolve, folderOf }: Files,
): FiledTest[] {
  return files.flatMap(file =>
    file.tests
      .filter(({ kind }) => kind === 'route')
      .filter(test => {
        const stated = stringOf(statedOf({ file, test }, 'definition'))
        return stated === undefined
          ? isBeside(file.file, definition)
          : resolve(folderOf(file.file), stated) === definition
      })
      .map(test => ({ file, test })),
  )
}

/**
 * Which routes of an API the tests send requests to, as API Gateway routes them; a part of a path that is filled in when the
 * test runs counts as any text. Every route that takes requests is there, one without a test with none.
 */
export function coverageOf(
  api: Api,
  { definition }: DefinitionResult,
  tests: readonly FiledTest[],
): ReadonlyMap<CallableRoute, readonly TestName[]> {
  const found = new Map<CallableRoute, TestName[]>()
  if (api.type === 'websocket') return found
  const routes = callableRoutes(api)
  for (const route of routes) found.set(route, [])
  const routeFor = routeFinder(api, routes)
  const isFirst = definition?.apis.find(({ type }) => type !== 'websocket') === api
  for (const filed of tests) {
    const named = stringOf(statedOf(filed, 'api'))
    const isMeant = named === undefined ? isFirst : named === api.id || named === api.name
    if (!isMeant) continue
    const name = { file: filed.file.file, id: filed.test.id }
    const taken = new Set(requestsOf(filed.test).flatMap(({ method, path }) => routeFor(method, path) ?? []))
    for (const route of taken) found.get(route)?.push(name)
  }
  return found
}

/** The same in words for reports; undefined for an API that takes no requests. */
export function routeCoverage(
  api: Api,
  owner: DefinitionResult,
  tests: readonly FiledTest[],
): RouteCoverage | undefined {
  const covered = [...coverageOf(api, owner, tests)]
  if (covered.length === 0) return undefined
  const missing = covered.filter(([, names]) => names.length === 0).map(([{ label }]) => label)
  return { api: api.name, routes: covered.length, missing }
}

function statedOf({ file, test }: FiledTest, name: string): Node | undefined {
  return entryOf(test.node, name)?.value ?? entryOf(file.root, name)?.value
}

function isBeside(file: string, definition: string): boolean {
  const stem = definitionStem(file)
  return ['.yaml', '.yml', '.json', '.template', '.tf.json'].some(
    extension => stem + extension === definition,
  )
}

function requestsOf({ node }: StatedTest): { readonly method: string; readonly path: string }[] {
  const steps = [node, ...itemsOf(entryOf(node, 'steps')?.value)]
  return steps.flatMap(step => requestOf(entryOf(step, 'request')?.value) ?? [])
}

/** `GET /books/1?x=y`, or a mapping, as `gatehouse test` sends it. */
function requestOf(
  request: Node | undefined,
): { readonly method: string; readonly path: string } | undefined {
  const short = /^([A-Z]+)\s+(\/\S*)$/.exec(filledIn(stringOf(request) ?? '').trim())
  const stated = (name: string) => toValue(entryOf(request, name)?.value)
  const method = short?.[1] ?? stated('method') ?? (stated('body') === undefined ? 'GET' : 'POST')
  const given = stated('path') ?? '/'
  if (typeof method !== 'string' || typeof given !== 'string') return undefined
  if (!short && request?.type !== 'mapping') return undefined
  const path = short?.[2] ?? filledIn(given)
  return { method, path: (path.startsWith('/') ? path : `/${path}`).replace(/[?#].*$/, '') }
}

function filledIn(text: string): string {
  return text.replace(/\$\{[^}]*\}/g, 'x')
}

function routeFinder(
  api: Exclude<Api, { readonly type: 'websocket' }>,
  routes: readonly CallableRoute[],
): (method: string, path: string) => CallableRoute | undefined {
  if (api.type === 'rest') {
    const routing = restRouting(api)
    return (method, path) => {
      const target = routing.find(method, path)?.target
      return routes.find(({ part }) => part.type === 'method' && part.method === target?.method)
    }
  }
  const routing = httpRouting(api)
  return (method, path) => {
    const target = routing.find(method, path)?.target
    return routes.find(({ part }) => part.type === 'route' && part.route === target)
  }
}
