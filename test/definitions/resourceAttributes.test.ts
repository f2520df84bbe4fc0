import { describe, expect, it } from 'vitest'
import { schemaTexts } from '../../server/src/schema/generated/validators.js'
import { loadDefinition } from '../../server/src/definitions/load.ts'
import { diagnose } from '../../server/src/language/diagnostics.ts'
import { memoryFiles } from '../support/memoryFiles.ts'
import { labelsOf, readTemplateText, restApiOf } from '../support/readDefinition.ts'

// What may stand beside `Properties` of every resource:
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-product-attribute-reference.html

const types = Object.values(schemaTexts).flatMap(text => {
  const { definitions } = JSON.parse(text ?? '{}') as { definitions?: Record<string, unknown> }
  return Object.keys(definitions ?? {}).filter(name => /^AWS::(?!Serverless::)/.test(name))
})

function errorsOf(resources: string): string[] {
  const text = `Conditions: {Always: !Equals [a, a], Never: !Equals [a, b]}\nResources:\n${resources}`
  const files = memoryFiles({ '/template.yaml': text })
  return diagnose(loadDefinition('/template.yaml', files), files)
    .filter(({ severity }) => severity === 'error')
    .map(({ code, message }) => `${code}: ${message}`)
}

const attributes = `
    Condition: Always
    CreationPolicy: {ResourceSignal: {Count: 1, Timeout: PT5M}}
    DeletionPolicy: Retain
    DependsOn: [Topic]
    Metadata: {owner: me}
    UpdatePolicy: {CodeDeployLambdaAliasUpdate: {ApplicationName: a, DeploymentGroupName: g}}
    UpdateReplacePolicy: Delete`
const topic = '  Topic: {Type: AWS::SNS::Topic, Condition: Always}'

describe('the attributes of a resource', () => {
  it('are those of all the types that are known', () => expect(types.length).toBeGreaterThan(60))

  it.each(types)('%s change nothing of what is wrong with it', type => {
    const bare = `${topic}\n  It:\n    Type: ${type}\n    Properties: {}`
    expect(errorsOf(`${bare}${attributes}`)).toEqual(errorsOf(bare))
  })

  it.each([
    ['DeletionPolicy: Keep', /^schema-enum: 'Keep' is no value of 'DeletionPolicy'/],
    ['UpdateReplacePolicy: RetainExceptOnCreate', /^schema-enum: .* is no value of 'UpdateReplacePolicy'/],
    ['DeletionPolicy: [Retain]', /^schema-(type|enum): 'DeletionPolicy'/],
    ['CreationPolicy: soon', /^schema-type: 'CreationPolicy' must be a mapping/],
    ['UpdatePolicy: soon', /^schema-type: 'UpdatePolicy' must be a mapping/],
    ['DependsOn: Nothing', /'Nothing'/],
    ['DependsOn: [Topic, Nothing]', /'Nothing'/],
    ['DependsOn: {Ref: Topic}', /^schema-type: 'DependsOn' takes the logical ids/],
    ['DependsOn: [!Ref Topic]', /^schema-type: 'DependsOn' takes the logical ids/],
    ['Condition: Unstated', /'Unstated'/],
    ['Condition: [Always]', /^schema-type: 'Condition'/],
    ['DeletePolicy: Retain', /'DeletePolicy'/],
  ])('are wrong here: %s', (attribute, expected) => {
    const found = errorsOf(
      `${topic}\n  Api:\n    Type: AWS::ApiGateway::RestApi\n    Properties: {Name: a}\n    ${attribute}`,
    )
    expect(found).toEqual([expect.stringMatching(expected)])
  })

  it.each([
    ['Api', [] as string[]],
    ['Method', []],
    ['Other', ['GET /']],
  ])('take %s away where its condition does not hold', (name, expected) => {
    const condition = (id: string) => (id === name ? 'Never' : 'Always')
    const { definition } = readTemplateText(`Conditions: {Always: !Equals [a, a], Never: !Equals [a, b]}
Resources:
  Api: {Type: AWS::ApiGateway::RestApi, Condition: ${condition('Api')}, Properties: {Name: a}}
  Method:
    Type: AWS::ApiGateway::Method
    Condition: ${condition('Method')}
    Properties: {RestApiId: !Ref Api, ResourceId: !GetAtt Api.RootResourceId, HttpMethod: GET, AuthorizationType: NONE}
  Other: {Type: AWS::SNS::Topic, Condition: ${condition('Other')}}
`)
    expect(definition.apis.flatMap(() => labelsOf(restApiOf(definition)))).toEqual(expected)
    expect(definition.apis.length).toBe(name === 'Api' ? 0 : 1)
  })
})
