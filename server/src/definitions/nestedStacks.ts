import type { Outcome } from '../syntax/intrinsicFunctions.ts'
import type { PlainReader } from './plainReader.ts'
import type { Reader } from './reader.ts'
import type { NestedStack, NestedStacks, Resources, Template, TemplateResource } from './templateResources.ts'
import { valueOf } from '../base/origin.ts'
import { known, unknown } from '../syntax/intrinsicFunctions.ts'
import { childAt, originOf, stringOf } from '../syntax/node.ts'
import type { SourceDocument } from '../syntax/node.ts'
import { assetOfKey } from './assets.ts'
import { createPlainReader } from './plainReader.ts'
import { computeAnew } from './reader.ts'

/** Opens a template with the files that lead to it, so that a circle of nested stacks ends. */
export type OpenTemplate = (
  document: SourceDocument,
  reader: PlainReader,
  ancestors: readonly string[],
) => Template

/**
 * Finds the nested stacks of a template: `TemplateURL` (SAM: `Location`) as a path, or as an asset of the CDK.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-nested-stacks.html
 */
export function createNestedStacks(
  resources: () => Resources,
  reader: Reader,
  ancestors: readonly string[],
  openTemplate: OpenTemplate,
): NestedStacks {
  const opened = new Map<string, NestedStack | undefined>()
  const open = (resource: TemplateResource): NestedStack | undefined => {
    if (opened.has(resource.id)) return opened.get(resource.id)
    // Two stacks that need each other's outputs: the second asks for one that is not there yet.
    opened.set(resource.id, undefined)
    const stack = openNested(resource, reader, ancestors, openTemplate)
    opened.set(resource.id, stack)
    return stack
  }
  return {
    all: () => [...resources().values()].filter(isStack).flatMap(resource => open(resource) ?? []),
    output: (id, name) => {
      const resource = resources().get(id)
      const stack = resource && isStack(resource) ? open(resource) : undefined
      return stack && outputOf(stack.template, id, name)
    },
  }
}

const stackTypes = new Map([
  ['AWS::CloudFormation::Stack', 'TemplateURL'],
  ['AWS::Serverless::Application', 'Location'],
])

function isStack({ type }: TemplateResource): boolean {
  return stackTypes.has(type)
}

function openNested(
  resource: TemplateResource,
  reader: Reader,
  ancestors: readonly string[],
  openTemplate: OpenTemplate,
): NestedStack | undefined {
  const [folder] = ancestors.slice(-1).map(reader.files.folderOf)
  const file = folder === undefined ? undefined : templateFile(resource, folder, reader)
  if (file === undefined || ancestors.includes(file)) {
    report(resource, reader, file === undefined ? 'is not on this machine' : 'is the one it stands in')
    return undefined
  }
  const stackName = `${reader.options.stackName ?? 'local'}-${resource.id}`
  const given = [...resource.properties.textMap('Parameters')].flatMap(([name, fact]) => {
    const value = valueOf(fact)
    return value === undefined ? [] : [[name, value] as const]
  })
  const options = { ...reader.options, stackName, parameters: new Map(given) }
  const plainReader = { ...createPlainReader(reader.files, options), remember: computeAnew }
  const document = plainReader.open(file)
  if (!document?.root) {
    report(resource, reader, `cannot be read at '${file}'`)
    return undefined
  }
  return { stackName, reader: plainReader, template: openTemplate(document, plainReader, ancestors) }
}

function templateFile({ body, type, properties }: TemplateResource, folder: string, reader: Reader) {
  const asset = stringOf(childAt(body, 'Metadata', 'aws:asset:path'))
  if (asset !== undefined) return reader.files.resolve(folder, asset)
  const given = properties.text(stackTypes.get(type) ?? '')
  if (!given?.known) return undefined
  if (!/^(https?|s3):\/\//.test(given.value)) return reader.files.resolve(folder, given.value)
  return assetOfKey(given.value.split('/').at(-1) ?? '', folder, reader)
}

function outputOf(template: Template, id: string, name: string): Outcome {
  const value = childAt(template.document.root, 'Outputs', name, 'Value')
  if (!value) return unknown(`nested stack '${id}' has no output '${name}'`)
  const fact = template.reader.evaluate(value)
  return fact.known ? known(fact.value) : unknown(fact.reason)
}

function report(
  { id, type, body, properties, origin }: TemplateResource,
  reader: Reader,
  what: string,
): void {
  const place = properties.value(stackTypes.get(type) ?? '') ?? body
  const { file, range } = place === body ? origin : originOf(place)
  const message = `The template of nested stack '${id}' ${what}, so nothing of it is served or checked`
  reader.report({ code: 'stack-unread', severity: 'info', file, range, message })
}
