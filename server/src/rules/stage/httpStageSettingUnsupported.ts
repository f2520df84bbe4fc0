import type { Rule } from '../rule.ts'
import type { Node } from '../../syntax/node.ts'
import { childAt, entriesOf, originOfEntry, stringOf } from '../../syntax/node.ts'
import { isComputed, referencedId, resourcesOfType, templateRoot } from '../template/templateTree.ts'

export const httpStageSettingUnsupported: Rule = {
  id: 'http-stage-setting-unsupported',
  severity: 'error',
  summary: 'A stage of an HTTP API asks for execution logs.',
  aws: "Refuses the stage: 'Execution logs are not supported on protocolType HTTP'.",
  documentation: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-vs-rest.html',
  examples: {
    bad: `
AWSTemplateFormatVersion: '2010-09-09'
Resources:
  Notes:
    Type: AWS::ApiGatewayV2::Api
    Properties: { Name: notes, ProtocolType: HTTP }
  Prod:
    Type: AWS::ApiGatewayV2::Stage
    Properties: { ApiId: !Ref Notes, StageName: prod, AutoDeploy: true, DefaultRouteSettings: { LoggingLevel: INFO } }
`,
    good: `
AWSTemplateFormatVersion: '2010-09-09'
Resources:
  Notes:
    Type: AWS::ApiGatewayV2::Api
    Properties: { Name: notes, ProtocolType: HTTP }
  Prod:
    Type: AWS::ApiGatewayV2::Stage
    Properties: { ApiId: !Ref Notes, StageName: prod, AutoDeploy: true, DefaultRouteSettings: { DetailedMetricsEnabled: true } }
`,
  },
  visit: {
    *definition(definition, context) {
      const root = templateRoot(definition, context)
      const apis = resourcesOfType(root, 'AWS::ApiGatewayV2::Api')
      const isHttp = new Set(
        apis
          .filter(each => stringOf(childAt(each.properties, 'ProtocolType')) === 'HTTP')
          .map(({ id }) => id),
      )
      for (const { id, type, properties } of resourcesOfType(
        root,
        'AWS::ApiGatewayV2::Stage',
        'AWS::Serverless::HttpApi',
      )) {
        const api = referencedId(childAt(properties, 'ApiId'))
        if (type !== 'AWS::Serverless::HttpApi' && !isHttp.has(api ?? '')) continue
        const settings = [
          childAt(properties, 'DefaultRouteSettings'),
          ...entriesOf(childAt(properties, 'RouteSettings')).map(({ value }) => value),
        ]
        for (const entry of settings.flatMap(entriesOf)) {
          if (!/^(LoggingLevel|DataTraceEnabled)$/.test(entry.name) || isOff(entry.value)) continue
          yield {
            origin: originOfEntry(entry),
            // The refusal is known of the level; traces come with it.
            severity: entry.name === 'LoggingLevel' ? 'error' : 'warning',
            message: `Stage '${id}' is of an HTTP API, which has no execution logs, so ${entry.name === 'LoggingLevel' ? `API Gateway refuses '${entry.name}'` : `'${entry.name}' is refused or without effect`}; use access logs`,
          }
        }
      }
    },
  },
}

function isOff(node: Node): boolean {
  return isComputed(node) || (node.type === 'scalar' && /^(off|false)$/i.test(String(node.value)))
}
