import * as vscode from 'vscode'
import type { OutlineGateway } from '../../server/src/protocol/requests.ts'
import { Choices, isRow } from './choices.ts'
import { commands } from './contributions.ts'
import type { ConsolePanels } from './consolePanel.ts'
import { copyCurl } from './copying.ts'
import type { DebugSessions } from './debugSessions.ts'
import type { DocsPanels } from './docsPanel.ts'
import { tryExample } from './example.ts'
import { exampleRequest } from './exampleRequest.ts'
import { exchangeCommands } from './exchangeCommands.ts'
import type { ExchangeCommand } from './exchangeCommands.ts'
import type { Gateways } from './gateways.ts'
import type { GatewayTree } from './gatewayTree.ts'
import { GatewayProblem } from './gatewayProblem.ts'
import type { MetricsPanels } from './metricsPanel.ts'
import { migrateToHttpApi } from './migration.ts'
import type { NodeRuntime } from './nodeRuntime.ts'
import { openPlace } from './places.ts'
import type { InvokePanels } from './invokePanels.ts'
import type { Journals } from './journals.ts'
import type { RenderView } from './renderView.ts'
import { findInGateways } from './findInGateways.ts'
import { registerHandlers } from './handlers.ts'
import type { Handler } from './handlers.ts'
import { languageCommands } from './languageCommands.ts'
import type { LanguageFeatures } from './languageFeatures.ts'
import { partCommands } from './partCommands.ts'
import type { PartCommand } from './partCommands.ts'
import { requestCommands } from './requestCommands.ts'
import type { RequestCommand } from './requestCommands.ts'
import type { RequestFiles } from './requestFiles.ts'
import { explainRoutes } from './routeExplainer.ts'
import type { TraceFiles } from './traceFiles.ts'
import { locationOf } from './treeRows.ts'
import { requireTrust } from './trust.ts'
import type { MapPanels } from './mapPanel.ts'
import type { WhoPanels } from './whoPanel.ts'
import type { WorkspaceOutline } from './workspaceOutline.ts'
import type { WorkspaceProblems } from './workspaceProblems.ts'

/** What the commands work on. */
export interface CommandSurroundings {
  readonly extensionUri: vscode.Uri
  /** Path of the program that stands beside the extension, and the Node that runs it. */
  readonly program: string
  readonly findNode: () => Promise<NodeRuntime>
  readonly log: vscode.LogOutputChannel
  readonly features: LanguageFeatures
  readonly outline: WorkspaceOutline
  readonly gateways: Gateways
  readonly journals: Journals
  readonly tree: GatewayTree
  readonly panels: InvokePanels
  readonly consoles: ConsolePanels
  readonly requestFiles: RequestFiles
  readonly whoPanels: WhoPanels
  readonly docsPanels: DocsPanels
  readonly metricsPanels: MetricsPanels
  readonly renderView: RenderView
  readonly traceFiles: TraceFiles
  readonly problems: WorkspaceProblems
  readonly mapPanels: MapPanels
  readonly debugSessions: DebugSessions
}

/** Registers every command of contributions.ts. */
export function registerCommands(around: CommandSurroundings): vscode.Disposable {
  const handlers = {
    ...running(around),
    ...reading(around),
    ...requestCommands(around.requestFiles),
    ...exchangeCommands(around, new Choices(around.outline, around.gateways), requireTrust),
    ...general(around),
    ...partCommands(around),
    findInGateways: {
      title: vscode.l10n.t('The gateways cannot be searched'),
      run: async () => findInGateways(around.tree),
    },
  }
  return registerHandlers(
    handlers,
    around.log,
    // What the key bindings of the tree pass.
    argument => (argument === 'selection' ? around.tree.selected : argument),
    definitionFrom,
  )
}

type Name = keyof typeof commands
/** A failure of the gateway of one definition, so that its message can offer to mend it. */
class FailureOf extends GatewayProblem {
  readonly definition: string

  constructor(definition: string, cause: GatewayProblem) {
    super(cause.message, cause.remedy)
    this.definition = definition
  }
}

function definitionFrom(error: unknown): string | undefined {
  return error instanceof FailureOf ? error.definition : undefined
}

type RunningName =
  | 'invoke'
  | 'debug'
  | 'debugGateway'
  | 'startGateway'
  | 'startOnFreePort'
  | 'stopGateway'
  | 'restartGateway'
  | 'openUrl'
  | 'gatewayActions'

function running(around: CommandSurroundings): Record<RunningName, Handler> {
  const { outline, gateways } = around
  const choices = new Choices(outline, gateways)
  const isRunning = ({ definition, apiId }: OutlineGateway) =>
    gateways.of(definition).listening(apiId) !== undefined
  const onDefinition = async (
    argument: unknown,
    fits: (gateway: OutlineGateway) => boolean,
    act: (definition: string) => Promise<void>,
  ) => {
    const definition = await choices.definition(argument, fits)
    if (definition === undefined) return
    await act(definition).catch((error: unknown) => {
      throw error instanceof GatewayProblem ? new FailureOf(definition, error) : error
    })
  }
  const notStarted = vscode.l10n.t('The gateway did not start')
  return {
    ...calling(around, choices),
    startGateway: {
      title: notStarted,
      run: argument =>
        onDefinition(
          argument,
          gateway => !isRunning(gateway),
          async definition => gateways.start(definition),
        ),
    },
    startOnFreePort: {
      title: notStarted,
      run: argument =>
        onDefinition(
          argument,
          gateway => !isRunning(gateway),
          async definition => gateways.start(definition, { onFreePort: true }),
        ),
    },
    stopGateway: {
      title: vscode.l10n.t('The gateway did not stop'),
      run: argument => onDefinition(argument, isRunning, async definition => gateways.of(definition).stop()),
    },
    restartGateway: {
      title: notStarted,
      run: argument =>
        onDefinition(argument, isRunning, async definition => gateways.of(definition).restart()),
    },
    openUrl: {
      title: vscode.l10n.t('The address cannot be opened'),
      run: async argument => {
        const gateway = await choices.gateway(argument, isRunning)
        const listening = gateway && gateways.of(gateway.definition).listening(gateway.apiId)
        // No browser opens a WebSocket by its address: it is for the user's own client.
        if (listening?.type === 'websocket') await vscode.env.clipboard.writeText(listening.url)
        else if (listening) await vscode.env.openExternal(vscode.Uri.parse(listening.url))
      },
    },
    gatewayActions: {
      title: vscode.l10n.t('The gateway cannot be reached'),
      run: async argument => {
        // The status bar names the one that runs.
        const active = (await outline.get()).gateways.filter(isRunning)
        const gateway = await choices.gateway(active.length === 1 ? active[0] : argument)
        if (gateway) await pickAction(gateway, isRunning(gateway))
      },
    },
  }
}

function calling(
  { panels, debugSessions }: CommandSurroundings,
  choices: Choices,
): Record<'invoke' | 'debug' | 'debugGateway', Handler> {
  return {
    invoke: {
      title: vscode.l10n.t('The route cannot be called'),
      run: async argument => {
        requireTrust()
        const chosen = await choices.route(argument)
        if (chosen) panels.open(chosen.route)
      },
    },
    debug: {
      title: vscode.l10n.t('The route cannot be debugged'),
      run: async argument => {
        requireTrust()
        const chosen = await choices.route(argument)
        if (chosen) panels.debug(chosen.route)
      },
    },
    debugGateway: {
      title: vscode.l10n.t('The debug session did not start'),
      run: async argument => {
        requireTrust()
        const definition = await choices.definition(argument)
        if (definition !== undefined) await debugSessions.launch(definition)
      },
    },
  }
}

type ReadingName =
  | 'goToDefinition'
  | 'goToHandler'
  | 'render'
  | 'debugTemplate'
  | 'whoMayCall'
  | 'exportApi'
  | 'migrate'
  | 'copyUrl'
  | 'copyAsCurl'

function reading(around: CommandSurroundings): Record<ReadingName, Handler> {
  const { features, outline, gateways, whoPanels } = around
  const choices = new Choices(outline, gateways)
  return {
    whoMayCall: {
      title: vscode.l10n.t('Who may call cannot be told'),
      run: async argument => {
        const gateway = await choices.api(argument)
        if (gateway) whoPanels.open(gateway)
      },
    },
    ...templates(around),
    migrate: {
      title: vscode.l10n.t('The API cannot be migrated'),
      run: async argument => {
        const gateway = await choices.gateway(argument, ({ type }) => type === 'rest')
        // The client registers what the server can do as commands.
        if (gateway) await vscode.commands.executeCommand(migrateToHttpApi, gateway.definition, gateway.apiId)
      },
    },
    exportApi: {
      title: vscode.l10n.t('The API cannot be exported'),
      run: async argument => {
        const gateway = await choices.api(argument)
        if (!gateway) return
        const { definition, apiId } = gateway
        await vscode.commands.executeCommand('gatehouse.exportOpenApi', definition, apiId)
      },
    },
    goToDefinition: {
      title: vscode.l10n.t('The definition cannot be opened'),
      run: async argument => {
        const location = isRow(argument)
          ? locationOf(argument)
          : (await choices.route(argument))?.node.location
        if (location) await openPlace(location)
      },
    },
    goToHandler: {
      title: vscode.l10n.t('The handler cannot be opened'),
      run: async argument => {
        const chosen = await choices.route(argument)
        if (!chosen) return
        const { handler } = chosen.node
        if (handler) await openPlace(handler)
        else
          void vscode.window.showInformationMessage(
            vscode.l10n.t('{0} has no handler file', chosen.node.label),
          )
      },
    },
    copyUrl: {
      title: vscode.l10n.t('The address cannot be copied'),
      run: async argument => {
        const isGateway = isRow(argument) && argument.kind === 'gateway'
        const chosen = isGateway ? undefined : await choices.route(argument)
        const origin = isGateway
          ? gateways.originOf(argument.gateway)
          : chosen && gateways.originOf(chosen.route)
        if (origin === undefined) return
        await vscode.env.clipboard.writeText(`${origin}${chosen?.route.path ?? ''}`)
        vscode.window.setStatusBarMessage(vscode.l10n.t('Address copied'), 3000)
      },
    },
    copyAsCurl: {
      title: vscode.l10n.t('The command cannot be copied'),
      run: async argument => {
        const chosen = await choices.route(argument)
        if (!chosen) return
        const details = await features.request('gatehouse/routeDetails', chosen.route)
        await copyCurl(gateways.originOf(chosen.route), exampleRequest(chosen.route, details))
      },
    },
  }
}

function templates({ renderView }: CommandSurroundings): Record<'render' | 'debugTemplate', Handler> {
  return {
    render: {
      title: vscode.l10n.t('The template cannot be rendered'),
      run: argument => renderView.openAt(argument),
    },
    debugTemplate: {
      title: vscode.l10n.t('The template cannot be debugged'),
      run: argument => renderView.debugAt(argument),
    },
  }
}

function general(
  around: CommandSurroundings,
): Record<
  Exclude<
    Name,
    RunningName | ReadingName | RequestCommand | ExchangeCommand | PartCommand | 'findInGateways'
  >,
  Handler
> {
  const failed = vscode.l10n.t('Gatehouse')
  return {
    refresh: {
      title: vscode.l10n.t('The gateways cannot be listed'),
      run: async () => void (await Promise.all([around.outline.refresh(), around.journals.refresh()])),
    },
    ...languageCommands({
      ...around,
      showLog: argument => {
        const isShown =
          isRow(argument) &&
          argument.kind === 'gateway' &&
          around.gateways.showFunctionLog(argument.gateway.definition)
        if (!isShown) around.log.show(true)
      },
    }),
    openConsole: {
      title: vscode.l10n.t('The console cannot be opened'),
      run: async argument => {
        requireTrust()
        const gateway = await new Choices(around.outline, around.gateways).gateway(
          argument,
          ({ type }) => type === 'websocket',
        )
        if (gateway) around.consoles.open(gateway)
      },
    },
    showMap: {
      title: vscode.l10n.t('The design map cannot be shown'),
      run: async argument => {
        const gateway = await new Choices(around.outline, around.gateways).api(argument)
        if (gateway) around.mapPanels.open(gateway)
      },
    },
    showMetrics: {
      title: vscode.l10n.t('The metrics cannot be shown'),
      run: async argument => {
        requireTrust()
        const gateway = await new Choices(around.outline, around.gateways).gateway(argument)
        if (gateway) around.metricsPanels.open(gateway)
      },
    },
    explainRoutes: {
      title: vscode.l10n.t('The routes cannot be explained'),
      run: async argument => {
        const gateway = await new Choices(around.outline, around.gateways).api(argument)
        if (gateway) explainRoutes(around.features, gateway)
      },
    },
    openTrace: {
      title: vscode.l10n.t('The trace cannot be opened'),
      run: file => around.traceFiles.open(file),
    },
    compareTraces: {
      title: vscode.l10n.t('The traces cannot be compared'),
      run: first => around.traceFiles.compareFiles(first),
    },
    tryExample: {
      title: vscode.l10n.t('The example cannot be copied'),
      run: async () => tryExample(around.extensionUri),
    },
    manageTrust: {
      title: failed,
      run: async () => void (await vscode.commands.executeCommand('workbench.trust.manage')),
    },
  }
}

async function pickAction(gateway: OutlineGateway, isRunning: boolean): Promise<void> {
  const whenRunning = [
    { label: `$(link-external) ${vscode.l10n.t('Open URL')}`, command: commands.openUrl },
    { label: `$(debug-restart) ${vscode.l10n.t('Restart')}`, command: commands.restartGateway },
    { label: `$(debug-stop) ${vscode.l10n.t('Stop')}`, command: commands.stopGateway },
  ]
  const start = { label: `$(debug-start) ${vscode.l10n.t('Start')}`, command: commands.startGateway }
  const log = { label: `$(output) ${vscode.l10n.t('Show log')}`, command: commands.showLog }
  const items = [...(isRunning ? whenRunning : vscode.workspace.isTrusted ? [start] : []), log]
  const picked = await vscode.window.showQuickPick(items, { placeHolder: gateway.name })
  if (picked) await vscode.commands.executeCommand(picked.command, gateway)
}
