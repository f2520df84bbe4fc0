import type { Node } from '../syntax/node.ts'
import { entriesOf, entryOf, itemsOf, stringOf } from '../syntax/node.ts'

// Transforms whose effect on names we know.
const knownTransforms =
  /^AWS::(Serverless-2016-10-31|LanguageExtensions|Include|CodeDeployBlueGreen|SecretsManager-[\w-]+)$/

/** Whether a template is SAM: it says so, or uses SAM's resources. */
export function isSamTemplate(root: Node | undefined): boolean {
  if (transformsOf(root).some(transform => transform.startsWith('AWS::Serverless-'))) return true
  return entriesOf(entryOf(root, 'Resources')?.value).some(entry =>
    stringOf(entryOf(entry.value, 'Type')?.value)?.startsWith('AWS::Serverless::'),
  )
}

/** Whether macros may add resources that the text does not show, so that no name can be called undefined. */
export function hasUnknownMacros(root: Node | undefined): boolean {
  const isUnknown = transformsOf(root).some(transform => !knownTransforms.test(transform))
  const resources = entriesOf(entryOf(root, 'Resources')?.value)
  return (
    isUnknown ||
    resources.some(entry => entry.name.startsWith('Fn::')) ||
    entryOf(root, 'Fn::Transform') !== undefined
  )
}

/** Whether a template asks for a transform by name. */
export function hasTransform(root: Node | undefined, name: string): boolean {
  return transformsOf(root).includes(name)
}

function transformsOf(root: Node | undefined): string[] {
  const node = entryOf(root, 'Transform')?.value
  return [node, ...itemsOf(node)].flatMap(item => {
    if (!item) return []
    return item.type === 'mapping' ? [stringOf(entryOf(item, 'Name')?.value) ?? ''] : (stringOf(item) ?? [])
  })
}
