import { describe, expect, it } from 'vitest'
import { readTemplateText } from '../support/readDefinition.ts'

/** The findings of a template as `code: marked text -> proposed text`. */
function findings(text: string, files: Record<string, string> = {}): string[] {
  const { diagnostics } = readTemplateText(text, files)
  return diagnostics
    .filter(({ severity }) => severity === 'error')
    .map(({ code, file, range, fixes }) => {
      const source = file === '/project/template.yaml' ? text : (files[file] ?? '')
      const line = source.split('\n')[range.start.line] ?? ''
      const marked = line.slice(range.start.character, range.end.character)
      const fix = fixes?.[0]?.edits[0]?.newText
      return `${code}: ${marked}${fix === undefined ? '' : ` -> ${fix}`}`
    })
}

const resources = (text: string) => `Resources:\n  Table: {Type: AWS::DynamoDB::Table}\n${text}`
const environment = (value: string) =>
  resources(
    `  Fn: {Type: AWS::Lambda::Function, Properties: {Handler: a.b, Environment: {Variables: {X: ${value}}}}}\n`,
  )

describe('a name that nothing defines', () => {
  it.each([
    ['!Ref Tabel', ['reference-undefined: Tabel -> Table']],
    ['!Ref "Tabel"', ['reference-undefined: Tabel -> Table']],
    ['{Ref: Nowhere}', ['reference-undefined: Nowhere']],
    ['!GetAtt Tabel.Arn', ['reference-undefined: Tabel -> Table']],
    ['{"Fn::GetAtt": [Tabel, Arn]}', ['reference-undefined: Tabel -> Table']],
    [
      '!Sub "a-${Table}-${Tabel}-${Tabel.Arn}"',
      ['reference-undefined: Tabel -> Table', 'reference-undefined: Tabel -> Table'],
    ],
    [
      '!Sub ["${own} ${Tabel}", {own: !Ref Nowhere}]',
      ['reference-undefined: Tabel -> Table', 'reference-undefined: Nowhere'],
    ],
    ['!If [IsProd, a, b]', ['reference-undefined: IsProd']],
    ['!FindInMap [Sizes, a, b]', ['reference-undefined: Sizes']],
    ['!Ref AWS::Regions', ['reference-undefined: AWS::Regions']],
  ])('in %s is marked', (value, expected) => {
    expect(findings(environment(value))).toEqual(expected)
  })

  it.each([
    '!Ref Table',
    '!Ref AWS::StackName',
    '!Sub "${!Literal} ${Table.Arn} ${AWS::Region}"',
    '!Sub ["${own}", {own: a}]',
    '"plain ${Nothing}"',
  ])('is none in %s', value => {
    expect(findings(environment(value))).toEqual([])
  })

  it('is found in DependsOn, Condition, Outputs and Conditions', () => {
    const text = `
Parameters: {Stage: {Type: String}}
Conditions:
  IsDev: !Equals [!Ref Stag, dev]
  IsNot: !Not [!Condition IsDevv]
Mappings: {Sizes: {dev: {memory: 1}}}
Resources:
  Table: {Type: AWS::DynamoDB::Table, Condition: IsDve, DependsOn: [Tabel]}
Outputs:
  A: {Value: !Ref Tables}
  B: {Value: !FindInMap [Sizes, prod, memory], Condition: Other}
`
    expect(findings(text).sort()).toEqual([
      'reference-undefined: IsDevv -> IsDev',
      'reference-undefined: IsDve -> IsDev',
      'reference-undefined: Other',
      'reference-undefined: Stag -> Stage',
      'reference-undefined: Tabel -> Table',
      'reference-undefined: Tables -> Table',
      'reference-undefined: prod',
    ])
  })

  it('is found in a file that AWS::Include brings in', () => {
    const text = `
Transform: AWS::Serverless-2016-10-31
Resources:
  Fn: {Type: AWS::Serverless::Function, Properties: {Handler: a.b}}
  Api:
    Type: AWS::Serverless::Api
    Properties:
      StageName: v1
      DefinitionBody: {Fn::Transform: {Name: AWS::Include, Parameters: {Location: api.yaml}}}
`
    const file =
      "openapi: 3.0.1\npaths: {/a: {get: {x-amazon-apigateway-integration: {uri: {'Fn::GetAtt': [Fm, Arn]}}}}}\n"
    expect(findings(text, { '/project/api.yaml': file })).toEqual(['reference-undefined: Fm -> Fn'])
  })

  it('is not called undefined where macros or loops may define it', () => {
    expect(findings(`Transform: MyMacro\n${environment('!Ref Made')}`)).toEqual([])
    const loop = `AWSTemplateFormatVersion: '2010-09-09'
Transform: AWS::LanguageExtensions
Resources:
  Fn::ForEach::Topics:
    - Name
    - [A, B]
    - Topic\${Name}: {Type: AWS::SNS::Topic, Properties: {TopicName: !Ref Name}}
Outputs: {A: {Value: !Ref TopicA}}
`
    const { diagnostics } = readTemplateText(loop)
    expect(diagnostics).toEqual([])
  })
})

describe('a name that SAM makes', () => {
  const template = (value: string) => `
Transform: AWS::Serverless-2016-10-31
Resources:
  Fn:
    Type: AWS::Serverless::Function
    Properties:
      Handler: a.b
      AutoPublishAlias: live
      Events:
        Get: {Type: Api, Properties: {Path: /, Method: get}}
        Other: {Type: Api, Properties: {RestApiId: !Ref Api, Path: /, Method: get}}
  Api: {Type: AWS::Serverless::Api, Properties: {StageName: v1}}
Outputs:
  A: {Value: ${value}}
`
  it.each([
    '!Ref ServerlessRestApi',
    '!Ref ServerlessRestApiProdStage',
    '!GetAtt FnRole.Arn',
    '!Ref Fn.Version',
    '!Ref Fn.Alias',
    '!Sub "${Fn.Alias}"',
    '!Ref FnAliaslive',
    '!Ref FnGetPermissionProd',
    '!Ref Api.Stage',
    '!Ref Api.Deployment',
    '!Ref Apiv1Stage',
    '!Ref ServerlessUsagePlan',
  ])('is defined: %s', value => {
    expect(findings(template(value))).toEqual([])
  })

  it.each(['!Ref ServerlessHttpApi', '!Ref FnTable', '!GetAtt Roles.Arn'])('is not: %s', value => {
    expect(findings(template(value))).toHaveLength(1)
  })
})

describe('references in a circle', () => {
  it('are reported once, with the others beside it', () => {
    const text = `
Resources:
  A: {Type: AWS::SNS::Topic, Properties: {TopicName: !Ref B}}
  B: {Type: AWS::SNS::Topic, Properties: {TopicName: !Sub '\${C.TopicName}'}}
  C: {Type: AWS::SNS::Topic, DependsOn: A}
  D: {Type: AWS::SNS::Topic, Properties: {TopicName: !Ref A}}
`
    const { diagnostics } = readTemplateText(text)
    expect(diagnostics.map(({ code, message, range }) => [code, message, range.start.line])).toEqual([
      [
        'reference-cyclic',
        "'A', 'B', 'C' refer to each other in a circle, so CloudFormation can create none of them; remove one of these references",
        2,
      ],
    ])
    expect(diagnostics[0]?.related?.map(({ message }) => message)).toEqual([
      "'B' refers to 'C'",
      "'C' refers to 'A'",
    ])
  })

  it('are found between conditions', () => {
    const text = `
Conditions: {A: !Not [!Condition B], B: !Not [!Condition A]}
Resources: {T: {Type: AWS::SNS::Topic, Condition: A}}
`
    expect(findings(text)).toEqual(['reference-cyclic: B'])
  })

  it('are none when a false condition opens the circle', () => {
    const text = `
Conditions: {Never: !Equals [a, b]}
Resources:
  A: {Type: AWS::SNS::Topic, Properties: {TopicName: !If [Never, !Ref B, x]}}
  B: {Type: AWS::SNS::Topic, Properties: {TopicName: !Ref A}}
`
    expect(findings(text)).toEqual([])
  })

  const sam = (environmentValue: string, events: string) => `
Transform: AWS::Serverless-2016-10-31
Resources:
  Fn:
    Type: AWS::Serverless::Function
    Properties:
      Handler: a.b
      Environment: {Variables: {URL: ${environmentValue}}}
      Events: {Get: {Type: Api, Properties: {${events}Path: /, Method: get}}}
  Api: {Type: AWS::Serverless::Api, Properties: {StageName: v1}}
`
  it('are found where a function names the API that calls it', () => {
    expect(findings(sam('!Ref Api', 'RestApiId: !Ref Api, '))).toEqual(['reference-cyclic: Api'])
    expect(findings(sam('!Sub "${ServerlessRestApi}"', ''))).toEqual(['reference-cyclic: ServerlessRestApi'])
  })

  it('are none where an event alone names the API', () => {
    expect(findings(sam('x', 'RestApiId: !Ref Api, '))).toEqual([])
  })
})
