import type { Definition } from '../api/api.ts'
import type { Diagnostic } from '../base/diagnostic.ts'
import type { Files } from '../base/files.ts'
import type { SourceDocument } from '../syntax/node.ts'
import type { DefinitionResult, ReadOptions } from './definitionResult.ts'
import { detectKind, mayBeDefinition } from './detect.ts'
import { readOpenApi } from './openApi.ts'
import type { PlainReader } from './plainReader.ts'
import { createPlainReader } from './plainReader.ts'
import { readServerless } from './serverless.ts'
import { readTemplate } from './template.ts'

/**
 * Reads a definition from its root file (OpenAPI, CloudFormation, SAM, Serverless Framework), told by its content. A foreign file gives no
 * definition and no diagnostics. Never throws; a file that cannot be read gives one `file-unreadable` diagnostic.
 */
export function loadDefinition(file: string, files: Files, options: ReadOptions = {}): DefinitionResult {
  const reader = createPlainReader(files, options)
  const document = reader.open(file)
  if (!document) {
    return { definition: undefined, documents: reader.documents, diagnostics: [unreadable(file, files)] }
  }
  const kind = detectKind(document.root)
  if (kind === 'foreign') {
    // A definition broken so badly that its keys are lost still shows where it is broken.
    const isBroken = document.root?.type !== 'mapping' && mayBeDefinition(document.text.slice(0, 1_000_000))
    const diagnostics = isBroken ? document.diagnostics : []
    return { definition: undefined, documents: reader.documents, diagnostics }
  }
  const definition = readers[kind](document, reader)
  const syntax = [...reader.documents.values()].flatMap(each => each.diagnostics)
  return { definition, documents: reader.documents, diagnostics: [...syntax, ...reader.diagnostics] }
}

const readers: Readonly<
  Record<Definition['kind'], (document: SourceDocument, reader: PlainReader) => Definition>
> = {
  openapi: openApiDefinition,
  cloudformation: readTemplate,
  sam: readTemplate,
  serverless: readServerless,
}

function openApiDefinition(document: SourceDocument, reader: PlainReader): Definition {
  const { apiType } = reader.options
  const api = document.root && readOpenApi(document.root, reader, apiType ? { apiType } : {})
  return {
    kind: 'openapi',
    file: document.file,
    apis: api ? [api] : [],
    functions: [],
    permissions: [],
    parameters: [],
  }
}

function unreadable(file: string, files: Files): Diagnostic {
  const kind = files.kind(file)
  const start = { line: 0, character: 0 }
  const why =
    kind === 'folder'
      ? 'It is a folder; name a file in it'
      : kind === 'file'
        ? 'Check its permissions and that it is text'
        : 'No such file; check the path'
  return {
    code: 'file-unreadable',
    severity: 'info',
    message: `'${file}' could not be read. ${why}`,
    file,
    range: { start, end: start },
  }
}
