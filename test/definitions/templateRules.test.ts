import { describe, expect, it } from 'vitest'
import { readTemplateText } from '../support/readDefinition.ts'

/** What the rules of a template say of these parameters, with the severity and the line of the assertion. */
function findings(assert: string, given: Record<string, string> = {}, condition = ''): string[] {
  const text = `Parameters:
  Stage: {Type: String, Default: dev}
  Sizes: {Type: CommaDelimitedList, Default: 'small,large'}
  First: {Type: 'AWS::EC2::VPC::Id', Default: vpc-1}
  Second: {Type: 'AWS::EC2::VPC::Id', Default: vpc-2}
  Secret: {Type: String}
Rules:
  Checked:
    ${condition}
    Assertions:
      - Assert: ${assert}
        AssertDescription: This will not do.
Resources:
  Api: {Type: AWS::ApiGateway::RestApi, Properties: {Name: books}}
`
  const { diagnostics } = readTemplateText(text, {}, { parameters: new Map(Object.entries(given)) })
  return diagnostics.map(({ code, severity, range }) => `${code} ${severity} ${range.start.line + 1}`)
}

const unmet = ['template-rule-unmet warning 11']

describe('an assertion of a template rule', () => {
  it.each([
    ['!Contains [[dev, prod], !Ref Stage]', '!Contains [[test, prod], !Ref Stage]'],
    ['!EachMemberEquals [[dev, dev], !Ref Stage]', '!EachMemberEquals [!Ref Sizes, small]'],
    ['!EachMemberIn [!Ref Sizes, [small, large]]', '!EachMemberIn [!Ref Sizes, [small]]'],
    [
      "!EachMemberIn [!RefAll 'AWS::EC2::VPC::Id', [vpc-1, vpc-2]]",
      "!EachMemberIn [!RefAll 'AWS::EC2::VPC::Id', [vpc-1]]",
    ],
    ['!Equals [!Ref Stage, dev]', '!Equals [!Ref Stage, prod]'],
    ['!Not [!Contains [[prod], !Ref Stage]]', '!Not [!Contains [[dev], !Ref Stage]]'],
    [
      '!Or [!Equals [!Ref Stage, prod], !Contains [[dev], !Ref Stage]]',
      '!And [!Equals [!Ref Stage, dev], !Contains [[prod], !Ref Stage]]',
    ],
  ])('holds for %s and not for %s', (met, broken) => {
    expect(findings(met)).toEqual([])
    expect(findings(broken)).toEqual(unmet)
  })

  it.each([
    ['an attribute that only AWS knows', '!Equals [!ValueOf [First, DefaultVpc], vpc-9]'],
    ['attributes that only AWS knows', "!EachMemberIn [!ValueOfAll ['AWS::EC2::VPC::Id', Tags.a], [b]]"],
    ['a parameter without a value', '!Contains [[prod], !Ref Secret]'],
  ])('is not judged over %s', (_, assert) => {
    expect(findings(assert)).toEqual([])
  })

  it('is an error where a value was given, and says what its author wrote', () => {
    expect(findings('!Contains [[dev], !Ref Stage]', { Stage: 'prod' })).toEqual([
      'template-rule-unmet error 11',
    ])
    const { diagnostics } = readTemplateText(`
Parameters: {Stage: {Type: String, Default: dev}}
Rules: {OnlyProd: {Assertions: [{Assert: !Equals [!Ref Stage, prod], AssertDescription: Production only.}]}}
Resources: {Api: {Type: AWS::ApiGateway::RestApi, Properties: {Name: books}}}
`)
    expect(diagnostics.map(({ message }) => message)).toEqual([
      "Rule 'OnlyProd' does not hold for these parameters (Production only), so CloudFormation refuses them; give other values",
    ])
  })

  it('is asked only when the condition of the rule holds', () => {
    const assert = '!Equals [!Ref Stage, prod]'
    expect(findings(assert, {}, 'RuleCondition: !Equals [!Ref Stage, test]')).toEqual([])
    expect(findings(assert, {}, 'RuleCondition: !Equals [!Ref Stage, dev]')).toEqual(unmet)
    expect(findings(assert, {}, 'RuleCondition: !Equals [!Ref Secret, dev]')).toEqual([])
  })
})
