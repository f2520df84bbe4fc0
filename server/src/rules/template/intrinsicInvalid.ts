import type { Entry, Node } from '../../syntax/node.ts'
import type { Rule } from '../rule.ts'
import { intrinsicOf } from '../../syntax/intrinsics.ts'
import { childAt, itemsOf, originOfEntry } from '../../syntax/node.ts'
import { templateRoot } from './templateTree.ts'

export const intrinsicInvalid: Rule = {
  id: 'intrinsic-invalid',
  severity: 'error',
  summary: 'An intrinsic function has arguments that it does not take.',
  aws: "Refuses the template: 'Template validation error'.",
  documentation:
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html',
  examples: {
    bad: `
AWSTemplateFormatVersion: '2010-09-09'
Resources:
  Books:
    Type: AWS::ApiGateway::RestApi
    Properties: { Name: !Join [books, shop] }
`,
    good: `
AWSTemplateFormatVersion: '2010-09-09'
Resources:
  Books:
    Type: AWS::ApiGateway::RestApi
    Properties: { Name: !Join ['-', [books, shop]] }
`,
  },
  visit: {
    *definition(definition, context) {
      const root = templateRoot(definition, context)
      for (const section of ['Globals', 'Resources', 'Outputs']) {
        for (const entry of callsIn(childAt(root, section))) {
          const form = forms[entry.name]
          if (form && !form.fits(entry.value)) {
            yield {
              origin: originOfEntry(entry),
              message: `'${entry.name}' has arguments that it does not take, so CloudFormation refuses the template; write ${form.example}`,
            }
          }
        }
      }
    },
  },
}

interface Form {
  readonly fits: (argument: Node) => boolean
  readonly example: string
}

const forms: Readonly<Record<string, Form | undefined>> = {
  'Fn::If': {
    fits: argument => itemsOf(argument).length === 3,
    example: '[condition, value if true, value if false]',
  },
  'Fn::FindInMap': {
    // With a default value as the fourth: AWS::LanguageExtensions.
    fits: argument => [3, 4].includes(itemsOf(argument).length),
    example: '[mapping, first key, second key]',
  },
  'Fn::Select': {
    fits: argument => {
      const [index, list, ...others] = itemsOf(argument)
      return isIndex(index) && isList(list) && others.length === 0
    },
    example: '[index from 0, list]',
  },
  'Fn::Join': {
    fits: argument => {
      const [delimiter, list, ...others] = itemsOf(argument)
      return delimiter?.type === 'scalar' && isList(list) && others.length === 0
    },
    example: '[delimiter, list]',
  },
  'Fn::Split': {
    fits: argument => itemsOf(argument).length === 2,
    example: '[delimiter, text]',
  },
  'Fn::Sub': {
    fits: argument =>
      argument.type === 'scalar' ||
      (itemsOf(argument).length === 2 &&
        itemsOf(argument)[0]?.type === 'scalar' &&
        itemsOf(argument)[1]?.type === 'mapping'),
    example: 'a text, or [text, {name: value}]',
  },
}

function callsIn(start: Node | undefined): Entry[] {
  const found: Entry[] = []
  const visit = (node: Node): void => {
    if (node.type === 'sequence') node.items.forEach(visit)
    if (node.type !== 'mapping') return
    // A function's arguments may be given by a function again, in which case nothing is known about them.
    const [only] = node.entries
    if (only && node.entries.length === 1 && only.name in forms && !intrinsicOf(only.value)) found.push(only)
    for (const entry of node.entries) visit(entry.value)
  }
  if (start) visit(start)
  return found
}

function isIndex(node: Node | undefined): boolean {
  return node?.type === 'mapping' || (node?.type === 'scalar' && /^\d+$|\$\{/.test(String(node.value)))
}

function isList(node: Node | undefined): boolean {
  return node?.type === 'sequence' || node?.type === 'mapping'
}
