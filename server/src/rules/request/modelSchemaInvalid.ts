import type { Rule } from '../rule.ts'
import type { Node } from '../../syntax/node.ts'
import { childAt, itemsOf, originOf, stringOf } from '../../syntax/node.ts'
import { isComputed, resourcesOfType, templateRoot } from '../template/templateTree.ts'
import { replaceFix } from '../textFixes.ts'
import { schemasIn } from './schemasIn.ts'

const modelTypes = ['AWS::ApiGateway::Model', 'AWS::ApiGatewayV2::Model']
const schemaTypes = ['array', 'boolean', 'integer', 'null', 'number', 'object', 'string']

export const modelSchemaInvalid: Rule = {
  id: 'model-schema-invalid',
  severity: 'error',
  summary: 'The schema of a model is no JSON Schema of draft 4.',
  aws: "Refuses the model: 'Invalid model specified: Validation Result: warnings : [], errors : [Invalid model schema specified]'.",
  documentation: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/models-mappings.html',
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
    Properties: { RestApiId: !Ref Books, ContentType: application/json, Schema: { type: String } }
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
    Properties: { RestApiId: !Ref Books, ContentType: application/json, Schema: { type: string } }
`,
  },
  visit: {
    *definition(definition, context) {
      const root = templateRoot(definition, context)
      for (const { id, properties } of resourcesOfType(root, ...modelTypes)) {
        for (const schema of schemasIn(childAt(properties, 'Schema'))) {
          for (const { node, why } of faultsOf(schema)) {
            const written = stringOf(node) ?? ''
            const mended = written.toLowerCase()
            yield {
              origin: originOf(node),
              message: `The schema of model '${id}' ${why}`,
              fixes: schemaTypes.includes(mended) ? replaceFix(context, originOf(node), written, mended) : [],
            }
          }
        }
      }
    },
  },
}

interface SchemaFault {
  readonly node: Node
  /** Ends the message. */
  readonly why: string
}

function* faultsOf(schema: Node): Iterable<SchemaFault> {
  const type = childAt(schema, 'type')
  for (const node of type?.type === 'sequence' ? itemsOf(type) : [type]) {
    const name = stringOf(node)
    if (!node || name === undefined || isComputed(node) || schemaTypes.includes(name)) continue
    yield {
      node,
      why: `has the type '${name}', which JSON Schema does not have, so API Gateway refuses it; write one of ${schemaTypes.map(each => `'${each}'`).join(', ')}`,
    }
  }
  const required = childAt(schema, 'required')
  if (required?.type === 'sequence' && required.items.length === 0) {
    yield {
      node: required,
      why: "requires an empty list of properties, which draft 4 does not allow, so API Gateway refuses it; take 'required' out",
    }
  }
}
