import * as vscode from 'vscode'
import { ApiPanels } from './apiPanels.ts'
import type { ApiSubject } from './apiSubject.ts'
import type { LastRequest, MapView } from '../../server/src/protocol/designMap.ts'
import { mapPanelType } from './contributions.ts'
import { failureText } from './failures.ts'
import type { Gateways } from './gateways.ts'
import type { InvokePanels } from './invokePanels.ts'
import type { LanguageFeatures } from './languageFeatures.ts'
import { lastRequestOf } from './lastRequest.ts'
import type { FromMap, ShownRequest, ToMap } from './mapMessages.ts'
import { readFromMap } from './mapMessages.ts'
import { openBesidePanel } from './places.ts'
import { readAnswerKey, routeOfName } from './routeName.ts'
import { uriKey } from './workspaceOutline.ts'

/** What the maps work on. */
export interface MapSurroundings {
  readonly features: LanguageFeatures
  readonly gateways: Gateways
  readonly panels: InvokePanels
}

/** The open design maps: one per API, used again. They show gateways that are stopped as well. */
export class MapPanels extends ApiPanels {
  constructor(extensionUri: vscode.Uri, around: MapSurroundings) {
    super(extensionUri, {
      viewType: mapPanelType,
      page: 'map',
      title: name => vscode.l10n.t('Design map: {0}', name),
      begin: (panel, subject) => {
        const map = new MapPanel(panel, subject, around)
        panel.onDidDispose(() => map.dispose())
      },
    })
  }
}

/** Milliseconds between two pictures while many requests are answered. */
const pause = 200

/** One map: asks the language server for its picture when the page, the definition or an answer gives reason to. */
class MapPanel {
  private readonly panel: vscode.WebviewPanel
  private readonly subject: ApiSubject
  private readonly around: MapSurroundings
  private readonly subscriptions: vscode.Disposable
  private view: MapView | undefined
  private showsLast = true
  private asked = 0
  private timer: NodeJS.Timeout | undefined

  constructor(panel: vscode.WebviewPanel, subject: ApiSubject, around: MapSurroundings) {
    this.panel = panel
    this.subject = subject
    this.around = around
    this.subscriptions = vscode.Disposable.from(
      panel.webview.onDidReceiveMessage((value: unknown) => {
        const message = readFromMap(value)
        if (!message) return
        this.receive(message).catch(
          (error: unknown) => void vscode.window.showErrorMessage(failureText(error)),
        )
      }),
      around.features.onDidChangeOutline(() => void this.draw(false)),
      around.gateways.onDidChangeAnswer(key => {
        if (this.isOwn(key)) this.timer ??= setTimeout(() => void this.draw(false), pause)
      }),
    )
  }

  dispose(): void {
    clearTimeout(this.timer)
    this.subscriptions.dispose()
  }

  private async receive(message: FromMap): Promise<void> {
    switch (message.type) {
      case 'ask':
        this.view = message.view
        this.showsLast = message.showsLast
        return this.draw(true)
      case 'openLocation':
        return openBesidePanel(message.location)
      case 'invoke':
        this.around.panels.open(message.route)
        return
      case 'export':
        return this.export()
    }
  }

  private async draw(isAsked: boolean): Promise<void> {
    clearTimeout(this.timer)
    this.timer = undefined
    // Before the page has loaded there is nobody to draw for.
    if (!this.view) return
    const asked = ++this.asked
    const last = this.last()
    const message = await this.around.features.request('gatehouse/designMap', this.question(last?.way)).then(
      (map): ToMap => {
        if (map) return { type: 'show', map, isAsked, ...(last && { last: last.shown }) }
        return {
          type: 'gone',
          message: vscode.l10n.t('{0} is no longer in the definition', this.subject.name),
        }
      },
      (error: unknown): ToMap => ({ type: 'failed', message: failureText(error) }),
    )
    // A later question is under way: its answer counts.
    if (asked === this.asked) void this.panel.webview.postMessage(message)
  }

  private question(last: LastRequest | undefined) {
    const { definition, apiId } = this.subject
    return { definition, apiId, view: this.view ?? {}, ...(this.showsLast && last && { last }) }
  }

  /** Asks for a file beside the definition and writes the picture there, in light or dark as the editor is. */
  private async export(): Promise<void> {
    const { kind } = vscode.window.activeColorTheme
    const isLight = kind === vscode.ColorThemeKind.Light || kind === vscode.ColorThemeKind.HighContrastLight
    const { definition, name } = this.subject
    const svg = await this.around.features.request('gatehouse/designMapSvg', {
      ...this.question(this.last()?.way),
      theme: isLight ? 'light' : 'dark',
    })
    if (!svg) throw new Error(vscode.l10n.t('{0} is no longer in the definition', name))
    const fileName = name.replace(/[^\w]+/g, '-').replace(/^-|-$/g, '') || 'api'
    const file = await vscode.window.showSaveDialog({
      defaultUri: vscode.Uri.joinPath(vscode.Uri.parse(definition), '..', `${fileName}-map.svg`),
      filters: { [vscode.l10n.t('SVG picture')]: ['svg'] },
      title: vscode.l10n.t('Export design map'),
    })
    if (!file) return
    await vscode.workspace.fs.writeFile(file, Buffer.from(svg.text, 'utf8'))
    vscode.window.setStatusBarMessage(
      vscode.l10n.t('Saved: {0}', vscode.workspace.asRelativePath(file, false)),
      3000,
    )
  }

  private isOwn(key: string): boolean {
    const read = readAnswerKey(key)
    return read?.definition === uriKey(this.subject.definition) && read.apiId === this.subject.apiId
  }

  /** The last answered request of the API: for the picture, and for the line below it. */
  private last(): { readonly way: LastRequest; readonly shown: ShownRequest } | undefined {
    const { answers, traces } = this.around.gateways
    const newest = answers.newest(key => this.isOwn(key))
    const read = newest && readAnswerKey(newest.key)
    if (!read) return undefined
    const { answer } = newest
    const { definition, apiId } = this.subject
    const trace = traces.of(read.route).find(({ requestId }) => requestId === answer.requestId)
    return {
      way: lastRequestOf(read.route, answer, trace),
      shown: {
        route: { definition, apiId, ...routeOfName(read.route) },
        status: answer.status,
        durationMs: answer.durationMs,
        at: answer.at,
        ...(trace && { stage: trace.stage }),
        hasTrace: trace !== undefined,
      },
    }
  }
}
