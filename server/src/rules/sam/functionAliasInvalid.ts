import type { Rule } from '../rule.ts'
import type { Node } from '../../syntax/node.ts'
import { childAt, entryOf, originOf, stringOf } from '../../syntax/node.ts'
import { isComputed, resourcesOfType, templateRoot } from '../template/templateTree.ts'

export const functionAliasInvalid: Rule = {
  id: 'function-alias-invalid',
  severity: 'error',
  summary: 'The alias of a SAM function has no name, or one that Lambda does not take.',
  aws: "Refuses the template: 'Alias name is required to create an alias', 'AutoPublishAlias name must contain only alphanumeric characters, hyphens, or underscores'.",
  documentation:
    'https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-function.html#sam-function-autopublishalias',
  examples: {
    bad: `
AWSTemplateFormatVersion: '2010-09-09'
Transform: AWS::Serverless-2016-10-31
Resources:
  Books:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.list
      Runtime: nodejs22.x
      CodeUri: src/
      AutoPublishAlias: live@home
`,
    good: `
AWSTemplateFormatVersion: '2010-09-09'
Transform: AWS::Serverless-2016-10-31
Resources:
  Books:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.list
      Runtime: nodejs22.x
      CodeUri: src/
      AutoPublishAlias: live
`,
  },
  visit: {
    *definition(definition, context) {
      const root = templateRoot(definition, context)
      for (const { id, properties } of resourcesOfType(root, 'AWS::Serverless::Function')) {
        const node = entryOf(properties, 'AutoPublishAlias')?.value
        const name = aliasName(node, root)
        if (!node || name === undefined || taken.test(name)) continue
        const what = name === '' ? 'has no name' : `is named '${name}'`
        yield {
          origin: originOf(node),
          message: `The alias of '${id}' ${what}, so SAM refuses it; use letters, digits, '-' and '_', and not digits alone`,
        }
      }
    },
  },
}

const taken = /^(?!\d+$)[\w-]+$/

// SAM puts in a parameter's value and no other function's.
function aliasName(node: Node | undefined, root: Node | undefined): string | undefined {
  const parameter = stringOf(entryOf(node, 'Ref')?.value)
  if (parameter !== undefined) return stringOf(childAt(root, 'Parameters', parameter, 'Default'))
  return isComputed(node) ? undefined : stringOf(node)
}
