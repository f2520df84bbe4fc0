import type { Diagnostic as LspDiagnostic, InitializeParams, ServerCapabilities } from 'vscode-languageserver'
import type { Diagnostic } from '../base/diagnostic.ts'
import type { Published } from './lspFindings.ts'
import { createFindings } from './lspFindings.ts'
import type { LspHost } from './lspHost.ts'
import { isSettingsFile } from './lspOwnRules.ts'
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

/** Makes a publisher. There is no debounce: what has piled up is done once, as soon as the loop is free. */
export function createPublisher(published: Published): Publisher {
  const { connection, workspace, documents, host } = published
  const { uris } = host
  let isPulled = false
  let canRefresh = false

  const findings = createFindings(published)

  const send = (uri: string, diagnostics: LspDiagnostic[]): void =>
    void connection.sendDiagnostics({ uri, diagnostics })

  const publish = async (uri: string): Promise<void> => {
    const found = await host.whole(() => {
      const version = documents.get(uri)?.version
      return version === undefined ? undefined : { uri, version, diagnostics: findings.sentFor(uri) }
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
      answerPulls(published, findings.sentFor)
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
      if (!documents.get(uri)) send(uri, findings.sentFor(uri))
      else if (!isPulled) plan(uri)
      else {
        // It was told while it was closed; what is pulled stands beside that.
        send(uri, [])
        if (canRefresh) askAgain('')
      }
    },
    diagnosticsOf: findings.of,
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
