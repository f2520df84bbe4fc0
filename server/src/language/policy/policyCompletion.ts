import type { CompletionItem } from 'vscode-languageserver-types'
import type { Position } from '../../base/text.ts'
import type { DefinitionResult } from '../../definitions/definitionResult.ts'
import type { SourceDocument } from '../../syntax/node.ts'
import { actionItems } from './actionItems.ts'
import { embeddedPolicyAt } from './embeddedPolicy.ts'
import { conditionKeyItems, operatorItems } from './conditionItems.ts'
import { conditionValues } from './conditionValues.ts'
import { elementKeys, elementValues } from './elementItems.ts'
import type { PolicyData } from './policyData.ts'
import type { PolicySite } from './policySite.ts'
import { policySiteAt } from './policySite.ts'
import { principalItems, principalValues } from './principalItems.ts'
import { resourceItems } from './resourceItems.ts'
import { snippetItems } from './snippetItems.ts'

/** What is proposed in a policy. */
export interface PolicyProposals {
  readonly items: CompletionItem[]
  /** Whether what schemas say of the place counts as well: a permission is a resource, SAM's `Policies` take names too. */
  readonly isShared: boolean
}

/** What fits at a position in a policy, wherever the policy stands; undefined outside of policies. */
export function policyCompletion(
  document: SourceDocument,
  position: Position,
  owner: DefinitionResult,
  data: PolicyData,
): PolicyProposals | undefined {
  const embedded = embeddedPolicyAt(document, position, owner)
  if (embedded) {
    const inner = policySiteAt(embedded.document, embedded.position, owner, embedded.place)
    return { items: inner ? itemsAt(inner, data).map(embedded.itemToOuter) : [], isShared: false }
  }
  const site = policySiteAt(document, position, owner)
  if (!site) return undefined
  const isShared = site.place.holds === 'permission' || ['policyKey', 'document'].includes(site.part.type)
  return { items: itemsAt(site, data), isShared }
}

function itemsAt(site: PolicySite, { actions }: PolicyData): CompletionItem[] {
  const { part } = site
  switch (part.type) {
    case 'document':
    case 'statement':
    case 'permissionKey':
      return snippetItems(site)
    case 'policyKey':
    case 'statementKey':
    case 'responseKey':
      return [...elementKeys(site), ...snippetItems(site)]
    case 'principalKey':
      return elementKeys(site)
    case 'value':
      return elementValues(site)
    case 'action':
      return actionItems(site, actions())
    case 'resource':
      return resourceItems(site, actions())
    case 'principal':
      return principalItems(site)
    case 'principalValue':
      return principalValues(site, part.key)
    case 'condition':
      return []
    case 'operator':
      return operatorItems(site, actions())
    case 'conditionKey':
      return conditionKeyItems(site, part.operator, actions())
    case 'conditionValue':
      return conditionValues(site, part, actions())
  }
}
