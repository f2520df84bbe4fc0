import type { CompletionItem } from 'vscode-languageserver-types'
import { CompletionItemKind } from 'vscode-languageserver-types'
import type { ActionData } from '../../policy/actionData.ts'
import type { BaseOperator } from '../../policy/conditionOperator.ts'
import { baseOperators, readConditionOperator } from '../../policy/conditionOperator.ts'
import { entriesOf } from '../../syntax/node.ts'
import type { ResolveData } from './actionItems.ts'
import type { KeyFacts } from './conditionKeys.ts'
import { keyNamed, keysFor, suitedKinds, usualOperator } from './conditionKeys.ts'
import type { Draft } from '../completion/draft.ts'
import { plainText, withSlots } from '../completion/draft.ts'
import { globalKeyTexts } from './globalKeyTexts.ts'
import { operatorPage, operatorText } from './operatorTexts.ts'
import type { PolicySite } from './policySite.ts'
import { keysThere } from './policySite.ts'
import { keyItem } from '../completion/proposal.ts'

/** Operators, those first that suit the keys which stand under the place, and keys each under its usual operator. */
export function operatorItems(site: PolicySite, data: ActionData | undefined): CompletionItem[] {
  const there = keysThere(site.node)
  const under = entriesOf(site.node)
    .filter(({ name }) => site.prefix !== '' && name.startsWith(site.prefix))
    .flatMap(({ value }) => entriesOf(value))
    .flatMap(({ name }) => keyNamed(name, data) ?? [])
  const suits = ({ kind }: BaseOperator) =>
    kind === 'Null' || under.every(({ type }) => suitedKinds[type].includes(kind))
  const operators = baseOperators
    .filter(suits)
    .flatMap(base => variantsOf(base))
    .filter(({ name }) => !there.has(name) || name === site.prefix)
    .map(({ name, sort }) => {
      const operator = readConditionOperator(name)
      return keyItem(site, {
        label: name,
        draft: { members: [] },
        kind: CompletionItemKind.Operator,
        ...(operator && {
          documentation: `${operatorText(operator)}\n\n[AWS documentation](${operatorPage})`,
        }),
        sort,
        isContinued: true,
      })
    })
  const keys = under.length > 0 ? [] : keysFor(site, data)
  return [
    ...operators,
    ...keys
      .filter(({ type }) => !there.has(usualOperator[type]))
      .map(key => {
        const operator = usualOperator[key.type]
        const prefixed = key.isMultivalued ? `ForAnyValue:${operator}` : operator
        const value: Draft = { members: [[shownName(key), valueDraft(key)]] }
        return {
          ...keyItem(site, { ...keyProposal(key), name: prefixed, draft: value, sort: `6${sortOf(key)}` }),
          labelDetails: { description: prefixed },
        }
      }),
  ]
}

/** The keys of a request that an operator can compare. */
export function conditionKeyItems(
  site: PolicySite,
  written: string,
  data: ActionData | undefined,
): CompletionItem[] {
  const kind = readConditionOperator(written)?.base.kind
  const there = new Set([...keysThere(site.node)].map(name => name.toLowerCase()))
  return keysFor(site, data)
    .filter(({ type }) => kind === undefined || kind === 'Null' || suitedKinds[type].includes(kind))
    .filter(({ name }) => !there.has(name.toLowerCase()) || name === site.prefix)
    .map(key => {
      const draft = kind === 'Null' ? truth : valueDraft(key)
      return keyItem(site, { ...keyProposal(key), name: withSlots(key.name), draft, sort: sortOf(key) })
    })
}

const truth: Draft = { parts: [{ stop: 2, text: 'true', choices: ['true', 'false'] }] }

function variantsOf({ name, kind }: BaseOperator): { readonly name: string; readonly sort: string }[] {
  if (kind === 'Null') return [{ name, sort: '1' }]
  return [
    { name, sort: '0' },
    { name: `${name}IfExists`, sort: '2' },
    ...['ForAnyValue:', 'ForAllValues:'].flatMap(set => [
      { name: `${set}${name}`, sort: '3' },
      { name: `${set}${name}IfExists`, sort: '4' },
    ]),
  ]
}

function keyProposal(key: KeyFacts) {
  const global = globalKeyTexts[key.name.replace(/^aws:/, '').replace(/\/.*$/, '/')]
  const data: ResolveData | undefined = key.service && {
    policy: 'key',
    service: key.service.prefix,
    name: key.name,
  }
  return {
    label: shownName(key),
    detail: key.isMultivalued ? `${key.type}, several values` : key.type,
    kind: CompletionItemKind.Field,
    ...(global !== undefined && { documentation: global }),
    ...(data && { data }),
    isContinued: true,
  }
}

function valueDraft({ type }: KeyFacts): Draft {
  return type === 'Bool' ? truth : { parts: [{ stop: 2, text: '' }] }
}

function shownName({ name }: KeyFacts): string {
  return plainText(withSlots(name))
}

// Keys of the actions first, of all others those that APIs meet.
function sortOf({ name, service }: KeyFacts): string {
  if (service) return '0'
  return /^aws:(Source(Ip|Vpce?|Arn|Account)|VpcSourceIp|Principal(Arn|Account|OrgID)|SecureTransport|UserAgent|CurrentTime)$/.test(
    name,
  )
    ? '1'
    : '2'
}
