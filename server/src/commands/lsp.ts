import {
  createConnection,
  FileChangeType,
  TextDocuments,
  TextDocumentSyncKind,
  ProposedFeatures,
} from 'vscode-languageserver/node'
import type {
  CodeAction,
  CodeLens,
  CompletionItem,
  Connection,
  Hover,
  InitializeParams,
  InitializeResult,
} from 'vscode-languageserver/node'
import { TextDocument } from 'vscode-languageserver-textdocument'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { DefinitionResult } from '../definitions/definitionResult.ts'
import type { Range } from '../base/text.ts'
import type { Uris } from '../language/places.ts'
import type { Workspace } from '../language/workspace.ts'
import type { AccessQuestion } from '../protocol/access.ts'
import type { IdentityQuestion } from '../protocol/identities.ts'
import type { RouteReference } from '../protocol/places.ts'
import type { SourceDocument } from '../syntax/node.ts'
import { codeAction, fixAll, fixAllKind } from '../language/codeAction.ts'
import { codeLens } from '../language/codeLens.ts'
import { completion } from '../language/completion.ts'
import { definition } from '../language/definition.ts'
import { documentSymbol } from '../language/documentSymbol.ts'
import { hover } from '../language/hover.ts'
import { outline } from '../language/outline.ts'
import { policyCompletion } from '../language/policy/policyCompletion.ts'
import type { PolicyData } from '../language/policy/policyData.ts'
import { policyHover } from '../language/policy/policyHover.ts'
import { resolvePolicyItem } from '../language/policy/policyResolve.ts'
import { mayBePolicy } from '../language/policy/standAlone.ts'
import { routeDetails } from '../language/routeDetails.ts'
import { identityChoices } from '../language/identityChoices.ts'
import { whoMayCall } from '../language/whoMayCall.ts'
import { createWorkspace } from '../language/workspace.ts'
import { diskFiles } from '../io/files.ts'
import { shippedActionData, shippedActionTexts } from '../io/policyData.ts'
import { findDefinitionFiles, isDefinitionName } from '../io/definitionFiles.ts'
import { journalEvents } from './journalEvents.ts'
import type { ClientItems } from './lspCompletion.ts'
import { createClientItems } from './lspCompletion.ts'
import { createLspOwnRules, isSettingsFile } from './lspOwnRules.ts'
import { createPublisher, toLspDiagnostic } from './lspDiagnostics.ts'
import type { Settings } from './lspSettings.ts'
import { readSettings } from './lspSettings.ts'
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

const uris: Uris = {
  toUri: file => (file.startsWith('untitled:') ? file : pathToFileURL(file).href),
  // Documents without a file keep their URI as their path; nothing beside them can be read, which is right.
  toFile: uri => (uri.startsWith('file:') ? fileURLToPath(uri) : uri),
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
  const outlineChanged = afterPause(
    200,
    () => void connection.sendNotification('gatehouse/outlineChanged', null),
  )

  const rescan = (): void => {
    workspace.setCandidates(folders.flatMap(folder => findDefinitionFiles(folder, settings.exclude)))
    outlineChanged()
  }

  connection.onInitialize((parameters): InitializeResult => {
    folders = foldersOf(parameters)
    settings = readSettings(parameters.initializationOptions, folders)
    clientItems.initialize(parameters)
    if (isTrusted(parameters.initializationOptions)) own.trust()
    return { capabilities, serverInfo: { name: 'gatehouse', version: GATEHOUSE_VERSION } }
  })
  connection.onInitialized(() => {
    rescan()
    connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
      const gone = new Set(pathsOf(removed))
      folders = [...folders.filter(folder => !gone.has(folder)), ...pathsOf(added)]
      rescan()
    })
  })
  connection.onDidChangeConfiguration(({ settings: given }) => {
    settings = readSettings((given as { gatehouse?: unknown } | null)?.gatehouse, folders)
    workspace.settingsChanged()
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

  documents.onDidChangeContent(({ document }) => {
    const file = uris.toFile(document.uri)
    workspace.setText(file, document.getText())
    publisher.changed(document.uri)
    settingsTyped(file, own, publisher)
    outlineChanged()
  })
  documents.onDidClose(({ document }) => {
    workspace.closeText(uris.toFile(document.uri))
    publisher.closed(document.uri)
    outlineChanged()
  })

  registerFeatures(connection, workspace, publisher.diagnosticsOf, () => settings, clientItems)
  documents.listen(connection)
}

const policyData: PolicyData = { actions: shippedActionData, texts: shippedActionTexts }

const capabilities: InitializeResult['capabilities'] = {
  textDocumentSync: TextDocumentSyncKind.Incremental,
  completionProvider: {
    triggerCharacters: ['"', "'", ':', '/', '$', '{', '!', '#', '-', ' '],
    resolveProvider: true,
  },
  hoverProvider: true,
  definitionProvider: true,
  documentSymbolProvider: true,
  codeLensProvider: {},
  codeActionProvider: { codeActionKinds: ['quickfix', fixAllKind] },
  workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
}

function registerFeatures(
  connection: Connection,
  workspace: Workspace,
  diagnosticsOf: (file: string) => ReturnType<Workspace['diagnostics']>,
  settings: () => Settings,
  { itemsFor }: ClientItems,
): void {
  /** A feature answers with nothing rather than take the server down; the log says what happened. */
  const guarded: Guarded = (name, empty, answer) => {
    try {
      return answer()
    } catch (error) {
      connection.console.error(
        `${name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
      )
      return empty
    }
  }
  const at = (uri: string): DocumentAt => {
    const file = uris.toFile(uri)
    const owner = workspace.ownerOf(file)
    const document = owner.definition ? (owner.documents.get(file) ?? workspace.document(file)) : undefined
    return { file, owner, document, policies: document ?? policyFile(workspace, file) }
  }

  registerExplanations(connection, guarded, at, itemsFor)
  connection.onDefinition(({ textDocument, position }) =>
    guarded('definition', [], () => {
      const { document, owner } = at(textDocument.uri)
      return document ? definition(document, position, owner, workspace.files, uris) : []
    }),
  )
  connection.onDocumentSymbol(({ textDocument }) =>
    guarded('documentSymbol', [], () => {
      const { document } = at(textDocument.uri)
      return document ? documentSymbol(document) : []
    }),
  )
  connection.onCodeLens(({ textDocument }) =>
    guarded<CodeLens[]>('codeLens', [], () => {
      const { file, owner } = at(textDocument.uri)
      return settings().codeLens ? codeLens(file, owner, uris) : []
    }),
  )
  connection.onCodeAction(({ textDocument, range, context }) =>
    guarded<CodeAction[]>('codeAction', [], () => {
      return codeActionsFor(workspace, diagnosticsOf, uris.toFile(textDocument.uri), range, context.only)
    }),
  )
  connection.onRequest('gatehouse/outline', () =>
    guarded('outline', { gateways: [], unreadable: [] }, () =>
      outline(workspace.definitions(), workspace.files, uris),
    ),
  )
  connection.onRequest('gatehouse/routeDetails', (reference: RouteReference) =>
    guarded('routeDetails', null, () => {
      return routeDetails(workspace.result(uris.toFile(reference.definition)), reference, uris) ?? null
    }),
  )
  connection.onRequest('gatehouse/whoMayCall', (question: AccessQuestion) =>
    guarded('whoMayCall', null, () => {
      return whoMayCall(workspace.result(uris.toFile(question.definition)), question) ?? null
    }),
  )
  connection.onRequest('gatehouse/identities', (question: IdentityQuestion) =>
    guarded('identities', null, () => {
      const owner = workspace.result(uris.toFile(question.route.definition))
      return identityChoices(owner, question, diskFiles, uris) ?? null
    }),
  )
  connection.onRequest('gatehouse/journal', ({ definition }: { definition: string }) =>
    guarded('journal', { events: [] }, () => {
      return { events: journalEvents(uris.toFile(definition), uris) }
    }),
  )
}

type Guarded = <T>(name: string, empty: T, answer: () => T) => T

/** What a request is about. */
interface DocumentAt {
  readonly file: string
  readonly owner: DefinitionResult
  /** Undefined when it is no definition. */
  readonly document: SourceDocument | undefined
  /** What may hold policies: the definition, or a file that is a policy by itself. */
  readonly policies: SourceDocument | undefined
}

/** Completion and hover: what policies say of a place goes before what schemas say. */
function registerExplanations(
  connection: Connection,
  guarded: Guarded,
  at: (uri: string) => DocumentAt,
  itemsFor: ClientItems['itemsFor'],
): void {
  connection.onCompletion(({ textDocument, position }) =>
    guarded<CompletionItem[]>('completion', [], () => {
      const { document, owner, policies } = at(textDocument.uri)
      const found = policies && policyCompletion(policies, position, owner, policyData)
      const others = document && (!found || found.isShared) ? completion(document, position, owner) : []
      return itemsFor([...(found?.items ?? []), ...others])
    }),
  )
  connection.onCompletionResolve(item =>
    guarded('completionResolve', item, () => resolvePolicyItem(item, policyData)),
  )
  connection.onHover(({ textDocument, position }) =>
    guarded<Hover | null>('hover', null, () => {
      const { document, owner, policies } = at(textDocument.uri)
      const inPolicy = policies && policyHover(policies, position, owner, policyData)
      return inPolicy ?? (document && hover(document, position, owner)) ?? null
    }),
  )
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

/** A file that is a policy by itself, or what an authorizer returns. */
function policyFile(workspace: Workspace, file: string): SourceDocument | undefined {
  const text = workspace.files.read(file)
  return text !== undefined && mayBePolicy(file, text) ? workspace.document(file) : undefined
}

/** The quick fixes at a range, and the one action that mends a policy; `only` names the kinds that are asked for. */
function codeActionsFor(
  workspace: Workspace,
  diagnosticsOf: (file: string) => ReturnType<Workspace['diagnostics']>,
  file: string,
  range: Range,
  only: readonly string[] | undefined,
): CodeAction[] {
  const found = diagnosticsOf(file)
  const isAsked = (kind: string) => only?.some(asked => isKindOf(kind, asked)) !== false
  const all = isAsked(fixAllKind) && workspace.isPolicy(file) ? fixAll(file, found, uris) : undefined
  const quick = isAsked('quickfix')
    ? codeAction(file, range, found, uris, diagnostic => toLspDiagnostic(diagnostic, uris))
    : []
  return all ? [...quick, all] : quick
}

/** Kinds of code actions are words parted by dots; one stands for all that begin with it. */
function isKindOf(kind: string, only: string): boolean {
  return only === '' || kind === only || kind.startsWith(`${only}.`)
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
