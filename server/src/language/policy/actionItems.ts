import type { CompletionItem } from 'vscode-languageserver-types'
import { CompletionItemKind } from 'vscode-languageserver-types'
import type { ActionData, ServiceData } from '../../policy/actionData.ts'
import type { PolicySite } from './policySite.ts'
import { valueItem } from '../completion/proposal.ts'
import { actionTextsOf } from './statementFacts.ts'

/** What a client sends back to have an action or key described. */
export interface ResolveData {
  readonly policy: 'action' | 'key'
  readonly service: string
  readonly name: string
}

/** Services, and behind a service's colon its actions and the wildcards that cover several of them. */
export function actionItems(site: PolicySite, data: ActionData | undefined): CompletionItem[] {
  if (!data) return []
  const { kind, holds } = site.place
  const colon = site.prefix.indexOf(':')
  const there = new Set(actionTextsOf(site.statement).map(text => text.toLowerCase()))
  const named = colon < 0 ? undefined : data.service(site.prefix.slice(0, colon).trim())
  if (colon >= 0) return named ? actionsOf(site, named, there) : []
  // A permission names actions one by one.
  if (kind.services && kind.services.length <= fewServices) {
    const services = kind.services.flatMap(prefix => data.service(prefix) ?? [])
    return services.flatMap(service => actionsOf(site, service, there))
  }
  const all = holds === 'permission' ? [] : [valueItem(site, allActions)]
  return [...all, ...data.services.flatMap(prefix => serviceItem(site, data, prefix))]
}

const fewServices = 3

const allActions = {
  label: '*',
  detail: 'every action of every service',
  kind: CompletionItemKind.Value,
  sort: '9',
}

/** The services that gateways meet most; they come first. */
const common: ReadonlySet<string> = new Set(
  `apigateway cloudwatch cognito-idp dynamodb events execute-api iam kinesis kms lambda logs s3 secretsmanager sns sqs ssm
   states sts xray`.split(/\s+/),
)

function serviceItem(site: PolicySite, data: ActionData, prefix: string): CompletionItem[] {
  const isCommon = common.has(prefix)
  return [
    valueItem(site, {
      label: `${prefix}:`,
      draft: { parts: [`${prefix}:`, { stop: 0, text: '' }] },
      // Reading a service takes time, and there are hundreds.
      ...(isCommon && { detail: data.service(prefix)?.name ?? '' }),
      kind: CompletionItemKind.Module,
      sort: isCommon ? '0' : '5',
      isContinued: true,
    }),
  ]
}

function actionsOf(site: PolicySite, service: ServiceData, there: ReadonlySet<string>): CompletionItem[] {
  const actions = [...service.actions.values()]
  const single = actions.map(({ name, level }) => {
    const data: ResolveData = { policy: 'action', service: service.prefix, name }
    return {
      label: `${service.prefix}:${name}`,
      detail: level,
      kind: CompletionItemKind.Function,
      data,
      sort: '1',
    }
  })
  const patterns =
    site.place.holds === 'permission'
      ? []
      : patternsOf(
          actions.map(({ name }) => name),
          site.prefix,
        ).map(([pattern, count]) => ({
          label: `${service.prefix}:${pattern}`,
          detail: `${count} actions of ${service.name}`,
          kind: CompletionItemKind.Constant,
          sort: '2',
        }))
  return [...single, ...patterns]
    .filter(({ label }) => !there.has(label.toLowerCase()) || label === site.prefix)
    .map(proposal => valueItem(site, proposal))
}

// By the verb that names begin with, by what is typed, and all.
function patternsOf(names: readonly string[], prefix: string): [pattern: string, count: number][] {
  const counts = new Map<string, number>()
  for (const name of names) {
    const verb = /^[A-Z]?[a-z0-9]+/.exec(name)?.[0]
    if (verb !== undefined && verb.length < name.length) counts.set(verb, (counts.get(verb) ?? 0) + 1)
  }
  const typed = prefix.slice(prefix.indexOf(':') + 1).replace(/[*?].*$/, '')
  const matching = names.filter(name => name.startsWith(typed)).length
  if (typed !== '') counts.set(typed, matching)
  const several = [...counts].filter(([, count]) => count > 1)
  return [...several.map(([verb, count]): [string, number] => [`${verb}*`, count]), ['*', names.length]]
}
