import { schemaKindOfDocument } from './schemaKind.ts'
import type { Hover } from 'vscode-languageserver-types'
import type { DefinitionResult } from '../definitions/definitionResult.ts'
import type { Files } from '../base/files.ts'
import type { Position } from '../base/text.ts'
import type { Entry, Node, ScalarNode, SourceDocument } from '../syntax/node.ts'
import type { CallableRoute } from './routeReference.ts'
import { resourceDescription, resourcePage } from '../schema/resourceFacts.ts'
import { describeAt } from '../schema/describe.ts'
import { comparePositions, offsetAt, rangeAt } from '../base/text.ts'
import {
  childAt,
  documentOf,
  entriesOf,
  nodeOfOrigin,
  pathAtOffset,
  rangeOf,
  stringOf,
} from '../syntax/node.ts'
import { bodyMemberAt } from './bodyPath.ts'
import { contextText } from './explain/contextText.ts'
import { declarationText } from './explain/declarationText.ts'
import { gatewayLimit } from './explain/gatewayLimits.ts'
import { escapeMarkdown, shown } from './explain/partTexts.ts'
import { routeText } from './explain/routeText.ts'
import { symbolText } from './explain/symbolText.ts'
import { terraformText } from './explain/terraformText.ts'
import { namesAt, pseudoParameters } from './names.ts'
import { callableRoutes } from './routeReference.ts'
import { pathOf } from './site.ts'
import { isStatedAt } from './statedValue.ts'
import { symbolTable } from './symbols/symbolTable.ts'
import { terraformReference } from './terraformReferences.ts'
import { payloadCandidate } from './vtl/payloadCandidate.ts'

type Path = readonly (string | number)[]

/**
 * What AWS says of the key or value under the cursor, with its limits; what a name stands for and which value counts here;
 * for a route what will happen when it is called.
 */
export function hover(
  document: SourceDocument,
  position: Position,
  owner: DefinitionResult,
  files: Files,
): Hover | undefined {
  const offset = offsetAt(document.lines, position, document.text)
  const { nodes, key } = pathAtOffset(document.root, offset)
  const node = nodes.at(-1)
  if (!node || (!key && node.type !== 'scalar')) return undefined
  const path = key ? [...pathOf(node), key.name] : pathOf(node)
  const reference = key ? undefined : terraformReference(document, offset, owner, files)
  if (reference) {
    const value = terraformText(reference)
    return {
      contents: { kind: 'markdown', value },
      range: rangeAt(document.lines, reference.start, reference.end),
    }
  }
  const inBody = key ? undefined : bodyMemberAt(node, offset, owner)
  if (inBody) {
    const { detail, documentation } = payloadCandidate(inBody.member)
    const value = [`**${inBody.member.name}**: ${detail}`, documentation].join('\n\n')
    return { contents: { kind: 'markdown', value }, range: rangeAt(document.lines, inBody.start, inBody.end) }
  }
  const found = symbolTable(owner, files).at(document, offset)
  const route = routeAt(owner, key ?? entryAround(node))
  const scalar = !key && node.type === 'scalar' ? node : undefined
  const symbol = found && symbolText(found, owner)
  // What the schemas say of a name that the user chose is what all such names are.
  const isOwnName = key !== undefined && (route !== undefined || (found?.mention.isDeclaration && symbol))
  const sections = [
    route && routeText(route, owner),
    symbol ??
      (scalar && pseudoParameterText(scalar, offset)) ??
      named(path, key ? key.name : (stringOf(node) ?? ''), document, owner),
    scalar && (contextText(scalar, path, offset, owner) ?? resolvedText(scalar, owner)),
    (scalar && typeText(path, scalar)) ??
      (isOwnName ? undefined : schemaText(document, path, key !== undefined, owner)),
  ].filter(section => section !== undefined)
  if (sections.length === 0) return undefined
  const range = found ? rangeOf(found.mention.node, found.mention.mark) : rangeOf(node, key?.key ?? node)
  return { contents: { kind: 'markdown', value: sections.join('\n\n---\n\n') }, range }
}

/** The route that this entry is; the tree of a serverless.yml is a copy, in which only the places are the same. */
function routeAt({ definition }: DefinitionResult, entry: Entry | undefined): CallableRoute | undefined {
  if (!entry) return undefined
  const { file } = documentOf(entry.key)
  const { start } = rangeOf(entry.key)
  return definition?.apis.flatMap(callableRoutes).find(({ origin }) => {
    if (nodeOfOrigin(origin) === entry.value) return true
    return (
      definition.kind === 'serverless' &&
      origin.file === file &&
      comparePositions(origin.range.start, start) === 0
    )
  })
}

function entryAround(node: Node): Entry | undefined {
  return entriesOf(node.parent).find(({ value }) => value === node)
}

/** `AWS::Region` in a `!Ref` or in `${…}`. */
function pseudoParameterText(node: ScalarNode, offset: number): string | undefined {
  const raw = documentOf(node).text.slice(node.start, node.end)
  for (const match of raw.matchAll(/AWS::\w+/g)) {
    const start = node.start + match.index
    const detail = pseudoParameters[match[0]]
    if (detail !== undefined && offset >= start && offset <= start + match[0].length)
      return `**${match[0]}**: ${detail}`
  }
  return undefined
}

/** The type of a resource. */
function typeText(path: Path, node: ScalarNode): string | undefined {
  const type = stringOf(node)
  if (type === undefined || path.at(-1) !== 'Type' || path.at(-3) !== 'Resources') return undefined
  const description = resourceDescription(type)
  const page = resourcePage(type)
  return description && `**${type}**\n\n${description}\n\n${pageLink(page)}`
}

/** Names that no definition declares: pseudo parameters, `AWS_IAM`. */
function named(
  path: Path,
  name: string,
  document: SourceDocument,
  owner: DefinitionResult,
): string | undefined {
  const container = path.at(-2) === 'security' ? path : path
  const part = (namesAt(container, document.root, owner) ?? []).find(
    candidate => candidate.name === name || candidate.name === name.split('.')[0],
  )
  if (!part) return undefined
  const text = `**${escapeMarkdown(part.name)}**: ${part.detail}`
  const declared = path.at(-1) === '$ref' && part.origin ? nodeOfOrigin(part.origin) : undefined
  const entry = declared && entryAround(declared)
  return entry ? `${text}\n\n${declarationText(entry)}` : text
}

/** What an integration's URI is once its functions are resolved. */
function resolvedText(node: ScalarNode, { definition }: DefinitionResult): string | undefined {
  for (const { integration } of (definition?.apis ?? []).flatMap(callableRoutes)) {
    const uri = integration?.uri
    if (!uri || !isStatedAt(uri.origin, node) || (uri.known && uri.value === node.value)) continue
    return `Here: ${shown(uri)}`
  }
  return undefined
}

function schemaText(
  document: SourceDocument,
  path: Path,
  isKey: boolean,
  owner: DefinitionResult,
): string | undefined {
  const schemaKind = schemaKindOfDocument(document, owner)
  if (!schemaKind) return undefined
  const describe = (at: Path) => describeAt(schemaKind, at, document.root)
  const part = describe(path)
  const limit = isKey ? gatewayLimit(path, resourceType(document, path)) : undefined
  if (part?.description === undefined && !limit) return undefined
  // A property without a page of its own is described on the page of what holds it.
  const link =
    part?.documentation ??
    describe(path.slice(0, -1))?.documentation ??
    describe(path.slice(0, -2))?.documentation
  const links = [
    link === undefined ? '' : pageLink(link),
    limit && limit.page !== link ? `[AWS quotas](${limit.page})` : '',
  ].filter(each => each !== '')
  const facts = [
    part?.description ?? '',
    part?.default !== undefined ? `Default: \`${defaultText(part.default)}\`` : '',
    part?.enum && part.enum.length <= 20
      ? `Values: ${part.enum.map(value => `\`${String(value)}\``).join(', ')}`
      : '',
    limit ? `**AWS allows** ${limit.text}` : '',
    links.join(' · '),
  ].filter(fact => fact !== '')
  const title = isKey ? `**${escapeMarkdown(String(path.at(-1)))}**\n\n` : ''
  return title + facts.join('\n\n')
}

function defaultText(value: unknown): string {
  return typeof value === 'string' && value !== '' ? value : JSON.stringify(value)
}

/** The page where a property is explained: AWS's, or that of who made the format. */
function pageLink(url: string): string {
  const isAws = /^https:\/\/[^/]*\bamazon\.com\//.test(url)
  return `[${isAws ? 'AWS documentation' : 'Documentation'}](${url})`
}

/** The type of the resource around a path. */
function resourceType({ root }: SourceDocument, [section, id = '']: Path): string | undefined {
  return section === 'Resources' ? stringOf(childAt(root, section, id, 'Type')) : undefined
}
