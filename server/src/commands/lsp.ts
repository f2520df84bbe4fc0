import {
  createConnection,
  FileChangeType,
  TextDocuments,
  TextDocumentSyncKind,
  ProposedFeatures,
} from 'vscode-languageserver/node'
import type { Connection, InitializeParams, InitializeResult } from 'vscode-languageserver/node'
import { TextDocument } from 'vscode-languageserver-textdocument'
import { fileURLToPath } from 'node:url'
import { isHandlerSource } from '../language/handlerLens.ts'
import type { Workspace } from '../language/workspace.ts'
import { createWorkspace } from '../language/workspace.ts'

import { diskFiles } from '../io/files.ts'
import { shippedActionData } from '../io/policyData.ts'
import { findDefinitionFiles, isDefinitionName } from '../io/definitionFiles.ts'
import { createClientItems } from './lspCompletion.ts'
import { createFeatureContext, uris } from './lspContext.ts'
import { createLspOwnRules, isSettingsFile } from './lspOwnRules.ts'
import { createPublisher } from './lspDiagnostics.ts'
import { featureCapabilities, registerFeatures } from './lspFeatures.ts'
import { createLspHandlers } from './lspHandlers.ts'
import { createLspRefresh } from './lspRefresh.ts'
import { readSettings } from './lspSettings.ts'
import { registerVtlFormatting } from './lspVtl.ts'
import { parseOptions, reportUsage, UsageError } from './options.ts'

/** `gatehouse lsp --stdio`: the language server on stdin and stdout, until the client says exit or closes the pipe. */
export async function run(argv: readonly string[]): Promise<number> {
  const options = parseOptions(argv, { stdio: { type: 'flag' }, clientProcessId: { type: 'text' } })
  if (options instanceof UsageError) return reportUsage('lsp', options)
  // What a library prints goes to the client's log: createConnection sees to it on stdio.
  const connection = createConnection(ProposedFeatures.all, process.stdin, process.stdout)
  serve(connection)
  connection.listen()
  return new Promise(() => {
    // The connection ends the process on `exit` and when the client goes.
  })
}

function serve(connection: Connection): void {
  const documents = new TextDocuments(TextDocument)
  let folders: string[] = []
  let settings = readSettings(undefined, folders)
  const clientItems = createClientItems()
  const workspace = createWorkspace(
    diskFiles,
    () => settings.given,
    () => settings.rules,
    shippedActionData,
  )
  const own = createLspOwnRules(workspace, () => settings, {
    found: () => publisher.refresh(),
    settings: file => publisher.settingsChanged(file),
    log: text => connection.console.info(text.trimEnd()),
  })
  const publisher = createPublisher(connection, workspace, documents, uris, own)
  const refresh = createLspRefresh(connection)
  const handlers = createLspHandlers(connection, workspace, documents, uris, refresh.lenses)
  const outlineChanged = afterPause(200, () => {
    void connection.sendNotification('gatehouse/outlineChanged', null)
    handlers.refresh()
  })

  const rescan = (): void => {
    workspace.setCandidates(folders.flatMap(folder => findDefinitionFiles(folder, settings.exclude)))
    outlineChanged()
  }

  connection.onInitialize((parameters): InitializeResult => {
    folders = foldersOf(parameters)
    settings = readSettings(parameters.initializationOptions, folders)
    for (const part of [clientItems, refresh, handlers]) part.initialize(parameters)
    if (isTrusted(parameters.initializationOptions)) own.trust()
    return { capabilities, serverInfo: { name: 'gatehouse', version: GATEHOUSE_VERSION } }
  })
  connection.onInitialized(() => {
    rescan()
    registerVtlFormatting(connection, text => connection.console.info(text))
    connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
      const gone = new Set(pathsOf(removed))
      folders = [...folders.filter(folder => !gone.has(folder)), ...pathsOf(added)]
      rescan()
    })
  })
  connection.onDidChangeConfiguration(({ settings: given }) => {
    settings = readSettings((given as { gatehouse?: unknown } | null)?.gatehouse, folders)
    workspace.settingsChanged()
    refresh.all()
    own.filesChanged([])
    publisher.refresh()
    rescan()
  })
  connection.onDidChangeWatchedFiles(({ changes }) => {
    for (const { uri } of changes) workspace.fileChanged(uris.toFile(uri))
    own.filesChanged(changes.map(({ uri }) => uris.toFile(uri)))
    const isMoved = changes.some(({ uri, type }) => type !== FileChangeType.Changed && isDefinitionName(uri))
    if (isMoved) rescan()
    else outlineChanged()
    publisher.refresh()
  })

  connection.onNotification('gatehouse/workspaceTrusted', () => {
    own.trust()
    publisher.refresh()
  })

  followDocuments(documents, workspace, own, publisher, outlineChanged)
  registerFeatures(
    createFeatureContext({
      connection,
      workspace,
      settings: () => settings,
      diagnosticsOf: publisher.diagnosticsOf,
      itemsFor: clientItems.itemsFor,
      handlers,
    }),
  )
  documents.listen(connection)
}

/**
 * What is typed counts at once; what is closed is read from the disk again. Of the source of a handler only its lenses hang
 * on what is typed.
 */
function followDocuments(
  documents: TextDocuments<TextDocument>,
  workspace: Workspace,
  own: ReturnType<typeof createLspOwnRules>,
  publisher: ReturnType<typeof createPublisher>,
  outlineChanged: () => void,
): void {
  documents.onDidChangeContent(({ document }) => {
    const file = uris.toFile(document.uri)
    if (isHandlerSource(file)) return
    workspace.setText(file, document.getText())
    publisher.changed(document.uri)
    settingsTyped(file, own, publisher)
    outlineChanged()
  })
  documents.onDidClose(({ document }) => {
    if (isHandlerSource(uris.toFile(document.uri))) return
    workspace.closeText(uris.toFile(document.uri))
    publisher.closed(document.uri)
    outlineChanged()
  })
}

const capabilities: InitializeResult['capabilities'] = {
  ...featureCapabilities,
  textDocumentSync: TextDocumentSyncKind.Incremental,
  workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
}

/** The settings of a project are read as they are typed. */
function settingsTyped(
  file: string,
  own: ReturnType<typeof createLspOwnRules>,
  publisher: ReturnType<typeof createPublisher>,
): void {
  if (!isSettingsFile(file)) return
  own.filesChanged([file])
  publisher.refresh()
}

function foldersOf(parameters: InitializeParams): string[] {
  return pathsOf(parameters.workspaceFolders ?? [])
}

function pathsOf(folders: readonly { readonly uri: string }[]): string[] {
  return folders.filter(({ uri }) => uri.startsWith('file:')).map(({ uri }) => fileURLToPath(uri))
}

/** Only a client that says so has a trusted workspace: nothing of the workspace's code runs in another. */
function isTrusted(given: unknown): boolean {
  return (given as { isTrusted?: unknown } | null | undefined)?.isTrusted === true
}

/** Calls once when the calls have paused for `ms` milliseconds. */
function afterPause(ms: number, call: () => void): () => void {
  let timer: NodeJS.Timeout | undefined
  return () => {
    clearTimeout(timer)
    timer = setTimeout(call, ms)
  }
}
