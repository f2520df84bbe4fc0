import { readArn } from '../arn.ts'
import { textsOf } from '../policyTree.ts'
import { hasWildcard } from '../wildcard.ts'
import { actionsOf } from './actionChecks.ts'
import type { PolicyLint, Statement } from './lintContext.ts'

/** Checks that each resource is of a service that some action of the statement works on. */
export function checkResourcesFitActions(lint: PolicyLint, statement: Statement): void {
  const { data, report } = lint
  if (!data) return
  const actions = actionsOf(statement)
  const facts = actions.map(({ prefix, name }) => data.service(prefix)?.actions.get(name.toLowerCase()))
  // An action without resource types is allowed on all resources only; what it makes of an ARN is not said here.
  if (actions.length === 0 || facts.some(action => !action || action.resources.length === 0)) return
  const value = statement.elements.get('Action')?.value
  if (value?.type === 'list' && value.items.length !== actions.length) return
  const services = new Set(
    facts
      .flatMap(action => action?.resources ?? [])
      .flatMap(({ arns }) => arns.map(arn => arn.split(':')[0] ?? '')),
  )
  for (const { text, node } of textsOf(statement.elements.get('Resource')?.value)) {
    const service = readArn(text)?.service.toLowerCase()
    if (service === undefined || hasWildcard(service) || service.includes('$') || services.has(service))
      continue
    report({
      code: 'resource-unused-by-action',
      at: node,
      message: `'${text}' is a resource of '${service}', and the actions of the statement work on ${[...services].map(name => `'${name}'`).join(', ')}, so they are not allowed on anything by it; name such a resource`,
    })
  }
}
