import type { CodeAction } from 'vscode-languageserver'
import type { Files } from '../base/files.ts'
import { baseName } from '../base/files.ts'
import type { Range } from '../base/text.ts'
import { exportOpenApi } from '../definitions/openApiWriter/exportOpenApi.ts'
import { exportableApis, isTemplatable } from '../language/refactor/exportPlace.ts'
import { samTemplate } from '../language/refactor/samTemplate.ts'
import type { DocumentAt } from './lspContext.ts'

/** The commands that make another file of a definition. */
export const exportCommands = { openApi: 'gatehouse.exportOpenApi', sam: 'gatehouse.exportSam' } as const

/** A file to be made, and what its user should know. */
export interface NewDocument {
  /** Absolute path; nothing is there. */
  readonly target: string
  readonly text: string
  readonly remark?: string
}

/** The exports that are offered at a range; `uri` names the document. */
export function exportActions({ document, owner }: DocumentAt, range: Range, uri: string): CodeAction[] {
  if (!document) return []
  const apis = exportableApis(document, range, owner)
  const exports = apis.map(({ id, name }) => {
    const what = apis.length > 1 ? `Export '${name}'` : 'Export'
    return action(`${what} as OpenAPI in a new file`, exportCommands.openApi, [uri, id])
  })
  const template = isTemplatable(document, range, owner)
    ? [action('Generate a SAM template in a new file', exportCommands.sam, [uri])]
    : []
  return [...exports, ...template]
}

/** An API as an OpenAPI document in the definition's own format; a text says why there is none. */
export function openApiOf(
  { document, owner, file }: DocumentAt,
  files: Files,
  apiId: unknown,
): NewDocument | string | undefined {
  const api = owner.definition?.apis.find(({ id }) => id === apiId)
  if (!api) return undefined
  const format = document?.language ?? 'json'
  const made = exportOpenApi(owner, api, { format })
  if (typeof made === 'string') return made
  const names = [`openapi.${format}`, `${api.id}.openapi.${format}`]
  return fileFor(files, files.folderOf(file), names, { text: made.text, ...remarkOf(made.notes) })
}

/** A SAM template around an OpenAPI document; a text says why there is none. */
export function samTemplateOf({ owner, file }: DocumentAt, files: Files): NewDocument | string | undefined {
  const folder = files.folderOf(file)
  const made = samTemplate(owner, files, { format: 'yaml', folder, location: baseName(file) })
  if (typeof made === 'string') return made
  const names = ['template.yaml', `${baseName(file).replace(/\.\w+$/, '')}.template.yaml`]
  return fileFor(files, folder, names, { text: made.text, ...remarkOf(made.notes) })
}

function action(title: string, command: string, given: readonly string[]): CodeAction {
  return { title, kind: 'refactor.rewrite', command: { title, command, arguments: [...given] } }
}

/** The first of these names that is free in a folder. */
function fileFor(
  files: Files,
  folder: string,
  names: readonly string[],
  made: Omit<NewDocument, 'target'>,
): NewDocument | string {
  const paths = names.map(name => files.resolve(folder, name))
  const target = paths.find(path => files.kind(path) === undefined)
  return target === undefined
    ? `${names.map(name => `'${name}'`).join(' and ')} are there already: rename or remove one`
    : { target, ...made }
}

/** A message has room for few sentences. */
function remarkOf(notes: readonly string[]): { readonly remark?: string } {
  const shown = notes.slice(0, 3)
  const more = notes.length - shown.length
  if (shown.length === 0) return {}
  return {
    remark: [...shown, ...(more > 0 ? [`and ${more} more: gatehouse export tells all`] : [])].join('. '),
  }
}
