import type { Rule } from '../rule.ts'
import { childAt, entryOf, itemsOf, originOfEntry, stringOf } from '../../syntax/node.ts'
import { resourcesOfType, templateRoot } from '../template/templateTree.ts'

export const vpcEndpointMisplaced: Rule = {
  id: 'vpc-endpoint-misplaced',
  severity: 'error',
  summary: 'An API that is not private names VPC endpoints.',
  aws: "Refuses it: 'VPCEndpoints can only be specified with PRIVATE apis'.",
  documentation:
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-apigateway-restapi-endpointconfiguration.html',
  examples: {
    bad: `
AWSTemplateFormatVersion: '2010-09-09'
Resources:
  Books:
    Type: AWS::ApiGateway::RestApi
    Properties: { Name: books, EndpointConfiguration: { Types: [REGIONAL], VpcEndpointIds: [vpce-1] } }
`,
    good: `
AWSTemplateFormatVersion: '2010-09-09'
Resources:
  Books:
    Type: AWS::ApiGateway::RestApi
    Properties: { Name: books, EndpointConfiguration: { Types: [PRIVATE], VpcEndpointIds: [vpce-1] }, Policy: { Statement: [{ Effect: Allow, Principal: '*', Action: execute-api:Invoke, Resource: '*' }] } }
`,
  },
  visit: {
    *definition(definition, context) {
      const root = templateRoot(definition, context)
      for (const { id, properties } of resourcesOfType(
        root,
        'AWS::ApiGateway::RestApi',
        'AWS::Serverless::Api',
      )) {
        const configuration = childAt(properties, 'EndpointConfiguration')
        const entry = entryOf(configuration, 'VpcEndpointIds') ?? entryOf(configuration, 'VPCEndpointIds')
        const types = [...itemsOf(childAt(configuration, 'Types')), childAt(configuration, 'Type')].flatMap(
          node => node ?? [],
        )
        if (!entry || types.length === 0) continue
        if (!types.every(type => /^(EDGE|REGIONAL)$/.test(stringOf(type) ?? ''))) continue
        yield {
          origin: originOfEntry(entry),
          message: `'${id}' is of the endpoint type '${stringOf(types[0]) ?? ''}', so API Gateway refuses its VPC endpoints; make it 'PRIVATE', or take them out`,
        }
      }
    },
  },
}
