import type { Rule } from '../rule.ts'
import { childAt, entriesOf, originOf, originOfEntry, stringOf } from '../../syntax/node.ts'
import { resourcesOf, templateRoot } from './templateTree.ts'

const apiTypes: Readonly<Record<string, { property: string; types: readonly string[] }>> = {
  Api: { property: 'RestApiId', types: ['AWS::Serverless::Api', 'AWS::ApiGateway::RestApi'] },
  HttpApi: { property: 'ApiId', types: ['AWS::Serverless::HttpApi', 'AWS::ApiGatewayV2::Api'] },
}

export const eventApiInvalid: Rule = {
  id: 'event-api-invalid',
  severity: 'error',
  summary: 'An event of a SAM function names something that is no API of its kind.',
  aws: "Refuses the template: 'RestApiId must be a valid reference to an AWS::Serverless::Api resource in same template'.",
  documentation:
    'https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-api.html',
  examples: {
    bad: `
AWSTemplateFormatVersion: '2010-09-09'
Transform: AWS::Serverless-2016-10-31
Resources:
  Notes:
    Type: AWS::Serverless::HttpApi
  List:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.list
      Runtime: nodejs22.x
      CodeUri: src/
      Events:
        Get: { Type: Api, Properties: { Path: /notes, Method: get, RestApiId: !Ref Notes } }
`,
    good: `
AWSTemplateFormatVersion: '2010-09-09'
Transform: AWS::Serverless-2016-10-31
Resources:
  Notes:
    Type: AWS::Serverless::HttpApi
  List:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.list
      Runtime: nodejs22.x
      CodeUri: src/
      Events:
        Get: { Type: HttpApi, Properties: { Path: /notes, Method: get, ApiId: !Ref Notes } }
`,
  },
  visit: {
    *definition(definition, context) {
      const resources = resourcesOf(templateRoot(definition, context))
      const typeById = new Map(resources.map(({ id, type }) => [id, type]))
      for (const { properties } of resources.filter(({ type }) => type === 'AWS::Serverless::Function')) {
        for (const event of entriesOf(childAt(properties, 'Events'))) {
          const wanted = apiTypes[stringOf(childAt(event.value, 'Type')) ?? '']
          const reference = wanted && childAt(event.value, 'Properties', wanted.property)
          if (!wanted || !reference) continue
          const call = reference.type === 'mapping' ? reference.entries[0] : undefined
          const types = `an '${wanted.types[0] ?? ''}' of this template`
          if (call && /^Fn::\w+$/.test(call.name)) {
            yield {
              origin: originOfEntry(call),
              message: `'${wanted.property}' of event '${event.name}' is made by '${call.name}', which SAM refuses; write !Ref and the name of ${types}`,
            }
          }
          const named = childAt(reference, 'Ref') ?? reference
          const id = stringOf(named)
          const type = id === undefined ? undefined : typeById.get(id)
          // A `Ref` to nothing, or to a parameter, is another rule's matter.
          const isMissing = type === undefined && named === reference && wanted.property === 'RestApiId'
          if (id === undefined || (type === undefined && !isMissing)) continue
          if (type !== undefined && wanted.types.includes(type)) continue
          // The other way round SAM takes it, for the sake of templates that have it.
          // https://github.com/aws/serverless-application-model/blob/develop/samtranslator/plugins/api/implicit_api_plugin.py
          const isTaken = type === 'AWS::Serverless::Api'
          const what = isMissing ? 'is no resource of this template' : `is of type '${type ?? ''}'`
          yield {
            origin: originOf(named),
            message: `'${id}' ${what}, ${isTaken ? `so event '${event.name}' makes no route of it` : `so SAM refuses event '${event.name}'`}; name ${types}`,
            ...(isTaken && { severity: 'warning' as const }),
          }
        }
      }
    },
  },
}
