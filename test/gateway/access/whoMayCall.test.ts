import { describe, expect, it } from 'vitest'
import { ask } from './support.ts'
import { fidelity } from '../../support/fidelity.ts'

const head = `AWSTemplateFormatVersion: '2010-09-09'
Transform: AWS::Serverless-2016-10-31
Parameters:
  Organization: { Type: String }
`

function api(auth: string, events: string, more = ''): string {
  return `${head}Resources:
  Shop:
    Type: AWS::Serverless::Api
    Properties:
      StageName: dev
${auth}
  Books:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.handler
      Runtime: nodejs22.x
      CodeUri: src/
      Events:
${events}
${more}`
}

function event(name: string, method: string, path: string, auth: string): string {
  return `        ${name}: { Type: Api, Properties: { RestApiId: !Ref Shop, Path: '${path}', Method: ${method}, Auth: ${auth} } }`
}

describe('statements that mean some calls of a route', () => {
  const asked = ask(
    api(
      `      Auth:
        ResourcePolicy:
          CustomStatements:
            - { Effect: Allow, Principal: '*', Action: execute-api:Invoke, Resource: 'execute-api:/*' }
            - { Effect: Deny, Principal: '*', Action: execute-api:Invoke, Resource: 'execute-api:/dev/GET/books/42' }
            - { Effect: Deny, Principal: '*', Action: execute-api:Invoke, Resource: 'execute-api:/*/DELETE/*' }`,
      [
        event('One', 'get', '/books/{id}', '{}'),
        event('Any', 'any', '/shelves/{id}', '{}'),
        event('List', 'get', '/books', '{}'),
      ].join('\n'),
    ),
  )

  it('leave the others alone', () => {
    expect(asked.cell('GET /books', 'anonymous')).toBe('yes')
  })

  it('make the answer depend on a path parameter, and name the value', () => {
    const { verdict, summary, decidedBy } = asked.answer('GET /books/{id}', 'anonymous')
    expect(verdict).toBe('depends')
    expect(summary).toBe('**Allowed in general, but refused for `dev/GET/books/42`**.')
    expect(decidedBy[0]?.label).toBe('resource policy, statement 2')
  })

  it('make the answer of ANY depend on the method', () => {
    expect(asked.answer('ANY /shelves/{id}', 'anonymous').summary).toBe(
      '**Allowed in general, but refused for `DELETE`**.',
    )
  })
})

describe('source addresses', () => {
  const asked = ask(
    api(
      `      Auth:
        ResourcePolicy:
          CustomStatements:
            - { Effect: Allow, Principal: '*', Action: execute-api:Invoke, Resource: 'execute-api:/*' }
            - Sid: Office
              Effect: Deny
              Principal: '*'
              Action: execute-api:Invoke
              Resource: 'execute-api:/*'
              Condition: { NotIpAddress: { aws:SourceIp: [203.0.113.0/24, 198.51.100.7] } }`,
      event('List', 'get', '/books', '{}'),
    ),
  )

  it('become columns, in and out of what the policy names', () => {
    expect(asked.row('GET /books')).toEqual({
      anonymous: '403',
      '203.0.113.0/24': 'yes',
      '198.51.100.7': 'yes',
    })
  })

  it('are named by the statement that decides, with its place', () => {
    const { summary, decidedBy } = asked.answer('GET /books', 'anonymous')
    expect(summary).toBe(
      "**Denied** by the resource policy, statement 'Office'; a deny wins over every allow.",
    )
    expect(decidedBy[0]?.source).toMatchObject({ file: '/project/template.yaml', line: 13 })
  })

  it('can be given for everybody', () => {
    const given = { json: [{ name: 'me', sourceIp: '203.0.113.9' }], onlyGiven: true }
    expect(asked.matrix.routes).toHaveLength(1)
    expect(ask(officeText(), given).row('GET /books')).toEqual({ me: 'yes' })
    expect(ask(officeText(), { sourceIp: '203.0.113.9' }).row('GET /books')).toEqual({ anonymous: 'yes' })
  })

  function officeText() {
    return api(
      `      Auth: { ResourcePolicy: { IpRangeWhitelist: [203.0.113.0/24] } }`,
      event('List', 'get', '/books', '{}'),
    )
  }
})

describe('what cannot be known here', () => {
  const asked = ask(
    api(
      `      Auth:
        ResourcePolicy:
          CustomStatements:
            - Effect: Allow
              Principal: '*'
              Action: execute-api:Invoke
              Resource: 'execute-api:/*'
              Condition: { StringEquals: { aws:PrincipalOrgID: !Ref Organization } }`,
      [event('List', 'get', '/books', '{}'), event('Iam', 'get', '/iam', '{ Authorizer: AWS_IAM }')].join(
        '\n',
      ),
    ),
  )

  it('is no yes and no no', () => {
    const { verdict, word, summary } = asked.answer('GET /iam', 'IAM, no policy')
    expect({ verdict, word }).toEqual({ verdict: 'depends', word: 'unknown' })
    expect(summary).toBe('**Depends on `aws:PrincipalOrgID` of the request.**')
  })

  it('does not matter where the answer is the same either way', () => {
    expect(asked.cell('GET /iam', 'IAM')).toBe('yes')
    // Nobody in particular belongs to no organization.
    expect(asked.cell('GET /books', 'anonymous')).toBe('403')
  })

  it('can be given with an identity, where the policy itself is known', () => {
    const json = [
      {
        name: 'ours',
        principal: 'arn:aws:iam::123456789012:user/ann',
        context: { 'aws:PrincipalOrgID': 'o-1' },
      },
    ]
    const { summary } = asked.answer('GET /iam', 'IAM, no policy')
    expect(summary).toContain('PrincipalOrgID')
    expect(
      ask(api('      Auth: { DefaultAuthorizer: AWS_IAM }', event('List', 'get', '/books', '{}')), {
        json,
      }).cell('GET /books', 'ours'),
    ).toBe('yes')
  })
})

describe('principals of the definition', () => {
  const roles = `
  Reader:
    Type: AWS::IAM::Role
    Properties:
      RoleName: reader
      AssumeRolePolicyDocument: {}
      Policies:
        - PolicyName: read
          PolicyDocument:
            Version: '2012-10-17'
            Statement:
              - Effect: Allow
                Action: execute-api:Invoke
                Resource: !Sub 'arn:aws:execute-api:\${AWS::Region}:\${AWS::AccountId}:\${Shop}/dev/GET/*'
  Admin:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument: {}
      ManagedPolicyArns: [arn:aws:iam::aws:policy/AdministratorAccess]
      PermissionsBoundary: arn:aws:iam::aws:policy/AWSDenyAll
  Worker:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument: {}
      ManagedPolicyArns: [arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole]
  Stranger:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument: {}
      ManagedPolicyArns: [arn:aws:iam::123456789012:policy/elsewhere]
`
  const asked = ask(
    api(
      '      Auth: { DefaultAuthorizer: AWS_IAM }',
      [event('List', 'get', '/books', '{}'), event('Add', 'post', '/books', '{}')].join('\n'),
      roles,
    ),
  )

  it('are columns when their policies speak of calls', () => {
    expect(asked.matrix.identities.map(({ name }) => name)).toEqual([
      'anonymous',
      'IAM',
      'IAM, no policy',
      'other account',
      'reader',
      'Admin',
      'Stranger',
    ])
  })

  it('may what their own policies allow', () => {
    expect(asked.row('POST /books')).toEqual({
      anonymous: '403',
      IAM: 'yes',
      'IAM, no policy': '403',
      'other account': '403',
      reader: '403',
      Admin: '403',
      Stranger: '? unknown',
    })
    expect(asked.cell('GET /books', 'reader')).toBe('yes')
    expect(asked.answer('GET /books', 'reader').decidedBy[0]).toMatchObject({
      label: "caller's policy, statement 1",
      source: { file: '/project/template.yaml' },
    })
  })
})

describe('private APIs', () => {
  fidelity('Authorization', 'Private APIs: VPC endpoints and their conditions', {
    by: 'documentation',
    source: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-private-apis.html',
  })

  const text = api(
    `      EndpointConfiguration: { Type: PRIVATE }
      Auth:
        ResourcePolicy:
          CustomStatements:
            - { Effect: Allow, Principal: '*', Action: execute-api:Invoke, Resource: 'execute-api:/*' }
            - Effect: Deny
              Principal: '*'
              Action: execute-api:Invoke
              Resource: 'execute-api:/*'
              Condition: { StringNotEquals: { aws:SourceVpce: vpce-1a2b3c4d } }`,
    event('List', 'get', '/books', '{}'),
  )

  it('are reached through VPC endpoints only, and decide by them', () => {
    expect(ask(text).row('GET /books')).toEqual({
      anonymous: 'no way',
      'vpce-1a2b3c4d': 'yes',
      'other VPC': '403',
    })
  })

  it('refuse everybody without a resource policy', () => {
    const bare = api('      EndpointConfiguration: { Type: PRIVATE }', event('List', 'get', '/books', '{}'))
    expect(ask(bare).answer('GET /books', 'other VPC')).toMatchObject({
      verdict: 'refused',
      summary: '**Not allowed**: a private API without a resource policy refuses every call.',
    })
  })
})

describe('API keys', () => {
  const text = api(
    `      Auth: { ApiKeyRequired: true, UsagePlan: { CreateUsagePlan: PER_API } }`,
    [event('List', 'get', '/books', '{}'), event('Open', 'get', '/open', '{ ApiKeyRequired: false }')].join(
      '\n',
    ),
  )

  it('are asked for after the authorization', () => {
    const asked = ask(text)
    expect(asked.cell('GET /books', 'anonymous')).toBe('403')
    expect(asked.cell('GET /open', 'anonymous')).toBe('yes')
    const [key] = asked.matrix.identities.filter(({ detail }) => detail === 'API key only')
    expect(asked.cell('GET /books', key?.name ?? '')).toBe('yes')
  })

  it('open nothing without a plan of the stage', () => {
    const json = [{ name: 'stray', apiKey: 'Unknown' }]
    expect(ask(text, { json }).cell('GET /books', 'stray')).toBe('? plan')
  })
})

describe('statuses', () => {
  it('are those that gateway responses set', () => {
    const text = api(
      `      Auth: { DefaultAuthorizer: AWS_IAM }
      GatewayResponses: { MISSING_AUTHENTICATION_TOKEN: { StatusCode: 404 } }`,
      event('List', 'get', '/books', '{}'),
    )
    expect(ask(text).row('GET /books')).toMatchObject({ anonymous: '404', 'IAM, no policy': '403' })
  })
})
