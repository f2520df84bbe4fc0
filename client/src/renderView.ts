import * as vscode from 'vscode'
import type { Location } from '../../server/src/protocol/places.ts'
import type { TemplateContexts, TemplatePosition } from '../../server/src/protocol/rendering.ts'
import { renderViewType } from './contributions.ts'
import type { DebugLaunches } from './debugLaunches.ts'
import { failureText } from './failures.ts'
import type { LanguageFeatures } from './languageFeatures.ts'
import { movedPosition } from './movedPosition.ts'
import { fileNameOf, rangeOf, rootOf } from './places.ts'
import type { RecentTraces } from './recentTraces.ts'
import type { ContextSource } from './renderContexts.ts'
import { chooseContext, fileSource, madeSource, saveContext } from './renderContexts.ts'
import type { FromRender, ToRender } from './renderMessages.ts'
import { readFromRender } from './renderMessages.ts'
import { saveTemplateTest } from './saveTest.ts'
import { requireTrust } from './trust.ts'
import { loadPage, pageOptions } from './webviewPage.ts'

/** What the view needs of the rest. */
export interface RenderSurroundings {
  readonly features: LanguageFeatures
  readonly traces: RecentTraces
  readonly launches: DebugLaunches
}

/** What is shown: a template and the context that it is rendered with. */
interface Shown {
  /** Moves with the text above it. */
  place: TemplatePosition
  source: ContextSource
}

/** Milliseconds after a key, so that the language server has the text and a fast writer is not rendered for each letter. */
const pause = 40

/** The view beside a mapping template: one, which shows the template whose lens was used last. */
export class RenderView implements vscode.Disposable {
  private readonly extensionUri: vscode.Uri
  private readonly around: RenderSurroundings
  private readonly subscriptions: vscode.Disposable
  private panel: vscode.WebviewPanel | undefined
  private shown: Shown | undefined
  private timer: ReturnType<typeof setTimeout> | undefined
  private latest = 0

  constructor(extensionUri: vscode.Uri, around: RenderSurroundings) {
    this.extensionUri = extensionUri
    this.around = around
    this.subscriptions = vscode.Disposable.from(
      vscode.workspace.onDidChangeTextDocument(change => this.changed(change)),
      vscode.workspace.onDidCloseTextDocument(document => this.closed(document)),
      around.features.onDidChangeOutline(() => this.soon()),
    )
  }

  /** Opens what the lens passes; for the command of the palette the template at the cursor. */
  async openAt(argument: unknown): Promise<void> {
    const place = templatePlace(argument)
    if (place) await this.open(place)
  }

  /**
   * Debugs the template that the lens passes, or the one at the cursor, with the context that is chosen for it in the view;
   * where it is not shown there, with an ordinary request.
   */
  async debugAt(argument: unknown): Promise<void> {
    const place = templatePlace(argument)
    if (!place) return
    const contexts = await this.contexts(place)
    const [first] = contexts.made
    if (!first) return
    await this.debug(place, this.chosenFor(contexts) ?? madeSource(first))
  }

  private async debug(place: TemplatePosition, source: ContextSource): Promise<void> {
    requireTrust()
    await this.around.launches.debugTemplate(place, await textOf(source))
  }

  /** What is chosen in the view for the template that it shows. */
  private chosenFor({ template }: TemplateContexts): ContextSource | undefined {
    return this.shown && isInside(this.shown.place, template.location) ? this.shown.source : undefined
  }

  /** Shows what the template at a place prints, at first with an ordinary request. */
  private async open(place: TemplatePosition): Promise<void> {
    const contexts = await this.contexts(place)
    const [first] = contexts.made
    if (!first) return
    // The same template again: what was chosen for it stays.
    const source = this.chosenFor(contexts) ?? madeSource(first)
    this.shown = { place, source }
    if (this.panel) this.panel.reveal(this.panel.viewColumn, true)
    else this.panel = this.createPanel()
    this.panel.title = vscode.l10n.t('Render: {0}', fileNameOf(place.uri))
    await this.render()
  }

  dispose(): void {
    clearTimeout(this.timer)
    this.subscriptions.dispose()
    this.panel?.dispose()
  }

  private createPanel(): vscode.WebviewPanel {
    const title = vscode.l10n.t('Render')
    const panel = vscode.window.createWebviewPanel(
      renderViewType,
      title,
      { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true },
      pageOptions(this.extensionUri),
    )
    panel.onDidDispose(() => {
      this.panel = undefined
      this.shown = undefined
    })
    panel.webview.onDidReceiveMessage((value: unknown) => {
      const message = readFromRender(value)
      if (!message) return
      this.receive(message).catch((error: unknown) => void vscode.window.showErrorMessage(failureText(error)))
    })
    loadPage(panel, this.extensionUri, { bundle: 'render', icon: 'panel', title })
    return panel
  }

  private async receive(message: FromRender): Promise<void> {
    const { shown } = this
    if (!shown) return
    switch (message.type) {
      case 'ready':
        return this.render()
      case 'chooseContext':
        return this.choose(shown)
      case 'editContext':
        return this.edit(shown)
      case 'debug':
        return this.debug(shown.place, shown.source)
      case 'saveContext': {
        const uri = await saveContext(vscode.Uri.parse(shown.place.uri), await textOf(shown.source))
        if (uri) shown.source = fileSource(uri)
        return this.render()
      }
      case 'saveAsTest': {
        const { place, source } = shown
        const context = await textOf(source)
        return saveTemplateTest(this.around.features, { ...place, context, label: source.label })
      }
      case 'openLocation':
        await showBeside(shown.place, message.location)
    }
  }

  private async choose(shown: Shown): Promise<void> {
    const contexts = await this.contexts(shown.place)
    const chosen = await chooseContext(shown.place, contexts, this.around)
    const [first] = contexts.made
    if (chosen === 'new' && first) {
      const label = vscode.l10n.t('New context')
      shown.source = { ...madeSource(first), label }
      await this.edit(shown)
    } else if (chosen && chosen !== 'new') shown.source = chosen
    await this.render()
  }

  /** A context without a document gets one, which need not be saved to be rendered with. */
  private async edit(shown: Shown): Promise<void> {
    const { source, place } = shown
    if (source.kind === 'text') {
      const document = await vscode.workspace.openTextDocument({ content: source.text, language: 'json' })
      shown.source = { kind: 'document', label: source.label, uri: document.uri }
      await vscode.window.showTextDocument(document, { viewColumn: columnOf(place), preview: false })
      await this.render()
    } else {
      const document = await vscode.workspace.openTextDocument(source.uri)
      await vscode.window.showTextDocument(document, { viewColumn: columnOf(place), preview: false })
    }
  }

  private changed({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    const { shown } = this
    if (!shown || contentChanges.length === 0) return
    const uri = document.uri.toString()
    if (uri === vscode.Uri.parse(shown.place.uri).toString()) {
      shown.place = { ...shown.place, position: movedPosition(shown.place.position, contentChanges) }
      this.soon()
    } else if (isDocument(shown.source, document)) this.soon()
  }

  /** What was never saved is gone with its editor: its text stays chosen. */
  private closed(document: vscode.TextDocument): void {
    const { shown } = this
    if (!shown || !document.isUntitled || !isDocument(shown.source, document)) return
    const { label } = shown.source
    shown.source = {
      kind: 'text',
      label,
      detail: vscode.l10n.t('edited, not saved'),
      text: document.getText(),
    }
    this.soon()
  }

  private soon(): void {
    if (!this.panel || !this.shown) return
    clearTimeout(this.timer)
    this.timer = setTimeout(() => void this.render(), pause)
  }

  private async render(): Promise<void> {
    const { shown } = this
    if (!shown) return
    const asked = ++this.latest
    const { place, source } = shown
    const message = await this.ask(place, source).catch((error: unknown): ToRender => ({
      type: 'trouble',
      message: failureText(error),
    }))
    // A later question is under way: its answer counts.
    if (asked === this.latest) await this.panel?.webview.postMessage(message)
  }

  private async ask(place: TemplatePosition, source: ContextSource): Promise<ToRender> {
    const context = await textOf(source)
    const rendering = await this.around.features.request('gatehouse/render', { ...place, context })
    if (!rendering) return { type: 'trouble', message: vscode.l10n.t('The template is no longer there') }
    const isFile = source.kind === 'document' && source.uri.scheme !== 'untitled'
    const saved = isFile ? vscode.l10n.t('saved') : vscode.l10n.t('edited, not saved')
    const detail = source.kind === 'document' ? saved : source.detail
    const workspaceRoot = rootOf(vscode.Uri.parse(place.uri))
    return { type: 'show', rendering, context: { label: source.label, detail, isFile }, workspaceRoot }
  }

  private async contexts(place: TemplatePosition): Promise<TemplateContexts> {
    const contexts = await this.around.features.request('gatehouse/templateContexts', place)
    if (!contexts) throw new Error(vscode.l10n.t('there is no mapping template at this place'))
    return contexts
  }
}

function templatePlace(argument: unknown): TemplatePosition | undefined {
  if (isTemplatePosition(argument)) return argument
  const editor = vscode.window.activeTextEditor
  if (!editor) return undefined
  const { line, character } = editor.selection.active
  return { uri: editor.document.uri.toString(), position: { line, character } }
}

function isTemplatePosition(value: unknown): value is TemplatePosition {
  if (typeof value !== 'object' || value === null || !('uri' in value) || !('position' in value)) return false
  const { uri, position } = value
  if (typeof uri !== 'string' || typeof position !== 'object' || position === null) return false
  return (
    'line' in position &&
    typeof position.line === 'number' &&
    'character' in position &&
    typeof position.character === 'number'
  )
}

async function textOf(source: ContextSource): Promise<string> {
  if (source.kind === 'text') return source.text
  return (await vscode.workspace.openTextDocument(source.uri)).getText()
}

function isDocument(source: ContextSource, document: vscode.TextDocument): boolean {
  return source.kind === 'document' && source.uri.toString() === document.uri.toString()
}

function isInside({ uri, position }: TemplatePosition, location: Location): boolean {
  const { line, character } = position
  return uri === location.uri && rangeOf(location).contains(new vscode.Position(line, character))
}

/** The column in which the template stands, so that the view stays visible. */
function columnOf({ uri }: TemplatePosition): vscode.ViewColumn {
  const wanted = vscode.Uri.parse(uri).toString()
  const editors = vscode.window.visibleTextEditors
  const editor = editors.find(({ document }) => document.uri.toString() === wanted) ?? editors[0]
  return editor?.viewColumn ?? vscode.ViewColumn.One
}

async function showBeside(place: TemplatePosition, location: Location): Promise<void> {
  await vscode.window.showTextDocument(vscode.Uri.parse(location.uri), {
    selection: rangeOf(location),
    viewColumn: columnOf(place),
  })
}
