import type { DebugProtocol } from '@vscode/debugprotocol'
import * as vscode from 'vscode'
import type { RouteReference } from '../../server/src/protocol/places.ts'
import { Choices } from './choices.ts'
import { debugType } from './contributions.ts'
import { GatewayDebugAdapter } from './debugAdapter.ts'
import { attachConfiguration, launchConfiguration, readConfiguration } from './debugConfiguration.ts'
import type { DebugTarget } from './debugConfiguration.ts'
import { DebugConfigurations } from './debugConfigurations.ts'
import { showFailure } from './failures.ts'
import { GatewayProblem } from './gatewayProblem.ts'
import type { Gateways } from './gateways.ts'
import type { LanguageFeatures } from './languageFeatures.ts'
import { fileNameOf } from './places.ts'
import { registerPythonDebugging } from './pythonDebugging.ts'
import { requireTrust } from './trust.ts'
import { uriKey } from './workspaceOutline.ts'
import type { WorkspaceOutline } from './workspaceOutline.ts'

/** What debug sessions reach. */
export interface DebugSurroundings {
  readonly gateways: Gateways
  readonly outline: WorkspaceOutline
  readonly features: LanguageFeatures
}

interface Running {
  /** Key of the definition's URI. */
  readonly definition: string
  readonly adapter: GatewayDebugAdapter
}

/** The debug sessions of this window: one per gateway at most. */
export class DebugSessions implements vscode.DebugAdapterDescriptorFactory, vscode.Disposable {
  /** By id of VS Code's session. */
  private readonly sessions = new Map<string, Running>()
  private readonly around: DebugSurroundings
  private readonly registrations: vscode.Disposable

  constructor(around: DebugSurroundings) {
    this.around = around
    const { outline, features, gateways } = around
    const choices = new Choices(outline, gateways)
    const configurations = new DebugConfigurations({ outline, features, choices })
    const { Dynamic } = vscode.DebugConfigurationProviderTriggerKind
    this.registrations = vscode.Disposable.from(
      vscode.debug.registerDebugConfigurationProvider(debugType, configurations),
      vscode.debug.registerDebugConfigurationProvider(debugType, configurations, Dynamic),
      vscode.debug.registerDebugAdapterDescriptorFactory(debugType, this),
      registerPythonDebugging(),
      vscode.debug.registerDebugAdapterTrackerFactory('*', {
        createDebugAdapterTracker: session => this.functionTracker(session),
      }),
      // A session that is started anew keeps its id.
      vscode.debug.onDidTerminateDebugSession(({ id }) => {
        if (this.sessions.get(id)?.adapter.isOver) this.sessions.delete(id)
      }),
    )
  }

  createDebugAdapterDescriptor(session: vscode.DebugSession): vscode.DebugAdapterDescriptor {
    const target = readConfiguration(session.configuration, session.workspaceFolder)
    const definition = uriKey(target.definition)
    let ownsGateway = false
    const adapter: GatewayDebugAdapter = new GatewayDebugAdapter({
      open: async onMessage => {
        const others = [...this.sessions.values()].filter(other => other.adapter !== adapter)
        if (others.some(other => other.definition === definition && !other.adapter.isOver)) {
          throw new GatewayProblem(vscode.l10n.t('A debug session with this gateway runs already'))
        }
        ownsGateway = await this.ready(target)
        return this.around.gateways.of(target.definition).openDebugging(onMessage)
      },
      close: async () => {
        if (ownsGateway) await this.around.gateways.of(target.definition).stop()
      },
      attach: configuration =>
        vscode.debug.startDebugging(session.workspaceFolder, configuration, {
          parentSession: session,
          compact: true,
        }),
      refused: error => {
        void showFailure(vscode.l10n.t('The debug session did not start'), error, target.definition)
      },
    })
    this.sessions.set(session.id, { definition, adapter })
    return new vscode.DebugAdapterInlineImplementation(adapter)
  }

  /** Debugs the gateway of a route's API as a request to a stage needs it: starts what does not run yet. */
  async begin(route: RouteReference, stage?: string): Promise<void> {
    requireTrust()
    const { definition, apiId } = route
    await this.around.gateways.of(definition).serve(apiId, stage)
    const running = this.of(definition)
    if (running) return running.adapter.begun
    const uri = vscode.Uri.parse(definition)
    const configuration = attachConfiguration(await this.nameOf(definition), uri.fsPath)
    const isStarted = await vscode.debug.startDebugging(
      vscode.workspace.getWorkspaceFolder(uri),
      configuration,
    )
    const begun = this.of(definition)
    if (!isStarted || !begun) throw new GatewayProblem(vscode.l10n.t('The debug session did not start'))
    await begun.adapter.begun
  }

  /** Launches the gateway of a definition to be debugged. */
  async launch(definition: string): Promise<void> {
    requireTrust()
    const uri = vscode.Uri.parse(definition)
    const configuration = launchConfiguration(await this.nameOf(definition), uri.fsPath)
    await vscode.debug.startDebugging(vscode.workspace.getWorkspaceFolder(uri), configuration)
  }

  dispose(): void {
    this.registrations.dispose()
  }

  private of(definition: string): Running | undefined {
    return [...this.sessions.values()].find(
      session => session.definition === uriKey(definition) && !session.adapter.isOver,
    )
  }

  /** Has the gateway run; whether it was started for this session. */
  private async ready({ request, definition, options }: DebugTarget): Promise<boolean> {
    const server = this.around.gateways.of(definition)
    const isRunning = server.status.type === 'running'
    if (request === 'attach') {
      if (isRunning) return false
      throw new GatewayProblem(
        vscode.l10n.t("The gateway of '{0}' does not run: start it, or use 'launch'", fileNameOf(definition)),
      )
    }
    // One that runs is used as it is, unless it was to run in another way.
    if (isRunning && Object.keys(options).length === 0) return false
    if (isRunning) await server.stop()
    await server.start(options)
    return true
  }

  private async nameOf(definition: string): Promise<string> {
    const { gateways } = await this.around.outline.get()
    const own = gateways.filter(gateway => uriKey(gateway.definition) === uriKey(definition))
    return own.length === 0 ? fileNameOf(definition) : own.map(({ name }) => name).join(', ')
  }

  /** Watches the debugger of a function, so that the gateway knows when the function stands still. */
  private functionTracker(session: vscode.DebugSession): vscode.DebugAdapterTracker | undefined {
    const ancestors = [session]
    for (let parent = session.parentSession; parent; parent = parent.parentSession) ancestors.push(parent)
    const process: unknown = ancestors
      .map(({ configuration }) => configuration as Readonly<Record<string, unknown>>)
      .map(({ gatehouseProcess }) => gatehouseProcess)
      .find(id => typeof id === 'number')
    const gateway = ancestors.find(({ id, type }) => type === debugType && this.sessions.has(id))
    const adapter = gateway && this.sessions.get(gateway.id)?.adapter
    if (typeof process !== 'number' || !adapter) return undefined
    let wasHeld = false
    const tell = (isHeld: boolean) => {
      if (isHeld !== wasHeld) adapter.tellHeld(process, isHeld)
      wasHeld = isHeld
    }
    return {
      onDidSendMessage: message => {
        const isHeld = heldAfter(message as DebugProtocol.ProtocolMessage)
        if (isHeld !== undefined) tell(isHeld)
      },
      onWillStopSession: () => tell(false),
      onExit: () => tell(false),
    }
  }
}

const resuming: ReadonlySet<string> = new Set([
  'continue',
  'next',
  'stepIn',
  'stepOut',
  'stepBack',
  'reverseContinue',
  'restartFrame',
  'goto',
])

/** Whether a process stands still after a message of its debug adapter; undefined for one that says nothing of it. */
export function heldAfter(message: DebugProtocol.ProtocolMessage): boolean | undefined {
  if (message.type === 'event') {
    const { event } = message as DebugProtocol.Event
    if (event === 'stopped') return true
    return ['continued', 'exited', 'terminated'].includes(event) ? false : undefined
  }
  if (message.type !== 'response') return undefined
  // An adapter need not send `continued` where the answer to a request says so.
  const { command, success } = message as DebugProtocol.Response
  return success && resuming.has(command) ? false : undefined
}
