import { describe, expect, it } from 'vitest'
import type { Diagnostic } from '../../server/src/base/diagnostic.ts'
import { loadDefinition } from '../../server/src/definitions/load.ts'
import { diagnose } from '../../server/src/language/diagnostics.ts'
import { actionData } from '../support/actionData.ts'
import { annotatedFile, applyFix, diagnosticsOf, reannotated } from '../support/annotated.ts'
import { memoryFiles } from '../support/memoryFiles.ts'

const template = (resources: string) => `AWSTemplateFormatVersion: '2010-09-09'
Transform: AWS::Serverless-2016-10-31
Resources:
${resources}`

/** `severity code` of what is found in a file, and the text that is marked. */
function marks(file: string, text: string): string[] {
  const files = memoryFiles({ [file]: text })
  const lines = text.split('\n')
  return diagnose(loadDefinition(file, files), files, { actionData: () => actionData })
    .filter(({ code }) => code !== 'not-emulated')
    .map(({ severity, code, range: { start, end } }) => {
      const line = lines[start.line] ?? ''
      return `${severity} ${code} ${line.slice(start.character, start.line === end.line ? end.character : undefined)}`
    })
}

/** The text after the fix of the one finding under a code. */
function fixed(text: string, code: string): string {
  const [finding, ...others] = diagnosticsOf(text, { only: [code] })
  expect(others).toEqual([])
  const fix = finding?.fixes?.find(({ isPreferred }) => isPreferred)
  if (!fix) throw new Error(`no fix for '${code}'`)
  return applyFix(text, fix)
}

describe('policies of a template', () => {
  it('are linted where they stand, block by block', () => {
    const annotated = template(`  Reader:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: '2012-10-17'
        Statement:
          - effect: Allow
            ^^^^^^ error invalid-policy-element: 'effect' is no element of a statement, and AWS refuses the policy; write 'Effect'
            Principal: { Service: lambda }
                                  ^^^^^^ error invalid-service-principal-format: 'lambda' is no name of a service as principal, and AWS refuses the policy; write 'lambda.amazonaws.com'
            Action: sts:AssumeRole
      Policies:
        - PolicyName: read
          PolicyDocument:
          ^^^^^^^^^^^^^^ warning missing-version: 'Version' is missing, so AWS reads the policy by the language of 2008, in which variables are plain text; add "Version": "2012-10-17"
            Statement:
              - Effect: Allow
                Action:
                  - s3:GetObjekt
                    ^^^^^^^^^^^^ warning invalid-action: 'Amazon S3' has no action 'GetObjekt', so the statement does not cover what it seems to; write 's3:GetObject'
                Resource: !Sub arn:\${AWS::Partition}:s3:::books/*
`)
    expect(reannotated(annotated)).toBe(annotated)
  })

  it('are linted in JSON text, whatever string holds it, and what is filled in is accepted', () => {
    const annotated = template(`  Read:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      PolicyDocument: !Sub |
        { "Version": "2012-10-17", "Statement": [
          { "Effect": "allow", "Action": "s3:GetObject", "Resource": "arn:\${AWS::Partition}:s3:::books/*" },
                      ^^^^^^^ error invalid-effect: 'allow' is no effect, and AWS refuses the policy; write 'Allow', with this case
          { "Effect": "Allow" "Action": "s3:GetObject", "Resource": \${Books} } ] }
                              ^^^^^^^^ error json-syntax: A ',' is missing before this, so AWS cannot parse the policy; write it after the value before
`)
    expect(reannotated(annotated).replace(/\n *\^+ error reference-undefined.*/, '')).toBe(annotated)
  })

  it.each([
    ['AWS::S3::BucketPolicy', 'Bucket: books, PolicyDocument:'],
    ['AWS::SQS::QueuePolicy', 'Queues: [books], PolicyDocument:'],
    ['AWS::SNS::TopicPolicy', 'Topics: [books], PolicyDocument:'],
    ['AWS::KMS::Key', 'KeyPolicy:'],
    ['AWS::EC2::VPCEndpoint', 'VpcId: vpc-1, ServiceName: s3, PolicyDocument:'],
    ['AWS::IAM::Policy', 'PolicyName: a, Users: [ann], PolicyDocument:'],
    ['AWS::ApiGateway::RestApi', 'Name: books, Policy:'],
    [
      'AWS::ApiGateway::RestApi',
      "Body: { openapi: 3.0.1, info: { title: a, version: '1' }, paths: {}, x-amazon-apigateway-policy:",
    ],
    ['AWS::Serverless::Function', 'Handler: a.b, Runtime: nodejs22.x, CodeUri: src/, Policies:'],
    [
      'AWS::Serverless::Function',
      'Handler: a.b, Runtime: nodejs22.x, CodeUri: src/, AssumeRolePolicyDocument:',
    ],
  ])('are found in %s: %s', (type, properties) => {
    const close = properties.includes('Body:') ? ' }' : ''
    const policy = "{ Version: '2012-10-17', Statement: [{ Effect: allow }] }"
    const text = template(`  Books: { Type: '${type}', Properties: { ${properties} ${policy}${close} } }\n`)
    expect(diagnosticsOf(text, { only: ['invalid-effect'] })).toHaveLength(1)
  })

  it('are taken as SAM and Events put them together', () => {
    const text = template(`  Api:
    Type: AWS::Serverless::Api
    Properties:
      StageName: prod
      DefinitionBody: { openapi: 3.0.1, info: { title: a, version: '1' }, paths: {}, x-amazon-apigateway-policy: { Version: '2012-10-17' } }
      Auth:
        ResourcePolicy:
          CustomStatements:
            - { Effect: Allow, Principal: '*', Action: execute-api:Invoke, Resource: execute-api:/prod/get/books }
`)
    expect(marks('/a.yaml', text)).toEqual(['warning execute-api-verb-case execute-api:/prod/get/books'])
  })

  it('lint Lambda permissions beside the rules for those, and say nothing twice', () => {
    const text = template(`  Allow:
    Type: AWS::Lambda::Permission
    Properties:
      FunctionName: arn:aws:lambda:us-east-1:123456789012:function:books
      Action: InvokeFunction
      Principal: apigateway.amazonaws.com
      SourceArn: arn:aws:apigateway:us-east-1::/restapis/a1b2c3
`)
    expect(marks('/a.yaml', text)).toEqual([
      'error lambda-permission-invalid InvokeFunction',
      'error permission-source-not-execute-api arn:aws:apigateway:us-east-1::/restapis/a1b2c3',
    ])
  })

  it('are left out by comments, Metadata and gatehouse.json under the code of the finding', () => {
    const policy = (comment: string, metadata: string) =>
      template(`  Read:
    Type: AWS::IAM::ManagedPolicy${metadata}
    Properties:
      PolicyDocument:
        Version: '2012-10-17'
        Statement:${comment}
          - { Effect: Allow, Action: s3:GetObjekt, Resource: '*' }
`)
    const codes = (text: string) => diagnosticsOf(text, { only: ['invalid-action'] })
    expect(codes(policy('', ''))).toHaveLength(1)
    expect(codes(policy('\n          # gatehouse-disable-next-line invalid-action', ''))).toEqual([])
    expect(codes(policy('', '\n    Metadata: { Gatehouse: { disable: [invalid-action] } }'))).toEqual([])
    const files = {
      'gatehouse.json': '{ "rules": { "invalid-action": "error", "authorizer-key-ignored": "off" } }',
    }
    const found: Diagnostic[] = diagnosticsOf(policy('', ''), { files })
    expect(found.map(({ code, severity }) => `${severity} ${code}`)).toEqual(['error invalid-action'])
  })
})

describe('policies of other documents', () => {
  it('are found in OpenAPI, in JSON and YAML', () => {
    const statement = {
      Effect: 'Allow',
      Principal: '*',
      Action: 'execute-api:Invok',
      Resource: 'execute-api:/*',
    }
    const document = {
      openapi: '3.0.1',
      info: { title: 'Books', version: '1' },
      'x-amazon-apigateway-policy': { Version: '2012-10-17', Statement: [statement] },
      paths: {},
    }
    expect(marks('/openapi.json', JSON.stringify(document, undefined, 2))).toEqual([
      'warning invalid-action "execute-api:Invok"',
    ])
  })

  it('are found in serverless.yml, whose variables are accepted', () => {
    const text = `service: books
custom: { action: PutObject, bucket: books }
provider:
  name: aws
  iam:
    role:
      statements:
        - Effect: Allow
          Action: [s3:GetObjekt, 's3:\${self:custom.action}']
          Resource: arn:aws:s3:::\${self:custom.bucket}/*
  apiGateway:
    resourcePolicy:
      - Effect: allow
        Principal: '*'
        Action: execute-api:Invoke
        Resource: execute-api:/*
resources:
  Resources:
    Queue:
      Type: AWS::SQS::QueuePolicy
      Properties:
        Queues: [books]
        PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: Allow, Principal: '*', Action: sqs:Send, Resource: '*' }] }
`
    expect(marks('/serverless.yml', text)).toEqual([
      'warning invalid-action s3:GetObjekt',
      'error invalid-effect allow',
      'warning invalid-action sqs:Send',
    ])
  })

  it('are found in the JSON text of Terraform, without fixes', () => {
    const policy = JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::${var.bucket}/*' }],
    })
    const text = JSON.stringify({
      resource: {
        aws_api_gateway_rest_api: { books: { name: 'books' } },
        aws_iam_role_policy: { read: { role: 'books', policy } },
      },
    })
    expect(marks('/main.tf.json', text)).toEqual(['error invalid-effect \\"allow\\"'])
  })
})

describe('fixes of a policy keep to the notation', () => {
  const policy = (lines: string) =>
    template(`  Read:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      PolicyDocument:
${lines.replace(/^/gm, '        ')}
`)

  it('of YAML in blocks', () => {
    const statement =
      'Statement:\n  - Effect: Allow\n    Action:\n      - s3:GetObject\n      - s3:GetObject\n    Resource: "*"'
    const version = fixed(policy(statement), 'missing-version')
    expect(version).toBe(policy(`Version: "2012-10-17"\n${statement}`))
    expect(fixed(version, 'redundant-action')).toBe(version.replace(/ +- s3:GetObject\n/, ''))
    const principal = policy(`Version: '2012-10-17'\n${statement}\n    Principal: '*'`)
    expect(fixed(principal, 'unsupported-principal')).toBe(policy(`Version: '2012-10-17'\n${statement}`))
  })

  it('of YAML in one line', () => {
    const flow = policy("{ Statement: [{ effect: Allow, Action: s3:GetObject, Resource: '*' }] }")
    const named = fixed(flow, 'invalid-policy-element')
    expect(named).toBe(flow.replace('effect', 'Effect'))
    expect(diagnosticsOf(fixed(named, 'missing-version'))).toEqual([])
  })

  it('of JSON in a string', () => {
    const text = policy(
      `'{ "Version": "2012-10-17", "Statement": { "Effect": "allow", "Action": "s3:GetObject", "Resource": "*" } }'`,
    )
    expect(fixed(text, 'invalid-effect')).toBe(text.replace('allow', 'Allow'))
  })
})

it('reads the action data of a definition only when it states a policy', () => {
  const read = (text: string) => {
    let calls = 0
    const files = memoryFiles({ [annotatedFile]: text })
    diagnose(loadDefinition(annotatedFile, files), files, {
      actionData: () => {
        calls++
        return actionData
      },
    })
    return calls
  }
  expect(read(template('  Books: { Type: AWS::SNS::Topic }\n'))).toBe(0)
  expect(
    read(template('  Role: { Type: AWS::IAM::Role, Properties: { AssumeRolePolicyDocument: {} } }\n')),
  ).toBe(1)
})
