import type { Rule } from '../rule.ts'
import { relatedPlace } from '../../base/diagnostic.ts'
import { valueOf } from '../../base/origin.ts'

export const integrationResponseDuplicate: Rule = {
  id: 'integration-response-duplicate',
  severity: 'warning',
  summary: 'Two integration responses of a method have the same selection pattern.',
  aws: 'Uses one of them; the other one never applies.',
  documentation: 'https://docs.aws.amazon.com/apigateway/latest/api/API_PutIntegrationResponse.html',
  examples: {
    bad: `
AWSTemplateFormatVersion: '2010-09-09'
Resources:
  Books:
    Type: AWS::ApiGateway::RestApi
    Properties: { Name: books }
  List:
    Type: AWS::ApiGateway::Method
    Properties:
      RestApiId: !Ref Books
      ResourceId: !GetAtt Books.RootResourceId
      HttpMethod: GET
      AuthorizationType: NONE
      MethodResponses: [{ StatusCode: '200' }, { StatusCode: '404' }]
      Integration:
        Type: HTTP
        IntegrationHttpMethod: GET
        Uri: https://example.com/books
        IntegrationResponses: [{ StatusCode: '200' }, { StatusCode: '404', SelectionPattern: '' }]
`,
    good: `
AWSTemplateFormatVersion: '2010-09-09'
Resources:
  Books:
    Type: AWS::ApiGateway::RestApi
    Properties: { Name: books }
  List:
    Type: AWS::ApiGateway::Method
    Properties:
      RestApiId: !Ref Books
      ResourceId: !GetAtt Books.RootResourceId
      HttpMethod: GET
      AuthorizationType: NONE
      MethodResponses: [{ StatusCode: '200' }, { StatusCode: '404' }]
      Integration:
        Type: HTTP
        IntegrationHttpMethod: GET
        Uri: https://example.com/books
        IntegrationResponses: [{ StatusCode: '200' }, { StatusCode: '404', SelectionPattern: '404' }]
`,
  },
  visit: {
    *integration({ responses }, { api, label }) {
      if (api.type !== 'rest') return
      const seen = new Map<string, (typeof responses)[number]>()
      for (const response of responses) {
        if (response.selectionPattern?.known === false) continue
        const pattern = valueOf(response.selectionPattern) ?? ''
        const first = seen.get(pattern)
        if (first) {
          const what = pattern === '' ? 'without a pattern' : `with the pattern '${pattern}'`
          yield {
            origin: response.origin,
            message: `'${label}' has a second response ${what}, so only one of them is ever used; give it a 'selectionPattern' of its own`,
            related: [relatedPlace(first.origin, 'The first one')],
          }
        } else seen.set(pattern, response)
      }
    },
  },
}
