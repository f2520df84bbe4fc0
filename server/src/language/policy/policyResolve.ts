import type { CompletionItem } from 'vscode-languageserver-types'
import type { ResolveData } from './actionItems.ts'
import { actionText, referencePage, serviceKeyText } from './actionHover.ts'
import type { PolicyData } from './policyData.ts'

/** A proposal with its description, which takes the second file of data, so only what is looked at gets one. */
export function resolvePolicyItem(item: CompletionItem, data: PolicyData): CompletionItem {
  const asked = readResolveData(item.data)
  const service = asked && data.actions()?.service(asked.service)
  if (!asked || !service) return item
  const value =
    asked.policy === 'action' ? describedAction(asked, service, data) : describedKey(asked, service, data)
  return value === undefined ? item : { ...item, documentation: { kind: 'markdown', value } }
}

type Service = NonNullable<ReturnType<NonNullable<ReturnType<PolicyData['actions']>>['service']>>

function describedAction({ name }: ResolveData, service: Service, data: PolicyData): string | undefined {
  const action = service.actions.get(name.toLowerCase())
  return action && actionText({ service, action }, data)
}

function describedKey({ name }: ResolveData, service: Service, data: PolicyData): string | undefined {
  const plain = (text: string) => text.replace(/[<>${}]/g, '')
  const key = service.keys.find(candidate => plain(candidate.name) === plain(name))
  const text = key && serviceKeyText(service, key, data)
  return text === undefined
    ? undefined
    : `${text}\n\n[Condition keys of ${service.name}](${referencePage(service)})`
}

// What comes back from a client is not known to be what was sent.
function readResolveData(data: unknown): ResolveData | undefined {
  const { policy, service, name } = (data ?? {}) as Readonly<Record<string, unknown>>
  const isOurs =
    (policy === 'action' || policy === 'key') && typeof service === 'string' && typeof name === 'string'
  return isOurs ? { policy, service, name } : undefined
}
