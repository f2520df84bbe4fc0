import type { PolicyMember, PolicyNode, PolicyObject } from '../policyTree.ts'
import { memberOf, textOf, textsOf, valuesOf } from '../policyTree.ts'
import type { Elements } from './elements.ts'
import { readElements } from './elements.ts'
import { insertMember, renameKey, replaceValue } from './fixes.ts'
import type { DocumentLint } from './lintContext.ts'
import { openingOf } from './lintContext.ts'
import { checkPolicyDocument } from './policyDocument.ts'
import { authorizerPolicy } from './policyKind.ts'

const restKeys = ['principalId', 'policyDocument', 'context', 'usageIdentifierKey']
const httpKeys = ['isAuthorized', 'principalId', 'policyDocument', 'context', 'usageIdentifierKey']

/**
 * Checks what a Lambda authorizer of a REST or WebSocket API returns; API Gateway answers 500 to a faulty one.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-lambda-authorizer-output.html
 */
export function lintAuthorizerResponse(lint: DocumentLint, node: PolicyNode): void {
  const root = objectOf(lint, node)
  if (!root) return
  const elements = readElements(root, restKeys)
  reportUnknown(lint, elements, restKeys)
  checkPolicyForm(lint, root, elements)
  checkContext(lint, elements, checkRestContext)
  checkSize(lint, root)
}

/**
 * Checks what a Lambda authorizer of an HTTP API returns with payload format 2.0: the simple response or a policy.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html
 */
export function lintHttpAuthorizerResponse(lint: DocumentLint, node: PolicyNode): void {
  const root = objectOf(lint, node)
  if (!root) return
  const elements = readElements(root, httpKeys)
  reportUnknown(lint, elements, httpKeys)
  const answer = elements.found.get('isAuthorized')
  if (answer) checkAnswer(lint, answer)
  else if (elements.found.has('policyDocument') || elements.found.has('principalId')) {
    checkPolicyForm(lint, root, elements)
  } else {
    lint.report({
      code: 'authorizer-answer-missing',
      at: openingOf(root),
      message:
        "The response has neither 'isAuthorized' nor 'policyDocument', and API Gateway answers 500; add \"isAuthorized\": true or false",
      fixes: insertMember(lint.source, root, 'isAuthorized', false),
    })
  }
  checkContext(lint, elements, () => undefined)
}

function objectOf({ report }: DocumentLint, node: PolicyNode): PolicyObject | undefined {
  if (node.type === 'object') return node
  report({
    code: 'authorizer-value-type',
    at: node,
    message:
      "The response is no object, and API Gateway answers 500; return 'principalId' and 'policyDocument' in one",
  })
  return undefined
}

function reportUnknown(
  { source, report }: DocumentLint,
  { strays }: Elements,
  names: readonly string[],
): void {
  for (const { member, meant, isTaken } of strays) {
    if (meant === undefined || isTaken) {
      report({
        code: 'authorizer-key-ignored',
        at: member.key,
        message: `API Gateway does not know '${member.name}' and passes it to nobody; put it into 'context', or remove it`,
      })
    } else {
      report({
        code: 'authorizer-key-unknown',
        at: member.key,
        message: `'${member.name}' is not a name that API Gateway reads (${names.join(', ')}), and it answers 500; write '${meant}'`,
        fixes: renameKey(source, member, meant),
      })
    }
  }
}

function checkPolicyForm(lint: DocumentLint, root: PolicyObject, { found }: Elements): void {
  const principal = found.get('principalId')
  if (!principal) {
    lint.report({
      code: 'authorizer-principal-id-missing',
      at: openingOf(root),
      message: '\'principalId\' is missing, and API Gateway answers 500; add one, such as "user"',
      fixes: insertMember(lint.source, root, 'principalId', 'user'),
    })
  } else checkText(lint, principal)
  const key = found.get('usageIdentifierKey')
  if (key) checkText(lint, key)
  const policy = found.get('policyDocument')
  if (!policy) {
    const isSimple = root.members.some(({ name }) => name === 'isAuthorized')
    lint.report({
      code: 'authorizer-policy-missing',
      at: openingOf(root),
      message: isSimple
        ? "This is the simple response, which only HTTP APIs with payload format 2.0 know, and API Gateway answers 500; return 'principalId' and 'policyDocument'"
        : "'policyDocument' is missing, and API Gateway answers 500; add a policy that allows or denies the call",
    })
  } else checkPolicy(lint, policy)
}

function checkPolicy(lint: DocumentLint, { value }: PolicyMember): void {
  if (value.type === 'object') {
    checkPolicyDocument(lint, value, authorizerPolicy)
    checkResourceLengths(lint, value)
    checkResourceBreadth(lint, value)
  } else if (value.type !== 'unknown') {
    const parsed = parsedObject(textOf(value))
    lint.report({
      code: 'data-type-mismatch',
      at: value,
      message: `'policyDocument' is no object, and API Gateway answers 500; ${parsed ? 'return the policy itself and not its JSON text' : 'return a policy'}`,
      ...(parsed && {
        fixes: replaceValue(lint.source, value, parsed, 'Replace the text with the policy in it'),
      }),
    })
  }
}

function parsedObject(text: string | undefined): object | undefined {
  try {
    const value: unknown = text === undefined ? undefined : JSON.parse(text)
    return typeof value === 'object' && value !== null ? value : undefined
  } catch {
    return undefined
  }
}

const longestResource = 512
const largestResponse = 8192

function checkResourceLengths({ report }: DocumentLint, policy: PolicyObject): void {
  const statements = valuesOf(memberOf(policy, 'Statement')?.value)
  for (const { text, node } of statements.flatMap(item => textsOf(memberOf(item, 'Resource')?.value))) {
    if (text.length <= longestResource) continue
    report({
      code: 'authorizer-resource-length',
      at: node,
      message: `The resource has ${text.length} characters, and API Gateway takes ${longestResource} from an authorizer; shorten it with '*'`,
    })
  }
}

// What an authorizer answers is kept for the caller and held against every other method too.
function checkResourceBreadth({ report }: DocumentLint, policy: PolicyObject): void {
  const statements = valuesOf(memberOf(policy, 'Statement')?.value)
  const allowing = statements.filter(item => textOf(memberOf(item, 'Effect')?.value) === 'Allow')
  const resources = allowing.flatMap(item => valuesOf(memberOf(item, 'Resource')?.value))
  const [only, ...others] = resources
  const text = textOf(only)
  if (!only || others.length > 0 || text === undefined || !/^arn:[^*?]+:execute-api:[^*?]+$/.test(text))
    return
  report({
    code: 'authorizer-resource-single-method',
    at: only,
    message: `The policy allows '${text.split(':').slice(5).join(':')}' alone, and API Gateway keeps it for all methods of the authorizer, so the caller's next call of another one answers 403; end the resource with '*', or set 'AuthorizerResultTtlInSeconds' to 0`,
  })
}

function checkSize({ source, report }: DocumentLint, root: PolicyObject): void {
  const size = source.text.slice(root.start, root.end).replace(/\s+/g, ' ').length
  if (size <= largestResponse) return
  report({
    code: 'authorizer-response-size',
    at: openingOf(root),
    message: `The response has about ${size} characters, and API Gateway takes 8 KB from an authorizer; shorten the policy with '*', or the context`,
  })
}

function checkText({ report, source }: DocumentLint, { name, value }: PolicyMember): void {
  if (value.type === 'unknown' || textOf(value) !== undefined) return
  const isPlain = value.type === 'scalar' && value.value !== null
  report({
    code: 'authorizer-value-type',
    at: value,
    message: `'${name}' is no string, and API Gateway does not take it; write it in quotes`,
    ...(isPlain && { fixes: replaceValue(source, value, String(value.value), 'Write it in quotes') }),
  })
}

function checkAnswer({ report, source }: DocumentLint, { value }: PolicyMember): void {
  if (value.type === 'unknown' || (value.type === 'scalar' && typeof value.value === 'boolean')) return
  const text = textOf(value)?.toLowerCase()
  const right = text === 'true' ? true : text === 'false' ? false : undefined
  report({
    code: 'authorizer-value-type',
    at: value,
    message: `'isAuthorized' is no Boolean, and API Gateway does not let the call through; write true or false, without quotes`,
    ...(right !== undefined && { fixes: replaceValue(source, value, right, `Write ${right}`) }),
  })
}

function checkContext(
  lint: DocumentLint,
  { found }: Elements,
  checkMembers: (lint: DocumentLint, context: PolicyObject) => void,
): void {
  const value = found.get('context')?.value
  if (!value || value.type === 'unknown') return
  if (value.type === 'object') checkMembers(lint, value)
  else {
    lint.report({
      code: 'authorizer-value-type',
      at: value,
      message:
        '\'context\' is no object, and API Gateway answers 500; write {"NAME": "VALUE"}, or leave it out',
    })
  }
}

function checkRestContext({ report, source }: DocumentLint, { members }: PolicyObject): void {
  for (const { name, value } of members) {
    if (value.type === 'unknown' || (value.type === 'scalar' && value.value !== null)) continue
    const text = source.text.slice(value.start, value.end)
    report({
      code: 'authorizer-context-value',
      at: value,
      message: `The context value '${name}' is no string, number or Boolean, and API Gateway answers 500; write it as a string`,
      fixes: replaceValue(source, value, text, 'Write it as JSON text in a string'),
    })
  }
}
