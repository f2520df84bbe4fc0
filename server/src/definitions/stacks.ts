import type { Files } from '../base/files.ts'
import type { SourceDocument } from '../syntax/node.ts'
import type { DefinitionResult, ReadOptions } from './definitionResult.ts'
import type { StackResult } from './mergedDefinition.ts'
import type { PlainReader } from './plainReader.ts'
import type { NestedStack, Template } from './templateResources.ts'
import { stacksOfAssembly } from './assembly.ts'
import { mergeStacks } from './mergedDefinition.ts'
import { createPlainReader } from './plainReader.ts'
import { openTemplate, readOpenTemplate } from './template.ts'

/** Reads a template with the nested stacks whose templates are on this machine. */
export function readStack(document: SourceDocument, reader: PlainReader): DefinitionResult {
  const template = openTemplate(document, reader)
  const stacks = stacksFrom(template, reader, reader.options.stackName ?? 'local')
  const [own, ...nested] = stacks
  if (own?.result.definition && nested.length === 0) return own.result
  const kind = own?.result.definition?.kind ?? 'cloudformation'
  return mergeStacks(kind, document.file, stacks, { documents: new Map(), diagnostics: [] })
}

/** Reads every stack of a `cdk.out` folder from its manifest, as one definition. */
export function readAssembly(manifest: SourceDocument, reader: PlainReader): DefinitionResult {
  const listed = manifest.root ? stacksOfAssembly(manifest.root, reader) : []
  const stacks = listed.map(({ file, ...stack }) => {
    const result = readStackFile(file, reader.files, { ...reader.options, ...stack })
    return { stackName: stack.stackName, result }
  })
  return mergeStacks('cdk', manifest.file, stacks, resultOf(reader))
}

/** What a reader has met so far, as a result; syntax faults first. */
export function resultOf(reader: PlainReader, definition?: DefinitionResult['definition']): DefinitionResult {
  const { documents, diagnostics } = reader
  const syntax = [...documents.values()].flatMap(document => document.diagnostics)
  return { definition, documents, diagnostics: [...syntax, ...diagnostics] }
}

function readStackFile(file: string, files: Files, options: ReadOptions): DefinitionResult {
  const reader = createPlainReader(files, options)
  const document = reader.open(file)
  if (document) return readStack(document, reader)
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
