import * as vscode from 'vscode'
import type { CorsReport } from '../../server/src/protocol/cors.ts'
import type { InvokeRequest } from '../../server/src/protocol/gatewayControl.ts'
import type { RouteReference } from '../../server/src/protocol/places.ts'
import type { SourceLine, SuggestedChange, Trace } from '../../server/src/protocol/trace.ts'
import { commands } from './contributions.ts'
import { corsMarkdown } from './corsMarkdown.ts'
import type { Gateways } from './gateways.ts'
import { openBesidePanel } from './places.ts'
import type { Reloads } from './reloads.ts'
import type { FromWhyCard } from './whyCardMessages.ts'
import { uriKey } from './workspaceOutline.ts'

/** What the card needs of its panel. */
export interface WhyCardPanel {
  /** The trace of the answer that it explains. */
  readonly lastTrace: () => Trace | undefined
  readonly reloads: Reloads
  /** Has the request sent again. */
  readonly replay: () => void
}

/** Milliseconds to wait at most for a running gateway to take what was saved, before the request goes out again. */
const longestReloadMs = 2000

/** Does what the buttons of the card that explains an answer ask for. */
export class WhyCardHost {
  private readonly route: RouteReference
  private readonly gateways: Gateways
  private readonly panel: WhyCardPanel

  constructor(route: RouteReference, gateways: Gateways, panel: WhyCardPanel) {
    this.route = route
    this.gateways = gateways
    this.panel = panel
  }

  /** Rejects with what is to be shown to the user. */
  async answer(message: FromWhyCard): Promise<void> {
    switch (message.type) {
      case 'applyChange':
        return this.replayAfter(() => applyChange(message.change))
      case 'applyRule':
        return this.replayAfter(() => applyRule(message.rule, message.source))
      case 'checkCors':
        return this.checkCors()
      case 'openWho':
        await vscode.commands.executeCommand(commands.whoMayCall, this.route.definition)
        return
      case 'openPage':
        await vscode.env.openExternal(vscode.Uri.parse(message.url))
    }
  }

  /** `change` tells whether it has changed anything. */
  private async replayAfter(change: () => Promise<boolean>): Promise<void> {
    // From here on: a gateway may be faster than the command that saves.
    const subscriptions: vscode.Disposable[] = []
    const taken = new Promise<void>(resolve => {
      const own = uriKey(this.route.definition)
      subscriptions.push(
        this.panel.reloads.onDidReload(({ definition }) => {
          if (definition === own) resolve()
        }),
      )
    })
    try {
      if (!(await change())) return
      await Promise.race([taken, new Promise(resolve => setTimeout(resolve, longestReloadMs))])
    } finally {
      vscode.Disposable.from(...subscriptions).dispose()
    }
    this.panel.replay()
  }

  private async checkCors(): Promise<void> {
    const trace = this.panel.lastTrace()
    if (!trace) throw new Error(vscode.l10n.t('Send the request first: the check sends the same one'))
    const sent = requestOf(trace)
    const known = sent.headers.find(([name]) => name.toLowerCase() === 'origin')?.[1]
    const origin = await vscode.window.showInputBox({
      title: vscode.l10n.t('Check CORS'),
      prompt: vscode.l10n.t(
        'Origin of the page. The request is sent, and before it what a browser would ask.',
      ),
      value: known ?? 'https://shop.example',
      validateInput: text =>
        isOrigin(text) ? undefined : vscode.l10n.t('An origin such as https://shop.example'),
    })
    if (origin === undefined) return
    const report = await this.gateways.checkCors(this.route, sent, origin)
    await showReport(report)
  }
}

/** Changes a file in an editor, where it can be undone, and saves it. Rejects where it was changed since the answer. */
async function applyChange({ edit, oldText }: SuggestedChange): Promise<boolean> {
  const document = await vscode.workspace.openTextDocument(vscode.Uri.file(edit.file))
  const { start, end } = edit.range
  const range = new vscode.Range(start.line, start.character, end.line, end.character)
  if (document.getText(range) !== oldText) {
    await openBesidePanel({ uri: document.uri.toString(), range: edit.range })
    throw new Error(vscode.l10n.t('The file was changed since this answer: send the request again'))
  }
  const change = new vscode.WorkspaceEdit()
  change.replace(document.uri, range, edit.newText)
  await vscode.workspace.applyEdit(change)
  return document.save()
}

/** Applies the quick fix of a rule at a line and saves the file; where there is none, opens the line. */
async function applyRule(rule: string, source: SourceLine): Promise<boolean> {
  const uri = vscode.Uri.file(source.file)
  const document = await vscode.workspace.openTextDocument(uri)
  const line = document.lineAt(Math.min(source.line, document.lineCount - 1))
  // The types of VS Code's API leave open what a command gives back.
  const found = await vscode.commands.executeCommand<(vscode.CodeAction | vscode.Command)[] | undefined>(
    'vscode.executeCodeActionProvider',
    uri,
    line.range,
    vscode.CodeActionKind.QuickFix.value,
  )
  const fix = found?.find(
    (action): action is vscode.CodeAction =>
      'edit' in action && action.diagnostics?.some(({ code }) => ruleOf(code) === rule) === true,
  )
  if (!fix?.edit) {
    const at = { line: source.line, character: source.character }
    await openBesidePanel({ uri: uri.toString(), range: { start: at, end: at } })
    vscode.window.setStatusBarMessage(vscode.l10n.t('There is no quick fix here'), 5000)
    return false
  }
  await vscode.workspace.applyEdit(fix.edit)
  for (const [changed] of fix.edit.entries()) await (await vscode.workspace.openTextDocument(changed)).save()
  return true
}

function ruleOf(code: vscode.Diagnostic['code']): unknown {
  return typeof code === 'object' ? code.value : code
}

/** The request of a trace as the panel sent it. */
function requestOf({ request }: Trace): InvokeRequest {
  const { method = 'GET', url = '/', headers = [], body } = request
  return {
    method,
    target: url,
    headers,
    ...(body?.text !== undefined && { bodyText: body.text }),
    ...(body?.base64 !== undefined && { bodyBase64: body.base64 }),
  }
}

function isOrigin(text: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\/[^/\s?#]+$/i.test(text)
}

async function showReport(report: CorsReport): Promise<void> {
  const content = corsMarkdown(report)
  const document = await vscode.workspace.openTextDocument({ content, language: 'markdown' })
  await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Beside, preview: true })
}
