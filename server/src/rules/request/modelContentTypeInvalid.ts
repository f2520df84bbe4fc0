import type { Rule } from '../rule.ts'
import { childAt, originOf, stringOf } from '../../syntax/node.ts'
import { isComputed, resourcesOfType, templateRoot } from '../template/templateTree.ts'
import { replaceFix } from '../textFixes.ts'

const types = ['AWS::ApiGateway::Model', 'AWS::ApiGatewayV2::Model']

export const modelContentTypeInvalid: Rule = {
  id: 'model-content-type-invalid',
  severity: 'error',
  summary: 'The content type of a model is no media type.',
  aws: "Refuses the model: 'Invalid content type specified: json'.",
  documentation:
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-model.html',
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
      Integration: { Type: HTTP_PROXY, IntegrationHttpMethod: GET, Uri: 'https://example.com/books' }
  Book:
    Type: AWS::ApiGateway::Model
    Properties: { RestApiId: !Ref Books, Name: Book, ContentType: json, Schema: { type: object } }
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
      Integration: { Type: HTTP_PROXY, IntegrationHttpMethod: GET, Uri: 'https://example.com/books' }
  Book:
    Type: AWS::ApiGateway::Model
    Properties: { RestApiId: !Ref Books, Name: Book, ContentType: application/json, Schema: { type: object } }
`,
  },
  visit: {
    *definition(definition, context) {
      const root = templateRoot(definition, context)
      for (const { id, properties } of resourcesOfType(root, ...types)) {
        const node = childAt(properties, 'ContentType')
        const type = stringOf(node)
        if (!node || type === undefined || isComputed(node) || /^[^\s/]+\/[^\s/]+$/.test(type)) continue
        yield {
          origin: originOf(node),
          message: `Model '${id}' has the content type '${type}', which is no media type, so API Gateway refuses it; write one such as 'application/json'`,
          fixes: replaceFix(context, originOf(node), type, 'application/json'),
        }
      }
    },
  },
}
