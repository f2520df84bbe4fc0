import type { Rule } from '../rule.ts'
import { nodeOf, replaceFix } from '../textFixes.ts'
import { childAt, originOf } from '../../syntax/node.ts'

export const modelNameInvalid: Rule = {
  id: 'model-name-invalid',
  severity: 'error',
  summary: 'A model has a name with other characters than letters and digits.',
  aws: "Refuses the model: 'Model name must be alphanumeric'.",
  documentation: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html',
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
      Name: book-v1
      ContentType: application/json
      Schema:
        $schema: http://json-schema.org/draft-04/schema#
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
      Name: bookV1
      ContentType: application/json
      Schema:
        $schema: http://json-schema.org/draft-04/schema#
        type: object
        properties: { title: { type: string } }
`,
  },
  visit: {
    *api(api, context) {
      for (const { name, origin } of api.models) {
        if (/^[A-Za-z0-9]*$/.test(name) || name.includes('${')) continue
        const stated = childAt(nodeOf(context, origin), 'Properties', 'Name')
        const place = stated ? originOf(stated) : origin
        const mended = name.replace(/[^A-Za-z0-9]+(.?)/g, (_, next: string) => next.toUpperCase())
        yield {
          origin: place,
          // A document may be imported elsewhere, or go through a tool that gives other names.
          severity: stated ? 'error' : 'warning',
          message: `The model '${name}' has a name that API Gateway refuses; use letters and digits only, as '${mended}'`,
          fixes: stated && mended !== '' ? replaceFix(context, place, name, mended) : [],
        }
      }
    },
  },
}
