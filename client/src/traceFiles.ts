import path from 'node:path'
import * as vscode from 'vscode'
import type { TraceFile } from '../../server/src/protocol/requests.ts'
import type { Trace } from '../../server/src/protocol/trace.ts'
import type { LanguageFeatures } from './languageFeatures.ts'
import { TraceLinks } from './traceLinks.ts'
import { traceStem, wordsName } from './traceNames.ts'

/** Files that are offered. */
const mostTraces = 200

/** Of the read-only documents that show traces in words. */
const scheme = 'gatehouse-trace'

/** Traces as files: saved, opened again as text, and two of them side by side in VS Code's own comparison. */
export class TraceFiles implements vscode.Disposable {
  private readonly features: LanguageFeatures
  private readonly texts = new Map<string, string>()
  private readonly subscriptions: vscode.Disposable

  constructor(features: LanguageFeatures) {
    this.features = features
    this.subscriptions = vscode.Disposable.from(
      vscode.languages.registerDocumentLinkProvider({ scheme }, new TraceLinks()),
      vscode.workspace.registerTextDocumentContentProvider(scheme, {
        provideTextDocumentContent: uri => this.texts.get(uri.toString()),
      }),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => {
        if (uri.scheme === scheme) this.texts.delete(uri.toString())
      }),
    )
  }

  /** Asks for a file beside the definition and writes the trace there; secrets are masked. */
  async save(trace: Trace, format: 'gatehouse' | 'otlp', beside: vscode.Uri): Promise<void> {
    const { text } = await this.features.request('gatehouse/traceFile', { trace, format })
    const ending = format === 'otlp' ? 'otlp.json' : 'trace.json'
    const name = traceStem(trace.route ?? trace.request.method ?? 'request')
    const file = await vscode.window.showSaveDialog({
      defaultUri: vscode.Uri.joinPath(beside, '..', `${name}.${ending}`),
      filters: { [vscode.l10n.t('Trace')]: ['json'] },
      title: format === 'otlp' ? vscode.l10n.t('Save as OpenTelemetry') : vscode.l10n.t('Save trace'),
    })
    if (!file) return
    await vscode.workspace.fs.writeFile(file, Buffer.from(text, 'utf8'))
    vscode.window.setStatusBarMessage(
      vscode.l10n.t('Saved: {0}', vscode.workspace.asRelativePath(file, false)),
      3000,
    )
  }

  /** Shows a saved trace; asks for the file when none is given. */
  async open(given: unknown): Promise<void> {
    const file = given instanceof vscode.Uri ? given : await chooseFile(vscode.l10n.t('Open trace'))
    if (!file) return
    const [text] = await this.inWords([await read(file)])
    if (text === undefined) return
    const uri = this.keep(path.basename(file.path), text)
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: true })
  }

  /** Shows a trace as a saved one is shown. */
  async show(trace: Trace): Promise<void> {
    const { text } = await this.features.request('gatehouse/traceFile', { trace, format: 'gatehouse' })
    const name = `${traceStem(trace.route ?? trace.requestId)}.trace`
    const [words] = await this.inWords([{ name, text }])
    if (words === undefined) return
    const document = await vscode.workspace.openTextDocument(this.keep(name, words))
    await vscode.window.showTextDocument(document, { preview: true })
  }

  /** Lays two saved traces side by side; asks for the second one, and for the first when it is not given. */
  async compareFiles(first: unknown): Promise<void> {
    const left = first instanceof vscode.Uri ? first : await chooseFile(vscode.l10n.t('First trace'))
    const right = left && (await chooseFile(vscode.l10n.t('Second trace')))
    if (!left || !right) return
    await this.compare(await read(left), await read(right))
  }

  /** Lays a saved trace beside one that was just made. */
  async compareWith(trace: Trace): Promise<void> {
    const file = await chooseFile(vscode.l10n.t('Trace to compare with'))
    if (!file) return
    const { text } = await this.features.request('gatehouse/traceFile', { trace, format: 'gatehouse' })
    await this.compare(await read(file), { name: vscode.l10n.t('this request'), text })
  }

  dispose(): void {
    this.subscriptions.dispose()
  }

  private async compare(left: TraceFile, right: TraceFile): Promise<void> {
    const [before, after] = await this.inWords([left, right])
    if (before === undefined || after === undefined) return
    await vscode.commands.executeCommand(
      'vscode.diff',
      this.keep(left.name, before),
      this.keep(right.name, after),
      `${left.name} ↔ ${right.name}`,
    )
  }

  private async inWords(files: readonly TraceFile[]): Promise<readonly string[]> {
    const { texts, fault } = await this.features.request('gatehouse/traceTexts', {
      files,
      folders: (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.fsPath),
    })
    if (fault !== undefined) void vscode.window.showErrorMessage(fault)
    return texts
  }

  private keep(name: string, text: string): vscode.Uri {
    // One document for each text: what is shown of a trace never changes.
    const uri = vscode.Uri.from({
      scheme,
      path: `/${wordsName(name)}`,
      query: `${this.texts.size}-${text.length}-${Date.now()}`,
    })
    this.texts.set(uri.toString(), text)
    return uri
  }
}

async function read(file: vscode.Uri): Promise<TraceFile> {
  const bytes = await vscode.workspace.fs.readFile(file)
  return { name: path.basename(file.path), text: Buffer.from(bytes).toString('utf8') }
}

interface TraceItem extends vscode.QuickPickItem {
  readonly uri?: vscode.Uri
}

/** Asks for one of the traces saved in the workspace, or for any file where there is none or another is wanted. */
async function chooseFile(title: string): Promise<vscode.Uri | undefined> {
  const found = await vscode.workspace.findFiles('**/*.trace.json', '**/{node_modules,.git}/**', mostTraces)
  if (found.length === 0) return browse(title)
  const saved = found
    .map((uri): TraceItem => ({ label: vscode.workspace.asRelativePath(uri, false), uri }))
    .sort((one, other) => one.label.localeCompare(other.label))
  const other: TraceItem = { label: vscode.l10n.t('$(folder-opened) Another file…') }
  const placeHolder = vscode.l10n.t('Saved trace')
  const picked = await vscode.window.showQuickPick([...saved, other], { title, placeHolder })
  return picked && (picked.uri ?? browse(title))
}

async function browse(title: string): Promise<vscode.Uri | undefined> {
  const chosen = await vscode.window.showOpenDialog({
    title,
    canSelectMany: false,
    filters: { [vscode.l10n.t('Trace')]: ['json'] },
  })
  return chosen?.[0]
}
