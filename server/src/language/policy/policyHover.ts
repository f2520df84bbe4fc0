import type { Hover } from 'vscode-languageserver-types'
import type { Position, Range } from '../../base/text.ts'
import { offsetAt, rangeAt } from '../../base/text.ts'
import type { DefinitionResult } from '../../definitions/definitionResult.ts'
import type { Entry, Node, ScalarNode, SourceDocument } from '../../syntax/node.ts'
import { childAt, pathAtOffset, rangeOf, stringOf } from '../../syntax/node.ts'
import { pathOf } from '../site.ts'
import { actionHover } from './actionHover.ts'
import { arnHover } from './arnHover.ts'
import { conditionKeyHover, conditionValueHover, operatorHover, variableHover } from './conditionHover.ts'
import type { ElementText } from './elementTexts.ts'
import {
  elementMarkdown,
  permissionTexts,
  policyElements,
  principalTexts,
  responseTexts,
  statementTexts,
} from './elementTexts.ts'
import type { PolicyData } from './policyData.ts'
import type { PartAt, PolicyPart } from './policyPart.ts'
import { partAt } from './policyPart.ts'
import type { PolicyPlace } from './policyPlace.ts'
import { pathInPolicy } from './policyPlace.ts'
import { embeddedPolicyAt } from './embeddedPolicy.ts'
import { placeOf, resourceAround, withoutIntrinsics } from './policySite.ts'
import { principalHover } from './principalHover.ts'

/** What stands at a position in a policy, wherever the policy stands; undefined outside of policies. */
export function policyHover(
  document: SourceDocument,
  position: Position,
  owner: DefinitionResult,
  data: PolicyData,
): Hover | undefined {
  const embedded = embeddedPolicyAt(document, position, owner)
  const hovered = embedded
    ? hoveredAt(embedded.document, embedded.position, owner, data, embedded.place)
    : hoveredAt(document, position, owner, data)
  if (!hovered) return undefined
  const range = embedded ? embedded.toOuter(hovered.range) : hovered.range
  return { contents: { kind: 'markdown', value: hovered.text }, range }
}

function hoveredAt(
  document: SourceDocument,
  position: Position,
  owner: DefinitionResult,
  data: PolicyData,
  known?: PolicyPlace,
): Hovered | undefined {
  const offset = offsetAt(document.lines, position, document.text)
  const { nodes, key } = pathAtOffset(document.root, offset)
  const node = nodes.at(-1)
  if (!node || (!key && node.type !== 'scalar')) return undefined
  const path = pathOf(node)
  const place = known ?? placeOf(path, document.root, document, owner)
  if (!place) return undefined
  const inside = withoutIntrinsics(pathInPolicy(path, place))
  const isTemplateText = inside.intrinsics.length > 0
  if (inside.intrinsics.some(name => name !== 'Fn::Sub')) return undefined
  const found = partAt(place.holds, inside.path, key !== undefined)
  if (!found) return undefined
  if (key) return hoveredKey(found, node, key, data)
  if (node.type !== 'scalar') return undefined
  const policy = childAt(document.root, ...path.slice(0, place.depth))
  const resource = resourceAround(path)
  const at = { node, offset, part: found.part, owner, policy, isTemplateText, document, resource }
  return hoveredValue(at, data)
}

interface Hovered {
  readonly text: string
  readonly range: Range
}

function hoveredKey({ part }: PartAt, node: Node, key: Entry, data: PolicyData): Hovered | undefined {
  const text = keyText(part, key.name, data)
  return text === undefined ? undefined : { text, range: rangeOf(node, key.key) }
}

function keyText({ type }: PolicyPart, name: string, data: PolicyData): string | undefined {
  if (type === 'operator') return operatorHover(name)
  if (type === 'conditionKey') return conditionKeyHover(name, data)
  const text = elementTexts[type]?.[name]
  return text && `**${name}**\n\n${elementMarkdown(text)}`
}

const elementTexts: Readonly<Record<string, Readonly<Record<string, ElementText | undefined>> | undefined>> =
  {
    policyKey: policyElements,
    statementKey: statementTexts,
    principalKey: principalTexts,
    responseKey: responseTexts,
    permissionKey: permissionTexts,
  }

interface ValueAt {
  readonly node: ScalarNode
  readonly offset: number
  readonly part: PolicyPart
  readonly owner: DefinitionResult
  /** The logical id of the resource around the policy. */
  readonly resource: string | undefined
  readonly policy: Node | undefined
  /** In `Fn::Sub`, where variables are the template's. */
  readonly isTemplateText: boolean
  readonly document: SourceDocument
}

function hoveredValue(at: ValueAt, data: PolicyData): Hovered | undefined {
  const value = stringOf(at.node)
  if (value === undefined) return undefined
  return hoveredVariable(at, data) ?? wholeValue(at, value, data)
}

function hoveredVariable(at: ValueAt, data: PolicyData): Hovered | undefined {
  if (at.isTemplateText || !['resource', 'conditionValue'].includes(at.part.type)) return undefined
  const written = at.document.text.slice(at.node.start, at.node.end)
  const within = at.offset - at.node.start
  for (const match of written.matchAll(/\$\{([^}]*)\}/g)) {
    const end = match.index + match[0].length
    if (within < match.index || within > end) continue
    const version = stringOf(childAt(at.policy, 'Version'))
    const text = variableHover(match[1] ?? '', version, data)
    const from = at.node.start + match.index
    if (text !== undefined) return { text, range: rangeAt(at.document.lines, from, at.node.start + end) }
  }
  return undefined
}

function wholeValue(at: ValueAt, value: string, data: PolicyData): Hovered | undefined {
  const text = valueText(at, value, data)
  return text === undefined ? undefined : { text, range: rangeOf(at.node) }
}

function valueText({ part, owner, resource }: ValueAt, value: string, data: PolicyData): string | undefined {
  switch (part.type) {
    case 'action':
      return actionHover(value, data)
    case 'resource':
      return arnHover(value, owner.definition, data.actions(), resource)
    case 'principal':
    case 'principalValue':
      return principalHover(value)
    case 'conditionValue':
      return (
        conditionValueHover(part.operator, value) ??
        (value === '*'
          ? undefined
          : (principalOf(part.key, value) ?? arnHover(value, owner.definition, data.actions(), resource)))
      )
    case 'value':
      return plainValues[part.element]?.[value]
    default:
      return undefined
  }
}

function principalOf(key: string, value: string): string | undefined {
  return /account$|principalarn$|servicename|passedtoservice$/i.test(key) ? principalHover(value) : undefined
}

const plainValues: Readonly<Record<string, Readonly<Record<string, string | undefined>> | undefined>> = {
  Effect: {
    Allow:
      '**Allow**: a request that the statement matches is let through, unless another statement denies it.',
    Deny: '**Deny**: a request that the statement matches is refused, whatever any other statement allows.',
  },
  Version: {
    '2012-10-17':
      '**2012-10-17**: the policy language as it is now, with variables such as `${aws:username}`.',
    '2008-10-17': '**2008-10-17**: the policy language before variables; `${…}` is plain text.',
  },
}
