import { expect, it } from 'vitest'
import { focused } from '../../server/src/language/policy/focus.ts'
import { parseText } from '../../server/src/syntax/parse.ts'
import { labels } from '../support/policyEditor.ts'

const functions = Array.from(
  { length: 20 },
  (_, index) => `  List${index}:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.handler
`,
).join('')
const template = (rest: string) => `Transform: AWS::Serverless-2016-10-31
# A comment
Resources:
${functions}${rest}Outputs:
  Name: { Value: a }
`

it('keeps the entry around the cursor and every offset', () => {
  const text = template('  Role:\n    Type: AWS::IAM::Role\n')
  const document = parseText('/template.yaml', text)
  const found = focused(document, text.indexOf('AWS::IAM'))
  expect(found.text.length).toBe(text.length)
  expect(found.text.replace(/^# *\n/gm, '#\n')).toBe(
    '#\nResources:\n#\n  Role:\n    Type: AWS::IAM::Role\n#\n',
  )
  expect(found.text.indexOf('AWS::IAM')).toBe(text.indexOf('AWS::IAM'))
})

it('leaves small texts, JSON and texts with anchors whole', () => {
  const small = parseText('/template.yaml', 'Resources:\n  A: {}\n')
  expect(focused(small, 3)).toBe(small)
  const anchored = parseText('/template.yaml', template('  Role: &a\n    Type: AWS::IAM::Role\n'))
  expect(focused(anchored, 3)).toBe(anchored)
})

it('lets resources of the whole template be proposed', () => {
  const text = template(`  Orders: { Type: AWS::DynamoDB::Table }
  Reader:
    Type: AWS::IAM::Policy
    Properties:
      PolicyDocument:
        Statement:
          - Action: dynamodb:GetItem
            Resource: <|>
`)
  expect(labels('template.yaml', text)).toContain('!GetAtt Orders.Arn')
})

it('finds policies of a service under resources', () => {
  const text = `service: shop
provider: { name: aws }
functions:
${functions}resources:
  Resources:
    Other: { Type: AWS::SNS::Topic }
    Role:
      Type: AWS::IAM::Role
      Properties:
        AssumeRolePolicyDocument:
          Statement:
            - Action: <|>
`
  expect(labels('serverless.yml', text)).toContain('sts:AssumeRole')
})
