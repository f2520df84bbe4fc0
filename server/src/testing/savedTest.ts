import type { Fields } from '../base/headers.ts'
import { lastField } from '../base/headers.ts'
import type { InvokeRequest, InvokeResponse } from '../protocol/gatewayControl.ts'
import type { TemplateFault, Trace, TracedTemplate } from '../protocol/trace.ts'
import { decidingStep, parseJson } from './answer.ts'
import { isObject } from './compare.ts'
import { escaped, escapedAll, savedBody } from './savedBody.ts'
import { isSecretName } from '../base/secretNames.ts'
import { withoutSecrets } from './secrets.ts'

/** A test as data, ready to be written, without a name of its own yet. */
export interface TestData {
  readonly name: string
  readonly data: Readonly<Record<string, unknown>>
  /** Names of what was left out because it holds a secret. */
  readonly leftOut: readonly string[]
}

/** What a request was and what it got. */
export interface Exchanged {
  /** As it was typed. */
  readonly request: InvokeRequest
  readonly response: InvokeResponse
  readonly trace: Trace
  readonly identity?: string | undefined
}

/** A test that sends a request again and expects its answer. Nothing that proves who calls gets into it. */
export function routeTestOf({ request, response, trace, identity }: Exchanged): TestData {
  const { status } = response
  const sent = sentRequest(request)
  const decided = decidingStep(trace)
  const headers = headersThatMatter(response.headers)
  const body = request.method === 'HEAD' ? undefined : savedBody(Buffer.from(response.bodyBase64, 'base64'))
  const who = identity === undefined ? '' : ` as ${identity}`
  return {
    name: `${request.method} ${pathOf(request.target)}${who} gives ${status}`,
    data: {
      ...(identity !== undefined && { as: escaped(identity) }),
      request: sent.request,
      expect: {
        status,
        route: escaped(trace.route ?? 'none'),
        ...(decided !== 'integration' && { decidedBy: decided }),
        ...(Object.keys(headers).length > 0 && { headers }),
        ...(body && { body }),
      },
    },
    leftOut: sent.leftOut,
  }
}

/** A template that was rendered, with what it found and printed. */
export interface RenderedTemplate extends Pick<
  TracedTemplate,
  'mediaType' | 'output' | 'overrides' | 'context'
> {
  readonly fault?: Pick<TemplateFault, 'message'> | undefined
}

/** Where a definition states a template. */
export interface TemplatePlace {
  readonly route: string
  readonly direction: 'request' | 'response'
  readonly status?: string
}

/**
 * A test that renders the template of a step again with what it found and expects what it printed. A text says why there
 * can be none.
 */
export function templateTestOf(rendered: RenderedTemplate, place: TemplatePlace): TestData | string {
  const { mediaType } = rendered
  const what = place.direction === 'request' ? 'request' : 'response'
  return testOfTemplate(rendered, {
    name: `The ${what} template of ${place.route}${mediaType === 'application/json' ? '' : ` for ${mediaType}`}`,
    template: {
      route: escaped(place.route),
      ...(place.direction === 'response' && { direction: 'response' }),
      ...(place.status !== undefined && { status: place.status }),
      ...(mediaType !== 'application/json' && { mediaType }),
    },
  })
}

/** The same of a template that is named by its file or by its place. */
export function testOfTemplate(
  { output, overrides, fault, context }: Omit<RenderedTemplate, 'mediaType'>,
  { name, template }: { readonly name: string; readonly template: unknown },
): TestData | string {
  if (context === undefined || output.isCut === true || output.text === undefined) {
    return 'what the template found or printed is too large for a test'
  }
  const found = parseJson(context)
  if (!('value' in found) || !isObject(found.value)) return 'what the template found cannot be read'
  const secrets = new Set<string>()
  gatherSecrets(found.value, secrets)
  const clean = (text: string) => escaped(withoutSecrets(text, secrets))
  const given = parseJson(clean(context))
  const printed = clean(output.text)
  const asJson = parseJson(printed)
  return {
    name,
    data: {
      template,
      context: 'value' in given ? withReadableBody(given.value) : {},
      expect: fault
        ? { error: { contains: clean(fault.message) } }
        : {
            ...('value' in asJson && isContainer(asJson.value) ? { json: asJson.value } : { text: printed }),
            ...(overrides.length > 0 && { overrides: overridden(overrides, clean) }),
          },
    },
    leftOut: secrets.size > 0 ? ['secrets of the context'] : [],
  }
}

function sentRequest(request: InvokeRequest): { request: unknown; leftOut: readonly string[] } {
  const { method, target, bodyText, bodyBase64 } = request
  const headers = request.headers.filter(([name]) => !isSecretName(name) && !isOurs(name))
  const secret = request.headers.flatMap(([name]) => (isSecretName(name) ? [name] : []))
  const { path, query, leftOut } = queryOf(target)
  const short = `${path}${query}`
  const leftOutAll = [...secret, ...leftOut]
  const text =
    bodyText ?? (bodyBase64 === undefined ? '' : Buffer.from(bodyBase64, 'base64').toString('utf8'))
  if (headers.length === 0 && text === '')
    return { request: `${method} ${escaped(short)}`, leftOut: leftOutAll }
  const parsed = parseJson(text)
  const isJson = 'value' in parsed && isContainer(parsed.value)
  const isImplied = (type: string) => (isJson ? /^application\/json$/i : /^text\/plain$/i).test(type)
  const others = headers.filter(
    ([name, value]) => !(/^content-type$/i.test(name) && text !== '' && isImplied(value)),
  )
  return {
    request: {
      method,
      path: escaped(short),
      ...(others.length > 0 && { headers: byName(others) }),
      ...(text !== '' && { body: isJson ? escapedAll(parsed.value) : escaped(text) }),
    },
    leftOut: leftOutAll,
  }
}

// What the gateway adds to every request that it is handed.
function isOurs(name: string): boolean {
  return /^(host|content-length|connection|user-agent)$/i.test(name)
}

function queryOf(target: string): { path: string; query: string; leftOut: readonly string[] } {
  const at = target.indexOf('?')
  if (at < 0) return { path: target, query: '', leftOut: [] }
  const pairs = target.slice(at + 1).split('&')
  const nameOf = (pair: string) => pair.split('=')[0] ?? ''
  const kept = pairs.filter(pair => !isSecretName(nameOf(pair)))
  const query = kept.length === 0 ? '' : `?${kept.join('&')}`
  return { path: target.slice(0, at), query, leftOut: pairs.map(nameOf).filter(isSecretName) }
}

function byName(fields: Fields): Record<string, unknown> {
  const result: Record<string, unknown> = {}
  for (const [name, value] of fields) {
    const before = result[name]
    result[name] = before === undefined ? escaped(value) : [before, escaped(value)].flat()
  }
  return result
}

/** Of an answer's headers those that a client goes by. */
function headersThatMatter(headers: Fields): Record<string, string> {
  const names = ['Content-Type', 'Location', 'Allow', 'WWW-Authenticate', 'x-amzn-ErrorType', ...cors]
  return Object.fromEntries(
    names.flatMap(name => {
      const value = lastField(headers, name)
      return value === undefined ? [] : [[name, escaped(value)]]
    }),
  )
}

const cors = ['Access-Control-Allow-Origin', 'Access-Control-Allow-Methods', 'Access-Control-Allow-Headers']

function pathOf(target: string): string {
  return target.split('?')[0] ?? target
}

function isContainer(value: unknown): boolean {
  return typeof value === 'object' && value !== null
}

/** A payload of JSON is easier to read as such. */
function withReadableBody(context: unknown): unknown {
  if (!isObject(context) || typeof context['body'] !== 'string') return context
  const { body } = context
  const parsed = parseJson(body)
  const isExact = 'value' in parsed && isContainer(parsed.value) && JSON.stringify(parsed.value) === body
  return isExact ? { ...context, body: parsed.value } : context
}

/** The values of members that hold secrets, wherever they stand. */
function gatherSecrets(value: unknown, secrets: Set<string>, name = ''): void {
  if (typeof value === 'string') {
    if (isSecretName(name) || name === 'accessKey') secrets.add(value)
    return
  }
  if (Array.isArray(value)) for (const item of value) gatherSecrets(item, secrets, name)
  else if (isObject(value)) {
    for (const [key, part] of Object.entries(value)) gatherSecrets(part, secrets, key)
  }
}

/** `requestOverride.header.X-Tier` by its places. */
function overridden(overrides: Fields, clean: (text: string) => string): unknown {
  const result: Record<string, Record<string, unknown>> = {}
  for (const [path, value] of overrides) {
    const [, side = '', place = '', name] = /^(request|response)Override\.(\w+)(?:\.(.+))?$/.exec(path) ?? []
    if (side === '') continue
    const own = (result[side] ??= {})
    if (name === undefined) own[place] = clean(value)
    else own[place] = { ...(isObject(own[place]) ? own[place] : {}), [name]: clean(value) }
  }
  return result
}
