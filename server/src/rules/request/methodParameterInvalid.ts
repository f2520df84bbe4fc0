import type { Rule } from '../rule.ts'
import { childAt, entriesOf, originOfEntry } from '../../syntax/node.ts'
import { isComputed, resourcesOfType, templateRoot } from '../template/templateTree.ts'

const form = /^method\.request\.(querystring|path|header|multivaluequerystring|multivalueheader)\.\S+$/

export const methodParameterInvalid: Rule = {
  id: 'method-parameter-invalid',
  severity: 'error',
  summary: 'A method declares a request parameter by something else than the place and name of one.',
  aws: "Refuses the method: 'Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid mapping expression specified: bookId]'.",
  documentation:
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-method.html',
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
      RequestParameters: { bookId: true }
      Integration: { Type: HTTP_PROXY, IntegrationHttpMethod: GET, Uri: 'https://example.com/books' }
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
      RequestParameters: { method.request.querystring.bookId: true }
      Integration: { Type: HTTP_PROXY, IntegrationHttpMethod: GET, Uri: 'https://example.com/books' }
`,
  },
  visit: {
    *definition(definition, context) {
      const root = templateRoot(definition, context)
      for (const { id, properties } of resourcesOfType(root, 'AWS::ApiGateway::Method')) {
        const parameters = childAt(properties, 'RequestParameters')
        if (isComputed(parameters)) continue
        for (const entry of entriesOf(parameters)) {
          if (form.test(entry.name)) continue
          const name = entry.name.replace(/^.*\./, '')
          yield {
            origin: originOfEntry(entry),
            message: `Method '${id}' has the request parameter '${entry.name}', which names no place, so API Gateway refuses it; write 'method.request.querystring.${name}', or 'header' or 'path' in place of 'querystring'`,
          }
        }
      }
    },
  },
}
