import type { CorsConfiguration, Method, RestApi } from '../api/api.ts'
import type { Fact, Origin } from '../base/origin.ts'
import { valueOf } from '../base/origin.ts'
import type { MigrationFinding } from './finding.ts'
import { createTeller } from './finding.ts'

/** What the preflights of a REST API become. */
export interface MigratedCors {
  readonly cors: CorsConfiguration | undefined
  /** The methods that answer preflights, for which an HTTP API needs no route. */
  readonly preflights: ReadonlySet<Method>
  readonly findings: readonly MigrationFinding[]
}

interface Preflight {
  readonly path: string
  readonly origin: Origin
  /** What it answers, by lower-case header without `access-control-`. */
  readonly headers: ReadonlyMap<string, Fact<string>>
}

/** The `OPTIONS` mocks of a REST API as one CORS configuration. */
export function migrateCors(api: RestApi): MigratedCors {
  const preflights = new Set<Method>()
  const found: Preflight[] = []
  for (const { path, methods } of api.resources) {
    for (const method of methods) {
      const headers = preflightHeaders(method)
      if (!headers) continue
      preflights.add(method)
      found.push({ path, origin: method.origin, headers })
    }
  }
  const [first] = found
  if (!first) return { cors: undefined, preflights, findings: [] }
  const tell = createTeller('CORS', first.origin, ['x-amazon-apigateway-cors'])
  const cors = configurationOf(found, first, tell)
  tell.changed(
    'cors',
    `${found.length === 1 ? 'the OPTIONS method with a mock becomes' : `${found.length} OPTIONS methods with mocks become`} one CORS configuration: a preflight gets 204 where the mock gave ${statusOf([...preflights])}, headers are sent only to origins that are allowed, and Access-Control-… headers that backends return are left out`,
  )
  tellOfPaths(api, found, tell)
  return { cors, preflights, findings: tell.findings }
}

function statusOf([method]: readonly Method[]): string {
  return valueOf(method?.integration?.responses[0]?.statusCode) ?? '200'
}

/** The CORS headers of a method that answers preflights by itself. */
function preflightHeaders({
  httpMethod,
  integration,
  authorization,
  apiKeyRequired,
}: Method): Map<string, Fact<string>> | undefined {
  if (httpMethod !== 'OPTIONS' || valueOf(integration?.type) !== 'MOCK') return undefined
  // A guarded one is no preflight that a browser gets through.
  if (authorization.type !== 'NONE' || valueOf(apiKeyRequired) === true) return undefined
  const headers = new Map<string, Fact<string>>()
  for (const { responseParameters } of integration?.responses ?? []) {
    for (const [destination, fact] of responseParameters) {
      const name = /^method\.response\.header\.access-control-(.+)$/i.exec(destination)?.[1]
      if (name !== undefined && !headers.has(name.toLowerCase())) headers.set(name.toLowerCase(), fact)
    }
  }
  return headers.has('allow-origin') || headers.has('allow-methods') ? headers : undefined
}

type CorsTeller = ReturnType<typeof createTeller>

function configurationOf(found: readonly Preflight[], first: Preflight, tell: CorsTeller): CorsConfiguration {
  const list = (header: string): Fact<string>[] =>
    unique(found.flatMap(({ headers }) => listOf(headers.get(header), header, tell)))
  const origins = list('allow-origin')
  const credentials = found.flatMap(({ headers }) => headers.get('allow-credentials') ?? [])[0]
  const age = found.flatMap(({ headers }) => headers.get('max-age') ?? [])[0]
  const seconds = Number(literalOf(age))
  const wantsCredentials = literalOf(credentials)?.trim().toLowerCase() === 'true'
  const isOpen = origins.some(each => valueOf(each) === '*')
  if (wantsCredentials && isOpen)
    tell.decision(
      'cors',
      "credentials are left out: an HTTP API refuses them together with the origin '*'; name the origins and write 'allowCredentials: true'",
      credentials?.origin,
    )
  return {
    origin: first.origin,
    allowOrigins: origins,
    allowMethods: list('allow-methods'),
    allowHeaders: list('allow-headers'),
    exposeHeaders: list('expose-headers'),
    ...(wantsCredentials &&
      !isOpen &&
      credentials && { allowCredentials: { known: true, value: true, origin: credentials.origin } }),
    ...(age &&
      Number.isInteger(seconds) &&
      seconds >= -1 &&
      seconds <= 86_400 && { maxAge: { known: true, value: seconds, origin: age.origin } }),
  }
}

function listOf(fact: Fact<string> | undefined, header: string, tell: CorsTeller): Fact<string>[] {
  if (!fact) return []
  const text = literalOf(fact)
  if (text === undefined) {
    const why = fact.known ? `'${fact.value}' is no fixed text` : fact.reason
    tell.decision(
      'cors',
      `what the preflight answers for 'Access-Control-${header.replace(/\b\w/g, letter => letter.toUpperCase())}' is left out: ${why}`,
      fact.origin,
    )
    return []
  }
  const items = text
    .split(',')
    .map(item => item.trim())
    .filter(item => item !== '')
  return items.flatMap(item => {
    // Origins are compared as the browser writes them.
    const value = header === 'allow-origin' ? item.replace(/\/+$/, '') : item
    return header !== 'allow-origin' || /^(\*|null|[a-z][a-z0-9+.-]*:\/\/[^/\s]+)$/i.test(value)
      ? [{ known: true as const, value, origin: fact.origin }]
      : []
  })
}

function literalOf(fact: Fact<string> | undefined): string | undefined {
  return /^'([^]*)'$/.exec(valueOf(fact) ?? '')?.[1]
}

function unique(facts: readonly Fact<string>[]): Fact<string>[] {
  const first = new Map(facts.map(fact => [valueOf(fact)?.toLowerCase(), fact]))
  return [...first.values()]
}

function tellOfPaths(api: RestApi, found: readonly Preflight[], tell: CorsTeller): void {
  const said = new Set(
    found.map(({ headers }) =>
      JSON.stringify(
        [...headers]
          .map(([name, fact]) => [name, valueOf(fact)])
          .filter(([name]) => name !== 'allow-methods')
          .sort(),
      ),
    ),
  )
  if (said.size > 1)
    tell.decision(
      'cors',
      'the paths answered preflights in different ways; the one configuration allows all of it to every path: see whether that is too much',
    )
  const open = new Set(found.map(({ path }) => path))
  const others = api.resources.filter(({ path }) => !open.has(path)).map(({ path }) => path)
  if (others.length > 0)
    tell.changed(
      'cors',
      `browsers of the allowed origins may call ${others.length === 1 ? `'${others[0] ?? ''}'` : `${others.length} more paths`} too, which had no preflight`,
    )
  for (const { path, methods } of api.resources) {
    const any = methods.find(({ httpMethod }) => httpMethod === 'ANY')
    if (any && open.has(path) && any.authorization.type !== 'NONE')
      tell.decision(
        'cors',
        `preflights of '${path}' reach its authorizer, since the route ANY takes OPTIONS too: write the methods out, or add the route OPTIONS without an authorizer`,
        any.origin,
      )
  }
}
