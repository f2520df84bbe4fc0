import { it } from 'vitest'
import { hoverText, accepted, labels, policyData } from '../support/policyEditor.ts'

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

const h = (name: string, text: string) => console.log('====', text.replace(/^[^]*Statement:/, '').trim(), '\n', hoverText(name, text))
it('x', () => {
  policyData.actions()
  const j = (s: string) => `{"Version": "2012-10-17", "Statement": [{${s}}]}`
  h('p.json', j('"Eff<|>ect": "Allow"'))
  h('p.json', j('"Effect": "All<|>ow"'))
  h('p.json', j('"Action": "execute-api:In<|>voke"'))
  h('p.json', j('"Action": "s3:Get<|>*"'))
  h('p.json', j('"Action": ["lambda:CreateFu<|>nction"]'))
  h('p.json', j('"Resource": ["arn:aws:execute-api:us-east-1:123456789012:<|>abc/dev/GET/books"]'))
  h('p.json', j('"Resource": ["arn:aws:s3:::buck<|>et/*"]'))
  h('p.json', j('"Resource": ["arn:aws:s3:::bucket/${aws:user<|>name}"]'))
  h('p.json', j('"Principal": {"Ser<|>vice": "lambda.amazonaws.com"}'))
  h('p.json', j('"Principal": {"Service": "lambda.ama<|>zonaws.com"}'))
  h('p.json', j('"Principal": {"AWS": "123456<|>789012"}'))
  h('p.json', j('"Condition": {"StringLikeIf<|>Exists": {}}'))
  h('p.json', j('"Condition": {"ForAllValues:String<|>NotEquals": {}}'))
  h('p.json', j('"Condition": {"NumericLess<|>ThanEquals": {}}'))
  h('p.json', j('"Condition": {"DateNo<|>tEquals": {}}'))
  h('p.json', j('"Condition": {"IpAddress": {"aws:Sour<|>ceIp": "203.0.113.0/24"}}'))
  h('p.json', j('"Condition": {"IpAddress": {"aws:SourceIp": "203.0.1<|>13.0/24"}}'))
  h('p.json', j('"Condition": {"ArnLike": {"execute-api:via<|>DomainArn": "203.0.113.0/24"}}'))
  h('template.yaml', tpl('').replace(/$/, `
  Pol:
    Type: AWS::IAM::Policy
    Properties:
      PolicyDocument:
        Statement:
          - Action: execute-api:Invoke
            Resource: !Sub arn:aws:execute-api:\${AWS::Region}:\${AWS::AccountId}:\${Shop}/<|>*/GET/books/1
`))
  h('template.yaml', tpl('').replace(/$/, `
  Pol:
    Type: AWS::ApiGateway::RestApi
    Properties:
      Policy:
        Statement:
          Action: execute-api:Invoke
          Resource: execute-<|>api:/*/*/*
`))
})
