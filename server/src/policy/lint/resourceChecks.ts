import { nearestName } from '../../base/nearestName.ts'
import type { PolicyMember, PolicyNode } from '../policyTree.ts'
import { matchesWildcard } from '../wildcard.ts'
import { checkArn } from './arnChecks.ts'
import { checkExecuteApiPath } from './executeApiChecks.ts'
import { removeItem, replaceText } from './fixes.ts'
import type { PolicyLint, Statement } from './lintContext.ts'
import { textItems } from './statementChecks.ts'
import { checkVariables, withoutVariables } from './variableChecks.ts'

/** Checks the texts of `Resource` and `NotResource`. */
export function checkResources(lint: PolicyLint, { elements }: Statement): void {
  if (lint.kind.resource === 'forbidden') return
  for (const name of ['Resource', 'NotResource']) {
    const member = elements.get(name)
    if (!member) continue
    const items = textItems(lint, member, 'empty-array-resource')
    for (const { text, node } of items) checkResource(lint, text, node)
    checkRedundancy(lint, member, items)
  }
}

function checkResource(lint: PolicyLint, text: string, node: PolicyNode): void {
  if (text === '*' || !checkVariables(lint, text, node)) return
  if (text.startsWith('execute-api:') && lint.kind.hasShortForm) checkShortForm(lint, text, node)
  else if (/^execute-api[:/]/.test(text)) reportShortForm(lint, text, node)
  else {
    const arn = checkArn(lint, text, node, 'Resource')
    if (arn && !isOfKind(lint, arn.service, text, node) && arn.service === 'execute-api') {
      checkExecuteApiPath(lint, text, node)
    }
  }
}

// https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-resource-policies-examples.html
function checkShortForm(lint: PolicyLint, text: string, node: PolicyNode): void {
  if (/^execute-api:(\/|\*)/.test(text)) checkExecuteApiPath(lint, text, node)
  else {
    const right = text.replace(/^execute-api:\s*/, 'execute-api:/')
    lint.report({
      code: 'invalid-arn-resource',
      at: node,
      message: `'${text}' names nothing of this API, and API Gateway refuses the policy; write '${right}'`,
      fixes: replaceText(lint.source, node, right),
    })
  }
}

function reportShortForm({ kind, source, report }: PolicyLint, text: string, node: PolicyNode): void {
  const right = text.replace(/^execute-api\/*/, 'execute-api:/')
  report({
    code: 'invalid-arn-prefix',
    at: node,
    message: kind.hasShortForm
      ? `'${text}' is neither an ARN nor the short form, and API Gateway refuses the policy; write '${right}'`
      : `'${text}' is the short form, which only an API's own resource policy knows; write the ARN 'arn:aws:execute-api:REGION:ACCOUNT:API-ID/STAGE/VERB/PATH'`,
    ...(kind.hasShortForm && { fixes: replaceText(source, node, right) }),
  })
}

/** Whether the ARN is reported as one that this kind of policy does not take. */
function isOfKind({ kind, report }: PolicyLint, service: string, text: string, node: PolicyNode): boolean {
  const pattern = withoutVariables(service)
  if (!kind.services || kind.services.some(known => matchesWildcard(pattern, known))) return false
  const nearest = nearestName(service, kind.services) ?? kind.services[0] ?? ''
  report({
    code: 'unsupported-resource-arn-in-policy',
    at: node,
    message: `'${text}' is an ARN of '${service}', and this ${kind.name} can only be about '${nearest}'; name a resource of that service`,
  })
  return true
}

const mostCompared = 300

function checkRedundancy(
  { source, report }: PolicyLint,
  { value }: PolicyMember,
  items: readonly { readonly text: string; readonly node: PolicyNode }[],
): void {
  if (value.type !== 'list' || items.length > mostCompared) return
  for (const [index, { text, node }] of items.entries()) {
    const covering = items.find(
      (other, place) =>
        place !== index &&
        (other.text === text ? place < index : other.text.includes('*') && matchesWildcard(other.text, text)),
    )
    if (!covering) continue
    report({
      code: 'redundant-resource',
      at: node,
      message: `'${text}' is covered by '${covering.text}' already, so it adds nothing; remove it`,
      fixes: removeItem(source, value, node),
    })
  }
}
