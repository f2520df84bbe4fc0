import { schemaKindOf } from './schemaKind.ts'
import type { Hover } from 'vscode-languageserver-types'
import type { DefinitionResult } from '../definitions/definitionResult.ts'
import type { Position } from '../base/text.ts'
import type { SourceDocument } from '../syntax/node.ts'
import type { CallableRoute } from './routeReference.ts'
import { detectKind } from '../definitions/detect.ts'
import { describeAt } from '../schema/describe.ts'
import { offsetAt, rangeHolds } from '../base/text.ts'
import { pathAtOffset, rangeOf, stringOf } from '../syntax/node.ts'
import { namesAt } from './names.ts'
import { describeRoute } from './routeDetails.ts'
import { callableRoutes } from './routeReference.ts'
import { pathOf } from './site.ts'

/** What AWS says about the key or value under the cursor, and for a route what will happen when it is called. */
export function hover(
  document: SourceDocument,
  position: Position,
  owner: DefinitionResult,
): Hover | undefined {
  const offset = offsetAt(document.lines, position, document.text.length)
  const { nodes, key } = pathAtOffset(document.root, offset)
  const node = nodes.at(-1)
  if (!node || (!key && node.type !== 'scalar')) return undefined
  const path = key ? [...pathOf(node), key.name] : pathOf(node)
  const range = rangeOf(node, key?.key ?? node)

  const route = key && routeAt(owner, document.file, position)
  const sections = [
    route ? describeRoute(route, owner) : undefined,
    named(path, key ? key.name : (stringOf(node) ?? ''), document, owner),
    schemaText(document, path, key !== undefined),
  ].filter(section => section !== undefined)
  if (sections.length === 0) return undefined
  return { contents: { kind: 'markdown', value: sections.join('\n\n---\n\n') }, range }
}

function routeAt(owner: DefinitionResult, file: string, position: Position): CallableRoute | undefined {
  return owner.definition?.apis
    .flatMap(callableRoutes)
    .find(route => route.origin.file === file && rangeHolds(route.origin.range, position))
}

function named(
  path: readonly (string | number)[],
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

function schemaText(
  document: SourceDocument,
  path: readonly (string | number)[],
  isKey: boolean,
): string | undefined {
  const kind = detectKind(document.root)
  const schemaKind = kind === 'foreign' ? 'openapi' : schemaKindOf(kind)
  if (!schemaKind) return undefined
  const describe = (at: readonly (string | number)[]) => describeAt(schemaKind, at, document.root)
  const part = describe(path)
  if (part?.description === undefined) return undefined
  // A property without a page of its own is described on the page of what holds it.
  const link =
    part.documentation ??
    describe(path.slice(0, -1))?.documentation ??
    describe(path.slice(0, -2))?.documentation
  const facts = [
    part.default !== undefined ? `Default: \`${JSON.stringify(part.default)}\`` : '',
    part.enum && part.enum.length <= 20
      ? `Values: ${part.enum.map(value => `\`${String(value)}\``).join(', ')}`
      : '',
    link === undefined ? '' : `[AWS documentation](${link})`,
  ].filter(fact => fact !== '')
  const title = isKey ? `**${String(path.at(-1))}**\n\n` : ''
  return [`${title}${part.description}`, ...facts].join('\n\n')
}
