import { describe, expect, it } from 'vitest'
import type { ReadOptions } from '../../server/src/definitions/definitionResult.ts'
import { loadDefinition } from '../../server/src/definitions/load.ts'
import { memoryFiles } from '../support/memoryFiles.ts'

/** The value of an expression in a template, seen through an environment variable of a function. */
function valueOf(
  expression: string,
  sections = '',
  options: ReadOptions = {},
  files: Record<string, string> = {},
): string {
  const template = `
AWSTemplateFormatVersion: '2010-09-09'
${sections}
Resources:
  Api: {Type: AWS::ApiGateway::RestApi, Properties: {Name: books}}
  Books: {Type: AWS::Lambda::Function, Properties: {FunctionName: books, Handler: a.b}}
  Plain: {Type: AWS::Lambda::Function, Properties: {Handler: a.b}}
  Live: {Type: AWS::Lambda::Alias, Properties: {FunctionName: !Ref Books, Name: live}}
  Pool: {Type: AWS::Cognito::UserPool}
  Table: {Type: AWS::DynamoDB::Table}
  Stage: {Type: AWS::ApiGateway::Stage, Properties: {RestApiId: !Ref Api, StageName: prod}}
  Subject:
    Type: AWS::Lambda::Function
    Properties:
      Environment:
        Variables:
          VALUE: ${expression}
`
  const result = loadDefinition(
    '/project/template.yaml',
    memoryFiles({ '/project/template.yaml': template, ...files }),
    options,
  )
  const fact = result.definition?.functions.find(fn => fn.id === 'Subject')?.environment.get('VALUE')
  if (!fact) return 'no fact'
  return fact.known ? fact.value : `unknown: ${fact.reason}`
}

describe('an intrinsic function', () => {
  it.each([
    ['!Ref AWS::Region', 'us-east-1'],
    ['!Ref AWS::AccountId', '123456789012'],
    ['!Ref AWS::Partition', 'aws'],
    ['!Ref AWS::URLSuffix', 'amazonaws.com'],
    ['!Ref Api', 'Api'],
    ['!Ref Books', 'books'],
    ['!Ref Plain', 'Plain'],
    ['!Ref Stage', 'prod'],
    ['!Ref Live', 'arn:aws:lambda:us-east-1:123456789012:function:books:live'],
    ['!GetAtt Books.Arn', 'arn:aws:lambda:us-east-1:123456789012:function:books'],
    ['{"Fn::GetAtt": [Books, Arn]}', 'arn:aws:lambda:us-east-1:123456789012:function:books'],
    ['!GetAtt Pool.Arn', 'arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_Pool'],
    ['!GetAtt Table.Arn', 'arn:aws:dynamodb:us-east-1:123456789012:table/Table'],
    ['!Sub "${Books}-${Table.Arn}"', 'books-arn:aws:dynamodb:us-east-1:123456789012:table/Table'],
    ['!Sub "${AWS::Region}/${!stageVariables.name}"', 'us-east-1/${stageVariables.name}'],
    ['!Sub ["${greeting} ${Books}", {greeting: !Ref AWS::Partition}]', 'aws books'],
    ['!Sub ["${a}", {a: "${!b}"}]', '${!b}'],
    ['!Join ["-", [a, !Ref Books, c]]', 'a-books-c'],
    ['!Join ["", [a, !Ref AWS::NoValue, b]]', 'ab'],
    ['!Select [1, [a, b, c]]', 'b'],
    ['!Select [0, [a, !ImportValue other]]', 'a'],
    ['!Select [6, !Split [":", !GetAtt Books.Arn]]', 'books'],
    ['!Base64 "grün"', 'Z3LDvG4='],
    ['!Join [",", !Cidr [10.0.0.0/16, 3, 8]]', '10.0.0.0/24,10.0.1.0/24,10.0.2.0/24'],
    ['!Join [",", !GetAZs ""]', 'us-east-1a,us-east-1b,us-east-1c'],
    ['{"Fn::Length": [a, b]}', '2'],
    ['{"Fn::ToJsonString": {a: [1, true]}}', '{"a":[1,true]}'],
  ])('%s gives %s', (expression, expected) => {
    expect(valueOf(expression)).toBe(expected)
  })

  it.each([
    ['!ImportValue shared-table', "unknown: export 'shared-table' comes from another stack"],
    ['!GetAtt Table.StreamArn', "unknown: 'Table.StreamArn' exists in AWS only"],
    ['!Sub "${Nobody}"', "unknown: 'Nobody' is not defined"],
    ['"{{resolve:ssm:/books/key}}"', "unknown: 'ssm:/books/key' is looked up in AWS"],
    ['{"Fn::Transform": {Name: Shout}}', "unknown: macro 'Shout' runs in AWS only"],
    ['!Select [4, [a]]', "unknown: 'Fn::Select' finds no item 4"],
  ])('%s says why it is %s', (expression, expected) => {
    expect(valueOf(expression)).toBe(expected)
  })
})

describe('a parameter', () => {
  const parameters = `
Parameters:
  Name: {Type: String, Default: books}
  Open: {Type: String}
  Zones: {Type: CommaDelimitedList, Default: "a, b"}
  Secret: {Type: 'AWS::SSM::Parameter::Value<String>', Default: /books/secret}
`
  it('gives its default, and a value given from outside before it', () => {
    expect(valueOf('!Ref Name', parameters)).toBe('books')
    expect(valueOf('!Ref Name', parameters, { parameters: new Map([['Name', 'notes']]) })).toBe('notes')
  })

  it('without a default is unknown', () => {
    expect(valueOf('!Ref Open', parameters)).toBe(
      "unknown: parameter 'Open' has no default and no value was given",
    )
  })

  it('of a list type is a list', () => {
    expect(valueOf('!Join ["+", !Ref Zones]', parameters)).toBe('a+b')
  })

  it('of an SSM type is unknown, whatever its default', () => {
    expect(valueOf('!Ref Secret', parameters)).toMatch(
      /^unknown: parameter 'Secret' is looked up in the Systems Manager/,
    )
  })
})

describe('a condition', () => {
  const sections = `
Parameters:
  Stage: {Type: String, Default: dev}
  Open: {Type: String}
Conditions:
  IsDev: !Equals [!Ref Stage, dev]
  IsProd: !Not [!Condition IsDev]
  IsEither: !Or [!Equals [!Ref Open, x], !Condition IsDev]
  IsBoth: !And [!Equals [!Ref Open, x], !Condition IsProd]
  IsOpen: !Equals [!Ref Open, x]
  One: !Not [!Condition Two]
  Two: !Not [!Condition One]
Mappings:
  Sizes: {dev: {memory: 128}, prod: {memory: 1024}}
`
  it.each([
    ['IsDev', 'yes'],
    ['IsProd', 'no'],
    ['IsEither', 'yes'],
    ['IsBoth', 'no'],
    ['IsOpen', "unknown: parameter 'Open' has no default and no value was given"],
    ['One', "unknown: 'One' refers to itself"],
  ])('%s chooses %s', (condition, expected) => {
    expect(valueOf(`!If [${condition}, yes, no]`, sections)).toBe(expected)
  })

  it('picks values out of mappings', () => {
    expect(valueOf('!FindInMap [Sizes, !Ref Stage, memory]', sections)).toBe('128')
    expect(valueOf('!FindInMap [Sizes, !Ref Open, memory]', sections)).toMatch(/^unknown: parameter 'Open'/)
    expect(valueOf('{"Fn::FindInMap": [Sizes, test, memory, {DefaultValue: 256}]}', sections)).toBe('256')
  })
})

describe('AWS::Include', () => {
  const included = '{"Fn::Transform": {Name: AWS::Include, Parameters: {Location: part.yaml}}}'

  it('puts the tree of a local file in its place', () => {
    const files = { '/project/part.yaml': 'Fn::Sub: "${Books}!"' }
    expect(valueOf(included, '', {}, files)).toBe('books!')
  })

  it('says that a file is missing', () => {
    expect(valueOf(included)).toBe("unknown: file 'part.yaml' cannot be read")
  })

  it('of a file that includes itself ends', () => {
    expect(valueOf(included, '', {}, { '/project/part.yaml': included })).toBe(
      "unknown: 'part.yaml' includes itself",
    )
  })
})

describe('names that grow from each other', () => {
  it('stay within bounds', () => {
    const fn = (id: number) =>
      `  R${id}: {Type: AWS::Lambda::Function, Properties: {FunctionName: !Sub "\${R${id + 1}}\${R${id + 1}}"}}`
    const resources = Array.from({ length: 60 }, (_, id) => fn(id)).join('\n')
    const text = `Resources:\n${resources}\n  R60: {Type: AWS::SNS::Topic, Properties: {TopicName: topic}}\n`
    const { definition } = loadDefinition('/t.yaml', memoryFiles({ '/t.yaml': text }))
    const names = definition?.functions.map(fn => fn.name) ?? []
    expect(names).toHaveLength(60)
    expect(Math.max(...names.map(name => name.length))).toBeLessThan(3_000_000)
  })
})
