import type { DefinitionResult } from '../../definitions/definitionResult.ts'
import { generatingResource } from '../../definitions/samNames.ts'
import type { Files } from '../../base/files.ts'
import { bodyProperties } from '../../schema/places.ts'
import type { Node, SourceDocument } from '../../syntax/node.ts'
import {
  childAt,
  documentOf,
  entriesOf,
  entryOf,
  nodeAtPointer,
  pathAtOffset,
  stringOf,
} from '../../syntax/node.ts'
import { anchorMentions } from './anchors.ts'
import { gatewayMentions, globalMentions } from './gatewayMentions.ts'
import type { Mention, Scope } from './mention.ts'
import { markIn, mentionOf, movingMark } from './mention.ts'
import { nestedStackMentions } from './nestedStackMentions.ts'
import { openApiMentions } from './openApiMentions.ts'
import { placeOfReference } from './referenceMentions.ts'
import { serverlessMentions } from './serverlessMentions.ts'
import { logicalIdSymbol, templateMentions } from './templateMentions.ts'

/**
 * The names of a definition, each with the places where it is declared and used: what go to definition, references,
 * highlights, rename and linked editing stand on.
 */
export interface SymbolTable {
  /** What is named at an offset of a document. */
  readonly at: (document: SourceDocument, offset: number) => FoundSymbol | undefined
  /** Where a document mentions names of a kind. */
  readonly mentionsIn: (document: SourceDocument, kind: Mention['kind']) => readonly NamedMention[]
  /** The places of a symbol, as another definition that shares files knows it. */
  readonly mentionsOf: (symbol: string, name: string) => readonly Mention[]
}

/** A mention with what its symbol is known by. */
export interface NamedMention {
  readonly mention: Mention
  readonly symbol: string
}

/** A name under the cursor. */
export interface FoundSymbol {
  /** What it is known by. */
  readonly symbol: string
  /** The mention under the cursor. */
  readonly mention: Mention
  /** Every place of the name, in the order of the files and their texts. */
  readonly mentions: readonly Mention[]
  /** Whether another name is declared in its stead. */
  readonly isTaken: (name: string) => boolean
}

const tables = new WeakMap<DefinitionResult, SymbolTable>()

/** The names of all documents of a definition; gathered once for each state of their texts. */
export function symbolTable(owner: DefinitionResult, files: Files): SymbolTable {
  const known = tables.get(owner)
  if (known) return known
  const table = createTable(owner, files)
  tables.set(owner, table)
  return table
}

/** What a name stands for is found out when it is asked for, among the mentions of that name alone. */
function createTable(owner: DefinitionResult, files: Files): SymbolTable {
  const byDocument = new Map<string, readonly Scoped[]>()
  const byName = new Map<string, Scoped[]>()
  const resolved = new Map<string, ReadonlyMap<string, readonly Mention[]>>()
  for (const document of owner.documents.values()) {
    const found = documentMentions(document, owner, files)
    byDocument.set(document.file, found)
    for (const scoped of found) push(byName, scoped.mention.name, scoped)
  }
  const named = (name: string): ReadonlyMap<string, readonly Mention[]> => {
    const known = resolved.get(name) ?? symbolsNamed(byName.get(name) ?? [], owner)
    resolved.set(name, known)
    return known
  }
  const symbolFor = (mention: Mention): string | undefined =>
    [...named(mention.name)].find(([, mentions]) => mentions.includes(mention))?.[0]
  return {
    at: (document, offset) => {
      const mention =
        byDocument
          .get(document.file)
          ?.find(({ mention: { mark } }) => mark.start <= offset && offset <= mark.end)?.mention ??
        keyAt(document, offset, named)
      const symbol = mention && symbolFor(mention)
      if (!mention || symbol === undefined) return undefined
      const lead = symbol.slice(0, symbol.length - mention.name.length)
      const isTaken = (name: string) =>
        named(name)
          .get(lead + name)
          ?.some(each => each.isDeclaration) === true
      return { symbol, mention, mentions: distinct(named(mention.name).get(symbol) ?? []), isTaken }
    },
    mentionsIn: ({ file }, kind) =>
      (byDocument.get(file) ?? [])
        .filter(({ mention }) => mention.kind === kind)
        .map(({ mention }) => ({ mention, symbol: symbolFor(mention) ?? '' })),
    mentionsOf: (symbol, name) => named(name).get(symbol) ?? [],
  }
}

/** The mentions of one name, by what it stands for: the nearest that is declared, else the nearest. */
function symbolsNamed(
  found: readonly Scoped[],
  owner: DefinitionResult,
): ReadonlyMap<string, readonly Mention[]> {
  const declared = new Set(
    found.flatMap(({ mention, scope }) => (mention.isDeclaration ? mention.symbols(scope) : [])),
  )
  const symbols = new Map<string, Mention[]>()
  for (const { mention, scope } of found) {
    const candidates = mention.symbols(scope)
    const symbol = candidates.find(each => declared.has(each)) ?? candidates[0]
    if (symbol !== undefined) push(symbols, symbol, mention)
  }
  for (const [symbol, mentions] of symbols) {
    const target = declared.has(symbol) ? undefined : referencedEntry(symbol, owner)
    if (target) mentions.push(target)
  }
  return symbols
}

/** A key to which a `$ref` leads although no section of named things holds it. */
function keyAt(
  { root }: SourceDocument,
  offset: number,
  named: (name: string) => ReadonlyMap<string, readonly Mention[]>,
): Mention | undefined {
  const { key } = pathAtOffset(root, offset)
  if (!key) return undefined
  return [...named(key.name).values()].flat().find(({ node }) => node === key.key)
}

interface Scoped {
  readonly mention: Mention
  readonly scope: Scope
}

function documentMentions(document: SourceDocument, owner: DefinitionResult, files: Files): Scoped[] {
  const { root } = document
  if (!root) return []
  const scope = scopeOf(document, owner, files)
  return [...namesIn(document, root, scope), ...within(scope, anchorMentions(document))]
}

function namesIn({ file }: SourceDocument, root: Node, scope: Scope): Scoped[] {
  if (entryOf(root, 'Resources')) return inTemplate(root, '', scope)
  if (!entryOf(root, 'functions') && !entryOf(root, 'provider')) return within(scope, openApiMentions(root))
  const own = entryOf(root, 'resources')?.value
  const lists =
    own?.type === 'sequence' ? own.items.map((node, index) => [node, `/resources/${index}`] as const) : []
  const templates = own?.type === 'mapping' ? [[own, '/resources'] as const] : lists
  return [
    ...within({ ...scope, file }, serverlessMentions(root)),
    ...templates.flatMap(([node, pointer]) => inTemplate(node, pointer, scope)),
  ]
}

function inTemplate(root: Node, pointer: string, scope: Scope): Scoped[] {
  const resources = entriesOf(childAt(root, 'Resources'))
  const template = within(scope, templateMentions(root)).map(found => generated(found, root))
  const gateway = resources.flatMap(resource =>
    gatewayMentions(resource).flatMap(({ api, mentions }) => {
      const body = api === undefined ? undefined : bodyOf(childAt(root, 'Resources', api))
      const openApi = body && api !== undefined ? inBody(scope, pointer, api, body).openApi : scope.openApi
      return within({ ...scope, api, openApi }, mentions)
    }),
  )
  const bodies = resources.flatMap(({ name, value }) => {
    const body = bodyOf(value)
    return body ? within(inBody(scope, pointer, name, body), openApiMentions(body.node)) : []
  })
  const apis = resources.map(({ name }) => name)
  return [
    ...template,
    ...within(scope, nestedStackMentions(root)),
    ...gateway,
    ...within(scope, globalMentions(childAt(root, 'Globals'), apis)),
    ...bodies,
  ]
}

interface Body {
  readonly property: string
  readonly node: Node
}

/** The OpenAPI document in a resource. */
function bodyOf(resource: Node | undefined): Body | undefined {
  const property = bodyProperties[stringOf(entryOf(resource, 'Type')?.value) ?? '']
  const node = property === undefined ? undefined : childAt(resource, 'Properties', property)
  return property !== undefined && node?.type === 'mapping' ? { property, node } : undefined
}

function inBody(scope: Scope, pointer: string, api: string, { property, node }: Body): Scope {
  const place = { file: scope.file, pointer: `${pointer}/Resources/${api}/Properties/${property}` }
  return {
    ...scope,
    api,
    references: place,
    openApi: { ...place, isSwagger: entryOf(node, 'swagger') !== undefined },
  }
}

function scopeOf(document: SourceDocument, owner: DefinitionResult, files: Files): Scope {
  const { file, root } = document
  const isWhole = (entryOf(root, 'openapi') ?? entryOf(root, 'swagger')) !== undefined
  const definitionFile = owner.definition?.file ?? file
  const named = isWhole ? document : (owner.documents.get(definitionFile) ?? document)
  const isTemplate = entryOf(root, 'Resources') !== undefined
  return {
    file: isTemplate ? file : definitionFile,
    openApi: { file: named.file, pointer: '', isSwagger: entryOf(named.root, 'swagger') !== undefined },
    references: { file, pointer: '' },
    resolve: path => files.resolve(files.folderOf(file), path),
    api: apiOfFile(file, owner),
  }
}

/** The API whose document a file is. */
function apiOfFile(file: string, owner: DefinitionResult): string | undefined {
  const apis = owner.definition?.apis ?? []
  if (apis.length < 2) return apis[0]?.id
  return apis.find(api =>
    (api.type === 'rest' ? api.resources : api.routes).some(({ origin }) => origin.file === file),
  )?.id
}

function within(scope: Scope, mentions: readonly Mention[]): Scoped[] {
  return mentions.map(mention => ({ mention, scope }))
}

/** SAM's `ShopStage` names the resource `Shop` of which it is made. */
function generated(found: Scoped, root: Node): Scoped {
  const { mention, scope } = found
  const resources = childAt(root, 'Resources')
  if (mention.isDeclaration || mention.kind !== 'resource') return found
  if (entryOf(resources, mention.name) ?? entryOf(childAt(root, 'Parameters'), mention.name)) return found
  const name = generatingResource(mention.name, id => {
    const resource = entryOf(resources, id)?.value
    const events = () => entriesOf(childAt(resource, 'Properties', 'Events')).map(entry => entry.name)
    return resource && { type: stringOf(entryOf(resource, 'Type')?.value) ?? '', events }
  })
  if (name === undefined || mention.mark === mention.node) return found
  const { node, mark } = mention
  const part = movingMark(node, mark.start - node.start, name.length)
  return {
    scope,
    mention: { ...mention, name, mark: part, symbols: ({ file }) => [logicalIdSymbol(file, name)] },
  }
}

/** The key to which a `$ref` leads where no section of named things holds it, as in a file of schemas. */
function referencedEntry(symbol: string, owner: DefinitionResult): Mention | undefined {
  const place = placeOfReference(symbol)
  const document = place && owner.documents.get(place.file)
  const node = document && nodeAtPointer(document.root, place.pointer)
  const entry = entriesOf(node?.parent).find(({ value }) => value === node)
  if (!entry) return undefined
  return { ...mentionOf('component', entry.key, true, () => [symbol]), mark: markIn(entry.key, entry.name) }
}

function push<V>(map: Map<string, V[]>, key: string, value: V): void {
  const list = map.get(key)
  if (list) list.push(value)
  else map.set(key, [value])
}

/** In the order of the files and their texts. What an alias brings in again stands in one place of the text. */
export function distinct(mentions: readonly Mention[]): Mention[] {
  const places = new Map(
    mentions.map(each => [`${documentOf(each.node).file} ${each.mark.start} ${each.mark.end}`, each]),
  )
  return [...places.values()].sort((a, b) => fileOrder(a, b) || a.mark.start - b.mark.start)
}

function fileOrder(a: Mention, b: Mention): number {
  const [first, second] = [documentOf(a.node).file, documentOf(b.node).file]
  return first < second ? -1 : first > second ? 1 : 0
}
