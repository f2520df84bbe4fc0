import type { Definition } from '../../api/api.ts'
import type { Node } from '../../syntax/node.ts'
import type { RuleContext } from '../rule.ts'
import { childAt, entriesOf, itemsOf } from '../../syntax/node.ts'
import { resourcesOfType, templateRoot } from '../template/templateTree.ts'

/** One entry of `MethodSettings`. */
interface MethodSettingPlace {
  /** Logical id of the resource that makes the stage. */
  readonly stage: string
  /** The properties of that resource, or of its `StageDescription`: what else the stage has. */
  readonly properties: Node | undefined
  readonly setting: Node
}

/** The method settings of every stage of a REST API in a template, wherever the stage is made. */
export function methodSettingsOf(definition: Definition, context: RuleContext): MethodSettingPlace[] {
  const root = templateRoot(definition, context)
  const types = ['AWS::ApiGateway::Stage', 'AWS::ApiGateway::Deployment', 'AWS::Serverless::Api']
  return resourcesOfType(root, ...types).flatMap(({ id, properties }) => {
    const stage = childAt(properties, 'StageDescription') ?? properties
    return itemsOf(childAt(stage, 'MethodSettings'))
      .filter(setting => setting.type === 'mapping')
      .map(setting => ({ stage: id, properties: stage, setting }))
  })
}

/** Whether a method setting says for which method it is, and nothing else. */
export function isIdle(setting: Node): boolean {
  return entriesOf(setting).every(({ name }) => name === 'HttpMethod' || name === 'ResourcePath')
}
