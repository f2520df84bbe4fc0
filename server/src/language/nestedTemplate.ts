import type { Node } from '../syntax/node.ts'
import { childAt, stringOf } from '../syntax/node.ts'

const templateProperties: Readonly<Record<string, string | undefined>> = {
  'AWS::CloudFormation::Stack': 'TemplateURL',
  'AWS::Serverless::Application': 'Location',
}

/**
 * The path of a nested stack's template, as it is written; undefined for other resources and for templates that are on no
 * machine yet. https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-nested-stacks.html
 */
export function nestedTemplatePath(type: string, properties: Node | undefined): string | undefined {
  const name = templateProperties[type]
  const path = name === undefined ? undefined : stringOf(childAt(properties, name))
  return path === undefined || path === '' || /^[a-z][a-z0-9+.-]+:/i.test(path) ? undefined : path
}
