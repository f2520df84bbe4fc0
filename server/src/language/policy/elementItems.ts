import type { CompletionItem } from 'vscode-languageserver-types'
import { CompletionItemKind } from 'vscode-languageserver-types'
import type { PolicyKind } from '../../policy/lint/policyKind.ts'
import type { Draft } from '../completion/draft.ts'
import type { ElementText } from './elementTexts.ts'
import {
  elementMarkdown,
  policyElements,
  principalTexts,
  responseTexts,
  statementTexts,
} from './elementTexts.ts'
import { keysThere } from './policySite.ts'
import type { PolicySite } from './policySite.ts'
import { keyItem, valueItem } from '../completion/proposal.ts'

const textSlot = (stop: number, text: string): Draft => ({ parts: [{ stop, text }] })
const slot = textSlot(1, '')
const effect: Draft = { parts: [{ stop: 1, text: 'Allow', choices: ['Allow', 'Deny'] }] }

interface KeyDraft {
  readonly name: string
  readonly draft?: Draft
  readonly texts: Readonly<Record<string, ElementText | undefined>>
  readonly isRequired?: boolean
  readonly isContinued?: boolean
}

/** The keys that a policy, a statement, an authorizer's response or a principal may have and has not yet. */
export function elementKeys(site: PolicySite): CompletionItem[] {
  const { type } = site.part
  const there = keysThere(site.node)
  const drafts =
    type === 'policyKey'
      ? policyKeys(site)
      : type === 'statementKey'
        ? statementKeys(site, there)
        : type === 'responseKey'
          ? responseKeys(site, there)
          : principalKeys(site)
  return drafts
    .filter(({ name }) => !there.has(name))
    .map(({ name, draft, texts, isRequired, isContinued }) => {
      const text = texts[name]
      return keyItem(site, {
        label: name,
        ...(draft !== undefined && { draft }),
        ...(isRequired && { detail: 'required' }),
        ...(text && { documentation: elementMarkdown(text) }),
        sort: isRequired ? '0' : name.startsWith('Not') ? '2' : '1',
        ...(isContinued && { isContinued }),
      })
    })
}

/** The values of elements that take one of a few: `Effect`, `Version`, `isAuthorized`. */
export function elementValues(site: PolicySite): CompletionItem[] {
  if (site.part.type !== 'value') return []
  switch (site.part.element) {
    case 'Effect':
      return ['Allow', 'Deny'].map(label => valueItem(site, { label, kind: CompletionItemKind.EnumMember }))
    case 'Version':
      return [
        valueItem(site, {
          label: '2012-10-17',
          kind: CompletionItemKind.EnumMember,
          documentation: 'The language as it is now, with variables.',
          sort: '0',
        }),
        valueItem(site, {
          label: '2008-10-17',
          kind: CompletionItemKind.EnumMember,
          documentation: 'The language before variables; what AWS takes where `Version` is missing.',
        }),
      ]
    case 'isAuthorized':
      return [true, false].map(draft =>
        valueItem(site, { label: String(draft), draft, kind: CompletionItemKind.EnumMember }),
      )
    default:
      return []
  }
}

function policyKeys({ place: { kind } }: PolicySite): KeyDraft[] {
  const statement: Draft = {
    members: [
      ['Effect', effect],
      ...(kind.principal === 'required' ? [['Principal', principalOf(kind)] as const] : []),
      ['Action', textSlot(3, '')],
      ...(kind.resource === 'required' ? [['Resource', textSlot(4, '')] as const] : []),
    ],
  }
  return [
    { name: 'Version', draft: '2012-10-17', texts: policyElements, isRequired: true },
    { name: 'Id', draft: slot, texts: policyElements },
    { name: 'Statement', draft: [statement], texts: policyElements, isRequired: true },
  ]
}

// Everybody can take no role.
function principalOf(kind: PolicyKind): Draft {
  if (kind.resource !== 'forbidden') return textSlot(2, '*')
  return { members: [['Service', textSlot(2, 'apigateway.amazonaws.com')]] }
}

function statementKeys({ place: { kind } }: PolicySite, there: ReadonlySet<string>): KeyDraft[] {
  const texts = statementTexts
  const keys: KeyDraft[] = [
    { name: 'Sid', draft: slot, texts },
    { name: 'Effect', draft: effect, texts, isRequired: true },
    { name: 'Action', draft: slot, texts, isRequired: true, isContinued: true },
    { name: 'NotAction', draft: slot, texts, isContinued: true },
    { name: 'Condition', draft: { members: [] }, texts, isContinued: true },
  ]
  if (kind.principal !== 'forbidden') {
    const isRequired = kind.principal === 'required'
    keys.push({ name: 'Principal', texts, isRequired, isContinued: true }, { name: 'NotPrincipal', texts })
  }
  if (kind.resource !== 'forbidden') {
    keys.push(
      { name: 'Resource', draft: slot, texts, isRequired: true, isContinued: true },
      { name: 'NotResource', draft: slot, texts, isContinued: true },
    )
  }
  return keys.filter(({ name }) => !there.has(name.startsWith('Not') ? name.slice(3) : `Not${name}`))
}

function responseKeys({ place }: PolicySite, there: ReadonlySet<string>): KeyDraft[] {
  const texts = responseTexts
  const isHttp = place.holds === 'httpResponse' || there.size === 0
  const isSimple = there.has('isAuthorized')
  return [
    ...(isHttp ? [{ name: 'isAuthorized', draft: true, texts, isRequired: true }] : []),
    ...(isSimple
      ? []
      : [
          { name: 'principalId', draft: { parts: [{ stop: 1, text: 'user' }] }, texts, isRequired: true },
          { name: 'policyDocument', draft: { members: [] }, texts, isRequired: true, isContinued: true },
          { name: 'usageIdentifierKey', draft: slot, texts },
        ]),
    { name: 'context', draft: { members: [] }, texts },
  ]
}

function principalKeys({ place: { kind } }: PolicySite): KeyDraft[] {
  const texts = principalTexts
  const isTrust = kind.resource === 'forbidden'
  const isBucket = kind.services?.includes('s3') === true
  return [
    { name: 'AWS', draft: slot, texts, isContinued: true },
    { name: 'Service', draft: slot, texts, isContinued: true },
    ...(isTrust || !kind.services ? [{ name: 'Federated', draft: slot, texts, isContinued: true }] : []),
    ...(isBucket ? [{ name: 'CanonicalUser', draft: slot, texts }] : []),
  ]
}
