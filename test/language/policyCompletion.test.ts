import { describe, expect, it } from 'vitest'
import { accepted, labels, proposals } from '../support/policyEditor.ts'

/** A stand-alone policy with one statement. */
const policy = (elements: string) => `{"Version": "2012-10-17", "Statement": [{${elements}}]}`

const openApi = (statement: string) => `
openapi: 3.0.1
info: { title: Shop, version: '1' }
paths:
  /books/{id}:
    get: { x-amazon-apigateway-integration: { type: mock } }
  /orders:
    x-amazon-apigateway-any-method: { x-amazon-apigateway-integration: { type: mock } }
x-amazon-apigateway-policy:
  Version: '2012-10-17'
  Statement:
${statement}
`

const template = (rest: string) => `
AWSTemplateFormatVersion: '2010-09-09'
Transform: AWS::Serverless-2016-10-31
Resources:
  Shop:
    Type: AWS::Serverless::Api
    Properties: { StageName: dev }
  Orders: { Type: AWS::DynamoDB::Table }
  Files: { Type: AWS::S3::Bucket }
  Endpoint: { Type: AWS::EC2::VPCEndpoint }
  Caller: { Type: AWS::IAM::Role }
  List:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.handler
      Events:
        Get: { Type: Api, Properties: { RestApiId: !Ref Shop, Path: '/books/{id}', Method: get } }
${rest}
`

const identity = (statement: string) =>
  template(`  Reader:
    Type: AWS::IAM::Policy
    Properties:
      PolicyDocument:
        Version: '2012-10-17'
        Statement:
${statement}`)

/** The end of a text, from the line that holds the last `mark`. */
const from = (mark: string, text: string) => text.slice(text.lastIndexOf(mark)).trimEnd()

describe('elements', () => {
  it('are those that the policy has not yet', () => {
    const found = labels('policy.json', '{"Version": "2012-10-17", <|>}')
    expect(found).toEqual(expect.arrayContaining(['Id', 'Statement']))
    expect(found).not.toContain('Version')
  })

  it('leave out Principal in identity policies, and Resource in trust policies', () => {
    expect(labels('template.yaml', identity('          - <|>'))).not.toContain('Principal')
    const trust = labels(
      'template.yaml',
      template(`  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Statement:
          - <|>`),
    )
    expect(trust).toEqual(expect.arrayContaining(['Principal', 'Action']))
    expect(trust).not.toContain('Resource')
  })

  it('are named by what excludes them: no NotAction beside Action', () => {
    const found = labels('policy.json', policy('"Action": "s3:GetObject", <|>'))
    expect(found).not.toContain('NotAction')
    expect(found).toContain('NotResource')
  })

  it('come with a value to fill in, in YAML and JSON', () => {
    expect(from('- Eff', accepted('template.yaml', identity('          - <|>'), 'Effect'))).toBe(
      '- Effect: Allow',
    )
    expect(accepted('policy.json', policy('<|>'), 'Effect')).toBe(policy('"Effect": "Allow"'))
  })

  it('are proposed where a comma is missing before or after them, and bring it', () => {
    expect(accepted('policy.json', policy('"Effect": "Allow"\n<|>'), 'Action')).toBe(
      policy('"Effect": "Allow",\n"Action": ""'),
    )
    expect(accepted('policy.json', policy('<|> "Resource": "*"'), 'Effect')).toBe(
      policy('"Effect": "Allow", "Resource": "*"'),
    )
  })

  it('complete a key that is begun, with or without its end', () => {
    expect(accepted('policy.json', policy('"Eff<|>"'), 'Effect')).toBe(policy('"Effect": "Allow"'))
    expect(accepted('policy.json', policy('"Eff<|>": "Deny"'), 'Effect')).toBe(policy('"Effect": "Deny"'))
    expect(accepted('policy.json', '{"Statement": [{"Eff<|>', 'Effect')).toBe(
      '{"Statement": [{"Effect": "Allow"',
    )
  })

  it('have the values that AWS takes', () => {
    expect(labels('policy.json', policy('"Effect": "<|>"'))).toEqual(['Allow', 'Deny'])
    const after = accepted('openapi.yaml', openApi('    - Effect: D<|>'), 'Deny')
    expect(from('- Effect', after)).toBe('- Effect: Deny')
  })

  it('quote what YAML would read as a date', () => {
    const after = accepted(
      'template.yaml',
      template(`  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: <|>`),
      '2012-10-17',
    )
    expect(from('Version', after)).toBe("Version: '2012-10-17'")
  })

  it("are those of an authorizer's response", () => {
    expect(labels('answer.json', '{"principalId": "user", <|>}')).toEqual(
      expect.arrayContaining(['policyDocument', 'context', 'usageIdentifierKey']),
    )
    expect(labels('answer.json', '{"isAuthorized": <|>}')).toEqual(['true', 'false'])
    expect(
      labels('answer.json', '{"principalId": "user", "policyDocument": {"Statement": [{"Effect": "<|>"}]}}'),
    ).toEqual(['Allow', 'Deny'])
  })
})

describe('actions', () => {
  it('are proposed behind their service, in text without an end', () => {
    const text = '{"Statement": [{"Action": "s3:<|>'
    expect(labels('policy.json', text)).toEqual(expect.arrayContaining(['s3:GetObject', 's3:PutObject']))
    expect(accepted('policy.json', text, 's3:GetObject')).toBe('{"Statement": [{"Action": "s3:GetObject"')
  })

  it('tell their access level, and are described when they are looked at', () => {
    const item = proposals('policy.json', policy('"Action": "s3:<|>"'))?.find(
      ({ label }) => label === 's3:GetObject',
    )
    expect(item).toMatchObject({
      detail: 'Read',
      data: { policy: 'action', service: 's3', name: 'GetObject' },
    })
  })

  it('have wildcards with the number of actions they cover', () => {
    const items = proposals('policy.json', policy('"Action": ["dynamodb:BatchG<|>"]')) ?? []
    const details = new Map(items.map(({ label, detail }) => [label, detail]))
    expect(details.get('dynamodb:Get*')).toMatch(/^\d+ actions of Amazon DynamoDB$/)
    expect(details.has('dynamodb:BatchG*')).toBe(false)
    expect(details.get('dynamodb:Batch*')).toMatch(/^\d+ actions/)
  })

  it('are services first, which go on to their actions', () => {
    const item = proposals('template.yaml', identity('          - Action: <|>'))?.find(
      ({ label }) => label === 'dynamodb:',
    )
    expect(item).toMatchObject({ command: { command: 'editor.action.triggerSuggest' } })
    expect(labels('template.yaml', identity('          - Action:\n              - dynamodb:G<|>'))).toContain(
      'dynamodb:GetItem',
    )
  })

  it('are those of its service in a resource policy, without those that stand there', () => {
    const found = labels(
      'openapi.yaml',
      openApi('    - Action:\n        - execute-api:Invoke\n        - <|>'),
    )
    expect(found).toEqual(['execute-api:InvalidateCache', 'execute-api:ManageConnections', 'execute-api:*'])
  })

  it('replace the whole name in which the cursor stands', () => {
    const after = accepted('template.yaml', identity('          - Action: s3:Ge<|>tObjec'), 's3:GetObject')
    expect(from('- Action', after)).toBe('- Action: s3:GetObject')
  })
})

describe('principals', () => {
  it('are everybody or an object of names', () => {
    expect(labels('openapi.yaml', openApi('    - Principal: <|>'))).toEqual(['*', '{ AWS }', '{ Service }'])
    expect(accepted('policy.json', policy('"Principal": <|>'), '{ Service }').replace(/\s+/g, '')).toContain(
      '"Principal":{"Service":"apigateway.amazonaws.com"}',
    )
    const after = accepted('openapi.yaml', openApi('    - Principal: <|>'), '{ AWS }')
    expect(from('- Principal', after)).toMatch(/- Principal: \n {8}AWS: arn:aws:iam::123456789012:root/)
  })

  it('are services, and roles of the template', () => {
    expect(labels('policy.json', policy('"Principal": {"Service": "<|>"}'))).toContain('lambda.amazonaws.com')
    const bucket = template(`  Shared:
    Type: AWS::S3::BucketPolicy
    Properties:
      PolicyDocument:
        Statement:
          - Principal:
              AWS: <|>`)
    expect(labels('template.yaml', bucket)).toEqual(
      expect.arrayContaining(['!GetAtt Caller.Arn', '!Ref AWS::AccountId']),
    )
    expect(from('AWS:', accepted('template.yaml', bucket, '!GetAtt Caller.Arn'))).toBe(
      'AWS: !GetAtt Caller.Arn',
    )
  })

  it('are proposed in a Lambda permission', () => {
    const permission = (rest: string) =>
      template(`  Allowed:
    Type: AWS::Lambda::Permission
    Properties:
      FunctionName: !Ref List
${rest}`)
    expect(labels('template.yaml', permission('      Principal: <|>'))).toContain('apigateway.amazonaws.com')
    expect(labels('template.yaml', permission('      Action: <|>'))).toContain('lambda:InvokeFunction')
    expect(labels('template.yaml', permission('      SourceArn: <|>'))).toContain(
      '!Sub arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${Shop}/dev/GET/books/*',
    )
  })
})

describe('resources', () => {
  it("are the API's own routes, in the short form and the long one", () => {
    const found = labels('openapi.yaml', openApi("    - Resource: '<|>'"))
    expect(found).toEqual(
      expect.arrayContaining([
        'execute-api:/*',
        'execute-api:/*/GET/books/*',
        'execute-api:/*/*/orders',
        'arn:aws:execute-api:us-east-1:123456789012:api-id/*/GET/books/*',
      ]),
    )
    const after = accepted('openapi.yaml', openApi("    - Resource: '<|>'"), 'execute-api:/*/GET/books/*')
    expect(from('- Resource', after)).toBe("- Resource: 'execute-api:/*/GET/books/*'")
  })

  it("are the template's own that the actions can reach", () => {
    const statement = '          - Action: dynamodb:GetItem\n            Resource: <|>'
    const found = labels('template.yaml', identity(statement))
    expect(found).toEqual(expect.arrayContaining(['!GetAtt Orders.Arn', '!Sub ${Orders.Arn}/index/*', '*']))
    expect(found.filter(label => /Files|Shop/.test(label))).toEqual([])
    expect(from('Resource', accepted('template.yaml', identity(statement), '!GetAtt Orders.Arn'))).toBe(
      'Resource: !GetAtt Orders.Arn',
    )
  })

  it('are written as functions in JSON templates', () => {
    const json = JSON.stringify({
      AWSTemplateFormatVersion: '2010-09-09',
      Resources: {
        Files: { Type: 'AWS::S3::Bucket' },
        Reader: {
          Type: 'AWS::IAM::Policy',
          Properties: { PolicyDocument: { Statement: [{ Action: 's3:GetObject', Resource: '<|>' }] } },
        },
      },
    })
    expect(accepted('template.json', json, '!GetAtt Files.Arn')).toContain(
      '"Resource":{ "Fn::GetAtt": ["Files", "Arn"] }}',
    )
    expect(accepted('template.json', json.replace('"<|>"', '<|>'), '!Sub ${Files.Arn}/*')).toContain(
      '"Resource":{ "Fn::Sub": "${Files.Arn}/*" }}',
    )
  })

  it('are texts inside of Fn::Sub', () => {
    const statement =
      '          - Action: execute-api:Invoke\n            Resource: !Sub arn:${AWS::Partition}:<|>'
    const label = 'arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${Shop}/dev/GET/books/*'
    expect(from('Resource', accepted('template.yaml', identity(statement), label))).toBe(
      `Resource: !Sub ${label}`,
    )
  })

  it('have the formats of the actions’ resource types, with places to fill in', () => {
    const item = proposals('policy.json', policy('"Action": "s3:GetObject", "Resource": "<|>"'))?.find(
      ({ label }) => label === 'arn:aws:s3:::BucketName/ObjectName',
    )
    expect(item?.textEdit).toMatchObject({ newText: 'arn:aws:s3:::${1:BucketName}/${2:ObjectName}' })
  })

  it('leave what functions name to templates in general', () => {
    expect(proposals('template.yaml', identity('          - Resource: !GetAtt <|>'))).toBeUndefined()
  })
})

describe('conditions', () => {
  const inCondition = (rest: string) =>
    policy(`"Principal": "*", "Action": "execute-api:Invoke", "Condition": {${rest}}`)

  it('have operators, with IfExists and qualifiers', () => {
    expect(labels('policy.json', inCondition('<|>'))).toEqual(
      expect.arrayContaining(['StringEquals', 'StringLikeIfExists', 'ForAnyValue:StringEquals', 'Null']),
    )
  })

  it('have keys under their usual operator', () => {
    expect(accepted('policy.json', inCondition('<|>'), 'aws:SecureTransport').replace(/\s+/g, '')).toContain(
      '"Bool":{"aws:SecureTransport":"true"}',
    )
  })

  it('have the keys that the operator can compare and the action knows', () => {
    const found = labels('policy.json', inCondition('"ArnLike": {<|>}'))
    expect(found).toEqual(
      expect.arrayContaining(['execute-api:viaDomainArn', 'aws:SourceArn', 'aws:PrincipalArn']),
    )
    expect(found).not.toContain('aws:SourceIp')
    const s3 = policy('"Action": "s3:ListBucket", "Condition": {"StringLike": {"<|>"}}')
    expect(labels('policy.json', s3)).toContain('s3:prefix')
    expect(accepted('policy.json', s3, 's3:prefix')).toContain('{"StringLike": {"s3:prefix": ""}}')
  })

  it('propose operators that suit the keys which stand under them', () => {
    const found = labels('policy.json', inCondition('"<|>": {"aws:SourceIp": "203.0.113.0/24"}'))
    expect(found).toContain('IpAddress')
    const other = labels('policy.json', inCondition('"Str<|>": {"aws:SourceIp": "203.0.113.0/24"}'))
    expect(other).toContain('NotIpAddress')
    expect(other).not.toContain('StringEquals')
  })

  it('have closed sets of values', () => {
    expect(labels('policy.json', inCondition('"Bool": {"aws:SecureTransport": "<|>"}'))).toEqual([
      'true',
      'false',
    ])
    expect(labels('policy.json', inCondition('"StringEquals": {"aws:RequestedRegion": ["<|>"]}'))).toContain(
      'eu-central-1',
    )
    expect(labels('policy.json', inCondition('"StringEquals": {"aws:PrincipalType": "<|>"}'))).toContain(
      'Anonymous',
    )
  })

  it("have the template's own endpoints and account as values", () => {
    const statement = (key: string) => `          - Action: execute-api:Invoke
            Condition:
              StringEquals:
                ${key}: <|>`
    expect(labels('template.yaml', identity(statement('aws:SourceVpce')))).toContain('!Ref Endpoint')
    expect(
      from(
        'aws:',
        accepted('template.yaml', identity(statement('aws:SourceAccount')), '!Ref AWS::AccountId'),
      ),
    ).toBe('aws:SourceAccount: !Ref AWS::AccountId')
  })
})

describe('where policies stand', () => {
  it.each([
    [
      'serverless.yml',
      'service: shop\nprovider:\n  name: aws\n  iam:\n    role:\n      statements:\n        - <|>\n',
    ],
    [
      'template.yaml',
      template(
        '  Fn:\n    Type: AWS::Serverless::Function\n    Properties:\n      Policies:\n        - Statement:\n            - <|>',
      ),
    ],
    [
      'template.yaml',
      template(
        '  Q:\n    Type: AWS::SQS::QueuePolicy\n    Properties:\n      PolicyDocument:\n        Statement:\n          <|>',
      ),
    ],
    [
      'template.yaml',
      template(
        '  V:\n    Type: AWS::EC2::VPCEndpoint\n    Properties:\n      PolicyDocument:\n        Statement:\n          - <|>',
      ),
    ],
    [
      'template.yaml',
      template(
        '  A:\n    Type: AWS::Serverless::Api\n    Properties:\n      StageName: dev\n      Auth:\n        ResourcePolicy:\n          CustomStatements:\n            - <|>',
      ),
    ],
    [
      'template.yaml',
      template(
        '  R:\n    Type: AWS::IAM::Role\n    Properties:\n      Policies:\n        - PolicyName: a\n          PolicyDocument: !If\n            - IsProd\n            - Statement:\n                - <|>\n            - !Ref AWS::NoValue',
      ),
    ],
  ])('proposes elements in %s (%#)', (name, text) => {
    expect(labels(name, text)).toEqual(expect.arrayContaining(['Effect', 'Action']))
  })

  it('is silent elsewhere', () => {
    expect(
      proposals('template.yaml', template('  Other:\n    Type: AWS::SNS::Topic\n    Properties:\n      <|>')),
    ).toBeUndefined()
    expect(proposals('package.json', '{"name": "shop", <|>}')).toBeUndefined()
    expect(proposals('ci.yaml', 'jobs:\n  <|>\n')).toBeUndefined()
  })

  it('looks into JSON text in strings', () => {
    const logs = (text: string) =>
      template(`  Logs:
    Type: AWS::Logs::ResourcePolicy
    Properties:
      PolicyName: a
      PolicyDocument: ${text}`)
    const block = logs('|\n        {"Statement": [{"Effect": "Allow", "Action": "logs:<|>"}]}')
    expect(accepted('template.yaml', block, 'logs:PutLogEvents')).toContain(
      '"Action": "logs:PutLogEvents"}]}',
    )
    const quoted = logs(`'{"Statement": [{"Effect": "<|>"}]}'`)
    expect(accepted('template.yaml', quoted, 'Deny')).toContain(`'{"Statement": [{"Effect": "Deny"}]}'`)
    const escaped = logs(String.raw`"{\"Statement\": [{<|>}]}"`)
    expect(accepted('template.yaml', escaped, 'Effect')).toContain(
      String.raw`"{\"Statement\": [{\"Effect\": \"Allow\"}]}"`,
    )
  })
})

describe('usual policies', () => {
  it('are whole documents in an empty file', () => {
    expect(JSON.parse(accepted('policy.json', '<|>', 'policy-authorizer-allow'))).toMatchObject({
      principalId: 'user',
      policyDocument: { Statement: [{ Effect: 'Allow', Action: 'execute-api:Invoke' }] },
    })
  })

  it('are statements in a list, in YAML and JSON', () => {
    const after = accepted('openapi.yaml', openApi('    - <|>'), 'policy-api-ip-allow')
    expect(from('Statement:', after)).toBe(`Statement:
    - Effect: Allow
      Principal: '*'
      Action: execute-api:Invoke
      Resource: execute-api:/*
    - Effect: Deny
      Principal: '*'
      Action: execute-api:Invoke
      Resource: execute-api:/*
      Condition:
        NotIpAddress:
          aws:SourceIp:
            - '203.0.113.0/24'`)
    const json = accepted(
      'policy.json',
      '{"Version": "2012-10-17", "Statement": [<|>]}',
      'policy-trust-lambda',
    )
    expect(JSON.parse(json)).toMatchObject({
      Statement: [{ Principal: { Service: 'lambda.amazonaws.com' } }],
    })
  })

  it('are those that the kind of policy can be', () => {
    const found = labels('openapi.yaml', openApi('    - <|>')).filter(label => label.startsWith('policy-'))
    expect(found).toContain('policy-api-vpc-endpoint')
    expect(found.filter(label => /trust|invoke|authorizer/.test(label))).toEqual([])
  })
})

it('answers at every place of a policy that is typed from its beginning', () => {
  const whole = policy(
    '"Effect": "Allow", "Action": ["s3:Get*"], "Condition": {"Null": {"aws:TokenIssueTime": "true"}}',
  )
  for (let length = 0; length <= whole.length; length++) {
    expect(() => proposals('policy.json', `${whole.slice(0, length)}<|>`)).not.toThrow()
    expect(() => proposals('policy.json', `${whole.slice(0, length)}<|>${whole.slice(length)}`)).not.toThrow()
  }
  const yaml = openApi(
    '    - Effect: Allow\n      Action: [execute-api:Invoke]\n      Condition:\n        Bool: {aws:SecureTransport: "true"}',
  )
  for (let length = yaml.indexOf('x-amazon-apigateway-policy'); length < yaml.length; length++) {
    expect(() => proposals('openapi.yaml', `${yaml.slice(0, length)}<|>`)).not.toThrow()
  }
})
