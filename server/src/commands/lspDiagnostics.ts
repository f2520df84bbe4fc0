import type { Connection, Diagnostic as LspDiagnostic, TextDocuments } from 'vscode-languageserver/node'
import type { TextDocument } from 'vscode-languageserver-textdocument'
import { DiagnosticSeverity, DiagnosticTag } from 'vscode-languageserver/node'
import type { Diagnostic, Severity } from '../base/diagnostic.ts'
import type { Uris } from '../language/places.ts'
import type { Workspace } from '../language/workspace.ts'
import type { OwnRulesFindings } from './lspOwnRules.ts'
import { isSettingsFile } from './lspOwnRules.ts'

/** Sends the findings of open documents to the client, each with the version it is about. */
export interface Publisher {
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
export function createPublisher(
  connection: Connection,
  workspace: Workspace,
  documents: TextDocuments<TextDocument>,
  uris: Uris,
  own: OwnRulesFindings,
): Publisher {
  const waiting = new Set<string>()
  let isPlanned = false

  const diagnosticsOf = (file: string): readonly Diagnostic[] => {
    if (isSettingsFile(file)) return own.inSettings(file)
    const owner = workspace.ownerOf(file)
    // A definition that is broken beyond reading has findings of its own.
    const found = workspace.diagnostics(owner.definition?.file ?? file).filter(each => each.file === file)
    const ownFound = own.inDefinition(owner, file)
    return ownFound.length === 0 ? found : [...found, ...ownFound]
  }

  const publish = (uri: string): void => {
    const document = documents.get(uri)
    if (!document) return
    let found: LspDiagnostic[] = []
    try {
      found = diagnosticsOf(uris.toFile(uri)).map(diagnostic => toLspDiagnostic(diagnostic, uris))
    } catch (error) {
      connection.console.error(`diagnostics: ${error instanceof Error ? (error.stack ?? '') : String(error)}`)
    }
    void connection.sendDiagnostics({ uri, version: document.version, diagnostics: found })
  }

  const plan = (uri: string): void => {
    waiting.add(uri)
    if (isPlanned) return
    isPlanned = true
    setImmediate(() => {
      isPlanned = false
      const now = [...waiting]
      waiting.clear()
      now.forEach(publish)
    })
  }

  return {
    changed: uri => {
      // An edit may change what is wrong in any open file of the same definition.
      const file = uris.toFile(uri)
      plan(uri)
      for (const other of documents.keys()) {
        if (other !== uri && workspace.dependsOn(uris.toFile(other), file)) plan(other)
      }
    },
    // What is wrong with a gatehouse.json concerns every definition of its project, so it stays to be seen.
    closed: uri => {
      if (!isSettingsFile(uri)) void connection.sendDiagnostics({ uri, diagnostics: [] })
    },
    refresh: () => documents.keys().forEach(plan),
    settingsChanged: file => {
      const uri = uris.toUri(file)
      if (documents.get(uri)) plan(uri)
      else {
        const diagnostics = own.inSettings(file).map(diagnostic => toLspDiagnostic(diagnostic, uris))
        void connection.sendDiagnostics({ uri, diagnostics })
      }
    },
    diagnosticsOf,
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
