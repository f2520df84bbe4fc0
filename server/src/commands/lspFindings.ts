import type { Connection, Diagnostic as LspDiagnostic, TextDocuments } from 'vscode-languageserver'
import { DiagnosticSeverity, DiagnosticTag } from 'vscode-languageserver'
import type { TextDocument } from 'vscode-languageserver-textdocument'
import type { Diagnostic, Severity } from '../base/diagnostic.ts'
import type { FailureListener } from '../base/failure.ts'
import { contained } from '../base/failure.ts'
import { withoutShared } from '../language/neighbours.ts'
import type { Uris } from '../language/places.ts'
import type { Workspace } from '../language/workspace.ts'
import type { Neighbour } from '../protocol/neighbours.ts'
import type { LspHost } from './lspHost.ts'
import type { OwnRulesFindings } from './lspOwnRules.ts'
import { isSettingsFile } from './lspOwnRules.ts'
import type { WorkspaceReader } from './lspWorkspaceReader.ts'

/** What findings are made from and told with. */
export interface Published {
  readonly connection: Connection
  readonly workspace: Workspace
  readonly documents: TextDocuments<TextDocument>
  readonly host: LspHost
  readonly own: OwnRulesFindings
  readonly reader: WorkspaceReader
  /** Whose findings are not said again. */
  readonly neighbours: () => readonly Neighbour[]
  readonly onFailure: FailureListener
}

/** The findings in a file, those of a definition that includes it among them. */
export interface Findings {
  readonly of: (file: string) => readonly Diagnostic[]
  /** What the client is told: without those that it hears from others, in LSP's words. */
  readonly sentFor: (uri: string) => LspDiagnostic[]
}

export function createFindings({
  connection,
  workspace,
  documents,
  host: { uris },
  own,
  neighbours,
  onFailure,
}: Published): Findings {
  const of = (file: string): readonly Diagnostic[] => {
    if (isSettingsFile(file)) return own.inSettings(file)
    const owner = workspace.ownerOf(file)
    // A definition that is broken beyond reading has findings of its own.
    const found = workspace.diagnostics(owner.definition?.file ?? file).filter(each => each.file === file)
    const ownFound = own.inDefinition(owner, file)
    return ownFound.length === 0 ? found : [...found, ...ownFound]
  }

  const notShared = (uri: string, file: string): readonly Diagnostic[] => {
    const [found, near] = [of(file), neighbours()]
    const document = near.length === 0 || found.length === 0 ? undefined : workspace.document(file)
    if (!document) return found
    return withoutShared(found, { file, document, languageId: documents.get(uri)?.languageId }, near)
  }

  // A finding that an edit has left alone is the same object, and so is what is said of it: reports are compared by that.
  const sent = new WeakMap<Diagnostic, LspDiagnostic>()
  const inLsp = (diagnostic: Diagnostic): LspDiagnostic => {
    const made = sent.get(diagnostic) ?? toLspDiagnostic(diagnostic, uris)
    sent.set(diagnostic, made)
    return made
  }

  return {
    of,
    sentFor: uri => {
      try {
        return notShared(uri, uris.toFile(uri)).flatMap(found =>
          contained(found.code, found.file, () => [inLsp(found)], onFailure),
        )
      } catch (error) {
        const what = error instanceof Error ? (error.stack ?? '') : String(error)
        connection.console.error(`diagnostics: ${what}`)
        return []
      }
    },
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
