import type { CompletionItem } from 'vscode-languageserver-types'
import type { Files } from '../../base/files.ts'
import type { Position } from '../../base/text.ts'
import type { DefinitionResult } from '../../definitions/definitionResult.ts'
import type { SchemaPart } from '../../schema/describe.ts'
import { describeAt } from '../../schema/describe.ts'
import type { SchemaKind } from '../../schema/places.ts'
import { bodyProperties } from '../../schema/places.ts'
import type { Node, SourceDocument } from '../../syntax/node.ts'
import { childAt, entriesOf, stringOf } from '../../syntax/node.ts'
import { schemaKindOfDocument } from '../schemaKind.ts'
import type { DocumentPath, Site } from '../site.ts'
import { siteAt } from '../siteAt.ts'
import { madeResources } from './serverlessMade.ts'
import type { Snippets } from './snippets.ts'

/** What every provider of proposals looks at. */
export interface CompletionContext {
  readonly site: Site
  readonly owner: DefinitionResult
  readonly kind: SchemaKind
  /** What the schemas say of the place. */
  readonly part: SchemaPart | undefined
  /** The place without the intrinsic functions that stand at its end. */
  readonly place: DocumentPath
  /** The functions around what is written, the outermost first. */
  readonly intrinsics: readonly IntrinsicStep[]
  /** The mapping that holds `Resources`; undefined where there is no template. */
  readonly template: Node | undefined
  /** How many segments of the path lead to it. */
  readonly templateDepth: number
  readonly resource: ResourceAround | undefined
  readonly openApi: OpenApiAround | undefined
  /** The last key of `place`; indices do not count. */
  readonly property: string
  readonly outside: Outside
}

/** What completion takes from outside of the definition. */
export interface Outside {
  /** Where handlers are looked for. */
  readonly files?: Files
  readonly snippets?: Snippets
  /** Whether another extension proposes what general schemas know of the file, so that it is not proposed twice. */
  readonly isStructureProposed?: boolean
}

/** An intrinsic function on the way to a place, with what comes after it. */
export interface IntrinsicStep {
  readonly name: string
  /** Keys and indices below it, up to the next function. */
  readonly path: DocumentPath
}

/** The resource of a template in which something is written. */
export interface ResourceAround {
  readonly id: string
  readonly type: string
  /** Keys below `Properties`; undefined outside of them. */
  readonly path: DocumentPath | undefined
  readonly properties: Node | undefined
}

/** The OpenAPI document in which something is written: a file, or the body of an API in a template. */
export interface OpenApiAround {
  readonly root: Node | undefined
  readonly path: DocumentPath
}

/** A resource that the template declares. */
export interface DeclaredResource {
  readonly name: string
  readonly type: string
  readonly properties: Node | undefined
}

/** Proposals for a place; none where it is not the provider's. */
export type Provider = (context: CompletionContext) => readonly CompletionItem[]

/** Finds out where a position is; undefined where no definition of ours is written. */
export function contextAt(
  document: SourceDocument,
  position: Position,
  owner: DefinitionResult,
  outside: Outside,
): CompletionContext | undefined {
  const kind = schemaKindOfDocument(document, owner)
  if (owner.parametersFiles?.includes(document.file) === true) return undefined
  const site = kind && siteAt(document, position)
  if (!site) return undefined
  const { place, intrinsics } = splitPath(site.path)
  const { template, base } = templateOf(kind, site.root, place)
  const resource = template && resourceAround(place.slice(base), template)
  return {
    site,
    owner,
    kind,
    part: describeAt(kind, site.path, site.root),
    place,
    intrinsics,
    template,
    templateDepth: base,
    resource,
    openApi: openApiAround(kind, site, place, base, resource),
    property: lastKey(place),
    outside,
  }
}

/**
 * Every resource of the template around a place, those of a service with what the framework makes of it; a name that is
 * only being typed is none yet.
 */
export function declaredResources({
  template,
  kind,
  site,
}: Pick<CompletionContext, 'template' | 'kind' | 'site'>): DeclaredResource[] {
  const stated = templatesOf(kind, site.root, template)
    .flatMap(each => entriesOf(childAt(each, 'Resources')))
    .map(({ name, value }) => ({
      name,
      type: stringOf(childAt(value, 'Type')) ?? '',
      properties: childAt(value, 'Properties'),
    }))
  const typed = stated.filter(({ type }) => type !== '')
  if (kind !== 'serverless') return typed
  const made = madeResources(site.root).filter(
    ({ name }) => !stated.some(each => each.name === name && each.type !== ''),
  )
  return [
    ...typed.filter(({ name }) => !made.some(each => each.name === name)),
    ...made.map(({ name, type }) => ({
      name,
      type,
      properties: stated.find(each => each.name === name)?.properties,
    })),
  ]
}

// The parts of a service's `resources` are one template.
function templatesOf(
  kind: SchemaKind,
  root: Node | undefined,
  template: Node | undefined,
): (Node | undefined)[] {
  const parts = kind === 'serverless' ? childAt(root, 'resources') : undefined
  return parts?.type === 'sequence' ? [...parts.items] : [template]
}

/** The last segment of a path that is a key. */
export function lastKey(path: DocumentPath): string {
  return String(path.findLast(segment => !isIndex(segment)) ?? '')
}

function isIndex(segment: string | number): boolean {
  return typeof segment === 'number' || /^\d+$/.test(segment)
}

function isIntrinsic(segment: string | number): boolean {
  return segment === 'Ref' || (typeof segment === 'string' && /^Fn::\w+$/.test(segment))
}

// `Fn::If` and the like are looked through where a structure follows: only functions at the end belong to the value.
function splitPath(path: DocumentPath): Pick<CompletionContext, 'place' | 'intrinsics'> {
  const place: (string | number)[] = []
  const intrinsics: { name: string; path: (string | number)[] }[] = []
  for (const segment of path) {
    const last = intrinsics.at(-1)
    if (isIntrinsic(segment)) intrinsics.push({ name: String(segment), path: [] })
    else if (last) last.path.push(segment)
    else place.push(segment)
  }
  const branch = intrinsics.find(({ name, path: below }) => name === 'Fn::If' && below.length > 1)
  if (!branch) return { place, intrinsics }
  const from = intrinsics.indexOf(branch)
  return { place: [...place, ...branch.path.slice(1)], intrinsics: intrinsics.slice(from + 1) }
}

function templateOf(
  kind: SchemaKind,
  root: Node | undefined,
  place: DocumentPath,
): { readonly template: Node | undefined; readonly base: number } {
  if (kind === 'openapi' || kind === 'terraform' || kind === 'tests') return { template: undefined, base: 0 }
  if (kind !== 'serverless') return { template: root, base: 0 }
  const parts = childAt(root, 'resources')
  const isListed = parts?.type === 'sequence' && place[0] === 'resources' && place[1] !== undefined
  return isListed ? { template: childAt(parts, place[1] ?? ''), base: 2 } : { template: parts, base: 1 }
}

function resourceAround(path: DocumentPath, template: Node): ResourceAround | undefined {
  const [section, id, inner, ...rest] = path
  if (section !== 'Resources' || id === undefined) return undefined
  const node = childAt(template, 'Resources', id)
  return {
    id: String(id),
    type: stringOf(childAt(node, 'Type')) ?? '',
    path: inner === 'Properties' ? rest : undefined,
    properties: childAt(node, 'Properties'),
  }
}

function openApiAround(
  kind: SchemaKind,
  { root }: Site,
  place: DocumentPath,
  base: number,
  resource: ResourceAround | undefined,
): OpenApiAround | undefined {
  if (kind === 'openapi') return { root, path: place }
  const body = resource && bodyProperties[resource.type]
  if (body === undefined || resource?.path?.[0] !== body) return undefined
  const depth = base + 4
  return { root: childAt(root, ...place.slice(0, depth)), path: place.slice(depth) }
}
