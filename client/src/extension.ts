import path from 'node:path'
import * as vscode from 'vscode'
import { AnswerDiffs } from './answerDiffs.ts'
import { registerCommands } from './commands.ts'
import { ConsolePanels } from './consolePanel.ts'
import { adviseCustomTags } from './customTags.ts'
import { DebugSessions } from './debugSessions.ts'
import { DocsPanels } from './docsPanel.ts'
import { failureText, showFailure } from './failures.ts'
import type { GatewayProblem } from './gatewayProblem.ts'
import { Gateways } from './gateways.ts'
import { GatewayTree } from './gatewayTree.ts'
import { HttpEnvironments } from './httpEnvironments.ts'
import { InvokePanels } from './invokePanels.ts'
import { Journals } from './journals.ts'
import { LanguageFeatures } from './languageFeatures.ts'
import { findNode } from './nodeRuntime.ts'
import type { NodeRuntime } from './nodeRuntime.ts'
import { MapPanels } from './mapPanel.ts'
import { Reloads } from './reloads.ts'
import { RequestFiles } from './requestFiles.ts'
import { RequestHistory } from './requestHistory.ts'
import { chooseRequest } from './requestPicker.ts'
import { saveRequest } from './requestSaving.ts'
import { MetricsPanels } from './metricsPanel.ts'
import { RenderView } from './renderView.ts'
import { setting } from './settings.ts'
import { createStatusBar } from './statusBar.ts'
import { TestExplorer } from './testExplorer.ts'
import { TestOutcomes } from './testOutcomes.ts'
import { TraceFiles } from './traceFiles.ts'
import { WhoPanels } from './whoPanel.ts'
import { WorkspaceOutline } from './workspaceOutline.ts'
import { WorkspaceProblems } from './workspaceProblems.ts'

/** Milliseconds for an orderly end; VS Code grants five seconds and then ends the extension host. */
const endLimit = 4500

let end: (() => Promise<unknown>) | undefined

/** Registers everything; processes start later, when a definition is open or the tree is shown. */
export function activate(context: vscode.ExtensionContext): void {
  const log = vscode.window.createOutputChannel('Gatehouse', { log: true })
  const program = path.join(context.extensionPath, 'dist', 'gatehouse.js')
  const { extensionUri } = context
  const runtime = { program, log, findNode: rememberedNode(context) }
  const features = new LanguageFeatures(log, {
    schemes: ['file', 'untitled'],
    start: async onState => {
      const { startLanguageServer } = await import('./languageServer.ts')
      return startLanguageServer(program, await runtime.findNode(), log, onState)
    },
    explain: failureText,
  })
  const problems = new WorkspaceProblems(features, log)
  const outline = new WorkspaceOutline(features, log)
  const gateways = new Gateways(outline, runtime)
  const journals = new Journals(features, outline, gateways, log)
  const outcomes = new TestOutcomes()
  const tree = new GatewayTree(outline, gateways, journals, outcomes)
  const traceFiles = new TraceFiles(features)
  const history = new RequestHistory(context.workspaceState, route => gateways.keyOf(route), Date.now)
  const requestFiles = new RequestFiles({
    outline,
    gateways,
    environments: new HttpEnvironments(context.workspaceState),
    open: (route, order, from, isSent) => panels.fill(route, order, from, isSent),
  })
  const reloads = new Reloads(gateways)
  const diffs = new AnswerDiffs()
  const debugSessions = new DebugSessions({ gateways, outline, features, ...runtime })
  const { launches } = debugSessions
  const panels: InvokePanels = new InvokePanels(extensionUri, {
    ...{ features, gateways, debugSessions, reloads, diffs, history, traceFiles },
    requests: {
      choose: route =>
        chooseRequest(route, history, requestFiles, (chosen, order, from) =>
          panels.fill(chosen, order, from, false),
        ),
      save: (route, order) => saveRequest(gateways, route, order),
    },
  })
  const tests = new TestExplorer({ features, outcomes, launches, ...runtime })
  const consoles = new ConsolePanels(extensionUri, { features, gateways, reloads, traceFiles })
  const whoPanels = new WhoPanels(extensionUri, features)
  const docsPanels = new DocsPanels(extensionUri, features)
  const metricsPanels = new MetricsPanels(extensionUri, { gateways, traceFiles })
  const renderView = new RenderView(extensionUri, { features, traces: gateways.traces, launches })
  const mapPanels = new MapPanels(extensionUri, { features, gateways, panels })
  const parts = {
    log,
    features,
    problems,
    outline,
    gateways,
    journals,
    tree,
    panels,
    consoles,
    requestFiles,
    whoPanels,
    docsPanels,
    metricsPanels,
    renderView,
    traceFiles,
    mapPanels,
    debugSessions,
  }
  context.subscriptions.push(
    ...Object.values(parts),
    reloads,
    diffs,
    tests,
    outcomes,
    createStatusBar(outline, gateways),
    adviseCustomTags(context),
    registerCommands({ extensionUri, ...runtime, ...parts }),
    gateways.onDidCrash(tellCrash),
  )
  end = () => Promise.all([gateways.stopAll(), tests.stop(), features.stop()])
}

function tellCrash({ definition, problem }: { definition: string; problem: GatewayProblem }): void {
  const name = vscode.workspace.asRelativePath(vscode.Uri.parse(definition))
  void showFailure(vscode.l10n.t('The gateway of {0} stopped', name), problem, definition)
}

/** Ends the gateways and the language server. Each ends by itself too when this process is gone. */
export async function deactivate(): Promise<void> {
  await Promise.race([end?.(), new Promise(resolve => setTimeout(resolve, endLimit))])
}

/** Looks for Node.js once, and again when the setting changed. */
function rememberedNode(context: vscode.ExtensionContext): () => Promise<NodeRuntime> {
  let found: Promise<NodeRuntime> | undefined
  const forget = () => (found = undefined)
  context.subscriptions.push(
    vscode.workspace.onDidChangeConfiguration(change => {
      if (change.affectsConfiguration('gatehouse.node.path')) forget()
    }),
    vscode.workspace.onDidGrantWorkspaceTrust(forget),
  )
  return async () => {
    const editor = { command: process.execPath, version: process.versions.node }
    found ??= findNode(setting('gatehouse.node.path'), editor)
    found.catch(forget)
    return found
  }
}
