import type { Rule } from '../rule.ts'
import { nearestName } from '../../base/nearestName.ts'

export const stageVariableUndefined: Rule = {
  id: 'stage-variable-undefined',
  severity: 'warning',
  summary: 'A URI uses a stage variable that no stage of the template sets.',
  aws: "Answers 500 'Internal server error' when the URI is not valid without the variable.",
  documentation: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/stage-variables.html',
  examples: {
    bad: `
AWSTemplateFormatVersion: '2010-09-09'
Transform: AWS::Serverless-2016-10-31
Resources:
  Books:
    Type: AWS::Serverless::Api
    Properties:
      StageName: prod
      Variables: { backend: example.com }
      DefinitionBody:
        openapi: 3.0.1
        info: { title: Books, version: '1' }
        paths:
          /books:
            get:
              x-amazon-apigateway-integration:
                type: http_proxy
                httpMethod: GET
                uri: https://\${stageVariables.bakend}/books
`,
    good: `
AWSTemplateFormatVersion: '2010-09-09'
Transform: AWS::Serverless-2016-10-31
Resources:
  Books:
    Type: AWS::Serverless::Api
    Properties:
      StageName: prod
      Variables: { backend: example.com }
      DefinitionBody:
        openapi: 3.0.1
        info: { title: Books, version: '1' }
        paths:
          /books:
            get:
              x-amazon-apigateway-integration:
                type: http_proxy
                httpMethod: GET
                uri: https://\${stageVariables.backend}/books
`,
  },
  visit: {
    *integration({ uri }, { api, label }, { definition }) {
      // The stages of a plain OpenAPI document are made elsewhere.
      if (definition.kind === 'openapi' || !uri?.known) return
      const names = new Set(api.stages.flatMap(stage => [...stage.variables.keys()]))
      for (const [, name = ''] of uri.value.matchAll(/\$\{stageVariables\.([\w]+)\}/g)) {
        if (names.has(name)) continue
        const nearest = nearestName(name, names)
        yield {
          origin: uri.origin,
          message: `The URI of '${label}' uses the stage variable '${name}', which no stage sets, so requests would fail with 500; ${nearest === undefined ? 'set it on the stage' : `write '${nearest}'`}`,
        }
      }
    },
  },
}
