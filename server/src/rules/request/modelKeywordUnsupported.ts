import type { Rule } from '../rule.ts'
import { childAt, entriesOf, originOfEntry } from '../../syntax/node.ts'
import { nodeOf } from '../textFixes.ts'
import { schemasIn } from './schemasIn.ts'

export const modelKeywordUnsupported: Rule = {
  id: 'model-keyword-unsupported',
  severity: 'error',
  summary: 'The schema of a model has a keyword that API Gateway does not take.',
  aws: 'Refuses the model: \'Invalid model schema specified. Unsupported keyword(s): ["$id"]\'; models are JSON Schema draft 4.',
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
        $id: book
        type: object
        properties: { title: { type: string } }
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
        id: book
        type: object
        properties: { title: { type: string } }
`,
  },
  visit: {
    *api(api, context) {
      for (const { name, origin } of api.models) {
        // An import turns OpenAPI's schemas into draft 4 by itself.
        const schema = childAt(nodeOf(context, origin), 'Properties', 'Schema')
        for (const entry of schemasIn(schema).flatMap(entriesOf)) {
          if (!unsupported.has(entry.name)) continue
          yield {
            origin: originOfEntry(entry),
            message: `The model '${name}' has the keyword '${entry.name}', which draft 4 of JSON Schema does not have, so API Gateway refuses it; take it out`,
          }
        }
      }
    },
  },
}

/** Keywords of later drafts and of OpenAPI; AWS names them in its error. */
const unsupported = new Set([
  '$anchor',
  '$comment',
  '$defs',
  '$dynamicRef',
  '$id',
  'dependentRequired',
  'dependentSchemas',
  'discriminator',
  'example',
  'examples',
  'nullable',
  'unevaluatedItems',
  'unevaluatedProperties',
])
