import type { ActionData, ConditionKey, ResourceType, ServiceData } from '../../policy/actionData.ts'
import { hasWildcard } from '../../policy/wildcard.ts'
import type { PolicyData } from './policyData.ts'
import type { KnownAction } from './statementFacts.ts'
import { actionsMatching } from './statementFacts.ts'

/** What an action permits, or which actions a wildcard stands for; undefined for a name that there is not. */
export function actionHover(text: string, data: PolicyData): string | undefined {
  if (text === '*') return '**\\***: every action of every service.'
  const actions = data.actions()
  if (!actions) return undefined
  const name = text.slice(text.indexOf(':') + 1)
  const matching = actionsMatching(text, actions)
  if (hasWildcard(name)) return wildcardText(text, matching, actions)
  const [known] = matching
  return known && actionText(known, data)
}

/** What one action permits, with what a statement about it can name. */
export function actionText(known: KnownAction, data: PolicyData): string {
  const { service, action } = known
  const text = data.texts()?.action(service, action)
  const sections = [
    `**${service.prefix}:${action.name}** (${action.level})`,
    text ? `Grants permission to ${text}${/[.!?]$/.test(text) ? '' : '.'}` : '',
    resourcesText(action.resources),
    action.keys.length > 0 ? `Condition keys: ${listed(action.keys.map(code))}` : '',
    `[Actions of ${service.name}](${referencePage(service)})`,
  ]
  return sections.filter(section => section !== '').join('\n\n')
}

/** What a service's condition key stands for. */
export function serviceKeyText(
  service: ServiceData,
  key: ConditionKey,
  data: PolicyData,
): string | undefined {
  const text = data.texts()?.key(service, key)
  return text === undefined || text === ''
    ? undefined
    : `Filters access by ${text}${/[.!?]$/.test(text) ? '' : '.'}`
}

/** The page of the service authorization reference, whose address follows from the service's name. */
export function referencePage({ name }: ServiceData): string {
  const page = name.toLowerCase().replace(/[^a-z0-9]/g, '')
  return `https://docs.aws.amazon.com/service-authorization/latest/reference/list_${page}.html`
}

const mostListed = 12

/** Some texts in a row, with how many more there are. */
export function listed(texts: readonly string[]): string {
  const more = texts.length - mostListed
  return more > 1 ? `${texts.slice(0, mostListed).join(', ')} and ${more} more` : texts.join(', ')
}

function wildcardText(text: string, matching: readonly KnownAction[], data: ActionData): string | undefined {
  const service = data.service(text.slice(0, text.indexOf(':')))
  if (!service) return undefined
  const count = matching.length
  const title = `**${text.replaceAll('*', '\\*')}** matches ${count} of ${service.actions.size} actions of ${service.name}`
  if (count === 0) return `${title}, so it covers nothing.`
  const levels = new Map<string, number>()
  for (const { action } of matching) levels.set(action.level, (levels.get(action.level) ?? 0) + 1)
  const counted = [...levels].map(([level, number]) => `${number} ${level}`)
  return [
    `${title}: ${counted.join(', ')}.`,
    listed(matching.map(({ action }) => code(action.name))),
    `[Actions of ${service.name}](${referencePage(service)})`,
  ].join('\n\n')
}

function resourcesText(resources: readonly ResourceType[]): string {
  if (resources.length === 0) return 'Takes no resources: `Resource` must be `"*"`.'
  const lines = resources.flatMap(({ name, formats }) =>
    formats.map(
      format => `- ${name}: ${code(format.startsWith('arn:') ? format : `arn:\${Partition}:${format}`)}`,
    ),
  )
  const more = lines.length - mostListed
  const shown = more > 1 ? [...lines.slice(0, mostListed), `- and ${more} more`] : lines
  return `Resources:\n${shown.join('\n')}`
}

function code(text: string): string {
  return `\`${text}\``
}
