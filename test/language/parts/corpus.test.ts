import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Api } from '../../../server/src/api/api.ts'
import { callableRoutes } from '../../../server/src/language/routeReference.ts'
import type { NewPart, PartKind } from '../../../server/src/protocol/parts.ts'
import { parseText } from '../../../server/src/syntax/parse.ts'
import { toValue } from '../../../server/src/syntax/node.ts'
import type { Edited, Wanted } from '../../support/parts.ts'
import { edited } from '../../support/parts.ts'

// Where the measuring sticks are at hand, some of their definitions too.
const corpus = '/work/shared/corpus/valid'
const folders = [
  ...[
    'test/fixtures/orders',
    'examples/bookshop',
    'examples/city-bikes',
    'examples/members',
    'examples/notes',
  ],
  ...['cloudformation', 'openapi2', 'openapi3', 'sam', 'serverless'].map(name => `${corpus}/${name}`),
]
/** Of the corpus every so many-th file: the whole takes minutes. */
const stride = Number(process.env['GATEHOUSE_CORPUS_STRIDE'] ?? 12)

const additions: Record<PartKind, (api: Api) => Wanted<NewPart> | undefined> = {
  path: ({ type }) =>
    type === 'websocket'
      ? { kind: 'path', method: 'zoo' }
      : { kind: 'path', path: '/zoo/{zooId}', method: 'GET' },
  method: api => {
    const route = callableRoutes(api).find(each => each.path !== '')
    return route && { kind: 'method', path: route.path, method: 'HEAD' }
  },
  response: api => {
    const [route] = callableRoutes(api)
    return route && { kind: 'response', path: route.path, method: route.method, status: '418' }
  },
  model: () => ({ kind: 'model', name: 'ZooAnimal', schema: '{"type": "object"}' }),
  authorizer: ({ type }) => ({
    kind: 'authorizer',
    name: 'ZooKeeper',
    authorizer:
      type === 'http'
        ? { type: 'JWT', issuer: 'https://zoo.example.com', audience: 'visitors' }
        : { type: 'REQUEST', who: 'arn:aws:lambda:us-east-1:123456789012:function:zoo' },
  }),
}

describe('Parts added to real definitions and deleted from them', () => {
  it.for(folders.filter(folder => existsSync(folder)))(
    'leave %s as it was',
    { timeout: 300_000, retry: 0 },
    folder => {
      const count = { edits: 0, exact: 0 }
      const isOurs = !folder.startsWith(corpus)
      const names = readdirSync(folder).filter(
        name => /\.(ya?ml|json|template)$/.test(name) && !/\.gatehouse\.|identities/.test(name),
      )
      for (const [index, name] of names.entries()) {
        if (!isOurs && index % stride !== 0) continue
        const text = readFileSync(path.join(folder, name), 'utf8')
        const isWindows = index % 2 === 1
        tryAll(edited(name, isWindows ? text.replaceAll(/\r?\n/g, '\r\n') : text), name, count)
      }
      expect(count.edits).toBeGreaterThan(0)
      // An empty container that was there before goes with the last that is taken out of it, or the other way round.
      expect(count.exact / count.edits).toBeGreaterThan(0.9)
    },
  )
})

function tryAll(before: Edited, name: string, count: { edits: number; exact: number }): void {
  for (const api of before.owner.definition?.apis ?? []) {
    for (const make of Object.values(additions)) {
      const wanted = make(api)
      if (wanted) tryOne(before, api, { ...wanted, apiId: api.id }, name, count)
    }
  }
}

function tryOne(
  before: Edited,
  api: Api,
  wanted: Wanted<NewPart>,
  name: string,
  count: { edits: number; exact: number },
): void {
  const target = before.targets(wanted)[0]?.target
  const part = { ...wanted, ...(target && { target }) }
  const where = `${name} ${api.id} ${part.kind}`
  const asked = before.asked(part)
  if ('message' in asked) {
    expect(asked.message, where).toMatch(/^[A-Z'].*[^.]$/)
    return
  }
  // What lies in another file is edited there.
  if (asked.edits.some(({ uri }) => !uri.endsWith(`/${name}`))) return
  const after = before.add(part)
  expect(has(after, api, part), where).toBe(true)
  expect(newErrors(before, after), where).toEqual([])
  const again = after.remove(part)
  expect(plain(again.text), where).toBe(plain(before.text))
  count.edits++
  if (again.text === before.text) count.exact++
}

function has({ owner, text }: Edited, before: Api, { kind }: Wanted<NewPart>): boolean | undefined {
  const api = owner.definition?.apis.find(({ id }) => id === before.id)
  // SAM writes the names of models in lower case.
  if (kind === 'model') return api?.models.some(({ name }) => name.toLowerCase() === 'zooanimal')
  if (kind === 'authorizer') return api?.authorizers.some(({ name }) => name === 'ZooKeeper')
  if (kind === 'response') return text.includes('418')
  return api && callableRoutes(api).length === callableRoutes(before).length + 1
}

const knownErrors = new WeakMap<Edited, ReadonlySet<string>>()

/** Codes of errors that the definition did not have. Other routes without an integration are missed once one has it. */
function newErrors(before: Edited, after: Edited): string[] {
  const known = knownErrors.get(before) ?? new Set(before.findings())
  knownErrors.set(before, known)
  return after.findings().filter(found => /^error (?!integration-missing)/.test(found) && !known.has(found))
}

/** The data without what is empty, and a list of one as its item (`DependsOn`). */
function plain(text: string): string {
  return JSON.stringify(trimmed(toValue(parseText('/x.yaml', text).root)))
}

function trimmed(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.length === 1 ? trimmed(value[0]) : value.map(trimmed)
  const entries = Object.entries(value).filter(([, each]) => !isEmpty(each))
  return Object.fromEntries(entries.map(([name, each]) => [name, trimmed(each)]))
}

function isEmpty(value: unknown): boolean {
  if (value === null || value === undefined) return true
  return typeof value === 'object' && Object.values(value).every(isEmpty)
}
