import { schemaKindOfDocument } from './schemaKind.ts'
import type { Hover } from 'vscode-languageserver-types'
import type { DefinitionResult } from '../definitions/definitionResult.ts'
import type { Files } from '../base/files.ts'
import type { Position } from '../base/text.ts'
import type { Entry, ScalarNode, SourceDocument } from '../syntax/node.ts'
import type { CallableRoute } from './routeReference.ts'
import { describeAt } from '../schema/describe.ts'
import { offsetAt, rangeAt } from '../base/text.ts'
import { childAt, nodeOfOrigin, pathAtOffset, rangeOf, stringOf } from '../syntax/node.ts'
import { bodyMemberAt } from './bodyPath.ts'
import { contextText } from './explain/contextText.ts'
import { gatewayLimit } from './explain/gatewayLimits.ts'
import { shown } from './explain/partTexts.ts'
import { routeText } from './explain/routeText.ts'
import { symbolText } from './explain/symbolText.ts'
import { terraformText } from './explain/terraformText.ts'
import { namesAt } from './names.ts'
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
  const offset = offsetAt(document.lines, position, document.text.length)
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
  const route = key && routeAt(owner, key)
  const scalar = !key && node.type === 'scalar' ? node : undefined
  const sections = [
    route && routeText(route, owner),
    (found && symbolText(found, owner)) ??
      named(path, key ? key.name : (stringOf(node) ?? ''), document, owner),
    scalar && (contextText(scalar, path, offset, owner) ?? resolvedText(scalar, owner)),
    schemaText(document, path, key !== undefined, owner),
  ].filter(section => section !== undefined)
  if (sections.length === 0) return undefined
  const range = found ? rangeOf(found.mention.node, found.mention.mark) : rangeOf(node, key?.key ?? node)
  return { contents: { kind: 'markdown', value: sections.join('\n\n---\n\n') }, range }
}

/** The route whose entry this is. */
function routeAt({ definition }: DefinitionResult, { value }: Entry): CallableRoute | undefined {
  return definition?.apis.flatMap(callableRoutes).find(({ origin }) => nodeOfOrigin(origin) === value)
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
  return part && `**${part.name}**: ${part.detail}`
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
    link === undefined ? '' : `[AWS documentation](${link})`,
    limit && limit.page !== link ? `[AWS quotas](${limit.page})` : '',
  ].filter(each => each !== '')
  const facts = [
    part?.description ?? '',
    part?.default !== undefined ? `Default: \`${JSON.stringify(part.default)}\`` : '',
    part?.enum && part.enum.length <= 20
      ? `Values: ${part.enum.map(value => `\`${String(value)}\``).join(', ')}`
      : '',
    limit ? `**AWS allows** ${limit.text}` : '',
    links.join(' · '),
  ].filter(fact => fact !== '')
  const title = isKey ? `**${String(path.at(-1))}**\n\n` : ''
  return title + facts.join('\n\n')
}

/** The type of the resource around a path. */
function resourceType({ root }: SourceDocument, [section, id = '']: Path): string | undefined {
  return section === 'Resources' ? stringOf(childAt(root, section, id, 'Type')) : undefined
}
