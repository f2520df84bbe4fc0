import type {
  CancellationToken,
  Diagnostic as LspDiagnostic,
  DocumentDiagnosticReport,
  WorkspaceDocumentDiagnosticReport,
} from 'vscode-languageserver'
import { DocumentDiagnosticReportKind, LSPErrorCodes, ResponseError } from 'vscode-languageserver'
import type { Published } from './lspFindings.ts'
import { isSettingsFile } from './lspOwnRules.ts'

/**
 * Answers `textDocument/diagnostic` and `workspace/diagnostic`. A report has an id that stays while its findings stay, so that a
 * client that has them is told `unchanged`.
 */
export function answerPulls(
  { connection, workspace, documents, host, reader }: Published,
  diagnosticsOf: (uri: string) => LspDiagnostic[],
): void {
  const { uris } = host
  const reports = createReports()
  const turn = () => new Promise<void>(resolve => host.soon(resolve))

  connection.languages.diagnostics.on(async ({ textDocument: { uri }, previousResultId }, token) => {
    const version = documents.get(uri)?.version
    // The next message of the queue takes one turn; an edit that waits there makes this work needless.
    await turn()
    await turn()
    dropWhenCancelled(token)
    if (documents.get(uri)?.version !== version) throw superseded()
    const items = await host.whole(() => diagnosticsOf(uri))
    if (documents.get(uri)?.version !== version) throw superseded()
    dropWhenCancelled(token)
    return reports.of(uri, items, previousResultId)
  })

  connection.languages.diagnostics.onWorkspace(async (params, token, progress, partial) => {
    // What is wrong with a gatehouse.json is told while it is closed, too.
    const isAsked = (uri: string) => !told.has(uri) && !isSettingsFile(uri)
    const previous = new Map(params.previousResultIds.map(({ uri, value }) => [uri, value]))
    const told = new Set<string>()
    const reportOf = (uri: string): WorkspaceDocumentDiagnosticReport => ({
      ...reports.of(uri, diagnosticsOf(uri), previous.get(uri)),
      uri,
      version: documents.get(uri)?.version ?? null,
    })
    const items: WorkspaceDocumentDiagnosticReport[] = []
    const visit = async (candidate: string): Promise<void> => {
      const made = await host.whole(() => {
        const files = [...new Set([candidate, ...workspace.result(candidate).documents.keys()])]
        return files
          .map(file => uris.toUri(file))
          .filter(isAsked)
          .map(reportOf)
      })
      for (const { uri } of made) told.add(uri)
      // Most files of a workspace are none of ours and have nothing to be taken back.
      const news = made.filter(
        each => previous.has(each.uri) || each.kind !== 'full' || each.items.length > 0,
      )
      if (!partial) items.push(...news)
      else if (news.length > 0) partial.report({ items: news })
    }
    progress.begin('Gatehouse: checking the workspace', 0, undefined, true)
    try {
      await reader.forEachFile(visit, token, progress)
    } finally {
      progress.done()
    }
    dropWhenCancelled(token)
    return { items }
  })
}

interface Reports {
  readonly of: (
    uri: string,
    items: LspDiagnostic[],
    previousResultId: string | undefined,
  ) => DocumentDiagnosticReport
}

function createReports(): Reports {
  const last = new Map<string, { readonly resultId: string; readonly items: readonly LspDiagnostic[] }>()
  let made = 0
  return {
    of: (uri, items, previousResultId) => {
      const known = last.get(uri)
      const isKnown = known && isSame(known.items, items)
      const resultId = isKnown ? known.resultId : String(++made)
      if (resultId === previousResultId) return { kind: DocumentDiagnosticReportKind.Unchanged, resultId }
      last.set(uri, { resultId, items })
      return { kind: DocumentDiagnosticReportKind.Full, resultId, items }
    },
  }
}

function isSame(before: readonly LspDiagnostic[], now: readonly LspDiagnostic[]): boolean {
  return (
    before.length === now.length &&
    before.every((each, index) => each === now[index] || JSON.stringify(each) === JSON.stringify(now[index]))
  )
}

function dropWhenCancelled(token: CancellationToken): void {
  if (token.isCancellationRequested)
    throw new ResponseError(LSPErrorCodes.RequestCancelled, 'The request was cancelled')
}

/** The text went on: the client is to ask again, about what it has now. */
function superseded(): ResponseError<{ retriggerRequest: boolean }> {
  return new ResponseError(LSPErrorCodes.ServerCancelled, 'The document has a newer version', {
    retriggerRequest: true,
  })
}
