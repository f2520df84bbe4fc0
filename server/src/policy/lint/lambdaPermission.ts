import { nearestName } from '../../base/nearestName.ts'
import { readArn } from '../arn.ts'
import type { PolicyMember, PolicyNode, PolicyObject } from '../policyTree.ts'
import { textOf } from '../policyTree.ts'
import { checkArn } from './arnChecks.ts'
import type { Elements } from './elements.ts'
import { readElements } from './elements.ts'
import { checkExecuteApiPath } from './executeApiChecks.ts'
import { renameKey, replaceText } from './fixes.ts'
import type { DocumentLint } from './lintContext.ts'
import { openingOf } from './lintContext.ts'
import { isServicePrincipal } from './principalNames.ts'

const properties = [
  'Action',
  'EventSourceToken',
  'FunctionName',
  'FunctionUrlAuthType',
  'InvokedViaFunctionUrl',
  'Principal',
  'PrincipalOrgID',
  'SourceAccount',
  'SourceArn',
]

/**
 * Checks the properties of an `AWS::Lambda::Permission`.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-lambda-permission.html
 */
export function lintLambdaPermission(lint: DocumentLint, node: PolicyNode): void {
  if (node.type !== 'object') {
    lint.report({
      code: 'data-type-mismatch',
      at: node,
      message:
        'A permission is an object, and CloudFormation refuses anything else; write its properties in one',
    })
    return
  }
  const elements = readElements(node, properties)
  reportUnknown(lint, elements)
  for (const name of ['FunctionName', 'Action', 'Principal']) {
    if (!elements.found.has(name)) {
      lint.report({
        code: 'permission-property-missing',
        at: openingOf(node),
        message: `'${name}' is missing, and AWS refuses the permission; add it`,
      })
    }
  }
  for (const [name, check] of checks) {
    const member = elements.found.get(name)
    const text = textOf(member?.value)
    if (member && text !== undefined) check(lint, text, member)
  }
  checkSource(lint, node, elements)
}

type Check = (lint: DocumentLint, text: string, member: PolicyMember) => void

const checks: readonly (readonly [string, Check])[] = [
  ['Action', checkAction],
  ['Principal', checkPrincipal],
  ['SourceAccount', checkAccount],
]

function reportUnknown({ source, report }: DocumentLint, { strays }: Elements): void {
  for (const { member, meant, isTaken } of strays) {
    report({
      code: 'permission-property-unknown',
      at: member.key,
      message: `'${member.name}' is no property of a permission, and CloudFormation refuses it; ${meant === undefined ? 'remove it' : `write '${meant}'`}`,
      ...(meant !== undefined && !isTaken && { fixes: renameKey(source, member, meant) }),
    })
  }
}

// Known without the action data: which actions a permission can be about is part of the API of Lambda.
const commonActions = ['lambda:InvokeFunction', 'lambda:InvokeFunctionUrl']

function checkAction({ source, report, data }: DocumentLint, text: string, { value }: PolicyMember): void {
  const [prefix = '', name = ''] = text.split(':')
  if (prefix.toLowerCase() !== 'lambda') {
    report({
      code: 'unsupported-action-in-policy',
      at: value,
      message: `'${text}' is no action of Lambda, and AWS refuses the permission; write 'lambda:InvokeFunction'`,
      fixes: replaceText(source, value, 'lambda:InvokeFunction'),
    })
    return
  }
  const lambda = data?.service('lambda')
  const isKnown = lambda ? lambda.actions.has(name.toLowerCase()) : name.toLowerCase() !== 'invoke'
  if (isKnown || name === '*') return
  const nearest = nearestName(text, commonActions) ?? 'lambda:InvokeFunction'
  report({
    code: 'invalid-action',
    at: value,
    message: `Lambda has no action '${name}', and AWS refuses the permission; write '${nearest}'`,
    fixes: replaceText(source, value, nearest),
  })
}

function checkPrincipal({ source, report }: DocumentLint, text: string, { value }: PolicyMember): void {
  if (text === 'execute-api.amazonaws.com' || text === 'api-gateway.amazonaws.com') {
    report({
      code: 'permission-principal',
      at: value,
      message: `'${text}' is not how API Gateway calls functions, so the permission is never used; write 'apigateway.amazonaws.com'`,
      fixes: replaceText(source, value, 'apigateway.amazonaws.com'),
    })
    return
  }
  const isKnown =
    text === '*' || /^\d{12}$/.test(text) || isServicePrincipal(text) || readArn(text)?.service === 'iam'
  if (isKnown || readArn(text)?.service === 'sts') return
  const isPlain = /^[a-z0-9-]+$/.test(text)
  report({
    code: 'permission-principal',
    at: value,
    message: `'${text}' is neither a service such as 'apigateway.amazonaws.com' nor an account or ARN, and AWS refuses the permission; name one`,
    ...(isPlain && { fixes: replaceText(source, value, `${text}.amazonaws.com`) }),
  })
}

function checkAccount({ report }: DocumentLint, text: string, { value }: PolicyMember): void {
  if (/^\d{12}$/.test(text)) return
  report({
    code: 'invalid-arn-account',
    at: value,
    message: `'${text}' is no account, and AWS refuses the permission; write the 12 digits of the account's id`,
  })
}

function checkSource(lint: DocumentLint, node: PolicyObject, { found }: Elements): void {
  const principal = textOf(found.get('Principal')?.value)
  const source = found.get('SourceArn')
  const isService = principal !== undefined && isServicePrincipal(principal)
  if (!source) {
    if (!isService || found.has('SourceAccount') || found.has('PrincipalOrgID')) return
    lint.report({
      code: 'restrict-access-to-service-principal',
      at: openingOf(node),
      message:
        "Without 'SourceArn' or 'SourceAccount' the service may call the function for any account; add the ARN of the API with stage, verb and path",
    })
    return
  }
  const text = textOf(source.value)
  if (text === undefined) return
  const arn = checkArn(lint, text, source.value, 'SourceArn')
  if (!arn || principal !== 'apigateway.amazonaws.com') return
  if (arn.service !== 'execute-api') {
    lint.report({
      code: 'permission-source-not-execute-api',
      at: source.value,
      message: `API Gateway calls functions as 'arn:aws:execute-api:…', so '${text}' never matches; write 'arn:aws:execute-api:REGION:ACCOUNT:API-ID/STAGE/VERB/PATH'`,
    })
  } else if (!arn.resource.includes('/') && !arn.resource.endsWith('*')) {
    lint.report({
      code: 'permission-source-not-execute-api',
      at: source.value,
      message: `'${text}' ends with the API, and the call's ARN goes on with stage, verb and path, so it never matches; write '${text}/*'`,
      fixes: replaceText(lint.source, source.value, `${text}/*`),
    })
  } else checkExecuteApiPath(lint, text, source.value)
}
