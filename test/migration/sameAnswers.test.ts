import { createRequire } from 'node:module'
import os from 'node:os'
import path from 'node:path'
import { mkdtempSync, rmSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Definition, HttpApi, RestApi } from '../../server/src/api/api.ts'
import { handlerFile, handlerParts } from '../../server/src/definitions/handlerPlace.ts'
import { loadDefinition } from '../../server/src/definitions/load.ts'
import type { Gateway } from '../../server/src/gateway/gateway.ts'
import { createGateway } from '../../server/src/gateway/gateway.ts'
import type { BackendRequest, FunctionCall, World } from '../../server/src/gateway/world.ts'
import { diskFiles } from '../../server/src/io/files.ts'
import { generatedDefinition } from '../../server/src/migration/generatedDefinition.ts'
import type { Migration } from '../../server/src/migration/migrateApi.ts'
import { migrateApi } from '../../server/src/migration/migrateApi.ts'
import { routeVerdicts } from '../../server/src/migration/report.ts'
import { memoryFiles } from '../support/memoryFiles.ts'
import { restApiOf } from '../support/readDefinition.ts'
import { fixedWorld } from '../support/world.ts'

// What the report calls the same is the same: the REST API and the generated HTTP API, side by side, with real handlers.

const root = path.join(import.meta.dirname, '../..')

interface Sides {
  readonly migration: Migration
  readonly rest: Gateway
  readonly http: Gateway
}

/** Both gateways of a definition; the generated one is read from its text, as `serve` does. */
function sidesOf(definition: Definition, stageVariables: Record<string, string> = {}): Sides {
  const api = restApiOf(definition)
  const migration = migrateApi(definition, api, diskFiles)
  const text = generatedDefinition(migration, 'yaml', 'definition').text
  const read = loadDefinition('/http.yaml', memoryFiles({ '/http.yaml': text })).definition
  const http = read?.apis[0]
  if (!read || http?.type !== 'http') throw new Error(`no HTTP API came out:\n${text}`)
  return {
    migration,
    rest: gatewayOf(definition, api, stageVariables),
    http: gatewayOf({ ...read, functions: definition.functions }, http, stageVariables),
  }
}

function gatewayOf(
  definition: Definition,
  api: RestApi | HttpApi,
  stageVariables: Record<string, string>,
): Gateway {
  const [stage] = api.stages
  if (!stage) throw new Error('no stage')
  const variables = Object.entries(stageVariables).map(
    ([name, value]) => [name, { known: true, value, origin: api.origin }] as const,
  )
  return createGateway(definition, api, {
    ...stage,
    name: 'live',
    variables: new Map([...stage.variables, ...variables]),
  })
}

function read(file: string): Definition {
  const { definition } = loadDefinition(path.join(root, file), diskFiles)
  if (!definition) throw new Error(`${file} is no definition`)
  return definition
}

const load = createRequire(import.meta.url)

type Handler = (event: unknown) => unknown

/** A world whose functions are the handlers of the definition, in this process. */
function worldOf(answer: (request: BackendRequest) => string = () => ''): World {
  return {
    ...fixedWorld(),
    fetch: async request => ({
      status: 200,
      headers: [['Content-Type', 'application/json']],
      body: Buffer.from(answer(request)),
    }),
    invokeFunction: async call => ({ type: 'success', payload: await runHandler(call), ...quiet }),
  }
}

const quiet = { log: [], durationMs: 1, source: { file: '/handler.js', line: 0 }, notes: [] }

async function runHandler({ function: called, event }: FunctionCall): Promise<string> {
  const parts = handlerParts(called)
  const file = parts && handlerFile(parts, diskFiles)
  if (!parts || file === undefined) throw new Error(`no handler of ${called.id}`)
  const handlers = load(file) as Record<string, Handler>
  return JSON.stringify((await handlers[parts.name]?.(JSON.parse(event))) ?? null)
}

interface Asked {
  readonly line: string
  readonly body?: string
  readonly headers?: readonly (readonly [string, string])[]
}

async function answer(gateway: Gateway, { line, body = '', headers = [] }: Asked, world: World) {
  const [method = '', target = ''] = line.split(' ')
  const [plain = '', query = ''] = target.split('?')
  const request = {
    method,
    path: plain,
    query,
    headers,
    body: Buffer.from(body),
    sourceIp: '127.0.0.1',
    port: 3000,
  }
  const { response } = await gateway.handle(request, world)
  const text = Buffer.from(response.body).toString('utf8')
  // Ids that a handler makes up.
  return { status: response.status, body: text.replace(/\b([bo])-[0-9a-f]{4,5}\b(?=")/g, '$1-id') }
}

/** The routes that the report calls the same, and those that requests reach. */
function covered({ migration }: Sides, requests: readonly Asked[]): { same: string[]; asked: string[] } {
  const same = routeVerdicts(migration).flatMap(({ routeKey, severity }) =>
    severity === 'same' ? [routeKey] : [],
  )
  const asked = same.filter(key => requests.some(({ line }) => reaches(key, line)))
  return { same, asked }
}

function reaches(routeKey: string, line: string): boolean {
  const [method = '', template = ''] = routeKey.split(' ')
  const [asked = '', target = ''] = line.split(' ')
  const pattern = template.replace(/\{[^}]+\+\}/g, '.+').replace(/\{[^}]+\}/g, '[^/]+')
  return (method === 'ANY' || method === asked) && new RegExp(`^${pattern}$`).test(target.split('?')[0] ?? '')
}

describe('the bookshop', () => {
  let folder: string
  let sides: Sides
  beforeAll(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'gatehouse-migrate-'))
    process.env['BOOKSHOP_STORE'] = path.join(folder, 'shelf.json')
    sides = sidesOf(read('examples/bookshop/template.yaml'))
  })
  afterAll(() => {
    delete process.env['BOOKSHOP_STORE']
    rmSync(folder, { recursive: true, force: true })
  })

  const json = [['Content-Type', 'application/json']] as const
  const requests: readonly Asked[] = [
    { line: 'GET /books?limit=2' },
    { line: 'GET /books/b-1043' },
    { line: 'GET /books/none' },
    { line: 'POST /books', headers: json, body: '{"title":"T","author":"A","price":1}' },
    { line: 'POST /books', headers: json, body: 'no JSON' },
    { line: 'PUT /books/b-2210', headers: json, body: '{"price":2}' },
    { line: 'DELETE /books/none' },
    { line: 'GET /books/b-1043/reviews' },
    { line: 'POST /books/b-1043/reviews', headers: json, body: '{"stars":5}' },
    { line: 'POST /books/b-1043/reviews', headers: json, body: '{"stars":50}' },
    { line: 'GET /search?q=lighthouse' },
    { line: 'GET /search?q=the%20lost&q=lighthouse' },
    { line: 'GET /orders' },
    { line: 'POST /orders', headers: json, body: '{"items":[{"bookId":"b-1043","quantity":2}]}' },
    { line: 'GET /orders/o-1' },
    { line: 'DELETE /orders/none' },
  ]

  it('has all its routes but the mock, all the same, and every one is asked here', () => {
    const { same, asked } = covered(sides, requests)
    expect(same).toHaveLength(12)
    expect(asked).toEqual(same)
    expect(routeVerdicts(sides.migration).filter(({ isGenerated }) => !isGenerated)).toMatchObject([
      { routeKey: 'GET /health', severity: 'lost' },
    ])
  })

  it.each(requests)('answers $line with the same status and body', async request => {
    const world = worldOf()
    const shelf = path.join(folder, 'shelf.json')
    rmSync(shelf, { force: true })
    const before = await answer(sides.rest, request, world)
    rmSync(shelf, { force: true })
    expect(await answer(sides.http, request, world)).toEqual(before)
    expect(before.status).toBeLessThan(500)
  })
})

describe('the orders of all formats', () => {
  const requests: readonly Asked[] = [
    { line: 'PATCH /catalog/maps/old%20world?sheet=1&sheet=2', body: '{"sheet":3}' },
    { line: 'GET /catalog/maps' },
  ]
  const echo = ({ method, url, body }: BackendRequest): string =>
    JSON.stringify({ method, url, body: Buffer.from(body).toString('utf8') })

  it.each(['template.yaml', 'cloudformation.yaml', 'serverless.yml', 'cdk.out', 'plan.json'])(
    'in %s that are the same are asked of both',
    async file => {
      const sides = sidesOf(read(`test/fixtures/orders/${file}`), {
        catalogHost: 'catalog.example',
        tier: 'gold',
      })
      const { same, asked } = covered(sides, requests)
      expect(same).toEqual(['ANY /catalog/{proxy+}'])
      expect(asked).toEqual(same)
      for (const request of requests) {
        const before = await answer(sides.rest, request, worldOf(echo))
        expect(before.status).toBe(200)
        expect(before.body).toContain('http://catalog.example/maps')
        expect(await answer(sides.http, request, worldOf(echo))).toEqual(before)
      }
    },
  )
})
