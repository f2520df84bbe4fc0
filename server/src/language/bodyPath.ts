import type { DefinitionResult } from '../definitions/definitionResult.ts'
import type { Node } from '../syntax/node.ts'
import { documentOf } from '../syntax/node.ts'
import { callableRoutes } from './routeReference.ts'
import { isStatedAt } from './statedValue.ts'
import { payloadsAt } from './vtl/pathCandidates.ts'
import type { PayloadMember } from './vtl/payloadSchema.ts'
import { payloadsOfOwner } from './vtl/payloadSchema.ts'

/** A member of the request's body that a mapping expression reads. */
export interface BodyMember {
  readonly member: PayloadMember
  /** Offsets of its name in the document. */
  readonly start: number
  readonly end: number
}

/**
 * What the request's model says of the name at an offset of `method.request.body.customer.name`, the JSONPath of a mapping
 * expression. https://docs.aws.amazon.com/apigateway/latest/developerguide/request-response-data-mappings.html
 */
export function bodyMemberAt(
  node: Node,
  offset: number,
  { definition }: DefinitionResult,
): BodyMember | undefined {
  const { text } = documentOf(node)
  const before = text.slice(node.start, offset)
  const lead = /\b(?:method|route)\.request\.body\.([^\s'"]*)$/.exec(before)?.[1]
  if (lead === undefined) return undefined
  const word = /[^.[\]'"()\s]*$/.exec(lead)?.[0] ?? ''
  const rest = /^[^.[\]'"()\s,}]*/.exec(text.slice(offset, node.end))?.[0] ?? ''
  const name = word + rest
  const path = `$.${lead.slice(0, lead.length - word.length)}`.replace(/\.$/, '')
  for (const { api, part, integration } of (definition?.apis ?? []).flatMap(callableRoutes)) {
    const facts = [...(integration?.requestParameters.values() ?? [])]
    if (!facts.some(({ origin }) => isStatedAt(origin, node))) continue
    const owner = part.type === 'method' ? { api, method: part.method } : { api, route: part.route }
    const members = payloadsAt(path, payloadsOfOwner(owner, 'application/json'))
    const member = members.find(each => each.name === name)
    if (member) return { member, start: offset - word.length, end: offset + rest.length }
  }
  return undefined
}
