import type { Rule } from '../rule.ts'
import { childAt, originOf } from '../../syntax/node.ts'
import { isComputed, resourcesOfType, templateRoot } from '../template/templateTree.ts'
import { insertFix } from '../textFixes.ts'

export const usagePlanQuotaInvalid: Rule = {
  id: 'usage-plan-quota-invalid',
  severity: 'error',
  summary: 'The quota of a usage plan has no period, or lets nothing through.',
  aws: "Refuses the plan: 'Invalid Usage Plan quota period specified. Must be one of [DAY, WEEK, MONTH]' or 'Usage Plan quota limit must be a non-negative numeric'.",
  documentation:
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-apigateway-usageplan-quotasettings.html',
  examples: {
    bad: `
AWSTemplateFormatVersion: '2010-09-09'
Resources:
  Books:
    Type: AWS::ApiGateway::RestApi
    Properties: { Name: books }
  Plan:
    Type: AWS::ApiGateway::UsagePlan
    Properties: { Quota: { Limit: 1000 } }
`,
    good: `
AWSTemplateFormatVersion: '2010-09-09'
Resources:
  Books:
    Type: AWS::ApiGateway::RestApi
    Properties: { Name: books }
  Plan:
    Type: AWS::ApiGateway::UsagePlan
    Properties: { Quota: { Limit: 1000, Period: DAY } }
`,
  },
  visit: {
    *definition(definition, context) {
      const root = templateRoot(definition, context)
      for (const { id, properties } of resourcesOfType(
        root,
        'AWS::ApiGateway::UsagePlan',
        'AWS::Serverless::Api',
      )) {
        const quota = childAt(properties, 'Quota') ?? childAt(properties, 'Auth', 'UsagePlan', 'Quota')
        if (quota?.type !== 'mapping' || isComputed(quota) || quota.entries.length === 0) continue
        if (!childAt(quota, 'Period')) {
          yield {
            origin: originOf(quota),
            message: `The quota of '${id}' has no period, so API Gateway refuses it; add 'Period' with 'DAY', 'WEEK' or 'MONTH'`,
            fixes: insertFix(context, originOf(quota), 'Period', 'DAY'),
          }
        }
        const limit = childAt(quota, 'Limit')
        if (limit?.type === 'scalar' && !isComputed(limit) && Number(limit.value) < 1) {
          yield {
            origin: originOf(limit),
            message: `The quota of '${id}' has the limit '${String(limit.value)}', so API Gateway refuses it; write 1 or more, or take 'Quota' out`,
          }
        }
      }
    },
  },
}
