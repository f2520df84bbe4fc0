import type { CompletionItem } from 'vscode-languageserver-types'
import { CompletionItemKind } from 'vscode-languageserver-types'
import { entriesOf } from '../../syntax/node.ts'
import type { PolicySnippet } from './policySnippets.ts'
import { policySnippets, statementsOf, suits } from './policySnippets.ts'
import type { PolicySite } from './policySite.ts'
import { mappingItems, membersItem, valueItem } from '../completion/proposal.ts'

/** The usual policies that fit where nothing stands yet: whole documents, all members of one, or statements. */
export function snippetItems(site: PolicySite): CompletionItem[] {
  const { part, place } = site
  // What stands below already would be the snippet's, beside the snippet's own.
  if (site.hasBlockBelow) return []
  const fitting = policySnippets.filter(snippet => suits(snippet, place.kind))
  if (part.type === 'document') {
    return policySnippets
      .filter(snippet => isDocument(snippet) && (place.kind.name === 'policy' || suits(snippet, place.kind)))
      .map(snippet => valueItem(site, { ...proposalOf(snippet), draft: { members: snippet.members } }))
  }
  // The stand-in of a word that is being typed is the one entry that does not count.
  const isEmpty = entriesOf(site.node).filter(({ name }) => !name.startsWith('gatehouseStandIn')).length === 0
  if (part.type === 'policyKey' && isEmpty) {
    return fitting.map(snippet => membersItem(site, proposalOf(snippet), snippet.members))
  }
  if (part.type === 'responseKey' && isEmpty) {
    return policySnippets
      .filter(({ type }) => type.startsWith('authorizer-response'))
      .map(snippet => membersItem(site, proposalOf(snippet), snippet.members))
  }
  if (part.type === 'permissionKey' && isEmpty) {
    return policySnippets
      .filter(({ type }) => type === 'lambda-permission')
      .map(snippet => membersItem(site, proposalOf(snippet), snippet.members))
  }
  const isStatement = part.type === 'statement' || (part.type === 'statementKey' && isEmpty && !site.isFlow)
  if (!isStatement || site.quote) return []
  return fitting.map(snippet => mappingItems(site, proposalOf(snippet), statementsOf(snippet), site.isDashed))
}

function isDocument({ type }: PolicySnippet): boolean {
  return type !== 'authorizer-policy' && type !== 'lambda-permission'
}

function proposalOf({ name, prefix, description }: PolicySnippet) {
  return {
    label: prefix,
    detail: name,
    documentation: description,
    kind: CompletionItemKind.Snippet,
    sort: '3',
  }
}
