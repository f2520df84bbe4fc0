import { describe, expect, it } from 'vitest'
import { allowing, errors, findings, fixAll, lint } from './policyCase.ts'

/** The faulty output of an authorizer that this project began with. */
const faulty =
  '{"Policy Document":{"version":"2012-10-17","Satement":[{"Action":"execute-api : Invoke","Resource":["arn:aws:execute-api:us-east-1:755314965799:20goj2ul12/*/*"] "Effect":"Allow"}]}}'

describe('the faulty authorizer output', () => {
  it('has exactly six errors, each where it stands', () => {
    expect(findings('authorizer-response', faulty)).toEqual([
      'error authorizer-principal-id-missing ',
      'error authorizer-key-unknown /Policy Document',
      'error invalid-policy-element /Policy Document/version',
      'error invalid-policy-element /Policy Document/Satement',
      'error invalid-action-format /Policy Document/Satement/0/Action',
      'error json-syntax /Policy Document/Satement/0',
    ])
  })

  it('has a fix for each', () => {
    const fixes = lint('authorizer-response', faulty).map(({ fixes = [] }) => fixes.map(({ title }) => title))
    expect(fixes).toEqual([
      ['Add \'principalId\': "user"'],
      ["Rename to 'policyDocument'"],
      ["Rename to 'Version'"],
      ["Rename to 'Statement'"],
      ["Replace with 'execute-api:Invoke'"],
      ["Insert ','"],
    ])
  })

  it('marks the text that is wrong', () => {
    const marked = lint('authorizer-response', faulty).map(({ range }) =>
      faulty.slice(range.start.character, range.end.character),
    )
    expect(marked).toEqual([
      '{',
      '"Policy Document"',
      '"version"',
      '"Satement"',
      '"execute-api : Invoke"',
      '"Effect"',
    ])
  })

  it('is right after all fixes', () => {
    const fixed = fixAll('authorizer-response', faulty)
    expect(findings('authorizer-response', fixed)).toEqual([])
    expect(JSON.parse(fixed)).toEqual({
      principalId: 'user',
      policyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            Action: 'execute-api:Invoke',
            Resource: ['arn:aws:execute-api:us-east-1:755314965799:20goj2ul12/*/*'],
            Effect: 'Allow',
          },
        ],
      },
    })
  })
})

describe('an authorizer response of a REST API', () => {
  const policyDocument = allowing({
    Resource: 'arn:aws:execute-api:us-east-1:123456789012:a1b2c3d4e5/prod/GET/*',
  })

  it('is right with a principal and a policy', () => {
    const context = { tenant: 'a', level: 3, admin: true }
    expect(findings('authorizer-response', { principalId: 'u', policyDocument, context })).toEqual([])
  })

  it.each([
    [{ principalId: 'u', policy_document: policyDocument }, 'authorizer-key-unknown /policy_document'],
    [{ PrincipalId: 'u', policyDocument }, 'authorizer-key-unknown /PrincipalId'],
    [{ principalId: 'u' }, 'authorizer-policy-missing '],
    [{ principalId: 7, policyDocument }, 'authorizer-value-type /principalId'],
    [{ principalId: 'u', policyDocument, context: 'a' }, 'authorizer-value-type /context'],
    [{ principalId: 'u', policyDocument, context: { a: ['b'] } }, 'authorizer-context-value /context/a'],
    [{ principalId: 'u', policyDocument: null }, 'data-type-mismatch /policyDocument'],
    [
      { principalId: 'u', policyDocument: allowing({ Condition: null }) },
      'data-type-mismatch /policyDocument/Statement/0/Condition',
    ],
    [
      {
        principalId: 'u',
        policyDocument: allowing({
          Resource: `arn:aws:execute-api:us-east-1:123456789012:a/${'p'.repeat(500)}`,
        }),
      },
      'authorizer-resource-length /policyDocument/Statement/0/Resource',
    ],
    [{ principalId: 'u', policyDocument, context: { large: 'x'.repeat(9000) } }, 'authorizer-response-size '],
  ])('%j', (response, expected) => {
    expect(errors('authorizer-response', response)).toEqual([expected])
  })

  it('says that the simple response is for HTTP APIs', () => {
    const messages = lint('authorizer-response', { isAuthorized: true }).map(({ message }) => message)
    expect(messages.filter(message => message.includes('only HTTP APIs'))).toHaveLength(1)
  })

  it('turns the JSON text of a policy into the policy', () => {
    const text = JSON.stringify({ principalId: 'u', policyDocument: JSON.stringify(policyDocument) })
    expect(errors('authorizer-response', fixAll('authorizer-response', text))).toEqual([])
  })

  it('is told when it allows one method alone, since the answer is kept for all', () => {
    const narrow = JSON.parse(
      JSON.stringify(policyDocument).replace('prod/GET/*', 'prod/GET/pets'),
    ) as unknown
    expect(findings('authorizer-response', { principalId: 'u', policyDocument: narrow })).toEqual([
      'info authorizer-resource-single-method /policyDocument/Statement/0/Resource',
    ])
  })

  it('ignores further keys with a warning, because API Gateway does', () => {
    const response = { principalId: 'u', policyDocument, somethingElse: 1 }
    expect(findings('authorizer-response', response)).toEqual([
      'warning authorizer-key-ignored /somethingElse',
    ])
  })
})

describe('an authorizer response of an HTTP API', () => {
  it.each([
    [{ isAuthorized: true, context: { list: [1], map: { a: 1 } } }, []],
    [{ principalId: 'u', policyDocument: allowing({}) }, []],
    [{ isAuthorized: 'true' }, ['authorizer-value-type /isAuthorized']],
    [{ authorized: true }, ['authorizer-key-unknown /authorized']],
    [{ policyDocument: allowing({}) }, ['authorizer-principal-id-missing ']],
    [{ context: {} }, ['authorizer-answer-missing ']],
  ])('%j', (response, expected) => {
    expect(errors('authorizer-response:http', response)).toEqual(expected)
  })
})
