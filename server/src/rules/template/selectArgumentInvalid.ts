import type { Rule } from '../rule.ts'
import type { Entry, Node } from '../../syntax/node.ts'
import { hasTransform } from '../../definitions/transforms.ts'
import { intrinsicOf } from '../../syntax/intrinsics.ts'
import { itemsOf, originOfEntry } from '../../syntax/node.ts'
import { keep } from '../../syntax/reads.ts'
import { resourcesOf, templateRoot } from './templateTree.ts'

const takes: Readonly<Record<'index' | 'list', readonly string[]>> = {
  index: ['Ref', 'Fn::FindInMap'],
  list: [
    'Ref',
    'Fn::FindInMap',
    'Fn::GetAtt',
    'Fn::GetAZs',
    'Fn::If',
    'Fn::Split',
    'Fn::Cidr',
    'Fn::ImportValue',
    'Fn::Transform',
  ],
}

export const selectArgumentInvalid: Rule = {
  id: 'select-argument-invalid',
  severity: 'error',
  summary: 'The index or list of Fn::Select is given by a function that may not stand there.',
  aws: "Refuses the template: 'Template error: Fn::Select cannot select nonexistent value' or 'requires a list argument' (cfn-lint E1017).",
  documentation:
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-select.html',
  examples: {
    bad: `
AWSTemplateFormatVersion: '2010-09-09'
Resources:
  Books:
    Type: AWS::ApiGateway::RestApi
    Properties: { Name: !Select [!Select ['0', ['0', '1']], [books, films]] }
`,
    good: `
AWSTemplateFormatVersion: '2010-09-09'
Resources:
  Books:
    Type: AWS::ApiGateway::RestApi
    Properties: { Name: !Select ['0', [books, films]] }
`,
  },
  visit: {
    *definition(definition, context) {
      const root = templateRoot(definition, context)
      // The transform takes more functions inside of others.
      if (hasTransform(root, 'AWS::LanguageExtensions')) return
      for (const { properties } of resourcesOf(root)) {
        for (const select of callsOf('Fn::Select', properties)) {
          const [index, list] = itemsOf(select.value)
          for (const [node, part] of [
            [index, 'index'],
            [list, 'list'],
          ] as const) {
            const call = intrinsicOf(node)
            const taken = call ? takes[part] : undefined
            if (!call || !taken || taken.includes(call.name)) continue
            yield {
              origin: originOfEntry(call.entry),
              message: `The ${part} of 'Fn::Select' is given by '${call.name}', which CloudFormation refuses there; write it out, or use ${taken.map(name => `'${name}'`).join(', ')}`,
            }
          }
        }
      }
    },
  },
}

function callsOf(name: string, root: Node | undefined): readonly Entry[] {
  return root ? keep(root, `calls of ${name}`, () => findCalls(name, root)) : []
}

function findCalls(name: string, root: Node): Entry[] {
  const found: Entry[] = []
  const pending = [root]
  for (let node = pending.pop(); node; node = pending.pop()) {
    if (node.type === 'sequence') pending.push(...node.items)
    if (node.type !== 'mapping') continue
    found.push(...node.entries.filter(entry => entry.name === name))
    pending.push(...node.entries.map(({ value }) => value))
  }
  return found
}
