import type { Rule } from '../rule.ts'
import type { Node } from '../../syntax/node.ts'
import { childAt, entriesOf, itemsOf, originOf, stringOf } from '../../syntax/node.ts'
import { nodeOf } from '../textFixes.ts'

export const modelReferenceInvalid: Rule = {
  id: 'model-reference-invalid',
  severity: 'error',
  summary: 'The schema of a model refers to a file or to another address than that of a model.',
  aws: "Refuses the model: 'Model reference must be in canonical form'.",
  documentation: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/models-mappings.html',
  examples: {
    bad: `
AWSTemplateFormatVersion: '2010-09-09'
Resources:
  Books:
    Type: AWS::ApiGateway::RestApi
    Properties: { Name: books }
  Book:
    Type: AWS::ApiGateway::Model
    Properties:
      RestApiId: !Ref Books
      Name: Book
      ContentType: application/json
      Schema:
        $schema: http://json-schema.org/draft-04/schema#
        type: object
        properties: { title: { $ref: title.json } }
`,
    good: `
AWSTemplateFormatVersion: '2010-09-09'
Resources:
  Books:
    Type: AWS::ApiGateway::RestApi
    Properties: { Name: books }
  Book:
    Type: AWS::ApiGateway::Model
    Properties:
      RestApiId: !Ref Books
      Name: Book
      ContentType: application/json
      Schema:
        $schema: http://json-schema.org/draft-04/schema#
        type: object
        properties: { title: { $ref: '#/definitions/title' } }
`,
  },
  visit: {
    *api(api, context) {
      for (const { name, origin } of api.models) {
        const schema = childAt(nodeOf(context, origin), 'Properties', 'Schema')
        for (const node of referencesOf(schema)) {
          const reference = stringOf(node) ?? ''
          if (/^(#|https:\/\/apigateway\.[\w.-]+\/restapis\/)|\$\{/.test(reference)) continue
          yield {
            origin: originOf(node),
            message: `The model '${name}' refers to '${reference}', which API Gateway does not follow, so it refuses the model; write '#/definitions/NAME', or 'https://apigateway.amazonaws.com/restapis/API_ID/models/NAME'`,
          }
        }
      }
    },
  },
}

function referencesOf(node: Node | undefined): Node[] {
  if (node?.type === 'sequence') return itemsOf(node).flatMap(referencesOf)
  return entriesOf(node).flatMap(({ name, value }) =>
    name === '$ref' && stringOf(value) !== undefined ? [value] : referencesOf(value),
  )
}
