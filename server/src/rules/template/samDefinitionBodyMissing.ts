import type { Rule } from '../rule.ts'
import { childAt, entryOf, originOfEntry } from '../../syntax/node.ts'
import { resourcesOfType, templateRoot } from './templateTree.ts'

/** What SAM does by changing the OpenAPI document, which it can only when the document is in the template. */
const changing: Readonly<Record<string, readonly string[]>> = {
  'AWS::Serverless::Api': [
    'Auth',
    'Cors',
    'GatewayResponses',
    'Models',
    'MergeDefinitions',
    'DisableExecuteApiEndpoint',
  ],
  'AWS::Serverless::HttpApi': [
    'Auth',
    'CorsConfiguration',
    'Description',
    'DisableExecuteApiEndpoint',
    'Tags',
  ],
}

export const samDefinitionBodyMissing: Rule = {
  id: 'sam-definition-body-missing',
  severity: 'error',
  summary: 'A SAM API has its OpenAPI document in a file and asks for changes that need it in the template.',
  aws: "Refuses the template: 'Cors works only with inline Swagger specified in DefinitionBody property'.",
  documentation:
    'https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-api.html',
  examples: {
    bad: `
AWSTemplateFormatVersion: '2010-09-09'
Transform: AWS::Serverless-2016-10-31
Resources:
  Books:
    Type: AWS::Serverless::Api
    Properties: { StageName: prod, DefinitionUri: 's3://bucket/openapi.yaml', Cors: "'*'" }
`,
    good: `
AWSTemplateFormatVersion: '2010-09-09'
Transform: AWS::Serverless-2016-10-31
Resources:
  Books:
    Type: AWS::Serverless::Api
    Properties:
      StageName: prod
      Cors: "'*'"
      DefinitionBody: { openapi: 3.0.1, info: { title: Books, version: '1' }, paths: {} }
`,
  },
  visit: {
    *definition(definition, context) {
      for (const { type, properties } of resourcesOfType(
        templateRoot(definition, context),
        ...Object.keys(changing),
      )) {
        if (!childAt(properties, 'DefinitionUri') || childAt(properties, 'DefinitionBody')) continue
        for (const name of changing[type] ?? []) {
          const entry = entryOf(properties, name)
          // `false` asks for nothing, save where it is written into the document.
          const off = name === 'DisableExecuteApiEndpoint' ? /^null$/ : /^(false|null)$/i
          const isOff = entry?.value.type === 'scalar' && off.test(String(entry.value.value))
          if (!entry || isOff) continue
          yield {
            origin: originOfEntry(entry),
            message: `'${name}' needs the OpenAPI document in the template, so SAM refuses it beside 'DefinitionUri'; put the document under 'DefinitionBody', with 'Fn::Transform: AWS::Include' if it is a file`,
          }
        }
      }
    },
  },
}
