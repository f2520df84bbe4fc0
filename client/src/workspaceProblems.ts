import * as vscode from 'vscode'
import type {
  Diagnostic as LspDiagnostic,
  WorkDoneProgressBegin,
  WorkDoneProgressEnd,
  WorkDoneProgressReport,
  WorkspaceDiagnosticParams,
  WorkspaceDiagnosticReport,
} from 'vscode-languageclient'
import type { LanguageFeatures } from './languageFeatures.ts'

interface Report {
  readonly uri: vscode.Uri
  readonly resultId: string | undefined
  readonly diagnostics: vscode.Diagnostic[]
}

/**
 * The findings of the whole workspace, once its user has asked for them; from then on they follow what is changed. Files in
 * an editor have theirs from the client, which asks for them at each keystroke.
 */
export class WorkspaceProblems implements vscode.Disposable {
  private readonly features: LanguageFeatures
  private readonly shown = vscode.languages.createDiagnosticCollection('gatehouse-workspace')
  private readonly disposables: vscode.Disposable[]
  private reports = new Map<string, Report>()
  private isWanted = false

  constructor(features: LanguageFeatures, log: vscode.LogOutputChannel) {
    this.features = features
    this.disposables = [
      this.shown,
      vscode.window.tabGroups.onDidChangeTabs(() => this.show()),
      features.onDidChangeOutline(() => {
        if (!this.isWanted) return
        this.ask().catch((error: unknown) => log.error(String(error)))
      }),
    ]
  }

  /** Checks every definition of the workspace and opens the list of problems. */
  async check(): Promise<void> {
    this.isWanted = true
    const options = {
      location: vscode.ProgressLocation.Notification,
      title: vscode.l10n.t('Gatehouse: checking the workspace'),
      cancellable: true,
    }
    const isWhole = await vscode.window.withProgress(options, async (progress, token) => {
      try {
        await this.ask(progress, token)
        return true
      } catch (error) {
        if (token.isCancellationRequested) return false
        throw error
      }
    })
    if (!isWhole) return
    const count = [...this.reports.values()].reduce((sum, { diagnostics }) => sum + diagnostics.length, 0)
    if (count > 0) await vscode.commands.executeCommand('workbench.actions.view.problems')
    else
      void vscode.window.showInformationMessage(
        vscode.l10n.t('Gatehouse has no findings in the definitions of this workspace'),
      )
  }

  dispose(): void {
    vscode.Disposable.from(...this.disposables).dispose()
  }

  private async ask(
    progress?: vscode.Progress<{ message?: string; increment?: number }>,
    token?: vscode.CancellationToken,
  ): Promise<void> {
    const client = await this.features.client()
    // The library is loaded when the server is started, and not before.
    const { WorkDoneProgress } = await import('vscode-languageclient')
    const workDoneToken = `gatehouse-${crypto.randomUUID()}`
    let reached = 0
    const reporting = client.onProgress(WorkDoneProgress.type, workDoneToken, value => {
      const { message, percentage = 0 } = value as
        | (WorkDoneProgressBegin & { percentage?: number })
        | WorkDoneProgressReport
        | (WorkDoneProgressEnd & { percentage?: number })
      progress?.report({ ...(message !== undefined && { message }), increment: percentage - reached })
      reached = percentage
    })
    try {
      const params: WorkspaceDiagnosticParams = {
        identifier: 'gatehouse',
        workDoneToken,
        previousResultIds: [...this.reports.values()].flatMap(({ uri, resultId }) =>
          resultId === undefined ? [] : [{ uri: uri.toString(), value: resultId }],
        ),
      }
      const report = await client.sendRequest<WorkspaceDiagnosticReport>(
        'workspace/diagnostic',
        params,
        token,
      )
      this.reports = await reportsFrom(report, this.reports, items =>
        client.protocol2CodeConverter.asDiagnostics(items),
      )
      this.show()
    } finally {
      reporting.dispose()
    }
  }

  private show(): void {
    const inEditors = new Set(
      vscode.window.tabGroups.all
        .flatMap(({ tabs }) => tabs)
        .flatMap(({ input }) => (input instanceof vscode.TabInputText ? [input.uri.toString()] : [])),
    )
    this.shown.set(
      [...this.reports].map(([key, { uri, diagnostics }]) => [
        uri,
        inEditors.has(key) ? undefined : diagnostics,
      ]),
    )
  }
}

/** A file that is not reported has no findings any more. */
async function reportsFrom(
  { items }: WorkspaceDiagnosticReport,
  before: ReadonlyMap<string, Report>,
  convert: (items: LspDiagnostic[]) => Promise<vscode.Diagnostic[]>,
): Promise<Map<string, Report>> {
  const now = await Promise.all(
    items.map(async (item): Promise<Report> => {
      const uri = vscode.Uri.parse(item.uri)
      const diagnostics =
        item.kind === 'full' ? await convert(item.items) : (before.get(uri.toString())?.diagnostics ?? [])
      return { uri, resultId: item.resultId, diagnostics }
    }),
  )
  const known = new Map(now.map(report => [report.uri.toString(), report]))
  // What was shown is taken back.
  for (const [key, { uri }] of before) {
    if (!known.has(key)) known.set(key, { uri, resultId: undefined, diagnostics: [] })
  }
  return known
}
