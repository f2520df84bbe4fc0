import type { Api } from '../../api/api.ts'
import { baseName } from '../../base/files.ts'
import type { DefinitionResult } from '../definitionResult.ts'
import { documentText } from './openApiText.ts'
import { writeOpenApi } from './openApiWriter.ts'

/** An API as the text of an OpenAPI document. */
export interface ExportedOpenApi {
  readonly text: string
  /** What of the API the document lacks, a sentence each. */
  readonly notes: readonly string[]
}

export interface ExportOptions {
  readonly format: 'json' | 'yaml'
  /** Values in the place of references to the template; Terraform's references no other tool takes, so that it has values always. */
  readonly isResolved?: boolean
}

/** Exports one API of a definition; a text says why it cannot be exported. */
export function exportOpenApi(
  { definition, diagnostics }: DefinitionResult,
  api: Api,
  { format, isResolved = false }: ExportOptions,
): ExportedOpenApi | string {
  const fault = firstFault(diagnostics)
  if (fault !== undefined) return fault
  if (api.type === 'websocket') {
    return `'${api.name}' is a WebSocket API, which no OpenAPI document describes: AWS neither imports nor exports it`
  }
  const keepsReferences = !isResolved && definition && definition.kind !== 'terraform'
  const { document, notes } = writeOpenApi(api, keepsReferences ? definition : undefined)
  return { text: documentText(document, format), notes }
}

/** Where a definition is broken, and why; undefined for one that can be read. */
export function firstFault(diagnostics: DefinitionResult['diagnostics']): string | undefined {
  const error = diagnostics.find(({ severity }) => severity === 'error')
  if (!error) return undefined
  const { line, character } = error.range.start
  return `${baseName(error.file)}:${line + 1}:${character + 1} is broken: ${error.message}`
}
