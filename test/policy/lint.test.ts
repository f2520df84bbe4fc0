import { describe, expect, it } from 'vitest'
import { lintPolicy } from '../../server/src/policy/lint/lintPolicy.ts'
import { readPolicyJson } from '../../server/src/policy/readJson.ts'
import { allowing, apiAllowing, errors, findings, fixAll, lint } from './policyCase.ts'

const bucket = 'arn:aws:s3:::books'

/** The findings of an identity-based policy with one statement, without the statement's pointer. */
function identity(elements: Readonly<Record<string, unknown>>): string[] {
  return findings('identity', allowing(elements)).map(line => line.replace('/Statement/0', ''))
}

function api(elements: Readonly<Record<string, unknown>>): string[] {
  return findings('resource:execute-api', apiAllowing(elements)).map(line => line.replace('/Statement/0', ''))
}

function condition(operator: string, key: string, value: unknown): string[] {
  return identity({ Condition: { [operator]: { [key]: value } } }).map(line => line.replace('/Condition', ''))
}

describe('a policy without faults', () => {
  it.each([
    [{}],
    [{ Action: 'EXECUTE-API:invoke', Resource: '*' }],
    [{ Action: ['execute-api:Inv*', 'execute-api:?anageConnections'] }],
    [{ Resource: 'arn:aws:execute-api:us-east-1:123456789012:a1b2c3d4e5/prod/sendMessage' }],
    [{ Resource: 'arn:aws:execute-api:*:*:*/prod/GET/users/${aws:username}/*' }],
    [{ Resource: 'arn:aws:execute-api:us-east-1:*' }],
    [{ Condition: { IpAddress: { 'aws:SourceIp': ['203.0.113.0/24', '2001:db8::/32'] } } }],
    [{ Condition: { 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': ['o-a/*'] } } }],
    [{ Condition: {}, Sid: 'A1' }],
  ])('%j', elements => {
    expect(identity(elements).filter(line => !line.startsWith('info '))).toEqual([])
  })
})

describe('elements', () => {
  it.each([
    [{ Effect: 'allow' }, ['error invalid-effect /Effect']],
    [{ Effect: undefined }, ['error missing-effect ']],
    [{ Action: undefined }, ['error missing-action ']],
    [{ Resource: undefined }, ['error missing-resource ']],
    [{ Principal: '*' }, ['error unsupported-principal /Principal']],
    [{ NotAction: 'execute-api:Invoke' }, ['error unsupported-element-combination /NotAction']],
    [{ Comment: 'x' }, ['error invalid-policy-element /Comment']],
    [
      { Condtion: { StringIs: {} } },
      [
        'error invalid-policy-element /Condtion',
        'error invalid-condition-operator /Condtion/StringIs',
        'info empty-object-condition /Condtion/StringIs',
      ],
    ],
    [{ Sid: 'a b' }, ['error unsupported-sid /Sid']],
    [{ Sid: '' }, ['info empty-sid-value /Sid']],
    [{ Action: [] }, ['info empty-array-action /Action']],
    [{ Resource: [null] }, ['error data-type-mismatch /Resource/0']],
  ])('%j', (elements, expected) => {
    expect(
      identity(elements)
        .filter(line => !line.includes('empty-object-condition'))
        .sort(),
    ).toEqual(expected.filter(line => !line.includes('empty-object-condition')).sort())
  })

  it.each([
    ['[]', 'data-type-mismatch '],
    ['{"Version":"2012-10-17"}', 'missing-statement '],
    ['{"Version":"2012-10-17","Statement":[]}', 'missing-statement /Statement'],
    ['{"Version":"2012-10-18","Statement":[]}', 'invalid-version /Version'],
    ['{"Version":20121017,"Statement":[]}', 'data-type-mismatch /Version'],
    ['{"PolicyDocument":{"Version":"2012-10-17","Statement":[]}}', 'invalid-policy-element /PolicyDocument'],
  ])('%s', (text, expected) => {
    expect(errors('identity', text)).toContain(expected)
  })

  it('asks for a version, because variables are plain text without', () => {
    const policy = { Statement: [{ Effect: 'Allow', Action: '*', Resource: `${bucket}/\${aws:username}` }] }
    expect(findings('identity', policy)).toEqual([
      'warning missing-version ',
      'error variable-unsupported-in-version /Statement/0/Resource',
    ])
    expect(findings('identity', fixAll('identity', JSON.stringify(policy)))).toEqual([])
  })

  it('takes a Sid once', () => {
    const [statement] = (allowing({ Sid: 'A' }) as { Statement: object[] }).Statement
    const policy = { Version: '2012-10-17', Statement: [statement, { ...statement, Effect: 'Deny' }] }
    expect(findings('identity', policy)).toEqual(['error unique-sids-required /Statement/1/Sid'])
  })

  it('finds a statement that repeats another, and takes it out', () => {
    const [statement] = (allowing({}) as { Statement: object[] }).Statement
    const text = JSON.stringify({ Version: '2012-10-17', Statement: [statement, { Sid: 'B', ...statement }] })
    expect(findings('identity', text)).toEqual(['info redundant-statement /Statement/1'])
    expect(JSON.parse(fixAll('identity', text))).toEqual(allowing({}))
  })

  it('counts without white space', () => {
    const Resource = Array.from({ length: 80 }, (_, index) => `${bucket}/${'x'.repeat(60)}${index}/*`)
    expect(identity({ Action: 's3:GetObject', Resource })).toContain('warning policy-size ')
    expect(lint('identity', JSON.stringify(allowing({}), undefined, 2000))).toEqual([])
  })
})

describe('actions', () => {
  it.each([
    ['execute-api : Invoke', ['error invalid-action-format /Action'], 'execute-api:Invoke'],
    ['execute-api::Invoke', ['error invalid-action-format /Action'], 'execute-api:Invoke'],
    ['execute-api.Invoke', ['error invalid-action-format /Action'], 'execute-api:Invoke'],
    ['execute-api:Invokes', ['error invalid-action /Action'], 'execute-api:Invoke'],
    ['api-gateway:GET', ['error invalid-service-in-action /Action'], 'apigateway:GET'],
    ['Invoke', ['error invalid-action-format /Action'], 'Invoke'],
    ['execute-api:${aws:username}', ['error variable-unsupported-in-element /Action'], undefined],
    ['*:Invoke', ['info wildcard-in-service-name /Action'], '*:Invoke'],
    ['execute-api:Foo*', ['warning action-matches-nothing /Action'], 'execute-api:Foo*'],
    ['execute-api:Invoke,s3:GetObject', ['error invalid-action-format /Action'], undefined],
  ])('%s', (Action, expected, fixed) => {
    expect(identity({ Action, Resource: '*' })).toEqual(expected)
    if (fixed === undefined) return
    const policy = JSON.parse(
      fixAll('identity', JSON.stringify(allowing({ Action, Resource: '*' }))),
    ) as object
    expect(policy).toEqual(allowing({ Action: fixed, Resource: '*' }))
  })

  it('says what another action of the list covers', () => {
    expect(identity({ Action: ['execute-api:*', 'execute-api:Invoke'] })).toEqual([
      'info redundant-action /Action/1',
    ])
  })

  it('leaves names alone without action data', () => {
    const text = JSON.stringify(
      allowing({ Action: 'execute-api:Invokes', Condition: { StringEquals: { 's33:a': 'b' } } }),
    )
    expect(lintPolicy(readPolicyJson('/p.json', text), 'identity', undefined)).toEqual([])
  })
})

describe('resources', () => {
  it.each([
    ['execute-api:/prod/GET/pets', 'error invalid-arn-prefix'],
    ['ARN:aws:execute-api:us-east-1:123456789012:a/*', 'error invalid-arn-prefix'],
    ['https://a1b2.execute-api.us-east-1.amazonaws.com/prod', 'error invalid-arn-prefix'],
    ['arn:aws:execute-api:us-east-1', 'error missing-arn-field'],
    ['arn:aw:execute-api:us-east-1:123456789012:a/*', 'error invalid-partition'],
    ['arn:aws:Execute-Api:us-east-1:123456789012:a/*', 'error invalid-arn-service-case'],
    ['arn:aws:execute-api:us-east-1a:123456789012:a/*', 'error invalid-arn-region'],
    ['arn:aws:execute-api::123456789012:a/*', 'error missing-arn-region'],
    ['arn:aws:execute-api:us-east-1:12345:a/*', 'error invalid-arn-account'],
    ['arn:aws:execute-api:us-east-1:123456789012:a/prod/get/pets', 'warning execute-api-verb-case'],
    ['arn:aws:execute-api:us-east-1:123456789012:a/prod/GET/{id}', 'warning execute-api-path-parameter'],
    ['arn:aws:execute-api:us-east-1:123456789012:a/${aws:username', 'error missing-brace'],
    ['arn:aws:execute-api:us-east-1:123456789012:a/${}', 'error empty-variable'],
    ['arn:aws:execute-api:us-east-1:123456789012:a/${aws: username}', 'error unsupported-space'],
    ["arn:aws:execute-api:us-east-1:123456789012:a/${aws:username, 'x}", 'error missing-quote'],
  ])('%s', (Resource, expected) => {
    expect(identity({ Resource })).toEqual([`${expected} /Resource`])
  })

  it.each([
    ['s3:GetObject', 'arn:aws:s3:us-east-1::books/*', 'error arn-region-not-allowed /Resource'],
    ['s3:GetObject', 'arn:aws:s3::123456789012:books/*', 'error arn-account-not-allowed /Resource'],
    [
      'lambda:InvokeFunction',
      'arn:aws:lambda:us-east-1:123456789012:books',
      'error invalid-arn-resource /Resource',
    ],
    ['iam:GetRole', 'arn:aws:iam:::role/books', 'warning missing-arn-account /Resource'],
    [
      'execute-api:Invoke',
      'arn:aws:apigateway:us-east-1::/restapis/a',
      'warning resource-unused-by-action /Resource',
    ],
  ])('%s on %s', (Action, Resource, expected) => {
    expect(identity({ Action, Resource })).toEqual([expected])
  })

  it('warns only, where the reference is known to lack resource types', () => {
    const Resource = 'arn:aws:codedeploy:us-east-1:123456789012:instance/a'
    expect(identity({ Action: 'codedeploy:GetDeployment', Resource })).toEqual([
      'warning invalid-arn-resource /Resource',
    ])
  })

  it('turns the URL of an API into its ARN', () => {
    const text = JSON.stringify(
      allowing({ Resource: 'https://a1b2.execute-api.us-east-1.amazonaws.com/prod' }),
    )
    expect(JSON.parse(fixAll('identity', text))).toEqual(
      allowing({ Resource: 'arn:aws:execute-api:us-east-1:*:a1b2/prod/*' }),
    )
  })
})

describe('conditions', () => {
  it.each([
    ['StringIs', 'aws:username', 'a', 'error invalid-condition-operator /StringIs'],
    [
      'ForAllValue:StringEquals',
      'aws:username',
      'a',
      'error invalid-condition-operator /ForAllValue:StringEquals',
    ],
    ['NullIfExists', 'aws:username', 'true', 'error null-with-if-exists /NullIfExists'],
    ['StringEquals', 'username', 'a', 'error invalid-condition-key-format /StringEquals/username'],
    ['StringEquals', 'aws:usernam', 'a', 'error invalid-global-condition-key /StringEquals/aws:usernam'],
    [
      'StringEquals',
      'aws:RequestTag',
      'a',
      'error missing-tag-key-in-condition /StringEquals/aws:RequestTag',
    ],
    ['StringEquals', 'aws:ARN', 'a', 'warning deprecated-global-condition-key /StringEquals/aws:ARN'],
    [
      'StringEquals',
      'execute-api:viaDomain',
      'a',
      'error invalid-service-condition-key /StringEquals/execute-api:viaDomain',
    ],
    ['StringEquals', 's33:prefix', 'a', 'error invalid-service-in-condition-key /StringEquals/s33:prefix'],
    [
      'StringEquals',
      'aws:username',
      'a*',
      'warning wildcard-without-like-operator /StringEquals/aws:username',
    ],
    ['StringEquals', 'aws:username', null, 'error data-type-mismatch /StringEquals/aws:username'],
    [
      'StringEquals',
      'aws:username',
      ['a', 1],
      'error invalid-condition-data-type /StringEquals/aws:username',
    ],
    ['StringEquals', 'aws:TagKeys', ['a', 'b'], 'error missing-qualifier /StringEquals/aws:TagKeys'],
    [
      'ForAllValues:StringEquals',
      'aws:username',
      'a',
      'warning forallvalues-with-single-valued-key /ForAllValues:StringEquals/aws:username',
    ],
    ['StringEquals', 'aws:SourceIp', 'a', 'warning type-mismatch /StringEquals/aws:SourceIp'],
    [
      'Bool',
      'aws:SecureTransport',
      ['true', 'false'],
      'error invalid-condition-multiple-boolean /Bool/aws:SecureTransport',
    ],
    ['Bool', 'aws:SecureTransport', 'yes', 'warning type-mismatch-boolean /Bool/aws:SecureTransport'],
    ['DateLessThan', 'aws:CurrentTime', 'soon', 'warning type-mismatch-date /DateLessThan/aws:CurrentTime'],
    [
      'DateLessThan',
      'aws:CurrentTime',
      '1893456000',
      'warning invalid-date-value /DateLessThan/aws:CurrentTime',
    ],
    [
      'NumericLessThan',
      'aws:MultiFactorAuthAge',
      'x',
      'warning type-mismatch-number /NumericLessThan/aws:MultiFactorAuthAge',
    ],
    [
      'NumericLessThan',
      'aws:MultiFactorAuthAge',
      '${aws:userid}',
      'error invalid-variable-for-operator /NumericLessThan/aws:MultiFactorAuthAge',
    ],
    ['IpAddress', 'aws:SourceIp', '300.1.1.1', 'warning type-mismatch-ip-range /IpAddress/aws:SourceIp'],
    ['IpAddress', 'aws:SourceIp', '10.0.0.0/8', 'error private-ip-address /IpAddress/aws:SourceIp'],
    [
      'NotIpAddress',
      'aws:SourceIp',
      ['10.0.0.0/8', '203.0.113.0/24'],
      'info private-not-ip-address-subset /NotIpAddress/aws:SourceIp',
    ],
    ['IpAddress', 'aws:SourceIp', '203.0.113.77/24', 'info improve-ip-range /IpAddress/aws:SourceIp'],
    [
      'IpAddress',
      'aws:VpcSourceIp',
      '10.0.0.0/8',
      'warning missing-paired-condition-keys /IpAddress/aws:VpcSourceIp',
    ],
    [
      'StringEquals',
      'aws:RequestedRegion',
      'us-east-9',
      'error invalid-region /StringEquals/aws:RequestedRegion',
    ],
    ['StringEquals', 'aws:SourceVpc', 'vpc-1', 'error invalid-vpc-format /StringEquals/aws:SourceVpc'],
    [
      'StringEquals',
      'aws:CalledViaFirst',
      'lambda',
      'error invalid-service-principal-format /StringEquals/aws:CalledViaFirst',
    ],
    [
      'Bool',
      'aws:MultiFactorAuthPresent',
      'false',
      'warning mfa-absent-allowed /Bool/aws:MultiFactorAuthPresent',
    ],
  ])('%s %s %j', (operator, key, value, expected) => {
    expect(condition(operator, key, value)).toContain(expected)
  })

  it.each([
    ['StringEqualsIfExists', 'aws:PrincipalTag/team', '${aws:username}'],
    ['StringEquals', 'accounts.google.com:aud', 'app'],
    ['StringEquals', 'saml:aud', 'https://signin.aws.amazon.com/saml'],
    ['ArnLike', 'AWS:SourceArn', 'arn:aws:execute-api:*:*:*'],
    ['DateGreaterThan', 'aws:EpochTime', '1893456000'],
    ['IpAddress', 'aws:SourceIp', '0.0.0.0/0'],
    ['StringLike', 'aws:SourceVpce', 'vpce-*'],
  ])('%s %s %j is right', (operator, key, value) => {
    expect(condition(operator, key, value)).toEqual([])
  })

  it('tells which action of several does not know the key', () => {
    const policy = {
      Action: ['s3:ListBucket', 's3:GetObject'],
      Resource: '*',
      Condition: { StringLike: { 's3:prefix': 'home/*' } },
    }
    expect(identity(policy)).toEqual(['error unsupported-action-for-condition-key /Action/1'])
    expect(identity({ ...policy, Action: 's3:GetObject' })).toEqual([
      'warning condition-key-unused-by-action /Condition/StringLike/s3:prefix',
    ])
  })

  it('sees that keys are one without case', () => {
    const Condition = { StringEquals: { 'aws:username': 'a', 'aws:UserName': 'b' } }
    expect(identity({ Condition })).toEqual([
      'error duplicate-keys-with-different-case /Condition/StringEquals/aws:UserName',
    ])
  })
})

describe("an API's resource policy", () => {
  it.each([
    [{ Principal: undefined }, ['error missing-principal ']],
    [{ Action: 'lambda:InvokeFunction' }, ['error unsupported-action-in-policy /Action']],
    [
      { Resource: bucket },
      ['error unsupported-resource-arn-in-policy /Resource', 'warning resource-unused-by-action /Resource'],
    ],
    [{ Resource: 'execute-api/prod/GET/pets' }, ['error invalid-arn-prefix /Resource']],
    [{ Resource: 'execute-api:/prod/get/pets' }, ['warning execute-api-verb-case /Resource']],
    [{ Principal: '123456789012' }, ['error invalid-principal-format /Principal']],
    [{ Principal: { User: '123456789012' } }, ['error invalid-principal-key /Principal/User']],
    [
      { Principal: { AWS: 'arn:aws:iam::123456789012:user/*' } },
      ['error unsupported-wildcard-in-principal /Principal/AWS'],
    ],
    [{ Principal: { AWS: 'AROAEXAMPLE' } }, ['warning invalid-role-reference /Principal/AWS']],
    [
      { Principal: { Federated: 'a.example' } },
      ['error federated-principal-not-supported /Principal/Federated'],
    ],
    [
      { Principal: { Service: 'lambda' } },
      [
        'error invalid-service-principal-format /Principal/Service',
        'warning restrict-access-to-service-principal /Principal/Service',
      ],
    ],
    [
      { Principal: undefined, NotPrincipal: { AWS: '123456789012' } },
      ['warning allow-with-not-principal /NotPrincipal'],
    ],
    [{ Principal: {} }, ['info empty-object-principal /Principal']],
  ])('%j', (elements, expected) => {
    expect(api(elements)).toEqual(expected)
  })
})

describe('a role trust policy', () => {
  const trust = (elements: object) =>
    findings('trust', allowing({ Action: 'sts:AssumeRole', Resource: undefined, ...elements })).map(line =>
      line.replace('/Statement/0', ''),
    )

  it.each([
    [{ Principal: { Service: 'apigateway.amazonaws.com' } }, []],
    [{ Principal: '*' }, ['error role-trust-policy-unsupported-wildcard-in-principal /Principal']],
    [
      { Principal: { AWS: '123456789012' }, Resource: '*' },
      ['error role-trust-policy-syntax-error-resource /Resource'],
    ],
    [
      { NotPrincipal: { AWS: '123456789012' } },
      [
        'warning allow-with-not-principal /NotPrincipal',
        'error role-trust-policy-syntax-error-notprincipal /NotPrincipal',
      ],
    ],
    [
      { Principal: { Service: 'rolesanywhere.amazonaws.com' } },
      ['error missing-action-for-roles-anywhere-trust-policy /Action'],
    ],
    [
      { Principal: { Service: 'a.amazonaws.com' }, Action: 'execute-api:Invoke' },
      ['error unsupported-action-in-policy /Action'],
    ],
  ])('%j', (elements, expected) => {
    expect(trust(elements).sort()).toEqual([...expected].sort())
  })
})

describe('risky permissions', () => {
  it.each([
    [{ Action: 'iam:PassRole', Resource: '*' }, ['warning pass-role /Action']],
    [
      {
        Action: 'iam:PassRole',
        Resource: '*',
        Condition: { StringEquals: { 'iam:PassedToService': 'lambda.amazonaws.com' } },
      },
      [],
    ],
    [{ Action: 'iam:PassRole', Resource: 'arn:aws:iam::123456789012:role/books' }, []],
    [{ Effect: 'Deny', Action: '*', Resource: '*' }, []],
    [{ Action: '*', Resource: '*' }, ['warning pass-role /Action', 'warning create-slr /Action']],
  ])('%j', (elements, expected) => {
    expect(identity(elements)).toEqual(expected)
  })
})

describe('a Lambda permission', () => {
  const permission = {
    FunctionName: 'books',
    Action: 'lambda:InvokeFunction',
    Principal: 'apigateway.amazonaws.com',
    SourceArn: 'arn:aws:execute-api:us-east-1:123456789012:a1b2c3d4e5/*/GET/pets',
  }

  it.each([
    [{}, []],
    [{ Action: 'lambda:Invoke' }, ['error invalid-action /Action']],
    [{ Action: 'execute-api:Invoke' }, ['error unsupported-action-in-policy /Action']],
    [{ Principal: 'execute-api.amazonaws.com' }, ['error permission-principal /Principal']],
    [{ Principal: undefined }, ['error permission-property-missing ']],
    [{ SourceArn: undefined }, ['warning restrict-access-to-service-principal ']],
    [
      { SourceArn: 'arn:aws:apigateway:us-east-1::/restapis/a' },
      ['error permission-source-not-execute-api /SourceArn'],
    ],
    [
      { SourceArn: 'arn:aws:execute-api:us-east-1:123456789012:a1b2c3d4e5' },
      ['error permission-source-not-execute-api /SourceArn'],
    ],
    [{ SourceArn: 'arn:aws:execute-api:us-east-1:123456789012:a1b2c3d4e5/authorizers/x' }, []],
    [{ SourceArn: { 'Fn::Sub': 'arn:…' } }, []],
    [{ Sourcearn: 'x' }, ['error permission-property-unknown /Sourcearn']],
  ])('%j', (changes, expected) => {
    expect(findings('lambda-permission', { ...permission, ...changes })).toEqual(expected)
  })
})

describe('messages', () => {
  it('have three parts, no closing full stop, and no em dash', () => {
    const texts = [
      allowing({
        Effect: 'x',
        Sid: 'a b',
        Action: ['a b', 'x:y', 'execute-api:Z'],
        Resource: ['x', 'arn:a:b'],
      }),
      apiAllowing({
        Principal: { AWS: 'x', Service: 'y', Bad: 1 },
        Condition: { Bad: {}, Bool: { 'aws:x': [1, 'a'] } },
      }),
    ].flatMap((policy, index) => lint(index === 0 ? 'identity' : 'resource:execute-api', policy))
    expect(texts.length).toBeGreaterThan(8)
    for (const { message } of texts) {
      expect(message).not.toMatch(/\.$|—/)
      expect(message).toMatch(/[,;]/)
    }
  })
})
