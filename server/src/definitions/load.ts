import type { Definition } from '../api/api.ts'
import { emptySurroundings } from '../api/surroundings.ts'
import type { Diagnostic } from '../base/diagnostic.ts'
import type { Files } from '../base/files.ts'
import type { Memory } from '../syntax/memory.ts'
import type { SourceDocument } from '../syntax/node.ts'
import type { DefinitionResult, ReadOptions } from './definitionResult.ts'
import { detectKind, mayBeDefinition } from './detect.ts'
import { applyBasePath } from './importBasePath.ts'
import { readOpenApi } from './openApi.ts'
import { readTerraform } from './terraform.ts'
import type { PlainReader } from './plainReader.ts'
import { withParametersFiles } from './parametersFile.ts'
import { createPlainReader } from './plainReader.ts'
import { computeAnew } from './reader.ts'
import { readServerless } from './serverless.ts'
import { readAssembly, readStack, resultOf } from './stacks.ts'

/**
 * Reads a definition from its root file, told by its content: OpenAPI, CloudFormation, SAM, the manifest of a `cdk.out`
 * folder (the folder stands for it), a service of the Serverless Framework, a Terraform plan. A foreign file gives no
 * definition and no diagnostics. Never throws; a file that cannot be read gives one `file-unreadable` diagnostic.
 */
export function loadDefinition(file: string, files: Files, options: ReadOptions = {}): DefinitionResult {
  const plain = createPlainReader(files, options)
  const document = plain.open(manifestOf(file, files) ?? file)
  if (!document) {
    return { definition: undefined, documents: plain.documents, diagnostics: [unreadable(file, files)] }
  }
  const kind = detectKind(document.root)
  if (kind === 'foreign') {
    // A definition broken so badly that its keys are lost still shows where it is broken.
    const isBroken = document.root?.type !== 'mapping' && mayBeDefinition(document.text.slice(0, 1_000_000))
    const diagnostics = isBroken ? document.diagnostics : []
    return { definition: undefined, documents: plain.documents, diagnostics }
  }
  const { reader, files: parametersFiles } = withParametersFiles(file, plain)
  const result = withEarlierParts(file, readKind(kind, document, reader), options.memory)
  return parametersFiles.length === 0 ? result : { ...result, parametersFiles }
}

// A template is read anew after an edit; what reads the same as before is the same object, so that what rules have found
// in it still holds. An OpenAPI document is read part by part, and of its parts this would find nothing more.
function withEarlierParts(
  name: string,
  result: DefinitionResult,
  memory: Memory | undefined,
): DefinitionResult {
  const { definition, parts } = result
  if (!memory || !definition || definition.kind === 'openapi') return result
  const kept = { ...result, definition: memory.reuse(name, definition) }
  if (!parts) return kept
  const read = parts.map((part, index) => withEarlierParts(`${name} part ${index}`, part, memory))
  return { ...kept, parts: read }
}

function readKind(kind: Definition['kind'], document: SourceDocument, reader: PlainReader): DefinitionResult {
  if (kind === 'openapi') return resultOf(reader, openApiDefinition(document, reader))
  // What a template's functions give hangs on its parameters, conditions and other resources as well, which is noted
  // where single resources are read and nowhere else.
  return readComposed(kind, document, { ...reader, remember: computeAnew }, reader.remember)
}

function readComposed(
  kind: Exclude<Definition['kind'], 'openapi'>,
  document: SourceDocument,
  reader: PlainReader,
  remember: PlainReader['remember'],
): DefinitionResult {
  if (kind === 'cdk') return readAssembly(document, reader)
  if (kind === 'terraform') return resultOf(reader, readTerraform(document, reader))
  if (kind === 'serverless') return resultOf(reader, readServerless(document, reader))
  return readStack(document, { ...reader, rememberResource: remember })
}

/** The manifest of a folder that `cdk synth` wrote; undefined for anything else. */
export function manifestOf(folder: string, files: Files): string | undefined {
  const manifest = files.resolve(folder, 'manifest.json')
  return files.kind(folder) === 'folder' && files.kind(manifest) === 'file' ? manifest : undefined
}

function openApiDefinition(document: SourceDocument, reader: PlainReader): Definition {
  const { apiType } = reader.options
  const read = document.root && readOpenApi(document.root, reader, apiType ? { apiType } : {})
  const api = document.root && read && applyBasePath(read, document.root, reader, reader.options.basePath)
  return {
    kind: 'openapi',
    file: document.file,
    apis: api ? [api] : [],
    ...nothingElse,
  }
}

// An OpenAPI document holds nothing but its API; always the same lists, so that what was found out with them still holds.
const nothingElse = { functions: [], permissions: [], parameters: [], surroundings: emptySurroundings }

function unreadable(file: string, files: Files): Diagnostic {
  const kind = files.kind(file)
  const start = { line: 0, character: 0 }
  const why =
    kind === 'folder'
      ? 'It is a folder, and none that the CDK wrote; name a file in it'
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
