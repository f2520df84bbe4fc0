import type { Stage } from '../../api/stage.ts'
import { valueOf } from '../../base/origin.ts'
import type { TemplateNames } from '../../rules/mappingTemplate/templateNodes.ts'
import { literalText } from '../../rules/mappingTemplate/templateNodes.ts'
import type { TemplateUse } from '../../rules/rule.ts'
import type { Accessor, ReferenceNode } from '../../template/tree.ts'

type Texts = Readonly<Record<string, string>>

/** The members of a CONTEXT.json. */
export interface ContextParts {
  readonly body?: string | undefined
  readonly params: { readonly path: Texts; readonly querystring: Texts; readonly header: Texts }
  readonly context: Readonly<Record<string, unknown>>
  readonly stageVariables: Texts
}

/** As it is written into a file. */
export function contextText({ body, params, context, stageVariables }: ContextParts): string {
  const ordered = { ...(body !== undefined && { body }), params, context, stageVariables }
  return `${JSON.stringify(ordered, undefined, 2)}\n`
}

/**
 * What stands around a payload: declared parameters and those that the template asks for, `$context` with the values that
 * every request has and those that the template reads, the variables of the first stage.
 */
export function contextParts(use: TemplateUse | undefined, names: TemplateNames): ContextParts {
  const stage = use?.owner.api.stages[0]
  const context = use?.owner.route
    ? webSocketContext(use.owner.route.routeKey, stage)
    : restContext(use, stage)
  const stageVariables: Record<string, string> = {}
  for (const [name, value] of stage?.variables ?? []) stageVariables[name] = valueOf(value) ?? 'text'
  for (const { node } of names.reads) {
    const steps = propertiesOf(node)
    const [first] = steps
    if (first === undefined) continue
    if (node.root.text === 'context') addRead(context, steps)
    if (node.root.text === 'stageVariables' && !Object.hasOwn(stageVariables, first))
      stageVariables[first] = 'text'
  }
  return { params: parametersOf(use, names), context, stageVariables }
}

/** Values in AWS's form; the account and address are those of AWS's documentation and of RFC 5737. */
const common = {
  accountId: '123456789012',
  apiId: 'a1b2c3d4e5',
  domainName: 'a1b2c3d4e5.execute-api.us-east-1.amazonaws.com',
  domainPrefix: 'a1b2c3d4e5',
  extendedRequestId: 'JKJaXmPLvHcESHA=',
  requestId: '7c1e44d0-3b7e-4b0e-9f3a-51c1a2d0be11',
  requestTime: '01/Jan/2026:12:00:00 +0000',
  requestTimeEpoch: 1767268800000,
}

function restContext(use: TemplateUse | undefined, stage: Stage | undefined): Record<string, unknown> {
  const resourcePath = use ? pathOf(use) : '/'
  const httpMethod = use?.owner.method?.httpMethod ?? 'POST'
  const name = stage?.name ?? 'dev'
  return {
    ...common,
    httpMethod: httpMethod === 'ANY' ? 'POST' : httpMethod,
    identity: { sourceIp: '203.0.113.10', userAgent: 'curl/8.5.0' },
    path: `/${name}${resourcePath.replace(/\{[^}]*\}/g, 'text')}`,
    protocol: 'HTTP/1.1',
    resourceId: 'abc123',
    resourcePath,
    stage: name,
  }
}

function webSocketContext(routeKey: string, stage: Stage | undefined): Record<string, unknown> {
  const eventType = /^\$(dis)?connect$/.exec(routeKey)
  return {
    ...common,
    connectedAt: common.requestTimeEpoch,
    connectionId: 'JKJaXfWPPHcCE1Q=',
    eventType: eventType ? routeKey.slice(1).toUpperCase() : 'MESSAGE',
    identity: { sourceIp: '203.0.113.10' },
    messageDirection: 'IN',
    messageId: 'JKJaYdPPPHcCE1Q=',
    routeKey,
    stage: stage?.name ?? 'dev',
  }
}

/** The path of a method, as its label has it: `POST /orders`. */
export function pathOf({ owner }: TemplateUse): string {
  return owner.method ? owner.label.slice(owner.label.indexOf(' ') + 1) : ''
}

/** The names behind the root of a reference, up to the first that is no plain property. */
function propertiesOf({ accessors }: ReferenceNode): string[] {
  const end = accessors.findIndex(({ kind }) => kind !== 'property')
  return (end < 0 ? accessors : accessors.slice(0, end)).flatMap(each =>
    each.kind === 'property' ? [each.name.text] : [],
  )
}

/** Gives what the template reads a value; what it may override has none before. */
function addRead(context: Record<string, unknown>, [first = '', ...others]: readonly string[]): void {
  if (/^(request|response)Override$/.test(first)) return
  if (others.length === 0) {
    if (!Object.hasOwn(context, first)) context[first] = first === 'principalId' ? 'user-1' : 'text'
    return
  }
  const known = Object.hasOwn(context, first) ? context[first] : undefined
  const inner = isRecord(known) ? { ...known } : {}
  addRead(inner, others)
  context[first] = inner
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

const places = ['path', 'querystring', 'header'] as const
type Place = (typeof places)[number]

function parametersOf(use: TemplateUse | undefined, names: TemplateNames): ContextParts['params'] {
  const params: Record<Place, Record<string, string>> = { path: {}, querystring: {}, header: {} }
  const add = (place: Place, name: string, value = 'text') => {
    if (!Object.hasOwn(params[place], name)) params[place][name] = value
  }
  const { method, route } = use?.owner ?? {}
  for (const { location, name, example } of (method ?? route)?.requestParameters ?? [])
    add(location, name, example)
  for (const [, name = ''] of (use ? pathOf(use) : '').matchAll(/\{([^}]+?)\+?\}/g)) add('path', name)
  for (const { node } of names.reads) {
    const read = node.root.text === 'input' ? parameterOf(node.accessors) : undefined
    if (!read) continue
    const isKnown = places.some(place => Object.hasOwn(params[place], read.name))
    if (read.place) add(read.place, read.name)
    else if (!isKnown) add('querystring', read.name)
  }
  return params
}

/** `params('name')`, `params().header.get('name')`, `params().header.name`. */
function parameterOf([first, second, third]: readonly Accessor[]):
  { readonly name: string; readonly place?: Place } | undefined {
  if (first?.kind !== 'method' || first.name.text !== 'params') return undefined
  const given = literalText(first.arguments[0])?.text
  const place = places.find(each => second?.kind === 'property' && second.name.text === each)
  if (!place) return given === undefined || places.some(each => each === given) ? undefined : { name: given }
  if (third?.kind === 'property') return { name: third.name.text, place }
  const name =
    third?.kind === 'method' && third.name.text === 'get' ? literalText(third.arguments[0])?.text : undefined
  return name === undefined ? undefined : { name, place }
}
