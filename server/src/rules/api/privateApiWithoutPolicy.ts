import type { Rule } from '../rule.ts'
import { valueOf } from '../../base/origin.ts'

export const privateApiWithoutPolicy: Rule = {
  id: 'private-api-without-policy',
  severity: 'warning',
  summary: 'A private REST API has no resource policy.',
  aws: "Refuses the deployment: 'Private REST API doesn't have a resource policy attached to it'.",
  documentation: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-private-apis.html',
  examples: {
    bad: `
AWSTemplateFormatVersion: '2010-09-09'
Transform: AWS::Serverless-2016-10-31
Resources:
  Books:
    Type: AWS::Serverless::Api
    Properties:
      StageName: prod
      EndpointConfiguration: { Type: PRIVATE }
      DefinitionBody:
        openapi: 3.0.1
        info: { title: Books, version: '1' }
        paths:
          /books:
            get:
              responses: { '200': { description: all books } }
              x-amazon-apigateway-integration: { type: http_proxy, httpMethod: GET, uri: 'https://example.com' }
`,
    good: `
AWSTemplateFormatVersion: '2010-09-09'
Transform: AWS::Serverless-2016-10-31
Resources:
  Books:
    Type: AWS::Serverless::Api
    Properties:
      StageName: prod
      EndpointConfiguration: { Type: PRIVATE }
      Auth: { ResourcePolicy: { SourceVpcWhitelist: [vpc-1] } }
      DefinitionBody:
        openapi: 3.0.1
        info: { title: Books, version: '1' }
        paths:
          /books:
            get:
              responses: { '200': { description: all books } }
              x-amazon-apigateway-integration: { type: http_proxy, httpMethod: GET, uri: 'https://example.com' }
`,
  },
  visit: {
    *restApi({ name, endpointTypes, policy, unmodelled }) {
      const type = endpointTypes.find(each => valueOf(each) === 'PRIVATE')
      // A body that is elsewhere may have one.
      if (!type || policy || unmodelled.some(part => /^(Body|Definition)/.test(part.name))) return
      yield {
        origin: type.origin,
        // A warning, because a policy may be attached by other means before the deployment.
        message: `'${name}' is private and has no resource policy, so API Gateway refuses to deploy it; say in a policy which VPC or VPC endpoint may call it`,
      }
    },
  },
}
