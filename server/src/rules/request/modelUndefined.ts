import type { Rule } from '../rule.ts'
import { nearestFix, suggestion } from '../textFixes.ts'

/** Every REST API has these two from the start. */
const givenModels = ['Empty', 'Error']

export const modelUndefined: Rule = {
  id: 'model-undefined',
  severity: 'error',
  summary: 'A method names a model that the API does not have.',
  aws: "Refuses the method: 'Invalid model identifier specified', or SAM the template.",
  documentation:
    'https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-requestmodel.html',
  examples: {
    bad: `
AWSTemplateFormatVersion: '2010-09-09'
Transform: AWS::Serverless-2016-10-31
Resources:
  Shop:
    Type: AWS::Serverless::Api
    Properties:
      StageName: prod
      Models: { Book: { type: object } }
  Add:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.add
      Runtime: nodejs22.x
      CodeUri: src/
      Events:
        Post:
          Type: Api
          Properties: { RestApiId: !Ref Shop, Path: /books, Method: post, RequestModel: { Model: Bok } }
`,
    good: `
AWSTemplateFormatVersion: '2010-09-09'
Transform: AWS::Serverless-2016-10-31
Resources:
  Shop:
    Type: AWS::Serverless::Api
    Properties:
      StageName: prod
      Models: { Book: { type: object } }
  Add:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.add
      Runtime: nodejs22.x
      CodeUri: src/
      Events:
        Post:
          Type: Api
          Properties: { RestApiId: !Ref Shop, Path: /books, Method: post, RequestModel: { Model: Book } }
`,
  },
  visit: {
    *method({ requestModels, httpMethod }, { path }, api, context) {
      const names = api.models.map(model => model.name)
      const known = new Set([...names, ...givenModels].map(name => name.toLowerCase()))
      for (const model of requestModels.values()) {
        if (!model.known || known.has(model.value.toLowerCase())) continue
        const { value: name, origin } = model
        // Models of an OpenAPI document are references, which have a finding of their own.
        if (!/\/(Model|RequestModels\/[^/]+)$/.test(origin.pointer)) continue
        yield {
          origin,
          message: `No model is named '${name}', so '${httpMethod} ${path}' cannot be made; ${suggestion(name, names, 'define it')}`,
          fixes: nearestFix(context, origin, name, names),
        }
      }
    },
  },
}
