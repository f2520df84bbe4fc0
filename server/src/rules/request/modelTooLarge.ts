import type { Rule } from '../rule.ts'

/** Characters, of which each is a byte at least. */
const most = 400 * 1024

export const modelTooLarge: Rule = {
  id: 'model-too-large',
  severity: 'error',
  summary: 'The schema of a model is larger than 400 KB.',
  aws: 'Refuses the model: the maximum size of a model is 400 KB.',
  documentation: 'https://docs.aws.amazon.com/apigateway/latest/api/API_CreateModel.html',
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
      Name: book
      ContentType: application/json
      Schema: { type: object, title: '${'x'.repeat(400 * 1024 + 1)}' }
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
      Name: book
      ContentType: application/json
      Schema: { type: object, title: 'book' }
`,
  },
  visit: {
    *api(api, { documents }) {
      const total = [...documents.values()].reduce((sum, { text }) => sum + text.length, 0)
      // A model cannot be larger than all texts, so most definitions need no second look.
      if (total <= most) return
      for (const { name, schema, origin } of api.models) {
        const size = schema ? sizeOf(schema) : 0
        if (size <= most) continue
        yield {
          origin,
          message: `Model '${name}' has ${Math.ceil(size / 1024)} KB, and API Gateway refuses more than 400; split it, or describe less`,
        }
      }
    },
  },
}

/** A schema that stays as it is from one edit to the next is written out once. */
const sizes = new WeakMap<object, number>()

function sizeOf(schema: object): number {
  const size = sizes.get(schema) ?? JSON.stringify(schema).length
  sizes.set(schema, size)
  return size
}
