import { FileChangeType, TextDocuments, TextDocumentSyncKind } from 'vscode-languageserver'
import type { Connection, InitializeResult } from 'vscode-languageserver'
import { TextDocument } from 'vscode-languageserver-textdocument'
import type { FailureListener } from '../base/failure.ts'
import { isDefinitionName } from '../io/definitionNames.ts'
import { isHandlerSource } from '../language/handlerLens.ts'
import type { SharedFile } from '../language/neighbours.ts'
import { isStructureProposed } from '../language/neighbours.ts'
import { createWorkspace } from '../language/workspace.ts'
import type { Workspace } from '../language/workspace.ts'
import type { Neighbour } from '../protocol/neighbours.ts'
import type { GatehouseNotifications } from '../protocol/requests.ts'
import type { SourceDocument } from '../syntax/node.ts'
import { createClientItems } from './lspCompletion.ts'
import { createFeatureContext } from './lspContext.ts'
import type { Publisher } from './lspDiagnostics.ts'
import { createPublisher } from './lspDiagnostics.ts'
import { onceToldOf } from './lspFailures.ts'
import { featureCapabilities, registerFeatures } from './lspFeatures.ts'
import { createLspHandlers } from './lspHandlers.ts'
import type { CreateLspHost, LspHost } from './lspHost.ts'
import type { LspOwnRules } from './lspOwnRules.ts'
import { createLspOwnRules, isSettingsFile } from './lspOwnRules.ts'
import type { LspRefresh } from './lspRefresh.ts'
import { createLspRefresh } from './lspRefresh.ts'
import type { Settings } from './lspSettings.ts'
import { readSettings } from './lspSettings.ts'
import { registerVtlFormatting } from './lspVtl.ts'
import { createWorkspaceReader } from './lspWorkspaceReader.ts'

function sharedFile(document: SourceDocument, open: TextDocument | undefined): SharedFile {
  return { file: document.file, document, languageId: open?.languageId }
}

/** What the client has said about its workspace, as it stands now. */
interface Session {
  folders: string[]
  settings: Settings
  /** Extensions beside ours that are active. */
  neighbours: readonly Neighbour[]
}

/** Answers a client on a connection, whatever carries it; the caller lets the connection listen afterwards. */
export function serve(connection: Connection, createHost: CreateLspHost): void {
  const documents = new TextDocuments(TextDocument)
  const host = createHost(files => {
    if (!files) workspace.settingsChanged()
    for (const file of files ?? []) workspace.fileChanged(file)
  })
  const session: Session = { folders: [], settings: readSettings(undefined, [], host), neighbours: [] }
  const clientItems = createClientItems()
  const onFailure = onceToldOf(connection)
  const workspace = workspaceOf(host, session, onFailure)
  const own = createLspOwnRules(workspace, () => session.settings, host.createOwnRules, {
    found: () => publisher.refresh(),
    settings: file => publisher.settingsChanged(file),
    log: text => connection.console.info(text.trimEnd()),
  })
  const reader = createWorkspaceReader(connection, workspace, host)
  const neighbours = () => neighboursOf(session)
  const published = { connection, workspace, documents, host, own, reader, neighbours, onFailure }
  const publisher = createPublisher(published)
  const refresh = createLspRefresh(connection)
  const handlers = createLspHandlers(connection, workspace, documents, host.uris, refresh.lenses)
  let isOver = false
  connection.onShutdown(() => {
    isOver = true
  })
  const outlineChanged = afterPause(200, () => {
    if (isOver) return
    void connection.sendNotification('gatehouse/outlineChanged', null)
    // Their lenses start gateways.
    if (host.runsGateways) handlers.refresh()
  })
  const kept = { connection, session, host, workspace, own, publisher, documents }
  const parts: Parts = { ...kept, refresh, outlineChanged }
  const rescan = createScan(parts)

  connection.onInitialize((parameters): InitializeResult => {
    const { workspaceFolders } = parameters
    const initializationOptions: unknown = parameters.initializationOptions
    session.folders = pathsOf(workspaceFolders ?? [], host)
    session.settings = readSettings(initializationOptions, session.folders, host)
    const given = initializationOptions as { neighbours?: readonly Neighbour[] } | null | undefined
    session.neighbours = given?.neighbours ?? []
    for (const part of [clientItems, reader, refresh, handlers]) part.initialize(parameters)
    if (isTrusted(initializationOptions)) own.trust()
    connection.onInitialized(() => {
      void rescan()
      const { textDocument, workspace: inWorkspace } = parameters.capabilities
      if (textDocument?.formatting?.dynamicRegistration === true)
        registerVtlFormatting(connection, text => isOver || connection.console.info(text))
      if (inWorkspace?.workspaceFolders === true) followFolders(parts, rescan)
    })
    return {
      capabilities: { ...capabilities, ...publisher.initialize(parameters) },
      serverInfo: { name: 'gatehouse', version: GATEHOUSE_VERSION },
    }
  })
  followSurroundings(parts, rescan)
  followDocuments(parts)
  registerFeatures(
    createFeatureContext({
      connection,
      workspace,
      host,
      uris: host.uris,
      reader,
      settings: () => session.settings,
      diagnosticsOf: publisher.diagnosticsOf,
      itemsFor: clientItems.itemsFor,
      handlers,
      isStructureProposed: (uri, document) =>
        isStructureProposed(sharedFile(document, documents.get(uri)), neighbours()),
    }),
  )
  documents.listen(connection)
}

function workspaceOf(host: LspHost, session: Session, onFailure: FailureListener): Workspace {
  const { files, policyData } = host
  const given = () => session.settings.given
  const rules = () => session.settings.rules
  return createWorkspace(files, given, rules, { actionData: policyData.actions, onFailure })
}

interface Parts {
  readonly connection: Connection
  readonly session: Session
  readonly host: LspHost
  readonly workspace: Workspace
  readonly own: LspOwnRules
  readonly publisher: Publisher
  readonly refresh: LspRefresh
  readonly documents: TextDocuments<TextDocument>
  readonly outlineChanged: () => void
}

/** Searches the folders for definitions; a search that was overtaken by another counts for nothing. */
function createScan({ session, host, workspace, outlineChanged }: Parts): () => Promise<void> {
  let scans = 0
  return async () => {
    const scan = ++scans
    const found = await Promise.all(
      session.folders.map(async folder => host.findDefinitions(folder, session.settings.exclude)),
    )
    if (scan !== scans) return
    workspace.setCandidates(found.flat())
    outlineChanged()
  }
}

function followFolders({ connection, session, host }: Parts, rescan: () => Promise<void>): void {
  connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
    const gone = new Set(pathsOf(removed, host))
    session.folders = [...session.folders.filter(folder => !gone.has(folder)), ...pathsOf(added, host)]
    void rescan()
  })
}

/** Settings, files, trust and neighbours: what changes beside the documents. */
function followSurroundings(parts: Parts, rescan: () => Promise<void>): void {
  const { connection, session, host, workspace, own, publisher, refresh, outlineChanged } = parts
  connection.onDidChangeConfiguration(({ settings: given }) => {
    const section = (given as { gatehouse?: unknown } | null)?.gatehouse
    session.settings = readSettings(section, session.folders, host)
    workspace.settingsChanged()
    refresh.all()
    own.filesChanged([])
    publisher.refresh()
    void rescan()
  })
  connection.onDidChangeWatchedFiles(({ changes }) => {
    const files = changes.map(({ uri }) => host.uris.toFile(uri))
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
  connection.onNotification(
    'gatehouse/neighbours',
    ({ active }: GatehouseNotifications['gatehouse/neighbours']) => {
      session.neighbours = active
      publisher.refresh()
    },
  )
  connection.onNotification('gatehouse/workspaceTrusted', () => {
    own.trust()
    publisher.refresh()
  })
}

/**
 * What is typed counts at once; what is closed is read from the disk again. Of the source of a handler only its lenses hang
 * on what is typed.
 */
function followDocuments({ documents, workspace, host, own, publisher, outlineChanged }: Parts): void {
  documents.onDidChangeContent(({ document }) => {
    const file = host.uris.toFile(document.uri)
    if (isHandlerSource(file)) return
    workspace.setText(file, document.getText())
    publisher.changed(document.uri)
    settingsTyped(file, own, publisher)
    outlineChanged()
  })
  documents.onDidClose(({ document }) => {
    const file = host.uris.toFile(document.uri)
    if (isHandlerSource(file)) return
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

/** One that is named counts although the client does not know it, as in an editor that has its language server only. */
function neighboursOf({ settings: { deferTo }, neighbours: active }: Session): readonly Neighbour[] {
  if (deferTo === 'auto') return active
  return deferTo === 'none'
    ? []
    : [{ ...active.find(({ id }) => id === deferTo), id: deferTo, validates: true }]
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
