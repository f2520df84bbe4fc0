import type { Origin } from '../../base/origin.ts'
import { readArn } from '../../policy/arn.ts'
import type { IpRange } from '../../policy/ipRange.ts'
import { readIpRange } from '../../policy/ipRange.ts'
import type { PolicyNode } from '../../policy/policyTree.ts'
import { memberOf, textsOf, valuesOf } from '../../policy/policyTree.ts'
import type { ApiContext } from './apiContext.ts'

/** What an API's resource policy tells callers apart by, each thing once and where it stands first. */
export interface Mentioned {
  readonly ranges: readonly { readonly text: string; readonly range: IpRange; readonly origin: Origin }[]
  readonly endpoints: readonly Named[]
  readonly vpcs: readonly Named[]
  readonly principals: readonly NamedPrincipal[]
}

interface Named {
  readonly id: string
  readonly origin: Origin
}

interface NamedPrincipal {
  /** What a column calls it. */
  readonly name: string
  /** Unset for an account as a whole. */
  readonly arn: string | undefined
  readonly account: string
  readonly origin: Origin
}

/** Collects them; what stands under a key is taken whatever the operator. */
export function mentionedIn({ resourcePolicy, api, isPrivate }: ApiContext): Mentioned {
  const found = {
    values: new Map<string, Map<string, Origin>>(),
    principals: new Map<string, NamedPrincipal>(),
  }
  for (const { root, originOf } of resourcePolicy?.policies ?? []) {
    for (const statement of valuesOf(memberOf(root, 'Statement')?.value)) {
      for (const { key, text, pointer } of conditionValues(statement)) {
        const texts = found.values.get(key) ?? new Map<string, Origin>()
        if (!texts.has(text)) texts.set(text, originOf(pointer))
        found.values.set(key, texts)
      }
      for (const { text, node } of principalTexts(statement)) {
        const named = readPrincipal(text, originOf(node.pointer))
        if (named && !found.principals.has(named.name)) found.principals.set(named.name, named)
      }
    }
  }
  const named = (key: string, pattern: RegExp): Named[] =>
    [...(found.values.get(key) ?? [])]
      .filter(([text]) => pattern.test(text))
      .map(([id, origin]) => ({ id, origin }))
  const bound = api.type === 'rest' ? (api.vpcEndpointIds ?? []) : []
  const endpoints = [
    ...named('aws:sourcevpce', /^vpce-[\da-f]+$/i),
    ...bound.flatMap(fact => (fact.known ? [{ id: fact.value, origin: fact.origin }] : [])),
  ]
  return {
    ranges: [...(found.values.get(isPrivate ? 'aws:vpcsourceip' : 'aws:sourceip') ?? [])].flatMap(
      ([text, origin]) => {
        const range = readIpRange(text)
        return range && range.prefix > 0 ? [{ text, range, origin }] : []
      },
    ),
    endpoints: endpoints.filter(({ id }, index) => endpoints.findIndex(each => each.id === id) === index),
    vpcs: named('aws:sourcevpc', /^vpc-[\da-f]+$/i),
    principals: [...found.principals.values()],
  }
}

function conditionValues(statement: PolicyNode): { key: string; text: string; pointer: string }[] {
  const condition = memberOf(statement, 'Condition')?.value
  const operators = condition?.type === 'object' ? condition.members : []
  return operators.flatMap(({ value: keys }) =>
    keys.type !== 'object'
      ? []
      : keys.members.flatMap(({ name, value }) =>
          textsOf(value).map(({ text, node }) => ({ key: name.toLowerCase(), text, pointer: node.pointer })),
        ),
  )
}

function principalTexts(statement: PolicyNode) {
  return ['Principal', 'NotPrincipal'].flatMap(name => {
    const element = memberOf(statement, name)?.value
    return textsOf(memberOf(element, 'AWS')?.value)
  })
}

function readPrincipal(text: string, origin: Origin): NamedPrincipal | undefined {
  if (/^\d{12}$/.test(text)) return { name: `account ${text}`, arn: undefined, account: text, origin }
  const arn = readArn(text)
  if (!arn || !/^\d{12}$/.test(arn.account) || /[*?]/.test(arn.resource)) return undefined
  if (arn.resource === 'root')
    return { name: `account ${arn.account}`, arn: undefined, account: arn.account, origin }
  return {
    name: arn.resource.slice(arn.resource.lastIndexOf('/') + 1),
    arn: text,
    account: arn.account,
    origin,
  }
}
