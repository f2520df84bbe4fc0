import { FileChangeType, TextDocuments, TextDocumentSyncKind } from 'vscode-languageserver'
import type { Connection, InitializeResult } from 'vscode-languageserver'
import { TextDocument } from 'vscode-languageserver-textdocument'
import { isDefinitionName } from '../io/definitionNames.ts'
import { createWorkspace } from '../language/workspace.ts'
import type { Workspace } from '../language/workspace.ts'
import { createClientItems } from './lspCompletion.ts'
import { createFeatureContext } from './lspContext.ts'
import type { Publisher } from './lspDiagnostics.ts'
import { createPublisher } from './lspDiagnostics.ts'
import { featureCapabilities, registerFeatures } from './lspFeatures.ts'
import type { CreateLspHost, LspHost } from './lspHost.ts'
import type { LspOwnRules } from './lspOwnRules.ts'
import { createLspOwnRules, isSettingsFile } from './lspOwnRules.ts'
import type { Settings } from './lspSettings.ts'
import { readSettings } from './lspSettings.ts'
import { createWorkspaceReader } from './lspWorkspaceReader.ts'

/** Answers a client on a connection, whatever carries it; the caller lets the connection listen afterwards. */
export function serve(connection: Connection, createHost: CreateLspHost): void {
  const documents = new TextDocuments(TextDocument)
  const host = createHost(files => {
    if (!files) workspace.settingsChanged()
    for (const file of files ?? []) workspace.fileChanged(file)
  })
  const { uris } = host
  let folders: string[] = []
  let tellsFolders = false
  const settingsFrom = (given: unknown): Settings => readSettings(given, folders, host)
  let settings = settingsFrom(undefined)
  const clientItems = createClientItems()
  const workspace = createWorkspace(
    host.files,
    () => settings.given,
    () => settings.rules,
    host.policyData.actions,
  )
  const own = createLspOwnRules(workspace, () => settings, host.createOwnRules, {
    found: () => publisher.refresh(),
    settings: file => publisher.settingsChanged(file),
    log: text => connection.console.info(text.trimEnd()),
  })
  const reader = createWorkspaceReader(connection, workspace, host)
  const publisher = createPublisher({ connection, workspace, documents, host, own, reader })
  const outlineChanged = afterPause(
    200,
    () => void connection.sendNotification('gatehouse/outlineChanged', null),
  )

  let scans = 0
  const rescan = async (): Promise<void> => {
    const scan = ++scans
    const found = await Promise.all(folders.map(folder => host.findDefinitions(folder, settings.exclude)))
    if (scan !== scans) return
    workspace.setCandidates(found.flat())
    outlineChanged()
  }

  connection.onInitialize((parameters): InitializeResult => {
    tellsFolders = parameters.capabilities.workspace?.workspaceFolders === true
    folders = pathsOf(parameters.workspaceFolders ?? [], host)
    settings = settingsFrom(parameters.initializationOptions)
    clientItems.initialize(parameters)
    reader.initialize(parameters)
    if (isTrusted(parameters.initializationOptions)) own.trust()
    const diagnostics = publisher.initialize(parameters)
    return {
      capabilities: { ...capabilities, ...diagnostics },
      serverInfo: { name: 'gatehouse', version: GATEHOUSE_VERSION },
    }
  })
  connection.onInitialized(() => {
    void rescan()
    if (!tellsFolders) return
    connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
      const gone = new Set(pathsOf(removed, host))
      folders = [...folders.filter(folder => !gone.has(folder)), ...pathsOf(added, host)]
      void rescan()
    })
  })
  connection.onDidChangeConfiguration(({ settings: given }) => {
    settings = settingsFrom((given as { gatehouse?: unknown } | null)?.gatehouse)
    workspace.settingsChanged()
    own.filesChanged([])
    publisher.refresh()
    void rescan()
  })
  connection.onDidChangeWatchedFiles(({ changes }) => {
    const files = changes.map(({ uri }) => uris.toFile(uri))
    for (const file of files) {
      host.forget(file)
      workspace.fileChanged(file)
    }
    own.filesChanged(files)
    const isMoved = changes.some(({ uri, type }) => type !== FileChangeType.Changed && isDefinitionName(uri))
    if (isMoved) void rescan()
    else outlineChanged()
    publisher.refresh()
  })

  connection.onNotification('gatehouse/workspaceTrusted', () => {
    own.trust()
    publisher.refresh()
  })

  followDocuments({ documents, workspace, host, own, publisher, outlineChanged })
  registerFeatures(
    createFeatureContext({
      connection,
      workspace,
      host,
      uris,
      reader,
      settings: () => settings,
      diagnosticsOf: publisher.diagnosticsOf,
      itemsFor: clientItems.itemsFor,
    }),
  )
  documents.listen(connection)
}

interface Followed {
  readonly documents: TextDocuments<TextDocument>
  readonly workspace: Workspace
  readonly host: LspHost
  readonly own: LspOwnRules
  readonly publisher: Publisher
  readonly outlineChanged: () => void
}

/** What is typed counts at once; what is closed is read from the disk again. */
function followDocuments({ documents, workspace, host, own, publisher, outlineChanged }: Followed): void {
  documents.onDidChangeContent(({ document }) => {
    const file = host.uris.toFile(document.uri)
    workspace.setText(file, document.getText())
    publisher.changed(document.uri)
    settingsTyped(file, own, publisher)
    outlineChanged()
  })
  documents.onDidClose(({ document }) => {
    const file = host.uris.toFile(document.uri)
    host.forget(file)
    workspace.closeText(file)
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
function settingsTyped(file: string, own: LspOwnRules, publisher: Publisher): void {
  if (!isSettingsFile(file)) return
  own.filesChanged([file])
  publisher.refresh()
}

function pathsOf(folders: readonly { readonly uri: string }[], { reads, uris }: LspHost): string[] {
  return folders.filter(({ uri }) => reads(uri)).map(({ uri }) => uris.toFile(uri))
}

/** Only a client that says so has a trusted workspace: nothing of the workspace's code runs in another. */
function isTrusted(given: unknown): boolean {
  return (given as { isTrusted?: unknown } | null | undefined)?.isTrusted === true
}

/** Calls once when the calls have paused for `ms` milliseconds. */
function afterPause(ms: number, call: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  return () => {
    clearTimeout(timer)
    timer = setTimeout(call, ms)
  }
}
