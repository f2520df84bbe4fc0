import type { ActionData, ActionFacts, ServiceData } from '../../policy/actionData.ts'
import { hasWildcard, matchesWildcard } from '../../policy/wildcard.ts'
import type { Node } from '../../syntax/node.ts'
import { childAt, itemsOf, stringOf } from '../../syntax/node.ts'

/** An action with its service. */
export interface KnownAction {
  readonly service: ServiceData
  readonly action: ActionFacts
}

/** The texts of a statement's `Action`. */
export function actionTextsOf(statement: Node | undefined): string[] {
  const node = childAt(statement, 'Action')
  return [node, ...itemsOf(node)].flatMap(item => stringOf(item) ?? [])
}

/** The prefixes of the services that a statement names. */
export function servicesNamed(statement: Node | undefined): ReadonlySet<string> {
  const prefixes = actionTextsOf(statement).flatMap(text =>
    text.includes(':') ? (text.split(':')[0] ?? '') : [],
  )
  return new Set(prefixes.map(prefix => prefix.toLowerCase()))
}

/** The actions that a statement covers, of the services it names. */
export function actionsCovered(statement: Node | undefined, data: ActionData): KnownAction[] {
  const found = actionTextsOf(statement).flatMap(text => actionsMatching(text, data))
  return [...new Map(found.map(known => [known.action, known])).values()]
}

/** The actions that `service:Name` with wildcards stands for; none for `*` and for wildcards in the service. */
export function actionsMatching(text: string, data: ActionData): KnownAction[] {
  const colon = text.indexOf(':')
  const service = colon < 0 ? undefined : data.service(text.slice(0, colon))
  if (!service) return []
  const name = text.slice(colon + 1).toLowerCase()
  const actions = hasWildcard(name)
    ? [...service.actions.values()].filter(action => matchesWildcard(name, action.name.toLowerCase()))
    : [service.actions.get(name)]
  return actions.flatMap(action => (action ? [{ service, action }] : []))
}
