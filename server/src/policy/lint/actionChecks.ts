import type { Fix } from '../../base/diagnostic.ts'
import { nearestName } from '../../base/nearestName.ts'
import type { ServiceData } from '../actionData.ts'
import type { PolicyMember, PolicyNode } from '../policyTree.ts'
import { hasWildcard, matchesWildcard } from '../wildcard.ts'
import { removeItem, replaceText, replaceValue } from './fixes.ts'
import type { PolicyLint, Statement } from './lintContext.ts'
import { textItems } from './statementChecks.ts'

/** Checks the texts of `Action` and `NotAction`. */
export function checkActions(lint: PolicyLint, { elements }: Statement): void {
  for (const name of ['Action', 'NotAction']) {
    const member = elements.get(name)
    if (!member) continue
    const items = textItems(lint, member, 'empty-array-action')
    for (const { text, node } of items) checkAction(lint, text, node)
    checkRedundancy(lint, member, items)
  }
}

/** The actions of a statement that are written well: the prefix in lower case, and the name as written. */
export function actionsOf({ elements }: Statement): { prefix: string; name: string; node: PolicyNode }[] {
  const value = elements.get('Action')?.value
  const nodes = value?.type === 'list' ? value.items : value ? [value] : []
  return nodes.flatMap(node => {
    const action =
      node.type === 'scalar' && typeof node.value === 'string' ? readAction(node.value) : undefined
    return action ? [{ ...action, node }] : []
  })
}

/** Whether a statement's `Action` or `NotAction` covers an action. */
export function coversAction({ elements }: Statement, action: string): boolean {
  const positive = elements.get('Action')
  const member = positive ?? elements.get('NotAction')
  if (!member) return false
  const nodes = member.value.type === 'list' ? member.value.items : [member.value]
  const isNamed = nodes.some(
    node =>
      node.type === 'scalar' &&
      typeof node.value === 'string' &&
      matchesWildcard(node.value.toLowerCase(), action.toLowerCase()),
  )
  return isNamed === (positive !== undefined)
}

const wellWritten = /^([A-Za-z0-9*?-]+):([A-Za-z0-9*?_-]+)$/

function readAction(text: string): { prefix: string; name: string } | undefined {
  const [, prefix, name] = wellWritten.exec(text) ?? []
  return prefix === undefined || name === undefined ? undefined : { prefix: prefix.toLowerCase(), name }
}

function checkAction(lint: PolicyLint, text: string, node: PolicyNode): void {
  if (text === '*') return
  if (text.includes('${')) {
    lint.report({
      code: 'variable-unsupported-in-element',
      at: node,
      message: `'${text}' holds a variable, and AWS replaces none in an action; name the actions, or use '*'`,
    })
    return
  }
  const action = readAction(text)
  if (!action) reportFormat(lint, text, node)
  else if (hasWildcard(action.prefix)) {
    lint.report({
      code: 'wildcard-in-service-name',
      at: node,
      message: `'${text}' has a wildcard in the name of the service, so it covers services that nobody thought of; name the service`,
    })
  } else if (!isOfKind(lint, action.prefix, text, node)) checkName(lint, action, node)
}

function reportFormat({ source, report }: PolicyLint, text: string, node: PolicyNode): void {
  const advice = formatAdvice(text)
  const fixes: Fix[] =
    advice === undefined
      ? []
      : typeof advice === 'string'
        ? replaceText(source, node, advice)
        : replaceValue(source, node, advice, 'Split into a list')
  const what = /\s/.test(text) ? 'holds spaces' : 'is not written service:Action'
  const remedy =
    advice === undefined
      ? "write the service's prefix, ':' and the action, such as 'execute-api:Invoke'"
      : typeof advice === 'string'
        ? `write '${advice}'`
        : 'write a list with one action each'
  report({
    code: 'invalid-action-format',
    at: node,
    message: `The action '${text}' ${what}, and AWS refuses the policy; ${remedy}`,
    fixes,
  })
}

function formatAdvice(text: string): string | readonly string[] | undefined {
  const compact = text.replace(/\s+/g, '')
  if (compact.includes(',')) {
    const parts = compact.split(',').filter(part => part !== '')
    return parts.length > 0 && parts.every(part => wellWritten.test(part)) ? parts : undefined
  }
  return [compact, compact.replace(/:+/, ':'), compact.replace(/[./]/, ':')].find(candidate =>
    wellWritten.test(candidate),
  )
}

/** Whether the action is reported as one that this kind of policy does not take. */
function isOfKind({ kind, report }: PolicyLint, prefix: string, text: string, node: PolicyNode): boolean {
  if (!kind.services || kind.services.includes(prefix)) return false
  report({
    code: 'unsupported-action-in-policy',
    at: node,
    message: `'${text}' is no action of ${kind.services.map(name => `'${name}'`).join(' or ')}, and AWS takes no other in this ${kind.name}; name one of those`,
  })
  return true
}

function checkName(
  lint: PolicyLint,
  { prefix, name }: { prefix: string; name: string },
  node: PolicyNode,
): void {
  const { data, source, report } = lint
  if (!data) return
  const service = data.service(prefix)
  if (!service) {
    const nearest = nearestName(prefix, data.services)
    report({
      code: 'invalid-service-in-action',
      at: node,
      message: `AWS has no service with the prefix '${prefix}', so the action covers nothing; ${nearest === undefined ? 'look its prefix up in the service authorization reference' : `write '${nearest}'`}`,
      ...(nearest !== undefined && { fixes: replaceText(source, node, `${nearest}:${name}`) }),
    })
    return
  }
  if (hasWildcard(name)) checkPattern(lint, service, name, node)
  else if (!service.actions.has(name.toLowerCase())) {
    const nearest = nearestName(
      name,
      [...service.actions.values()].map(action => action.name),
    )
    report({
      code: 'invalid-action',
      at: node,
      message: `'${service.name}' has no action '${name}', so the statement does not cover what it seems to; ${nearest === undefined ? 'look its actions up in the service authorization reference' : `write '${prefix}:${nearest}'`}`,
      ...(nearest !== undefined && { fixes: replaceText(source, node, `${prefix}:${nearest}`) }),
    })
  }
}

function checkPattern({ report }: PolicyLint, service: ServiceData, name: string, node: PolicyNode): void {
  const pattern = name.toLowerCase()
  if ([...service.actions.keys()].some(action => matchesWildcard(pattern, action))) return
  report({
    code: 'action-matches-nothing',
    at: node,
    message: `No action of '${service.name}' matches '${name}', so it covers nothing; correct the name before the wildcard`,
  })
}

// Lists of thousands of actions would take long to compare in pairs, and nobody writes them by hand.
const mostCompared = 300

function checkRedundancy(
  { source, report }: PolicyLint,
  { value }: PolicyMember,
  items: readonly { readonly text: string; readonly node: PolicyNode }[],
): void {
  if (value.type !== 'list' || items.length > mostCompared) return
  for (const [index, { text, node }] of items.entries()) {
    const lower = text.toLowerCase()
    const covering = items.find(
      (other, place) =>
        place !== index &&
        matchesWildcard(other.text.toLowerCase(), lower) &&
        (place < index || !matchesWildcard(lower, other.text.toLowerCase())),
    )
    if (!covering) continue
    report({
      code: 'redundant-action',
      at: node,
      message: `'${text}' is covered by '${covering.text}' already, so it adds nothing; remove it`,
      fixes: removeItem(source, value, node),
    })
  }
}
