import type { Rule } from '../rule.ts'
import { childAt, originOf, stringOf } from '../../syntax/node.ts'
import { isComputed, resourcesOfType, templateRoot } from '../template/templateTree.ts'
import { replaceFix } from '../textFixes.ts'

/** By period. */
const highestOffset = new Map([
  ['DAY', 0],
  ['WEEK', 6],
  ['MONTH', 27],
])

export const usagePlanQuotaOffsetInvalid: Rule = {
  id: 'usage-plan-quota-offset-invalid',
  severity: 'error',
  summary: 'The quota of a usage plan has an offset that its period does not have.',
  aws: "Refuses the plan: 'Usage Plan quota offset must be between 0 and 6 inclusive in the WEEK period'; it is 0 for DAY, and 0 to 27 for MONTH.",
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
    Properties: { Quota: { Limit: 1000, Period: DAY, Offset: 1 } }
`,
    good: `
AWSTemplateFormatVersion: '2010-09-09'
Resources:
  Books:
    Type: AWS::ApiGateway::RestApi
    Properties: { Name: books }
  Plan:
    Type: AWS::ApiGateway::UsagePlan
    Properties: { Quota: { Limit: 1000, Period: WEEK, Offset: 1 } }
`,
  },
  visit: {
    *definition(definition, context) {
      const root = templateRoot(definition, context)
      for (const { id, properties } of resourcesOfType(root, 'AWS::ApiGateway::UsagePlan')) {
        const node = childAt(properties, 'Quota', 'Offset')
        const period = stringOf(childAt(properties, 'Quota', 'Period')) ?? ''
        const highest = highestOffset.get(period)
        const offset = node?.type === 'scalar' && !isComputed(node) ? Number(node.value) : NaN
        if (!node || highest === undefined || !(offset < 0 || offset > highest)) continue
        yield {
          origin: originOf(node),
          message: `The quota of '${id}' has the offset ${offset}, which the period '${period}' does not have, so API Gateway refuses it; write ${highest === 0 ? '0' : `0 to ${highest}`}`,
          fixes: replaceFix(context, originOf(node), String(offset), '0'),
        }
      }
    },
  },
}
