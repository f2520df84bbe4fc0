import type { InlayHint, InlayHintLabelPart } from 'vscode-languageserver-types'
import { InlayHintKind } from 'vscode-languageserver-types'
import type { Files } from '../base/files.ts'
import { valueOf } from '../base/origin.ts'
import type { Origin } from '../base/origin.ts'
import type { Range } from '../base/text.ts'
import { offsetAt, positionAt } from '../base/text.ts'
import type { DefinitionResult } from '../definitions/definitionResult.ts'
import type { Node, SourceDocument } from '../syntax/node.ts'
import { documentOf, entriesOf, nodeOfOrigin } from '../syntax/node.ts'
import { effectiveAuthorizer, effectiveTimeout, functionOfRoute } from './explain/effectiveRoute.ts'
import { seconds, timeoutText } from './explain/routeText.ts'
import { shown } from './explain/partTexts.ts'
import type { Uris } from './places.ts'
import { locationOf } from './places.ts'
import type { CallableRoute } from './routeReference.ts'
import { callableRoutes } from './routeReference.ts'
import { statedValue } from './statedValue.ts'
import { symbolTable } from './symbols/symbolTable.ts'

/** Which hints the user wants to see. */
export interface InlayHintKinds {
  /** The authorizer that a route has from the whole API. */
  readonly authorizer: boolean
  /** What an integration's URI leads to. */
  readonly integration: boolean
  /** How long a route may take, where that is not stated. */
  readonly timeout: boolean
  /** The value of a stage variable. */
  readonly stageVariables: boolean
}

interface Hinted {
  readonly document: SourceDocument
  readonly owner: DefinitionResult
  readonly uris: Uris
}

/** What counts although it does not stand there, for the part of a text that is in sight. */
export function inlayHint(
  document: SourceDocument,
  range: Range,
  owner: DefinitionResult,
  kinds: InlayHintKinds,
  files: Files,
  uris: Uris,
): InlayHint[] {
  const [start, end] = [range.start, range.end].map(each => offsetAt(document.lines, each, document.text))
  const isSeen = (node: Node) => node.end >= (start ?? 0) && node.start <= (end ?? 0)
  const hinted: Hinted = { document, owner, uris }
  const routes = (owner.definition?.apis ?? []).flatMap(callableRoutes).filter(({ origin }) => {
    const node = nodeOfOrigin(origin)
    return node !== undefined && documentOf(node) === document && isSeen(node)
  })
  return [
    ...routes.flatMap(route => [
      ...(kinds.authorizer ? authorizerHint(route, hinted) : []),
      ...(kinds.integration ? integrationHint(route, hinted) : []),
      ...(kinds.timeout ? timeoutHint(route, hinted) : []),
    ]),
    ...(kinds.stageVariables ? variableHints(hinted, files, isSeen) : []),
  ]
}

function authorizerHint(route: CallableRoute, { document, uris }: Hinted): InlayHint[] {
  const found = effectiveAuthorizer(route)
  if (!found?.isInherited) return []
  const place = afterKey(nodeOfOrigin(route.origin), document)
  const tooltip = `${route.label} has this authorizer from ${found.origin.pointer || 'the whole API'}`
  return place === undefined
    ? []
    : [hint(document, place, `authorizer: ${found.name}`, tooltip, found.authorizer?.origin, uris)]
}

function integrationHint(route: CallableRoute, { document, owner, uris }: Hinted): InlayHint[] {
  const uri = route.integration?.uri
  const node = uri && statedValue(uri.origin)
  const fn = functionOfRoute(route, owner)
  // What SAM makes of an event has no text of its own; the event stands in its function.
  if (!node || !fn || documentOf(node) !== document) return []
  const handler = valueOf(fn.handler)
  const label = `→ ${fn.id}${handler === undefined ? '' : ` ${handler}`}`
  return [hint(document, endOf(node, document), label, valueOf(uri) ?? '', fn.origin, uris)]
}

function timeoutHint(route: CallableRoute, { document, owner, uris }: Hinted): InlayHint[] {
  const fn = functionOfRoute(route, owner)
  const timeout = effectiveTimeout(route, fn)
  const node = route.integration && nodeOfOrigin(route.integration.origin)
  if (!timeout || timeout.by === 'stated' || !node || documentOf(node) !== document) return []
  const place = afterKey(node, document)
  const target = timeout.by === 'function' ? fn?.origin : undefined
  return place === undefined
    ? []
    : [hint(document, place, `≤ ${seconds(timeout.milliseconds)}`, timeoutText(timeout), target, uris)]
}

function variableHints(
  { document, owner, uris }: Hinted,
  files: Files,
  isSeen: (node: Node) => boolean,
): InlayHint[] {
  return symbolTable(owner, files)
    .mentionsIn(document, 'stageVariable')
    .filter(({ mention: { isDeclaration, node } }) => !isDeclaration && isSeen(node))
    .flatMap(({ mention, symbol }) => {
      const api = owner.definition?.apis.find(({ id }) => symbol === `stageVariable ${id} ${mention.name}`)
      const values = (api?.stages ?? []).flatMap(stage => {
        const fact = stage.variables.get(mention.name)
        return fact ? [{ stage: stage.name, fact }] : []
      })
      const first = values.find(({ fact }) => fact.known)
      if (!first) return []
      const { end } = mention.mark
      const place = document.text[end] === '}' ? end + 1 : end
      const tooltip = values.map(({ stage, fact }) => `- ${stage}: ${shown(fact)}`).join('\n')
      const label = `= ${shorten(valueOf(first.fact) ?? '')}`
      const found = hint(document, place, label, tooltip, first.fact.origin, uris)
      // The rest of a URL would read like a part of the value.
      return [{ ...found, paddingRight: true }]
    })
}

/** Behind the colon of the key whose value this is. */
function afterKey(value: Node | undefined, { text }: SourceDocument): number | undefined {
  const entry = entriesOf(value?.parent).find(each => each.value === value)
  if (!entry) return undefined
  const { end } = entry.key
  const colon = /^\s*:/.exec(text.slice(end, end + 20))
  return end + (colon?.[0].length ?? 0)
}

/** A block's text ends in the line below it. */
function endOf(node: Node, { text }: SourceDocument): number {
  return node.start + text.slice(node.start, node.end).trimEnd().length
}

function shorten(value: string): string {
  return value.length > 40 ? `${value.slice(0, 39)}…` : value
}

function hint(
  document: SourceDocument,
  offset: number,
  text: string,
  tooltip: string,
  target: Origin | undefined,
  uris: Uris,
): InlayHint {
  const part: InlayHintLabelPart = {
    value: text,
    tooltip: { kind: 'markdown', value: tooltip },
    ...(target && { location: locationOf(target, uris) }),
  }
  return {
    position: positionAt(document.lines, offset),
    label: [part],
    kind: InlayHintKind.Type,
    paddingLeft: true,
  }
}
