import type { HttpApi, Route, Stage, WebSocketApi } from '../api/api.ts'
import type { Template } from './templateResources.ts'
import { valueOf } from '../base/origin.ts'
import { partsOf } from './apiParts.ts'
import { defined } from './defined.ts'
import type { Properties } from './properties.ts'
import { upperCase } from './properties.ts'
import { readAuthorization } from './restMethods.ts'
import { readHttpStageSettings } from './stageSettings.ts'

/**
 * Puts `AWS::ApiGatewayV2::ApiGatewayManagedOverrides` on the route, integration and stage that quick create made.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-apigatewayv2-apigatewaymanagedoverrides.html
 */
export function withManagedOverrides<T extends HttpApi | WebSocketApi>(template: Template, api: T): T {
  const [overrides] = partsOf(template, 'AWS::ApiGatewayV2::ApiGatewayManagedOverrides', 'ApiId', api.id)
  if (!overrides || api.stages.every(stage => stage.isManaged !== true)) return api
  const { properties } = overrides
  return {
    ...api,
    routes: api.routes.map(route => (route.isManaged ? overriddenRoute(route, properties) : route)),
    stages: api.stages.map(stage => (stage.isManaged ? overriddenStage(template, stage, properties) : stage)),
  }
}

function overriddenRoute(route: Route, overrides: Properties): Route {
  const given = overrides.inner('Route')
  const integration = overrides.inner('Integration')
  return {
    ...route,
    ...(given.value('AuthorizationType') ? { authorization: readAuthorization(given, route.origin) } : {}),
    ...defined({
      operationName: valueOf(given.text('OperationName')),
      integration: route.integration && {
        ...route.integration,
        ...defined({
          httpMethod: upperCase(integration.text('IntegrationMethod')),
          payloadFormatVersion: integration.text('PayloadFormatVersion'),
          timeoutInMillis: integration.number('TimeoutInMillis'),
        }),
      },
    }),
  }
}

function overriddenStage({ reader }: Template, stage: Stage, overrides: Properties): Stage {
  const given = overrides.inner('Stage')
  return {
    ...stage,
    ...readHttpStageSettings(reader, given),
    variables: new Map([...stage.variables, ...given.textMap('StageVariables')]),
  }
}
