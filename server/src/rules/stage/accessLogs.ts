import type { Definition } from '../../api/api.ts'
import type { Node } from '../../syntax/node.ts'
import type { RuleContext } from '../rule.ts'
import { childAt } from '../../syntax/node.ts'
import { resourcesOfType, templateRoot } from '../template/templateTree.ts'

/** The access log of a stage. */
interface AccessLogPlace {
  /** Logical id of the resource that makes the stage. */
  readonly stage: string
  readonly isRest: boolean
  readonly settings: Node
}

const properties: ReadonlyMap<string, readonly string[]> = new Map([
  ['AWS::ApiGateway::Stage', ['AccessLogSetting']],
  ['AWS::ApiGateway::Deployment', ['StageDescription', 'AccessLogSetting']],
  ['AWS::Serverless::Api', ['AccessLogSetting']],
  ['AWS::ApiGatewayV2::Stage', ['AccessLogSettings']],
  ['AWS::Serverless::HttpApi', ['AccessLogSettings']],
])

/** The access logs of every stage of a template. */
export function accessLogsOf(definition: Definition, context: RuleContext): AccessLogPlace[] {
  const root = templateRoot(definition, context)
  return resourcesOfType(root, ...properties.keys()).flatMap(resource => {
    const settings = childAt(resource.properties, ...(properties.get(resource.type) ?? []))
    const isRest = !/V2|Http/.test(resource.type)
    return settings?.type === 'mapping' ? [{ stage: resource.id, isRest, settings }] : []
  })
}
