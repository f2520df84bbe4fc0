import type { Rule } from '../rule.ts'
import { childAt, originOf } from '../../syntax/node.ts'
import { referencedId, resourcesOf, resourcesOfType, templateRoot } from '../template/templateTree.ts'
import { suggestion } from '../textFixes.ts'

const wantedTypes = { KeyId: 'AWS::ApiGateway::ApiKey', UsagePlanId: 'AWS::ApiGateway::UsagePlan' } as const

export const usagePlanKeyInvalid: Rule = {
  id: 'usage-plan-key-invalid',
  severity: 'error',
  summary: 'A usage plan key names something that is no API key or no usage plan.',
  aws: "Refuses it: 'Invalid API Key identifier specified', 'Invalid Usage Plan ID specified'.",
  documentation:
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-usageplankey.html',
  examples: {
    bad: `
AWSTemplateFormatVersion: '2010-09-09'
Resources:
  Books:
    Type: AWS::ApiGateway::RestApi
    Properties: { Name: books }
  Shop:
    Type: AWS::ApiGateway::ApiKey
    Properties: { Enabled: true }
  Plan:
    Type: AWS::ApiGateway::UsagePlan
    Properties: { UsagePlanName: shop }
  PlanKey:
    Type: AWS::ApiGateway::UsagePlanKey
    Properties: { KeyId: !Ref Books, KeyType: API_KEY, UsagePlanId: !Ref Plan }
`,
    good: `
AWSTemplateFormatVersion: '2010-09-09'
Resources:
  Books:
    Type: AWS::ApiGateway::RestApi
    Properties: { Name: books }
  Shop:
    Type: AWS::ApiGateway::ApiKey
    Properties: { Enabled: true }
  Plan:
    Type: AWS::ApiGateway::UsagePlan
    Properties: { UsagePlanName: shop }
  PlanKey:
    Type: AWS::ApiGateway::UsagePlanKey
    Properties: { KeyId: !Ref Shop, KeyType: API_KEY, UsagePlanId: !Ref Plan }
`,
  },
  visit: {
    *definition(definition, context) {
      const root = templateRoot(definition, context)
      const typeById = new Map(resourcesOf(root).map(({ id, type }) => [id, type]))
      for (const { id, properties } of resourcesOfType(root, 'AWS::ApiGateway::UsagePlanKey')) {
        for (const [name, wanted] of Object.entries(wantedTypes)) {
          const node = childAt(properties, name)
          const named = referencedId(node)
          const type = named === undefined ? undefined : typeById.get(named)
          if (!node || named === undefined || type === undefined || type === wanted) continue
          const candidates = [...typeById].filter(([, candidate]) => candidate === wanted).map(([key]) => key)
          yield {
            origin: originOf(node),
            message: `'${named}' is of type '${type}', so API Gateway refuses '${name}' of '${id}'; ${suggestion(named, candidates, `name an '${wanted}'`)}`,
          }
        }
      }
    },
  },
}
