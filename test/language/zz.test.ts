import { expect, it } from 'vitest'
import { accepted, labels, policyData, proposals } from '../support/policyEditor.ts'

const show = (name: string, text: string, ...ls: string[]) => {
  let out = ''
  try { const l = labels(name, text); out += `# ${l.length}: ${l.slice(0, 14).join(' | ')}\n`; for (const x of ls) out += `--${x}\n${accepted(name, text, x).replace(/^[^]*(Statement:|AssumeRole|apigateway-policy)/, '')}\n` } catch (e) { out += String(e) + '\n' }
  console.log(out)
}
const tpl = (s: string) => `
AWSTemplateFormatVersion: '2010-09-09'
Transform: AWS::Serverless-2016-10-31
Resources:
  Shop:
    Type: AWS::Serverless::Api
    Properties:
      StageName: dev
      DefinitionBody:
        openapi: 3.0.1
        info: { title: Shop, version: '1' }
        paths:
          /books/{id}:
            get:
              x-amazon-apigateway-integration: { type: mock }
  Orders:
    Type: AWS::DynamoDB::Table
  Files:
    Type: AWS::S3::Bucket
  Endpoint:
    Type: AWS::EC2::VPCEndpoint
  Role:
    Type: AWS::IAM::Role
    Properties:
${s}
`
it('x', () => {
  policyData.actions()
  show('policy.json', '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:<|>', 's3:GetObject')
  show('policy.json', '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow"\n <|>', 'Action', 'Condition')
  show('policy.json', '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", <|> "Resource": "*"}]}', 'Action')
  show('policy.json', '{"Version": "2012-10-17", "Statement": [<|>]}', 'policy-api-ip-allow')
  show('policy.json', '{<|>}', 'policy-trust-lambda')
  show('policy.json', '<|>', 'policy-authorizer-allow')
  show('policy.json', '{"Statement": [{"Action": "execute-api:Invoke", "Principal": <|>}]}', '{ AWS }')
  show('policy.json', '{"Statement": [{"Action": "execute-api:Invoke", "Principal": "*", "Condition": {<|>}}]}', 'IpAddress', 'aws:SourceIp', 'execute-api:viaDomainArn')
  show('policy.json', '{"Statement": [{"Action": "execute-api:Invoke", "Principal": "*", "Condition": {"Bool": {"<|>"}}}]}', 'aws:SecureTransport')
  show('policy.json', '{"Statement": [{"Action": "execute-api:Invoke", "Principal": "*", "Condition": {"Bool": {"aws:SecureTransport": "<|>"}}}]}', 'true')
  const p = (s: string) => tpl(`      AssumeRolePolicyDocument:
        <|>`.replace('<|>', '{}') + `
      Policies:
        - PolicyName: a
          PolicyDocument:
            Version: '2012-10-17'
            Statement:
${s}`)
  show('template.yaml', p('              - <|>'), 'Effect', 'policy-invoke-api')
  show('template.yaml', p('              - Effect: Allow\n                <|>'), 'Action', 'Condition')
  show('template.yaml', p('              - Effect: Allow\n                Action: s3:<|>'), 's3:GetObject')
  show('template.yaml', p('              - Effect: Allow\n                Action:\n                  - s3:Get<|>'), 's3:GetObject', 's3:Get*')
  show('template.yaml', p('              - Effect: Allow\n                Action: <|>'), 's3:', '*')
  show('template.yaml', p('              - Effect: Allow\n                Action: dynamodb:GetItem\n                Resource: <|>'), '!GetAtt Orders.Arn', '!Sub ${Orders.Arn}/index/*')
  show('template.yaml', p('              - Effect: Allow\n                Action: execute-api:Invoke\n                Resource:\n                  - <|>'), '!Sub arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${Shop}/dev/GET/books/*')
  show('template.yaml', p('              - Effect: Allow\n                Action: execute-api:Invoke\n                Resource: !Sub arn:aws<|>'), 'arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${Shop}/dev/GET/books/*')
  show('template.yaml', p('              - Effect: Allow\n                Action: execute-api:Invoke\n                Condition:\n                  <|>'), 'StringEquals', 'aws:SourceVpce')
  show('template.yaml', p('              - Effect: Allow\n                Action: execute-api:Invoke\n                Condition:\n                  StringEquals:\n                    aws:SourceVpce: <|>'), '!Ref Endpoint')
  show('template.yaml', p('              - Effect: Allow\n                Action: execute-api:Invoke\n                Principal: <|>'), '{ AWS }')
  show('template.yaml', tpl(`      AssumeRolePolicyDocument:\n        <|>`), 'Version','policy-trust-lambda', 'Statement')
  show('template.yaml', tpl(`      AssumeRolePolicyDocument:\n        Version: <|>`), '2012-10-17')
  show('template.yaml', tpl(`      AssumeRolePolicyDocument:\n        Version: '2012-10-17'\n        Statement:\n          <|>`), 'policy-trust-lambda', 'Effect')
  show('template.yaml', tpl(`      AssumeRolePolicyDocument:\n        Statement:\n          - Action: <|>`), 'sts:AssumeRole')
  show('openapi.yaml', `
openapi: 3.0.1
info: { title: Shop, version: '1' }
paths:
  /books/{id}:
    get:
      x-amazon-apigateway-integration: { type: mock }
x-amazon-apigateway-policy:
  Version: '2012-10-17'
  Statement:
    - Effect: Allow
      Principal: '*'
      Action: <|>
`, 'execute-api:Invoke')
  show('openapi.yaml', `
openapi: 3.0.1
info: { title: Shop, version: '1' }
paths:
  /books/{id}:
    get:
      x-amazon-apigateway-integration: { type: mock }
x-amazon-apigateway-policy:
  Version: '2012-10-17'
  Statement:
    - Effect: Allow
      Principal: '*'
      Action: execute-api:Invoke
      Resource: '<|>'
`, 'execute-api:/*/GET/books/*', 'arn:aws:execute-api:us-east-1:123456789012:api-id/*/GET/books/*')
  show('openapi.yaml', `
openapi: 3.0.1
info: { title: Shop, version: '1' }
paths: {}
x-amazon-apigateway-policy:
  Statement:
    - <|>
`, 'policy-api-ip-allow', 'Principal')
})
