import type { CompletionItem } from 'vscode-languageserver-types'
import type { Files } from '../../base/files.ts'
import type { Position } from '../../base/text.ts'
import type { DefinitionResult } from '../../definitions/definitionResult.ts'
import { detectKind } from '../../definitions/detect.ts'
import type { SchemaPart } from '../../schema/describe.ts'
import { describeAt } from '../../schema/describe.ts'
import type { SchemaKind } from '../../schema/places.ts'
import { bodyProperties } from '../../schema/places.ts'
import type { Node, SourceDocument } from '../../syntax/node.ts'
import { childAt, entriesOf, stringOf } from '../../syntax/node.ts'
import { isTestFileName } from '../../testing/testFileName.ts'
import { schemaKindOf } from '../schemaKind.ts'
import type { DocumentPath, Site } from '../site.ts'
import { siteAt } from '../siteAt.ts'
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
  const kind = kindOf(document, owner)
  const site = kind && siteAt(document, position)
  if (!site) return undefined
  const { place, intrinsics } = splitPath(site.path)
  const { template, base } = templateOf(kind, site.root)
  const resource = template && resourceAround(place.slice(base), template)
  return {
    site,
    owner,
    kind,
    part: describeAt(kind, site.path, site.root),
    place,
    intrinsics,
    template,
    resource,
    openApi: openApiAround(kind, site, place, base, resource),
    property: lastKey(place),
    outside,
  }
}

function kindOf(document: SourceDocument, owner: DefinitionResult): SchemaKind | undefined {
  if (isTestFileName(document.file)) return 'tests'
  const found = detectKind(document.root)
  if (found === 'foreign' && !owner.definition) return undefined
  if (owner.parametersFiles?.includes(document.file) === true) return undefined
  return found === 'foreign' ? 'openapi' : schemaKindOf(found)
}

/** Every resource of the template around a place; a name that is only being typed is none yet. */
export function declaredResources({ template }: Pick<CompletionContext, 'template'>): DeclaredResource[] {
  return entriesOf(childAt(template, 'Resources'))
    .filter(({ value }) => childAt(value, 'Type') !== undefined)
    .map(({ name, value }) => ({
      name,
      type: stringOf(childAt(value, 'Type')) ?? '',
      properties: childAt(value, 'Properties'),
    }))
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
): { readonly template: Node | undefined; readonly base: number } {
  if (kind === 'openapi' || kind === 'tests') return { template: undefined, base: 0 }
  return kind === 'serverless'
    ? { template: childAt(root, 'resources'), base: 1 }
    : { template: root, base: 0 }
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
