import type { CodeAction, CreateFile, TextDocumentEdit, WorkspaceEdit } from 'vscode-languageserver'
import type { TextEdit } from '../base/diagnostic.ts'
import type { Files } from '../base/files.ts'
import { baseName } from '../base/files.ts'
import type { Range } from '../base/text.ts'
import { convertFormat, isConvertible } from '../language/refactor/convertFormat.ts'
import { migratableApi, migrationFiles } from '../language/refactor/migrateHttpApi.ts'
import type { Uris } from '../language/places.ts'
import type { Refactoring } from '../language/refactor/refactoring.ts'
import { refactorings } from '../language/refactor/refactorings.ts'
import type { MigratedToHttpApi } from '../protocol/requests.ts'
import type { SourceDocument } from '../syntax/node.ts'
import type { DocumentAt, FeatureContext } from './lspContext.ts'
import type { NewDocument } from './lspExport.ts'
import { exportActions, exportCommands, openApiOf, samTemplateOf } from './lspExport.ts'

/** The kinds of what this file offers. */
export const refactorKinds = ['refactor.extract', 'refactor.inline', 'refactor.rewrite'] as const

const convertCommand = 'gatehouse.convertFormat'
const migrateCommand = 'gatehouse.migrateToHttpApi'
const makeFileCommand = 'gatehouse.makeFile'

/**
 * What runs on the server: a conversion, a migration or an export, which take the whole file, as no code action should while the cursor
 * moves; and what makes a file and shows it then. (A code action with an edit and a command loses the command in VS Code:
 * the edit makes a new list of actions.)
 */
export const refactorCommands = [
  convertCommand,
  migrateCommand,
  makeFileCommand,
  ...Object.values(exportCommands),
] as const

/** What can be done with a definition at a range, of the kinds that are asked for. */
export function refactorActions(
  place: DocumentAt,
  range: Range,
  isAsked: (kind: string) => boolean,
  { workspace, uris }: Pick<FeatureContext, 'workspace' | 'uris'>,
): CodeAction[] {
  const { document, owner, file } = place
  if (!document || !refactorKinds.some(isAsked)) return []
  const found = refactorings(document, range, owner, workspace.files).map(each => toCodeAction(each, uris))
  const conversion = isConvertible(document, range, owner) ? [convertAction(uris.toUri(file), document)] : []
  const exports = exportActions(place, range, uris.toUri(file))
  const api = migratableApi(document, range, owner)
  const migration = api ? [migrateAction(uris.toUri(file), api.id)] : []
  return [...found, ...conversion, ...exports, ...migration].filter(({ kind }) => isAsked(kind ?? ''))
}

function convertAction(uri: string, { language }: SourceDocument): CodeAction {
  const title = `Convert to ${language === 'json' ? 'YAML' : 'JSON'} in a new file`
  return { title, kind: 'refactor.rewrite', command: { title, command: convertCommand, arguments: [uri] } }
}

function migrateAction(uri: string, apiId: string): CodeAction {
  const title = 'Migrate to HTTP API in a new file…'
  return {
    title,
    kind: 'refactor.rewrite',
    command: { title, command: migrateCommand, arguments: [uri, apiId] },
  }
}

/** Registers the commands of refactorings. */
export function registerRefactorCommands(context: FeatureContext): void {
  const { connection, workspace, uris, guarded, at } = context
  const makeFile = async (uri: string, edit: WorkspaceEdit, takeFocus: boolean) => {
    // VS Code saves what a refactoring made, unless `files.refactoring.autoSave` is off.
    const { applied } = await connection.workspace.applyEdit({ edit, metadata: { isRefactoring: true } })
    // A client that shows no documents answers with an error: the file is made all the same.
    if (applied) await connection.window.showDocument({ uri, takeFocus }).catch(() => undefined)
  }
  connection.onExecuteCommand(async ({ command, arguments: given }) => {
    const [uri, detail] = (given ?? []) as readonly unknown[]
    if (typeof uri !== 'string') return undefined
    if (command === migrateCommand) return migrate(context, uri, detail)
    if (command === makeFileCommand && detail && typeof detail === 'object') {
      await makeFile(uri, detail, false)
      return undefined
    }
    const plan = await guarded(command, undefined, () => planOf(command, at(uri), workspace.files, detail))
    if (typeof plan === 'string') connection.window.showErrorMessage(plan)
    if (plan === undefined || typeof plan === 'string') return undefined
    const target = uris.toUri(plan.target)
    await makeFile(target, { documentChanges: creation(target, plan.text) }, true)
    if (plan.remark !== undefined) connection.window.showInformationMessage(plan.remark)
    return undefined
  })
}

/** Makes the definition and the report; answers with where they are, so that the client can show them. */
async function migrate(
  { connection, workspace, uris, guarded }: FeatureContext,
  uri: string,
  apiId: unknown,
): Promise<MigratedToHttpApi | undefined> {
  const id = typeof apiId === 'string' ? apiId : undefined
  const made = await guarded(migrateCommand, undefined, () =>
    migrationFiles(workspace.ownerOf(uris.toFile(uri)), id, workspace.files),
  )
  if (typeof made === 'string') connection.window.showErrorMessage(made)
  if (made === undefined || typeof made === 'string') return undefined
  const definition = uris.toUri(made.definition.file)
  const report = uris.toUri(made.report.file)
  const documentChanges = [
    ...creation(definition, made.definition.text),
    ...creation(report, made.report.text),
  ]
  const { applied } = await connection.workspace.applyEdit({ documentChanges })
  return applied ? { definition, report } : undefined
}

/** The file that a command makes; a text says why there is none. */
function planOf(
  command: string,
  place: DocumentAt,
  files: Files,
  detail: unknown,
): NewDocument | string | undefined {
  if (command === convertCommand) return conversionOf(place, files)
  if (command === exportCommands.openApi) return openApiOf(place, files, detail)
  return command === exportCommands.sam ? samTemplateOf(place, files) : undefined
}

/** The document in its other format; a text says why there is none. */
function conversionOf({ document, file }: DocumentAt, files: Files): NewDocument | string | undefined {
  if (!document) return undefined
  const made = convertFormat(document)
  if (typeof made === 'string') return `'${baseName(file)}' cannot be converted: ${made}`
  const target = file.replace(/(\.(ya?ml|jsonc?|template))?$/, `.${made.language}`)
  if (files.kind(target) !== undefined) return `'${baseName(target)}' is there already`
  const remark = made.lost.length > 0 ? { remark: `Lost: ${made.lost.join(', ')}` } : {}
  return { target, text: made.text, ...remark }
}

function toCodeAction({ title, kind, edits, creates = [] }: Refactoring, uris: Uris): CodeAction {
  const made = creates.flatMap(({ file, text }) => creation(uris.toUri(file), text))
  const changed = [...new Set(edits.map(({ file }) => file))].map(file =>
    editOf(
      uris.toUri(file),
      edits.filter(edit => edit.file === file),
    ),
  )
  const edit = { documentChanges: [...made, ...changed] }
  const [first] = creates
  if (!first) return { title, kind, edit }
  return {
    title,
    kind,
    command: { title, command: makeFileCommand, arguments: [uris.toUri(first.file), edit] },
  }
}

function creation(uri: string, text: string): (CreateFile | TextDocumentEdit)[] {
  const start = { line: 0, character: 0 }
  return [{ kind: 'create', uri }, editOf(uri, [{ range: { start, end: start }, newText: text }])]
}

function editOf(uri: string, edits: readonly Pick<TextEdit, 'range' | 'newText'>[]): TextDocumentEdit {
  // Whatever version the editor has now: it asked for it a moment ago.
  return {
    textDocument: { uri, version: null },
    edits: edits.map(({ range, newText }) => ({ range, newText })),
  }
}
