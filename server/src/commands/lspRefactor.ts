import type { CodeAction, TextDocumentEdit, CreateFile } from 'vscode-languageserver'
import type { TextEdit } from '../base/diagnostic.ts'
import type { Files } from '../base/files.ts'
import { baseName } from '../base/files.ts'
import type { Range } from '../base/text.ts'
import type { ConvertedFormat } from '../language/refactor/convertFormat.ts'
import { convertFormat, isConvertible } from '../language/refactor/convertFormat.ts'
import { migratableApi, migrationFiles } from '../language/refactor/migrateHttpApi.ts'
import type { Uris } from '../language/places.ts'
import type { Refactoring } from '../language/refactor/refactoring.ts'
import { refactorings } from '../language/refactor/refactorings.ts'
import type { MigratedToHttpApi } from '../protocol/requests.ts'
import type { SourceDocument } from '../syntax/node.ts'
import type { DocumentAt, FeatureContext } from './lspContext.ts'

/** The kinds of what this file offers. */
export const refactorKinds = ['refactor.extract', 'refactor.inline', 'refactor.rewrite'] as const

/** What runs on the server because it takes the whole file, which no code action should while the cursor moves. */
export const refactorCommands = ['gatehouse.convertFormat', 'gatehouse.migrateToHttpApi'] as const

/** What can be done with a definition at a range, of the kinds that are asked for. */
export function refactorActions(
  { document, owner, file }: DocumentAt,
  range: Range,
  isAsked: (kind: string) => boolean,
  { workspace, uris }: Pick<FeatureContext, 'workspace' | 'uris'>,
): CodeAction[] {
  if (!document || !refactorKinds.some(isAsked)) return []
  const found = refactorings(document, range, owner, workspace.files).map(each => toCodeAction(each, uris))
  const conversion = isConvertible(document, range, owner) ? [convertAction(uris.toUri(file), document)] : []
  const api = migratableApi(document, range, owner)
  const migration = api ? [migrateAction(uris.toUri(file), api.id)] : []
  return [...found, ...conversion, ...migration].filter(({ kind }) => isAsked(kind ?? ''))
}

function convertAction(uri: string, { language }: SourceDocument): CodeAction {
  const title = `Convert to ${language === 'json' ? 'YAML' : 'JSON'} in a new file`
  const [command] = refactorCommands
  return { title, kind: 'refactor.rewrite', command: { title, command, arguments: [uri] } }
}

function migrateAction(uri: string, apiId: string): CodeAction {
  const title = 'Migrate to HTTP API in a new file…'
  return {
    title,
    kind: 'refactor.rewrite',
    command: { title, command: refactorCommands[1], arguments: [uri, apiId] },
  }
}

/** Registers the commands of refactorings. */
export function registerRefactorCommands(context: FeatureContext): void {
  const convert = convertCommand(context)
  const migrate = migrateCommand(context)
  context.connection.onExecuteCommand(async ({ command, arguments: given }) => {
    const values: readonly unknown[] = given ?? []
    const [uri, apiId] = values
    if (typeof uri !== 'string') return undefined
    if (command === refactorCommands[0]) return convert(uri)
    if (command === refactorCommands[1]) return migrate(uri, typeof apiId === 'string' ? apiId : undefined)
    return undefined
  })
}

function convertCommand({ connection, workspace, uris, guarded, at }: FeatureContext) {
  return async (uri: string): Promise<void> => {
    const plan = await guarded('convertFormat', undefined, () => conversionOf(at(uri), workspace.files))
    if (typeof plan === 'string') connection.window.showErrorMessage(plan)
    if (plan === undefined || typeof plan === 'string') return
    await connection.workspace.applyEdit({ documentChanges: creation(uris.toUri(plan.target), plan.text) })
    if (plan.lost.length > 0) connection.window.showInformationMessage(`Lost: ${plan.lost.join(', ')}`)
  }
}

/** Makes both files; answers with where they are, so that the client can show them. */
function migrateCommand({ connection, workspace, uris, guarded }: FeatureContext) {
  return async (uri: string, apiId: string | undefined): Promise<MigratedToHttpApi | undefined> => {
    const made = await guarded('migrateToHttpApi', undefined, () =>
      migrationFiles(workspace.ownerOf(uris.toFile(uri)), apiId, workspace.files),
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
}

interface Conversion extends ConvertedFormat {
  readonly target: string
}

/** The document in its other format and the file for it; a text says why there is none. */
function conversionOf({ document, file }: DocumentAt, files: Files): Conversion | string | undefined {
  if (!document) return undefined
  const made = convertFormat(document)
  if (typeof made === 'string') return `'${baseName(file)}' cannot be converted: ${made}`
  const target = file.replace(/(\.(ya?ml|jsonc?|template))?$/, `.${made.language}`)
  return files.kind(target) === undefined ? { ...made, target } : `'${baseName(target)}' is there already`
}

function toCodeAction({ title, kind, edits, creates = [] }: Refactoring, uris: Uris): CodeAction {
  const made = creates.flatMap(({ file, text }) => creation(uris.toUri(file), text))
  const changed = [...new Set(edits.map(({ file }) => file))].map(file =>
    editOf(
      uris.toUri(file),
      edits.filter(edit => edit.file === file),
    ),
  )
  return { title, kind, edit: { documentChanges: [...made, ...changed] } }
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
