import type { SourceDocument } from '../syntax/node.ts'
import type { DefinitionResult } from './definitionResult.ts'
import type { StackResult } from './mergedDefinition.ts'
import type { PlainReader } from './plainReader.ts'
import type { NestedStack, Template } from './templateResources.ts'
import { stacksOfAssembly } from './assembly.ts'
import type { OpenedStack } from './stackExports.ts'
import { createExports } from './stackExports.ts'
import { mergeStacks } from './mergedDefinition.ts'
import { createPlainReader } from './plainReader.ts'
import { computeAnew } from './reader.ts'
import { openTemplate, readOpenTemplate } from './template.ts'

/** Reads a template with the nested stacks whose templates are on this machine. */
export function readStack(document: SourceDocument, reader: PlainReader): DefinitionResult {
  return readStackOf(openTemplate(document, reader), reader, reader.options.stackName ?? 'local')
}

function readStackOf(template: Template, reader: PlainReader, stackName: string): DefinitionResult {
  const { document } = template
  const stacks = stacksFrom(template, reader, stackName)
  const [own, ...nested] = stacks
  if (own?.result.definition && nested.length === 0) return own.result
  const kind = own?.result.definition?.kind ?? 'cloudformation'
  return mergeStacks(kind, document.file, stacks, { documents: new Map(), diagnostics: [] })
}

/** Reads every stack of a `cdk.out` folder from its manifest, as one definition. */
export function readAssembly(manifest: SourceDocument, reader: PlainReader): DefinitionResult {
  const listed = manifest.root ? stacksOfAssembly(manifest.root, reader) : []
  const opened: OpenedStack[] = []
  const exportAmong = createExports(opened)
  for (const { file, ...stack } of listed) {
    const exportOf = (name: string) => exportAmong(name, stack)
    const options = { ...reader.options, ...stack, exportOf }
    const stackReader = { ...createPlainReader(reader.files, options), remember: computeAnew }
    const document = stackReader.open(file)
    const template = document && openTemplate(document, stackReader)
    opened.push({ file, stack, reader: stackReader, template })
  }
  // One stack may import what a later one exports: all of them are open before the first is read.
  const stacks = opened.map(({ file, stack: { stackName }, reader: stackReader, template }) => {
    const result = template ? readStackOf(template, stackReader, stackName) : unreadStack(file, stackReader)
    return { stackName, result }
  })
  return mergeStacks('cdk', manifest.file, stacks, resultOf(reader))
}

/** What a reader has met so far, as a result; syntax faults first. */
export function resultOf(reader: PlainReader, definition?: DefinitionResult['definition']): DefinitionResult {
  const { documents, diagnostics } = reader
  const syntax = [...documents.values()].flatMap(document => document.diagnostics)
  return { definition, documents, diagnostics: [...syntax, ...diagnostics] }
}

function unreadStack(file: string, reader: PlainReader): DefinitionResult {
  const start = { line: 0, character: 0 }
  const message = `'${file}' could not be read, so this stack is left out; run 'cdk synth' again`
  reader.report({
    code: 'file-unreadable',
    severity: 'warning',
    message,
    file,
    range: { start, end: start },
  })
  return resultOf(reader)
}

function stacksFrom(template: Template, reader: PlainReader, stackName: string): StackResult[] {
  const definition = readOpenTemplate(template)
  // Opening them may report; the result is made when everything is said.
  const nested = template.nested.all().flatMap((stack: NestedStack) => nestedStacks(stack))
  return [{ stackName, result: resultOf(reader, definition) }, ...nested]
}

function nestedStacks({ template, reader, stackName }: NestedStack): StackResult[] {
  return stacksFrom(template, reader, stackName)
}
