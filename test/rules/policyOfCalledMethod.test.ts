import { describe, expect, it } from 'vitest'
import { policyOfCalledMethod } from '../../server/src/rules/authorizer/policyOfCalledMethod.ts'

const narrow = (text: string, language: 'javascript' | 'python' = 'javascript') =>
  policyOfCalledMethod(text, language)?.written

describe('an authorizer whose policy names the called method alone', () => {
  it.each([
    [
      'directly',
      `exports.handler = async event => ({ policyDocument: { Statement: [{ Effect: 'Allow', Resource: event.methodArn }] } })`,
    ],
    ['in a list', `const statement = { "Resource": [event["methodArn"]], }`],
    [
      'by a name',
      `const arn = event.methodArn\nconst statement = { Action: 'execute-api:Invoke', Resource: arn }`,
    ],
    [
      'taken out of the event',
      `const { authorizationToken, methodArn } = event\nreturn { Resource: methodArn, }`,
    ],
    [
      'by a helper',
      `
export const handler = async event => generatePolicy('user', 'Allow', event.methodArn);
const generatePolicy = function (principalId, effect, resource) {
  // Resource: '*' would be wider
  const statementOne = {};
  statementOne.Effect = effect;
  statementOne.Resource = resource;
  return { principalId, policyDocument: { Version: '2012-10-17', Statement: [statementOne] } };
};`,
    ],
  ])('%s', (_, text) => {
    expect(narrow(text)).toMatch(/methodArn/)
  })

  it('in Python', () => {
    expect(
      narrow(
        `def handler(event, context):\n    return policy('user', event['methodArn'])\n\ndef policy(principal, resource):\n    return {'Statement': [{'Effect': 'Allow', 'Resource': resource}]}\n`,
        'python',
      ),
    ).toBe("event['methodArn']")
    expect(
      narrow(`def handler(event, context):\n    return {'Resource': event.get('routeArn')}\n`, 'python'),
    ).toBe("event.get('routeArn')")
  })
})

describe('an authorizer of which that cannot be said', () => {
  it.each([
    ['a wildcard', `return { Resource: '*' }`],
    [
      'a wildcard beside the ARN',
      `const arn = event.methodArn; return { Resource: wide ? 'arn:aws:execute-api:*:*:*' : arn }`,
    ],
    ['an ARN taken apart', `const [a, b] = event.methodArn.split('/')\nreturn { Resource: a }`],
    ['a name taken apart', `const arn = event.methodArn\nreturn { Resource: arn, Other: arn.split('/')[0] }`],
    ['a policy made elsewhere', `return buildPolicy(event.methodArn)`],
    ['two policies, one of them unknown', `use({ Resource: event.methodArn })\nuse({ Resource: widen(x) })`],
    ['an ARN that goes nowhere', `console.log(event.methodArn)\nreturn { Resource: resources }`],
    ['a comment', `// Resource: event.methodArn\nreturn policyFor(event)`],
  ])('%s', (_, text) => {
    expect(narrow(text)).toBeUndefined()
  })

  it('in Python: a replaced ARN', () => {
    expect(
      narrow(`arn = event['methodArn'].rsplit('/', 2)[0]\nreturn {'Resource': arn}`, 'python'),
    ).toBeUndefined()
  })
})
