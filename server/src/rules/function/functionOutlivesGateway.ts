import type { Rule } from '../rule.ts'
import type { Api } from '../../api/api.ts'
import type { Integration } from '../../api/integration.ts'
import { functionOfUri } from '../../api/lambdaFunction.ts'

export const functionOutlivesGateway: Rule = {
  id: 'function-outlives-gateway',
  severity: 'hint',
  summary: 'A function may run longer than the API waits for it.',
  aws: 'Answers 504 when its integration has waited long enough; the function runs on, and its answer is lost.',
  documentation:
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html',
  examples: {
    bad: `
AWSTemplateFormatVersion: '2010-09-09'
Transform: AWS::Serverless-2016-10-31
Resources:
  Books:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: nodejs22.x
      Handler: index.handler
      InlineCode: 'exports.handler = async () => ({ statusCode: 200 })'
      Timeout: 60
      Events:
        List: { Type: Api, Properties: { Path: /books, Method: get } }
`,
    good: `
AWSTemplateFormatVersion: '2010-09-09'
Transform: AWS::Serverless-2016-10-31
Resources:
  Books:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: nodejs22.x
      Handler: index.handler
      InlineCode: 'exports.handler = async () => ({ statusCode: 200 })'
      Timeout: 20
      Events:
        List: { Type: Api, Properties: { Path: /books, Method: get } }
`,
  },
  visit: {
    *definition({ apis, functions }) {
      // Nothing that ends within the shortest wait can outlive it, and most functions do.
      if (!functions.some(({ timeout }) => timeout?.known && timeout.value > 1)) return
      const waits = new Map<string, number>()
      const limits = apis.flatMap(api => integrationsOf(api).map(each => ({ ...each, api })))
      for (const { uri, timeoutInMillis, responseTransferMode, requestParameters, api } of limits) {
        const isLater = [...requestParameters.keys()].some(name => /x-amz-invocation-type$/i.test(name))
        if (!uri?.known || isLater || responseTransferMode || (timeoutInMillis && !timeoutInMillis.known))
          continue
        const fn = functionOfUri(uri.value, functions)
        const wait = timeoutInMillis?.value ?? (api.type === 'http' ? 30_000 : 29_000)
        if (fn) waits.set(fn.id, Math.max(waits.get(fn.id) ?? 0, wait))
      }
      for (const { id, timeout } of functions) {
        const wait = waits.get(id)
        if (wait === undefined || !timeout?.known || timeout.value * 1000 <= wait + 1000) continue
        yield {
          origin: timeout.origin,
          message: `Function '${id}' may run ${timeout.value} s, and API Gateway waits ${wait / 1000} s for it and answers 504 then; set a shorter 'Timeout', or call it without waiting`,
        }
      }
    },
  },
}

function integrationsOf(api: Api): Integration[] {
  const owners = api.type === 'rest' ? api.resources.flatMap(({ methods }) => methods) : api.routes
  return owners.flatMap(({ integration }) => integration ?? [])
}
