import type { CompletionItem } from 'vscode-languageserver-types'
import { CompletionItemKind } from 'vscode-languageserver-types'
import { childAt, entriesOf, stringOf } from '../../syntax/node.ts'
import type { DocumentPath } from '../site.ts'
import { nodeAtSite, takesValue } from '../site.ts'
import type { CompletionContext, Provider } from './context.ts'
import { declaredResources } from './context.ts'
import { keyItem, valueItem } from './proposal.ts'
import { madeResources, serviceFunctions } from './serverlessMade.ts'

/** Something that a service declares, or that the framework knows by name. */
interface Named {
  readonly name: string
  readonly detail: string
}

/**
 * Names of a service's own parts, where one refers to another: authorizers, functions, request schemas, roles, and the path
 * parameters of an event.
 */
export const serverlessItems: Provider = context => {
  const { kind, site, intrinsics, place } = context
  if (kind !== 'serverless' || intrinsics.length > 0 || context.resource) return []
  if (site.mode === 'key' && !site.isBare) return keysFor(context, place)
  const found = takesValue(site) ? valuesFor(context, place) : []
  const keys = site.mode === 'key' ? keysFor(context, place) : []
  return [...keys, ...found.map(named => namedValue(context, named))]
}

function namedValue({ site }: CompletionContext, { name, detail }: Named): CompletionItem {
  return valueItem(site, { label: name, detail, sort: '0', kind: CompletionItemKind.Reference })
}

/** What may stand at a place, by the end of its path; `*` stands for any key or index. */
const valuePlaces: readonly (readonly [path: string, find: (context: CompletionContext) => Named[]])[] = [
  ['functions.*.events.*.http.authorizer', restAuthorizers],
  ['functions.*.events.*.http.authorizer.name', functions],
  ['functions.*.events.*.http.authorizer.identitySource', restIdentity],
  ['functions.*.events.*.http.request.schemas.*', sharedSchemas],
  ['functions.*.events.*.httpApi.authorizer', httpAuthorizers],
  ['functions.*.events.*.httpApi.authorizer.name', declaredHttpAuthorizers],
  ['functions.*.events.*.websocket.authorizer', functions],
  ['functions.*.events.*.websocket.authorizer.name', functions],
  ['functions.*.events.*.websocket.authorizer.identitySource.*', webSocketIdentity],
  ['functions.*.role', roles],
  ['functions.*.condition', conditions],
  ['functions.*.dependsOn.*', resources],
  ['functions.*.image.name', images],
  ['functions.*.image', images],
  ['provider.httpApi.authorizers.*.functionName', functions],
  ['provider.httpApi.authorizers.*.identitySource', httpIdentity],
  ['provider.httpApi.authorizers.*.identitySource.*', httpIdentity],
  ['provider.iam.role', roles],
]

function valuesFor(context: CompletionContext, place: DocumentPath): Named[] {
  const path = inOneMapping(place)
  return valuePlaces.find(([pattern]) => isAt(path, pattern))?.[1](context) ?? []
}

const mediaTypes: readonly Named[] = [
  { name: 'application/json', detail: 'JSON' },
  { name: 'application/x-www-form-urlencoded', detail: 'fields of a form' },
  { name: 'application/xml', detail: 'XML' },
  { name: 'text/plain', detail: 'text' },
]

const keyPlaces: readonly (readonly [
  path: string,
  find: (context: CompletionContext) => readonly Named[],
])[] = [
  ['functions.*.events.*.http.request.schemas', () => mediaTypes],
  ['functions.*.events.*.http.request.template', () => mediaTypes],
  ['functions.*.events.*.http.response.statusCodes.*.template', () => mediaTypes],
  ['functions.*.events.*.http.request.parameters.paths', pathParameters],
  ['functions.*.events.*.http.response.statusCodes', () => statusCodes],
  ['resources.extensions', made],
  ['resources.*.extensions', made],
]

const statusCodes: readonly Named[] = [
  { name: '200', detail: 'OK' },
  { name: '201', detail: 'Created' },
  { name: '204', detail: 'No content' },
  { name: '400', detail: 'Bad request' },
  { name: '403', detail: 'Forbidden' },
  { name: '404', detail: 'Not found' },
  { name: '409', detail: 'Conflict' },
  { name: '500', detail: 'Internal server error' },
]

function keysFor(context: CompletionContext, place: DocumentPath): CompletionItem[] {
  const { site } = context
  const path = inOneMapping(place)
  const found = keyPlaces.find(([pattern]) => isAt(path, pattern))?.[1](context) ?? []
  const there = new Set(entriesOf(nodeAtSite(site)).map(({ name }) => name))
  return found
    .filter(({ name }) => !there.has(name))
    .map(({ name, detail }, index) =>
      keyItem(site, { label: name, detail, sort: `1${index}`, kind: CompletionItemKind.Value }),
    )
}

/** A path in which a list of mappings of functions is one mapping. */
function inOneMapping(place: DocumentPath): DocumentPath {
  const isListed = place[0] === 'functions' && /^\d+$/.test(String(place[1])) && place.length > 2
  return isListed ? [place[0] ?? '', ...place.slice(2)] : place
}

function isAt(place: DocumentPath, pattern: string): boolean {
  const wanted = pattern.split('.')
  return (
    wanted.length === place.length &&
    wanted.every((each, index) => each === '*' || each === String(place[index]))
  )
}

function functions({ site, place }: CompletionContext): Named[] {
  const own = inOneMapping(place)[1]
  return serviceFunctions(site.root)
    .filter(({ name }) => place[0] !== 'functions' || name !== String(own))
    .map(({ name, value }) => ({
      name,
      detail: `function ${stringOf(childAt(value, 'handler')) ?? ''}`.trim(),
    }))
}

const signed: Named = { name: 'aws_iam', detail: 'signed requests' }

function restAuthorizers(context: CompletionContext): Named[] {
  return [...functions(context), signed]
}

function declaredHttpAuthorizers({ site }: CompletionContext): Named[] {
  return entriesOf(childAt(site.root, 'provider', 'httpApi', 'authorizers')).map(({ name, value }) => ({
    name,
    detail: `${stringOf(childAt(value, 'type')) ?? 'jwt'} authorizer`,
  }))
}

function httpAuthorizers(context: CompletionContext): Named[] {
  return [...declaredHttpAuthorizers(context), signed]
}

function sharedSchemas({ site }: CompletionContext): Named[] {
  return entriesOf(childAt(site.root, 'provider', 'apiGateway', 'request', 'schemas')).map(
    ({ name, value }) => ({ name, detail: stringOf(childAt(value, 'description')) ?? 'request schema' }),
  )
}

function pathParameters({ site, place }: CompletionContext): Named[] {
  const path = stringOf(childAt(site.root, ...place.slice(0, -3), 'path')) ?? ''
  return [...path.matchAll(/\{([^}+]+)\+?\}/g)].map(([, name = '']) => ({
    name,
    detail: 'path parameter',
  }))
}

function ofType(context: CompletionContext, type: string): Named[] {
  return declaredResources(context)
    .filter(each => each.type === type)
    .map(({ name }) => ({ name, detail: type }))
}

function roles(context: CompletionContext): Named[] {
  return ofType(context, 'AWS::IAM::Role')
}

function resources(context: CompletionContext): Named[] {
  return declaredResources(context).map(({ name, type }) => ({ name, detail: type }))
}

function made({ site }: CompletionContext): Named[] {
  return madeResources(site.root).map(({ name, type }) => ({ name, detail: type }))
}

function conditions({ template }: CompletionContext): Named[] {
  return entriesOf(childAt(template, 'Conditions')).map(({ name }) => ({ name, detail: 'condition' }))
}

function images({ site }: CompletionContext): Named[] {
  return entriesOf(childAt(site.root, 'provider', 'ecr', 'images')).map(({ name }) => ({
    name,
    detail: 'image',
  }))
}

function restIdentity(): Named[] {
  return [
    { name: 'method.request.header.Authorization', detail: 'header; the default' },
    { name: 'method.request.querystring.token', detail: 'query string parameter' },
    { name: 'context.identity.sourceIp', detail: 'address of the caller' },
  ]
}

function httpIdentity(): Named[] {
  return [
    { name: '$request.header.Authorization', detail: 'header' },
    { name: '$request.querystring.token', detail: 'query string parameter' },
    { name: '$context.identity.sourceIp', detail: 'address of the caller' },
  ]
}

function webSocketIdentity(): Named[] {
  return [
    { name: 'route.request.header.Auth', detail: 'header' },
    { name: 'route.request.querystring.Auth', detail: 'query string parameter; the default is a header' },
  ]
}
