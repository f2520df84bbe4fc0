import type { LambdaPermission } from '../api/lambdaFunction.ts'
import type { Origin } from '../base/origin.ts'
import type { ApiEvent } from './samEvents.ts'
import type { SamApi } from './samApi.ts'
import type { Template } from './templateResources.ts'
import { valueOf } from '../base/origin.ts'
import { originOfEntry } from '../syntax/node.ts'
import { propertiesOf } from './properties.ts'
import { children, known } from './reader.ts'
import { targetArn } from './samIntegrations.ts'
import { resourcesOf } from './templateResources.ts'

/** The permission that lets the API of an event call its function, at every stage. */
export function eventPermission(template: Template, event: ApiEvent): LambdaPermission {
  const method = event.method === 'ANY' ? '*' : event.method
  // API Gateway's ARNs have a wildcard in the place of each placeholder.
  const path = event.path === '$default' ? '' : event.path.replace(/\{[^}]*\}/g, '*')
  const source = sourceArn(template, event.apiId ?? '*', `*/${method}${path}`)
  return permission(targetArn(template, event.owner), source, event.origin)
}

/** The permissions for Lambda authorizers: given by a REST API unless switched off, by an HTTP API when switched on. */
export function authorizerPermissions(template: Template, apis: readonly SamApi[]): LambdaPermission[] {
  return apis.flatMap(({ id, type, properties }) => {
    const isRest = type === 'AWS::Serverless::Api'
    if (!isRest && type !== 'AWS::Serverless::HttpApi') return []
    const authorizers = children(template.reader, properties.inner('Auth').value('Authorizers'))
    return authorizers.flatMap(({ entry, value }) => {
      const authorizer = propertiesOf(template.reader, value)
      const arn = authorizer.text('FunctionArn')
      const isGiven = isRest
        ? valueOf(authorizer.boolean('DisableFunctionDefaultPermissions')) !== true
        : valueOf(authorizer.boolean('EnableFunctionDefaultPermissions')) === true
      if (!arn?.known || !isGiven) return []
      return [permission(arn.value, sourceArn(template, id, 'authorizers/*'), originOfEntry(entry))]
    })
  })
}

/** What SAM adds for a function URL that is open to everybody. */
export function urlPermissions(template: Template): LambdaPermission[] {
  return resourcesOf(template, 'AWS::Serverless::Function').flatMap(owner => {
    const config = owner.properties.inner('FunctionUrlConfig')
    const origin = owner.properties.origin('FunctionUrlConfig')
    if (!origin || valueOf(config.text('AuthType')) !== 'NONE') return []
    const functionName = known(targetArn(template, owner), origin)
    const anybody = { origin, functionName, principal: known('*', origin) }
    return [
      {
        ...anybody,
        action: known('lambda:InvokeFunctionUrl', origin),
        functionUrlAuthType: known('NONE', origin),
      },
      {
        ...anybody,
        action: known('lambda:InvokeFunction', origin),
        invokedViaFunctionUrl: known(true, origin),
      },
    ]
  })
}

function sourceArn({ region, accountId }: Template, apiId: string, rest: string): string {
  return `arn:aws:execute-api:${region}:${accountId}:${apiId}/${rest}`
}

function permission(functionName: string, source: string, origin: Origin): LambdaPermission {
  return {
    origin,
    functionName: known(functionName, origin),
    principal: known('apigateway.amazonaws.com', origin),
    action: known('lambda:InvokeFunction', origin),
    sourceArn: known(source, origin),
  }
}
