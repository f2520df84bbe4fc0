import { jsonOfTree, yamlOfTree } from '../../syntax/printTree.ts'
import { parseText } from '../../syntax/parse.ts'

/**
 * Plain data as a document. YAML has intrinsic functions in their long form, which is all that `AWS::Include` takes.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/transform-aws-include.html
 */
export function documentText(data: unknown, format: 'json' | 'yaml'): string {
  const { root } = parseText('written.json', JSON.stringify(data))
  if (!root) return ''
  return format === 'json' ? `${jsonOfTree(root)}\n` : yamlOfTree(root)
}
