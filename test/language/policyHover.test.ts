import { describe, expect, it } from 'vitest'
import { hoverText, policyData, proposals } from '../support/policyEditor.ts'
import { resolvePolicyItem } from '../../server/src/language/policy/policyResolve.ts'

const policy = (elements: string) => `{"Version": "2012-10-17", "Statement": [{${elements}}]}`
const hover = (elements: string) => hoverText('policy.json', policy(elements))

describe('elements', () => {
  it('are explained, with a link', () => {
    expect(hover('"NotPrin<|>cipal": {}')).toMatch(
      /^\*\*NotPrincipal\*\*\n\nEverybody but.*reference_policies_elements_notprincipal/s,
    )
    expect(hoverText('policy.json', '{"Ver<|>sion": "2012-10-17"}')).toContain(
      'version of the policy language',
    )
    expect(hoverText('answer.json', '{"principal<|>Id": "user"}')).toContain('API Gateway answers 500')
  })

  it('say what their values do', () => {
    expect(hover('"Effect": "De<|>ny"')).toContain('is refused')
    expect(hoverText('policy.json', '{"Version": "2008-10<|>-17", "Statement": []}')).toContain(
      'before variables',
    )
  })
})

describe('actions', () => {
  it('have description, level, resources, keys and link', () => {
    const text = hover('"Action": "s3:GetOb<|>ject"')
    expect(text).toMatch(/^\*\*s3:GetObject\*\* \(Read\)\n\nGrants permission to retrieve objects/)
    expect(text).toContain('- object: `arn:${Partition}:s3:::${BucketName}/${ObjectName}`')
    expect(text).toContain('`s3:ExistingObjectTag/<key>`')
    expect(text).toContain('/service-authorization/latest/reference/list_amazons3.html')
  })

  it('with wildcards tell how many and which they are', () => {
    expect(hover('"Action": "execute-api:I<|>*"')).toMatch(
      /matches 2 of 3 actions.*2 Write.*`InvalidateCache`, `Invoke`/s,
    )
    expect(hover('"Action": "s3:Nothing<|>*"')).toContain('covers nothing')
  })

  it('that there are not have no hover', () => {
    expect(hover('"Action": "s3:Get<|>Objekt"')).toBeUndefined()
  })
})

describe('ARNs', () => {
  const openApi = (resource: string) => `
openapi: 3.0.1
info: { title: Shop, version: '1' }
paths:
  /books:
    get: { x-amazon-apigateway-integration: { type: mock } }
  /books/{id}:
    get: { x-amazon-apigateway-integration: { type: mock } }
    delete: { x-amazon-apigateway-integration: { type: mock } }
x-amazon-apigateway-policy:
  Version: '2012-10-17'
  Statement:
    - Resource: ${resource}
`

  it('name their parts', () => {
    const text = hover('"Resource": "arn:aws:dynamodb:eu-west-1:<|>123456789012:table/Orders"')
    expect(text).toContain('- service `dynamodb`: Amazon DynamoDB')
    expect(text).toContain('- region `eu-west-1`')
    expect(text).toContain('- resource `table/Orders`: table')
    expect(hover('"Resource": "arn:aws:s3:::fi<|>les/*"')).toContain('- resource `files/*`: object')
  })

  it("of APIs tell stage, method, path, and which of the definition's routes they cover", () => {
    const text = hoverText('openapi.yaml', openApi('execute-<|>api:/prod/GET/*'))
    expect(text).toContain('- stage `prod`')
    expect(text).toContain('Covers **2 of 3 routes** of Shop: GET /books, GET /books/{id}.')
    expect(hoverText('openapi.yaml', openApi('execute-<|>api:/*'))).toContain(
      'Covers **every route** of Shop',
    )
    expect(hoverText('openapi.yaml', openApi('execute-<|>api:/*/GET/books/7'))).toContain(
      'Covers **1 of 3 routes** of Shop: GET /books/{id} (in part).',
    )
    expect(hoverText('openapi.yaml', openApi('execute-<|>api:/*/get/books'))).toContain(
      'Covers **no route** of Shop.',
    )
    expect(
      hoverText(
        'openapi.yaml',
        openApi('arn:aws:execute-api:us-east-1:123456789012:<|>abc/*/DELETE/books/*'),
      ),
    ).toContain('Covers **1 of 3 routes** of Shop: DELETE /books/{id}.')
  })

  it('in templates are read through Fn::Sub', () => {
    const text = hoverText(
      'template.yaml',
      `
Transform: AWS::Serverless-2016-10-31
Resources:
  Shop: { Type: AWS::Serverless::Api, Properties: { StageName: dev } }
  List:
    Type: AWS::Serverless::Function
    Properties:
      Events:
        Get: { Type: Api, Properties: { RestApiId: !Ref Shop, Path: /books, Method: get } }
      Policies:
        - Statement:
            - Action: execute-api:Invoke
              Resource: !Sub arn:\${AWS::Partition}:execute-api:\${AWS::Region}:\${AWS::AccountId}:\${Shop}/dev/<|>*
`,
    )
    expect(text).toContain('- API `${Shop}`')
    expect(text).toContain('Covers **every route** of Shop: GET /books.')
  })
})

describe('conditions', () => {
  it('explain operators with their qualifiers', () => {
    expect(hover('"Condition": {"StringLikeIf<|>Exists": {}}')).toMatch(/`\*` any text.*without the key/s)
    expect(hover('"Condition": {"ForAllValues:Str<|>ingEquals": {}}')).toContain('each value of the key')
    expect(hover('"Condition": {"Strin<|>gIs": {}}')).toBeUndefined()
  })

  it('explain keys, global ones and those of services', () => {
    const key = (name: string) => hover(`"Condition": {"StringEquals": {"${name}": "a"}}`)
    expect(key('aws:Source<|>Vpce')).toMatch(/\(String\).*VPC endpoint that the call came by/s)
    expect(key('aws:Principal<|>Tag/team')).toContain('A tag of the calling user')
    expect(key('s3:ExistingObject<|>Tag/team')).toMatch(
      /Filters access by existing object tag.*list_amazons3/s,
    )
    expect(key('aws:Tag<|>Keys')).toContain('ForAnyValue')
    expect(key('aws:Source<|>Vpcs')).toBeUndefined()
  })

  it('count the addresses of a range', () => {
    const range = (text: string) => hover(`"Condition": {"IpAddress": {"aws:SourceIp": ["${text}"]}}`)
    expect(range('203.0.113.77/<|>24')).toBe('**203.0.113.0/24**: 256 addresses.')
    expect(range('10.0.0.0/<|>8')).toContain('aws:VpcSourceIp')
  })
})

describe('principals and variables', () => {
  it('say who is meant', () => {
    const aws = (text: string) => hover(`"Principal": {"AWS": "${text}"}`)
    expect(aws('123456<|>789012')).toContain('arn:aws:iam::123456789012:root')
    expect(aws('arn:aws:iam::123456789012:role/<|>team/Caller')).toContain(
      'Role **Caller** of account 123456789012',
    )
    expect(hover('"Principal": {"Service": "apigateway<|>.amazonaws.com"}')).toContain('Amazon API Gateway')
    expect(hover('"Principal": "<|>*"')).toContain('everybody')
  })

  it('say what a variable is replaced by, and whether it is', () => {
    expect(hover('"Resource": "arn:aws:s3:::files/${aws:user<|>name}/*"')).toMatch(
      /^\*\*\$\{aws:username\}\*\* is replaced/,
    )
    const old = hoverText(
      'policy.json',
      '{"Statement": [{"Resource": "arn:aws:s3:::files/${aws:user<|>name}/*"}]}',
    )
    expect(old).toContain('plain text')
    expect(hover('"Resource": "arn:aws:s3:::files/${<|>*}"')).toContain('the character `*` itself')
  })
})

it('looks into JSON text in strings', () => {
  const text = hoverText(
    'template.yaml',
    `
AWSTemplateFormatVersion: '2010-09-09'
Resources:
  Logs:
    Type: AWS::Logs::ResourcePolicy
    Properties:
      PolicyDocument: '{"Statement": [{"Effect": "Allow", "Action": "logs:Put<|>LogEvents"}]}'
`,
  )
  expect(text).toContain('**logs:PutLogEvents** (Write)')
})

it('describes a proposal when it is looked at', () => {
  const item = proposals('policy.json', policy('"Action": "s3:<|>"'))?.find(
    ({ label }) => label === 's3:GetObject',
  )
  expect(item && resolvePolicyItem(item, policyData)).toMatchObject({
    documentation: { value: expect.stringContaining('retrieve objects') as string },
  })
  expect(resolvePolicyItem({ label: 'a', data: { policy: 'action', service: 1 } }, policyData)).toEqual({
    label: 'a',
    data: { policy: 'action', service: 1 },
  })
})

it('is silent outside of policies', () => {
  expect(hoverText('package.json', '{"na<|>me": "shop"}')).toBeUndefined()
})
