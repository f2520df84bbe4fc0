import type {
  BulkUnregistration,
  CodeLens,
  Connection,
  InitializeParams,
  Location,
  TextDocuments,
} from 'vscode-languageserver'
import {
  BulkRegistration,
  CodeLensRequest,
  DidChangeTextDocumentNotification,
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
  ReferencesRequest,
  TextDocumentSyncKind,
} from 'vscode-languageserver'
import type { TextDocument } from 'vscode-languageserver-textdocument'
import type { Files } from '../base/files.ts'
import type { Position } from '../base/text.ts'
import { handlerFiles, handlerLens, handlerReferences, handlersOf } from '../language/handlerLens.ts'
import type { Handler } from '../language/handlerLens.ts'
import type { Uris } from '../language/places.ts'
import type { Workspace } from '../language/workspace.ts'

/** What the server does in the source files of handlers. */
export interface LspHandlers {
  readonly initialize: (parameters: InitializeParams) => void
  /** The definitions may have changed: the client is told which source files are handlers now. */
  readonly refresh: () => void
  readonly lenses: (uri: string) => CodeLens[]
  readonly references: (uri: string, position: Position) => Location[]
}

/**
 * Asks the client for the source files of handlers and for no others, once it is known which these are: a server that
 * spoke about every file of JavaScript would be in the way. A client that takes no such registration has none of it.
 */
export function createLspHandlers(
  connection: Connection,
  workspace: Workspace,
  documents: Pick<TextDocuments<TextDocument>, 'get'>,
  uris: Uris,
  refreshLenses: () => void,
): LspHandlers {
  let canRegister = false
  let registered: Promise<BulkUnregistration> | undefined
  let lastFiles = ''
  let lastRoutes = ''

  const handlers = (): Handler[] => handlersOf(workspace.definitions())
  /** What is typed counts before what is saved. */
  const filesWith = (uri: string): Files => {
    const file = uris.toFile(uri)
    const read = (path: string) =>
      (path === file ? documents.get(uri)?.getText() : undefined) ?? workspace.files.read(path)
    return { ...workspace.files, read }
  }
  const failed = (error: unknown): void => {
    connection.console.error(`handlers: ${String(error)}`)
  }
  const register = (files: readonly string[]): void => {
    const last = registered
    registered = files.length === 0 ? undefined : connection.client.register(registrationOf(files))
    registered?.catch(failed)
    void last?.then(each => each.dispose()).catch(() => undefined)
  }

  const update = (): void => {
    const found = handlers()
    const files = handlerFiles(found, workspace.files)
    const [filesNow, routesNow] = [files.join('\n'), routesText(found)]
    if (filesNow !== lastFiles) register(files)
    else if (routesNow !== lastRoutes) refreshLenses()
    lastFiles = filesNow
    lastRoutes = routesNow
  }

  return {
    initialize: ({ capabilities: { textDocument } }) => {
      const isDynamic = [textDocument?.codeLens, textDocument?.synchronization, textDocument?.references]
      canRegister = isDynamic.every(each => each?.dynamicRegistration === true)
    },
    refresh: () => {
      if (!canRegister) return
      try {
        update()
      } catch (error) {
        failed(error)
      }
    },
    lenses: uri => handlerLens(uris.toFile(uri), handlers(), filesWith(uri), uris),
    references: (uri, position) =>
      handlerReferences(uris.toFile(uri), position, handlers(), filesWith(uri), uris),
  }
}

function routesText(handlers: readonly Handler[]): string {
  return handlers
    .map(({ fn, routes }) => `${fn.id} ${valueText(fn)} ${routes.map(({ label }) => label).join()}`)
    .join('\n')
}

function valueText({ handler }: Handler['fn']): string {
  return handler?.known ? handler.value : ''
}

function registrationOf(files: readonly string[]): BulkRegistration {
  const documentSelector = files.map(file => ({ scheme: 'file', pattern: patternOf(file) }))
  const bulk = BulkRegistration.create()
  bulk.add(DidOpenTextDocumentNotification.type, { documentSelector })
  bulk.add(DidCloseTextDocumentNotification.type, { documentSelector })
  bulk.add(DidChangeTextDocumentNotification.type, {
    documentSelector,
    syncKind: TextDocumentSyncKind.Incremental,
  })
  bulk.add(CodeLensRequest.type, { documentSelector })
  bulk.add(ReferencesRequest.type, { documentSelector })
  return bulk
}

/** A glob that stands for one file: what means something in globs is any one character in it. */
function patternOf(file: string): string {
  return file.replaceAll('\\', '/').replace(/[[\]{}*]/g, '?')
}
