import type {
  Connection,
  Diagnostic as LspDiagnostic,
  InitializeParams,
  ServerCapabilities,
  TextDocuments,
} from 'vscode-languageserver'
import { DiagnosticSeverity, DiagnosticTag } from 'vscode-languageserver'
import type { TextDocument } from 'vscode-languageserver-textdocument'
import type { Diagnostic, Severity } from '../base/diagnostic.ts'
import type { Uris } from '../language/places.ts'
import type { Workspace } from '../language/workspace.ts'
import type { LspHost } from './lspHost.ts'
import type { OwnRulesFindings } from './lspOwnRules.ts'
import { isSettingsFile } from './lspOwnRules.ts'
import type { WorkspaceReader } from './lspWorkspaceReader.ts'
import { answerPulls } from './lspPulledDiagnostics.ts'

/**
 * Tells the client the findings: a client that pulls them is answered and told when to ask again; to any other the findings
 * of open documents are sent, each with the version it is about.
 */
export interface Publisher {
  /** Reads whether the client pulls; gives what the server says about it. */
  readonly initialize: (parameters: InitializeParams) => Pick<ServerCapabilities, 'diagnosticProvider'>
  readonly changed: (uri: string) => void
  readonly closed: (uri: string) => void
  /** Something beside the open documents changed: look again at all of them. */
  readonly refresh: () => void
  /** The findings in a `gatehouse.json` changed, whether it is open or not. */
  readonly settingsChanged: (file: string) => void
  /** The findings in a file, those of a definition that includes it among them. */
  readonly diagnosticsOf: (file: string) => readonly Diagnostic[]
}

export interface Published {
  readonly connection: Connection
  readonly workspace: Workspace
  readonly documents: TextDocuments<TextDocument>
  readonly host: LspHost
  readonly own: OwnRulesFindings
  readonly reader: WorkspaceReader
}

/** Makes a publisher. There is no debounce: what has piled up is done once, as soon as the loop is free. */
export function createPublisher(published: Published): Publisher {
  const { connection, workspace, documents, host, own } = published
  const { uris } = host
  let isPulled = false
  let canRefresh = false

  const diagnosticsOf = (file: string): readonly Diagnostic[] => {
    if (isSettingsFile(file)) return own.inSettings(file)
    const owner = workspace.ownerOf(file)
    // A definition that is broken beyond reading has findings of its own.
    const found = workspace.diagnostics(owner.definition?.file ?? file).filter(each => each.file === file)
    const ownFound = own.inDefinition(owner, file)
    return ownFound.length === 0 ? found : [...found, ...ownFound]
  }

  const lspDiagnosticsOf = (uri: string): LspDiagnostic[] => {
    try {
      return diagnosticsOf(uris.toFile(uri)).map(diagnostic => toLspDiagnostic(diagnostic, uris))
    } catch (error) {
      connection.console.error(`diagnostics: ${error instanceof Error ? (error.stack ?? '') : String(error)}`)
      return []
    }
  }

  const send = (uri: string, diagnostics: LspDiagnostic[]): void =>
    void connection.sendDiagnostics({ uri, diagnostics })

  const publish = async (uri: string): Promise<void> => {
    const found = await host.whole(() => {
      const version = documents.get(uri)?.version
      return version === undefined ? undefined : { uri, version, diagnostics: lspDiagnosticsOf(uri) }
    })
    // A newer version that came while files were waited for is published by itself.
    if (found && documents.get(uri)?.version === found.version) void connection.sendDiagnostics(found)
  }

  const plan = oncePerTurn(host, uri => void publish(uri))
  const askAgain = oncePerTurn(host, () => {
    // A client that is going away answers no more, and has no need to.
    connection.languages.diagnostics.refresh().catch(() => {})
  })

  return {
    initialize: ({ capabilities, initializationOptions }) => {
      isPulled = capabilities.textDocument?.diagnostic !== undefined
      canRefresh = capabilities.workspace?.diagnostics?.refreshSupport === true
      if (!isPulled) return {}
      answerPulls(published, lspDiagnosticsOf)
      return {
        diagnosticProvider: {
          identifier: 'gatehouse',
          interFileDependencies: true,
          workspaceDiagnostics: !isOnDemand(initializationOptions),
        },
      }
    },
    changed: uri => {
      // An edit may change what is wrong in any open file of the same definition.
      const file = uris.toFile(uri)
      const others = documents
        .keys()
        .filter(other => other !== uri && workspace.dependsOn(uris.toFile(other), file))
      if (!isPulled) [uri, ...others].forEach(plan)
      else if (others.length > 0 && canRefresh) askAgain('')
    },
    // What is wrong with a gatehouse.json concerns every definition of its project, so it stays to be seen.
    closed: uri => {
      if (!isPulled && !isSettingsFile(uri)) send(uri, [])
    },
    refresh: () => {
      if (!isPulled) documents.keys().forEach(plan)
      else if (canRefresh) askAgain('')
    },
    settingsChanged: file => {
      const uri = uris.toUri(file)
      if (!documents.get(uri)) send(uri, lspDiagnosticsOf(uri))
      else if (!isPulled) plan(uri)
      else {
        // It was told while it was closed; what is pulled stands beside that.
        send(uri, [])
        if (canRefresh) askAgain('')
      }
    },
    diagnosticsOf,
  }
}

/** The client asks for the findings of the whole workspace when its user does, and not again and again. */
function isOnDemand(given: unknown): boolean {
  const options = given as { diagnostics?: { workspace?: unknown } } | null | undefined
  return options?.diagnostics?.workspace === 'onDemand'
}

/** Calls once for each key, however often it is asked to before the loop is free. */
function oncePerTurn(host: LspHost, call: (key: string) => void): (key: string) => void {
  const waiting = new Set<string>()
  return key => {
    waiting.add(key)
    if (waiting.size > 1) return
    host.soon(() => {
      const now = [...waiting]
      waiting.clear()
      now.forEach(call)
    })
  }
}

const severities: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
}

/** A finding in LSP's words. */
export function toLspDiagnostic(diagnostic: Diagnostic, uris: Uris): LspDiagnostic {
  const { code, message, range, severity, documentation, related, tags } = diagnostic
  return {
    source: 'gatehouse',
    code,
    message,
    range,
    severity: severities[severity],
    ...(documentation !== undefined && { codeDescription: { href: documentation } }),
    ...(related && {
      relatedInformation: related.map(place => ({
        message: place.message,
        location: { uri: uris.toUri(place.file), range: place.range },
      })),
    }),
    ...(tags && {
      tags: tags.map(tag => (tag === 'unnecessary' ? DiagnosticTag.Unnecessary : DiagnosticTag.Deprecated)),
    }),
  }
}
