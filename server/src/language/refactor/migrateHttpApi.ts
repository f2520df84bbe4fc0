import type { RestApi } from '../../api/api.ts'
import type { Files } from '../../base/files.ts'
import { baseName } from '../../base/files.ts'
import type { Range } from '../../base/text.ts'
import type { DefinitionResult } from '../../definitions/definitionResult.ts'
import { generatedDefinition } from '../../migration/generatedDefinition.ts'
import { migrateApi } from '../../migration/migrateApi.ts'
import { faultsOf, generatedName } from '../../migration/report.ts'
import { markdownReport } from '../../migration/reportMarkdown.ts'
import type { SourceDocument } from '../../syntax/node.ts'
import { chainAt, resourceAt } from './chain.ts'

/** The files that a migration makes; neither was there before. */
export interface MigrationFiles {
  readonly definition: NewFile
  readonly report: NewFile
}

/** A file with its absolute path. */
export interface NewFile {
  readonly file: string
  readonly text: string
}

/**
 * The REST API that can be migrated from a place: that of an OpenAPI document at a key of its root, that of a template at
 * the resource that makes it.
 */
export function migratableApi(
  document: SourceDocument,
  range: Range,
  { definition }: DefinitionResult,
): RestApi | undefined {
  if (definition?.file !== document.file || document.file.startsWith('untitled:')) return undefined
  const chain = chainAt(document, range)
  const rest = definition.apis.filter(api => api.type === 'rest')
  if (definition.kind === 'openapi') return chain.length === 1 ? rest[0] : undefined
  const resource = resourceAt(document, chain)
  const isApi = resource?.type === 'AWS::Serverless::Api' || resource?.type === 'AWS::ApiGateway::RestApi'
  // At the resource and its properties as such: the other refactorings stand deeper.
  return isApi && chain.length <= 3 ? rest.find(({ id }) => id === resource.id) : undefined
}

/**
 * The report and the generated HTTP API of a REST API of a definition, in files beside it whose names are free; a text
 * says why there are none. Without `apiId` it is the only REST API.
 */
export function migrationFiles(
  { definition, diagnostics }: DefinitionResult,
  apiId: string | undefined,
  files: Files,
): MigrationFiles | string {
  const faults = faultsOf(diagnostics)
  if (!definition) return faults[0]?.message ?? 'It is no API definition'
  const { file } = definition
  const rest = definition.apis.filter(api => api.type === 'rest')
  const [api, second] = rest.filter(({ id }) => apiId === undefined || id === apiId)
  if (!api) return `'${baseName(file)}' has no REST API${apiId === undefined ? '' : ` '${apiId}'`}`
  if (second) return `'${baseName(file)}' has several REST APIs`
  const migration = migrateApi(definition, api, files)
  const source = baseName(file)
  const folder = files.folderOf(file)
  const name = freeName(files, folder, generatedName(file, rest.length > 1 ? api.id : undefined))
  return {
    definition: {
      file: files.resolve(folder, `${name}.yaml`),
      text: generatedDefinition(migration, 'yaml', source).text,
    },
    report: {
      file: files.resolve(folder, `${name}.md`),
      text: markdownReport({ migration, source, folder, faults }),
    },
  }
}

/** A name that neither file has yet, with a number behind it where it must be. */
function freeName(files: Files, folder: string, name: string): string {
  const isTaken = (candidate: string): boolean =>
    ['.yaml', '.md'].some(end => files.kind(files.resolve(folder, candidate + end)) !== undefined)
  let free = name
  for (let count = 2; isTaken(free); count++) free = `${name}-${count}`
  return free
}
