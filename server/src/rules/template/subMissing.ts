import type { Fix } from '../../base/diagnostic.ts'
import type { Node } from '../../syntax/node.ts'
import type { Rule } from '../rule.ts'
import { hasUnknownMacros } from '../../definitions/transforms.ts'
import { childAt, documentOf, entriesOf, itemsOf, originOf, stringOf } from '../../syntax/node.ts'
import { keep } from '../../syntax/reads.ts'
import { placeholdersOf } from '../../syntax/substitution.ts'
import { resourcesOf, templateRoot } from './templateTree.ts'

export const subMissing: Rule = {
  id: 'sub-missing',
  severity: 'error',
  summary:
    'A text holds the placeholder of a parameter, resource or pseudo parameter, but no Fn::Sub fills it in.',
  aws: 'Takes the text as it stands, so the deployment fails or uses a name with a placeholder in it (cfn-lint E1029).',
  documentation:
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-sub.html',
  examples: {
    bad: `
AWSTemplateFormatVersion: '2010-09-09'
Resources:
  Books:
    Type: AWS::ApiGateway::RestApi
    Properties: { Name: 'books-\${AWS::Region}' }
`,
    good: `
AWSTemplateFormatVersion: '2010-09-09'
Resources:
  Books:
    Type: AWS::ApiGateway::RestApi
    Properties: { Name: !Sub 'books-\${AWS::Region}' }
`,
  },
  visit: {
    *definition(definition, context) {
      const root = templateRoot(definition, context)
      if (hasUnknownMacros(root)) return
      const names = new Set([
        ...entriesOf(childAt(root, 'Parameters')).map(({ name }) => name),
        ...resourcesOf(root).map(({ id }) => id),
      ])
      for (const { properties } of resourcesOf(root)) {
        for (const node of plainTexts(properties)) {
          const found = placeholdersOf(stringOf(node) ?? '').find(({ name }) => isFilledIn(name, names))
          if (!found) continue
          yield {
            origin: originOf(node),
            message: `'\${${found.name}}' stands outside of 'Fn::Sub', so CloudFormation does not fill it in; put !Sub in front of the text`,
            ...subFix(node, name => isFilledIn(name, names)),
          }
        }
      }
    },
  },
}

// Whole templates and scripts have placeholders of their own; state machines get theirs by `DefinitionSubstitutions`.
const foreign =
  /^(Fn::Sub|Fn::Transform|TemplateBody|UserData|DefinitionString|Definition|InlineCode|ZipFile|BuildSpec|Description|Comment)$/

function plainTexts(root: Node | undefined): readonly Node[] {
  return root ? keep(root, plainTexts, () => findPlainTexts(root)) : []
}

function findPlainTexts(root: Node): Node[] {
  const found: Node[] = []
  const pending = [root]
  for (let node = pending.pop(); node; node = pending.pop()) {
    if (node.type === 'scalar') {
      if (typeof node.value === 'string' && node.value.includes('${')) found.push(node)
    } else if (node.type === 'sequence') {
      pending.push(...itemsOf(node))
    } else {
      pending.push(...node.entries.filter(({ name }) => !foreign.test(name)).map(({ value }) => value))
    }
  }
  return found
}

function isFilledIn(name: string, names: ReadonlySet<string>): boolean {
  return /^AWS::(AccountId|Partition|Region|StackId|StackName|URLSuffix)$/.test(name) || names.has(name)
}

function isSubstituted(name: string, isFilledIn: (name: string) => boolean): boolean {
  return name.startsWith('AWS::') || isFilledIn(name.split('.')[0] ?? '')
}

function subFix(node: Node, isFilledIn: (name: string) => boolean): { fixes?: Fix[] } {
  const { language, text } = documentOf(node)
  const { file, range } = originOf(node)
  // `${aws:username}` is a policy's own: Fn::Sub leaves what `!` marks, and refuses names that it does not know.
  const written = text
    .slice(node.start, node.end)
    .replace(/\$\{(?!!)([^{}]*)\}/g, (placeholder, name: string) =>
      isSubstituted(name.trim(), isFilledIn) ? placeholder : `\${!${name}}`,
    )
  const isBlock = node.type === 'scalar' && (node.style === 'literal' || node.style === 'folded')
  if (isBlock) return {}
  const newText = language === 'json' ? `{ "Fn::Sub": ${written} }` : `!Sub ${written}`
  return {
    fixes: [{ title: "Fill it in with 'Fn::Sub'", edits: [{ file, range, newText }], isPreferred: true }],
  }
}
