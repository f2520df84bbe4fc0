import { describe, expect, it } from 'vitest'
import { compilePolicies, evaluate } from '../../server/src/policy/evaluate/evaluate.ts'
import type { PolicyDecision } from '../../server/src/policy/evaluate/evaluatePolicies.ts'
import { readRequest } from '../../server/src/policy/evaluate/readRequest.ts'
import { originOfPart, treeOfValue } from '../../server/src/policy/policyTree.ts'
import { readPolicyJson } from '../../server/src/policy/readJson.ts'

const resource = 'arn:aws:execute-api:us-east-1:123456789012:a1b2c3d4e5/prod/GET/pets'
const alice = { type: 'AWS', arn: 'arn:aws:iam::123456789012:user/alice' }
const session = { type: 'AWS', arn: 'arn:aws:sts::123456789012:assumed-role/dev/one' }
const bob = { type: 'AWS', arn: 'arn:aws:iam::210987654321:user/bob' }

const allow = { Sid: 'Allow', Effect: 'Allow', Action: 'execute-api:Invoke', Resource: '*' }
const deny = { ...allow, Sid: 'Deny', Effect: 'Deny' }
const other = { ...allow, Sid: 'Other', Resource: 'arn:aws:execute-api:us-east-1:123456789012:zzzzzzzzzz/*' }
const policy = (...Statement: object[]) => ({ Version: '2012-10-17', Statement })
const forAll = (statement: object) => policy({ Principal: '*', ...statement })

function decide(request: object, policies: object): PolicyDecision {
  const stated = readRequest({ action: 'execute-api:Invoke', resource, context: {}, ...request })
  if (typeof stated === 'string') throw new Error(stated)
  const nowhere = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } }
  const compiled = compilePolicies(treeOfValue(policies), root => ({
    root,
    originOf: ({ pointer }) => ({ file: '/request.json', pointer, range: nowhere }),
  }))
  return evaluate(stated, compiled)
}

/** The decision for alice, whose one policy allows under a condition. */
function allowedWhen(operator: string, key: string, value: unknown, context: object): boolean {
  const identity = [policy({ ...allow, Condition: { [operator]: { [key]: value } } })]
  return decide({ principal: alice, context }, { identity }).decision === 'allow'
}

// https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-authorization-flow.html, tables A and B
describe('IAM policy or authorizer and resource policy', () => {
  const statements = { allow, neither: other, deny }
  const rows = [
    ['allow', 'allow', 'allow', 'allow'],
    ['allow', 'neither', 'allow', 'implicitDeny'],
    ['allow', 'deny', 'explicitDeny', 'explicitDeny'],
    ['neither', 'allow', 'allow', 'implicitDeny'],
    ['neither', 'neither', 'implicitDeny', 'implicitDeny'],
    ['neither', 'deny', 'explicitDeny', 'explicitDeny'],
    ['deny', 'allow', 'explicitDeny', 'explicitDeny'],
    ['deny', 'neither', 'explicitDeny', 'explicitDeny'],
    ['deny', 'deny', 'explicitDeny', 'explicitDeny'],
  ] as const

  it.each(rows)('%s and %s: %s in the same account, %s across accounts', (own, api, same, cross) => {
    for (const [principal, sameAccount, expected] of [
      [alice, true, same],
      [bob, false, cross],
    ] as const) {
      const identity = [policy(statements[own])]
      const policies = { identity, resource: forAll(statements[api]) }
      expect(decide({ principal, sameAccount, authorization: 'AWS_IAM' }, policies).decision).toBe(expected)
      const request = { sameAccount, authorization: 'CUSTOM' }
      expect(decide(request, { ...policies, authorizer: policy(statements[own]) }).decision).toBe(expected)
    }
  })
})

describe('a call of an API', () => {
  it.each([
    ['NONE', null, {}, 'allow', 'open'],
    ['NONE', forAll(allow), {}, 'allow', 'allowed-by-resource'],
    ['NONE', forAll(other), {}, 'implicitDeny', 'no-allow-by-resource'],
    ['NONE', forAll(deny), {}, 'explicitDeny', 'explicit-deny'],
    ['NONE', null, { endpointType: 'PRIVATE' }, 'implicitDeny', 'private-without-policy'],
    [
      'NONE',
      policy({ ...allow, Principal: { AWS: '123456789012' } }),
      {},
      'implicitDeny',
      'no-allow-by-resource',
    ],
    ['AWS_IAM', null, {}, 'implicitDeny', 'not-signed'],
    ['COGNITO_USER_POOLS', null, { authenticated: false }, 'implicitDeny', 'not-authenticated'],
    ['COGNITO_USER_POOLS', null, { authenticated: true }, 'allow', 'open'],
    ['COGNITO_USER_POOLS', forAll(other), { authenticated: true }, 'implicitDeny', 'no-allow-by-resource'],
    ['CUSTOM', null, {}, 'implicitDeny', 'not-authenticated'],
  ])('%s with %j and %j', (authorization, resourcePolicy, request, decision, reason) => {
    const result = decide({ authorization, ...request }, { resource: resourcePolicy })
    expect([result.decision, result.reason]).toEqual([decision, reason])
  })

  it('means this API by the short form', () => {
    const short = (Resource: string) =>
      decide({ authorization: 'NONE' }, { resource: forAll({ ...allow, Resource }) })
    expect(short('execute-api:/prod/GET/*').decision).toBe('allow')
    expect(short('execute-api:/dev/GET/*').decision).toBe('implicitDeny')
  })
})

describe('who is meant by a principal', () => {
  const granted = (principal: object, Principal: unknown, identity: object[] = []) =>
    decide({ principal }, { identity, resource: policy({ ...allow, Principal }) }).decision

  it.each([
    [alice, '*', 'allow'],
    [alice, { AWS: alice.arn }, 'allow'],
    [alice, { AWS: bob.arn }, 'implicitDeny'],
    [alice, { AWS: '123456789012' }, 'implicitDeny'],
    [alice, { AWS: 'arn:aws:iam::123456789012:root' }, 'implicitDeny'],
    [session, { AWS: 'arn:aws:iam::123456789012:role/team/dev' }, 'allow'],
    [session, { AWS: 'arn:aws:iam::123456789012:role/ops' }, 'implicitDeny'],
    [
      { type: 'Service', service: 'apigateway.amazonaws.com' },
      { Service: 'apigateway.amazonaws.com' },
      'allow',
    ],
    [{ type: 'Anonymous' }, { AWS: '123456789012' }, 'implicitDeny'],
  ])('%j by %j: %s', (principal, Principal, decision) => {
    expect(granted(principal, Principal)).toBe(decision)
  })

  it('leaves the decision to the account where the account is named', () => {
    expect(granted(alice, { AWS: '123456789012' }, [policy(allow)])).toBe('allow')
    expect(granted(bob, { AWS: '210987654321' }, [policy(allow)])).toBe('allow')
  })

  it('denies everybody whom NotPrincipal does not list', () => {
    const guarded = policy(
      { ...allow, Principal: '*' },
      { ...deny, Principal: undefined, NotPrincipal: { AWS: [alice.arn] } },
    )
    expect(decide({ principal: alice }, { resource: guarded }).decision).toBe('allow')
    expect(decide({ principal: session }, { resource: guarded }).decision).toBe('explicitDeny')
  })
})

// https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
describe('a permissions boundary', () => {
  it('limits what the own policies allow', () => {
    const identity = [policy(allow)]
    const bounded = (boundary: object) => decide({ principal: alice }, { identity, boundary })
    expect(bounded(policy(allow)).decision).toBe('allow')
    expect(bounded(policy(other))).toMatchObject({ decision: 'implicitDeny', reason: 'no-allow-by-boundary' })
    expect(bounded(policy(deny)).decision).toBe('explicitDeny')
  })

  it('does not limit what a resource policy grants to a user, and limits what it grants to a role', () => {
    const granted = (principal: { arn: string }, AWS: string) =>
      decide({ principal }, { boundary: policy(other), resource: policy({ ...allow, Principal: { AWS } }) })
        .decision
    expect(granted(alice, alice.arn)).toBe('allow')
    expect(granted(session, session.arn)).toBe('allow')
    expect(granted(session, 'arn:aws:iam::123456789012:role/dev')).toBe('implicitDeny')
  })
})

describe('conditions', () => {
  it.each([
    ['StringEquals', 'aws:username', 'alice', { 'AWS:UserName': 'alice' }, true],
    ['StringEquals', 'aws:username', ['bob', 'alice'], { 'aws:username': 'alice' }, true],
    ['StringEquals', 'aws:username', 'a*', { 'aws:username': 'alice' }, false],
    ['StringNotEquals', 'aws:username', ['bob', 'alice'], { 'aws:username': 'alice' }, false],
    ['StringNotEquals', 'aws:username', 'bob', {}, true],
    ['StringEqualsIgnoreCase', 'aws:username', 'ALICE', { 'aws:username': 'alice' }, true],
    ['StringLike', 'aws:username', 'a?i*', { 'aws:username': 'alice' }, true],
    ['StringLike', 'aws:referer', 'a${*}b', { 'aws:referer': 'axb' }, false],
    ['StringEqualsIfExists', 'aws:username', 'bob', {}, true],
    ['StringEqualsIfExists', 'aws:username', 'bob', { 'aws:username': 'alice' }, false],
    ['NumericLessThan', 'aws:MultiFactorAuthAge', '100', { 'aws:MultiFactorAuthAge': '99.5' }, true],
    ['NumericLessThan', 'aws:MultiFactorAuthAge', '9', { 'aws:MultiFactorAuthAge': '10' }, false],
    ['NumericGreaterThanEquals', 'aws:MultiFactorAuthAge', 10, { 'aws:MultiFactorAuthAge': 10 }, true],
    ['NumericNotEquals', 'aws:MultiFactorAuthAge', '1', {}, true],
    ['DateLessThan', 'aws:CurrentTime', '2030-01-01', { 'aws:CurrentTime': '2029-12-31T23:59:59Z' }, true],
    [
      'DateGreaterThan',
      'aws:CurrentTime',
      '1893456000',
      { 'aws:CurrentTime': '2030-01-01T00:00:01+00:00' },
      true,
    ],
    ['DateEquals', 'aws:CurrentTime', 'soon', { 'aws:CurrentTime': 'soon' }, false],
    ['Bool', 'aws:SecureTransport', 'true', { 'aws:SecureTransport': 'True' }, true],
    ['Bool', 'aws:SecureTransport', 'false', {}, false],
    ['IpAddress', 'aws:SourceIp', '203.0.113.77/24', { 'aws:SourceIp': '203.0.113.1' }, true],
    ['IpAddress', 'aws:SourceIp', '0.0.0.0/0', { 'aws:SourceIp': '2001:db8::1' }, false],
    [
      'IpAddress',
      'aws:SourceIp',
      ['10.0.0.0/8', '2001:DB8::/33'],
      { 'aws:SourceIp': '2001:db8:7fff::1' },
      true,
    ],
    ['IpAddress', 'aws:SourceIp', '2001:db8::/33', { 'aws:SourceIp': '2001:db8:8000::1' }, false],
    ['IpAddress', 'aws:SourceIp', '203.0.113.0/33', { 'aws:SourceIp': '203.0.113.1' }, false],
    ['NotIpAddress', 'aws:SourceIp', '203.0.113.0/24', { 'aws:SourceIp': '198.51.100.1' }, true],
    [
      'ArnLike',
      'aws:SourceArn',
      'arn:aws:sns:*:123456789012:*',
      { 'aws:SourceArn': 'arn:aws:sns:a:123456789012:t:u' },
      true,
    ],
    ['ArnEquals', 'aws:SourceArn', 'arn:aws:*:t', { 'aws:SourceArn': 'arn:aws:sns:a:123456789012:t' }, false],
    ['ArnNotLike', 'aws:SourceArn', 'arn:aws:sns:*:*:*', { 'aws:SourceArn': 'arn:aws:sqs:a:1:q' }, true],
    ['BinaryEquals', 'a:blob', 'QQ==', { 'a:blob': 'QQ==' }, true],
    ['Null', 'aws:TokenIssueTime', 'true', {}, true],
    ['Null', 'aws:TokenIssueTime', 'false', {}, false],
    ['ForAllValues:StringEquals', 'aws:TagKeys', ['a', 'b'], { 'aws:TagKeys': ['a'] }, true],
    ['ForAllValues:StringEquals', 'aws:TagKeys', 'a', { 'aws:TagKeys': ['a', 'c'] }, false],
    ['ForAllValues:StringEquals', 'aws:TagKeys', 'a', {}, true],
    ['ForAnyValue:StringEquals', 'aws:TagKeys', 'a', { 'aws:TagKeys': ['a', 'c'] }, true],
    ['ForAnyValue:StringEquals', 'aws:TagKeys', 'a', { 'aws:TagKeys': [] }, false],
    ['ForAnyValue:StringNotEquals', 'aws:TagKeys', 'a', { 'aws:TagKeys': ['a', 'c'] }, true],
    ['StringEquals', 'aws:TagKeys', 'a', { 'aws:TagKeys': ['a', 'c'] }, false],
    ['StringEquals', 'a:name', '${aws:username}', { 'a:name': 'x', 'aws:username': 'x' }, true],
    ['StringNotEquals', 'a:name', '${aws:username}', { 'a:name': 'x' }, false],
    ['StringEquals', 'a:name', "${aws:username, 'none'}", { 'a:name': 'none' }, true],
    ['StringLike', 'a:name', '${aws:username}', { 'a:name': 'xy', 'aws:username': '*' }, false],
    ['Unknown', 'a:name', 'x', { 'a:name': 'x' }, false],
  ])('%s %s %j with %j: %s', (operator, key, value, context, expected) => {
    expect(allowedWhen(operator, key, value, context)).toBe(expected)
  })
})

describe('reasons', () => {
  it('name the element that did not match, for each statement', () => {
    const { decision, outcomes } = decide(
      { principal: alice },
      {
        identity: [
          policy(
            { ...allow, Action: 's3:*' },
            { ...allow, Action: undefined, NotAction: 'execute-api:*' },
            other,
            { ...allow, Resource: undefined, NotResource: '*' },
            { ...allow, Condition: { Bool: { 'aws:SecureTransport': 'true' } } },
            { ...allow, Resource: '${aws:username}' },
            { Effect: 'Maybe', Action: '*', Resource: '*' },
          ),
        ],
        resource: policy(
          { ...allow, Principal: { AWS: bob.arn } },
          { ...allow, NotPrincipal: { AWS: alice.arn } },
        ),
      },
    )
    expect(decision).toBe('implicitDeny')
    expect(outcomes.map(({ mismatch }) => mismatch)).toEqual([
      { element: 'Principal' },
      { element: 'NotPrincipal' },
      { element: 'Action' },
      { element: 'NotAction' },
      { element: 'Resource' },
      { element: 'NotResource' },
      { element: 'Condition', operator: 'Bool', key: 'aws:SecureTransport', why: 'absent' },
      { element: 'Resource' },
      { element: 'Statement', why: "'Effect' is neither 'Allow' nor 'Deny'" },
    ])
  })

  it('name the statement that decided, with its place', () => {
    const { statement } = decide({ principal: alice }, { identity: [policy(other), policy(allow, deny)] })
    expect(statement).toMatchObject({
      role: 'identity',
      policy: 1,
      index: 1,
      sid: 'Deny',
      origin: { file: '/request.json', pointer: '/identity/1/Statement/1' },
    })
  })

  it('give the range in the text', () => {
    const text = `{"identity": [${JSON.stringify(policy(allow), undefined, 1)}]}`
    const source = readPolicyJson('/p.json', text)
    const stated = readRequest({ action: 'execute-api:Invoke', resource, principal: alice })
    if (typeof stated === 'string') throw new Error(stated)
    const policies = compilePolicies(source.root, root => ({
      root,
      originOf: part => originOfPart(source, part),
    }))
    expect(evaluate(stated, policies).statement?.origin.range.start).toEqual({ line: 3, character: 2 })
  })
})

describe('a request', () => {
  it.each([
    [null, /no object/],
    [{ resource }, /action/],
    [{ action: 'a:b' }, /resource/],
    [{ action: 'a:b', resource, principal: { type: 'X' } }, /principal/],
    [{ action: 'a:b', resource, context: { k: {} } }, /context/],
    [{ action: 'a:b', resource, authorization: 'JWT' }, /authorization/],
  ])('%j is refused with a reason', (value, reason) => {
    expect(readRequest(value)).toMatch(reason)
  })
})
