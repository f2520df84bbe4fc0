import type { DebugProtocol } from '@vscode/debugprotocol'
import * as vscode from 'vscode'
import type { RouteReference } from '../../server/src/protocol/places.ts'
import { Choices } from './choices.ts'
import { debugType } from './contributions.ts'
import { GatewayDebugAdapter } from './debugAdapter.ts'
import { attachConfiguration, launchConfiguration, readConfiguration } from './debugConfiguration.ts'
import type { DebugTarget } from './debugConfiguration.ts'
import { DebugConfigurations } from './debugConfigurations.ts'
import { DebugLaunches, isAlone } from './debugLaunches.ts'
import type { ProgramSurroundings } from './debugLaunches.ts'
import { showFailure } from './failures.ts'
import { heldFunction } from './heldFunctions.ts'
import type { HeldFunction } from './heldFunctions.ts'
import { GatewayProblem } from './gatewayProblem.ts'
import type { Gateways } from './gateways.ts'
import type { LanguageFeatures } from './languageFeatures.ts'
import { fileNameOf } from './places.ts'
import { registerPythonDebugging } from './pythonDebugging.ts'
import { requireTrust } from './trust.ts'
import { uriKey } from './workspaceOutline.ts'
import type { WorkspaceOutline } from './workspaceOutline.ts'

/** What debug sessions reach. */
export interface DebugSurroundings extends ProgramSurroundings {
  readonly gateways: Gateways
  readonly outline: WorkspaceOutline
  readonly features: LanguageFeatures
}

/** What happened to a function of a gateway; `held` is unset when it goes on. */
export interface FunctionHold {
  /** Key of the definition's URI. */
  readonly definition: string
  /** Process id. */
  readonly process: number
  readonly held?: HeldFunction
}

interface Running {
  /** Key of the definition's URI; undefined for a session without a gateway. */
  readonly definition: string | undefined
  readonly adapter: GatewayDebugAdapter
}

/** The debug sessions of this window: one per gateway at most. */
export class DebugSessions implements vscode.DebugAdapterDescriptorFactory, vscode.Disposable {
  /** By id of VS Code's session. */
  private readonly sessions = new Map<string, Running>()
  private readonly around: DebugSurroundings
  /** Of templates and tests. */
  readonly launches: DebugLaunches
  private readonly registrations: vscode.Disposable
  private readonly hold = new vscode.EventEmitter<FunctionHold>()
  /** A function of a gateway stands still in the debugger of its language, or goes on. */
  readonly onDidHold = this.hold.event

  constructor(around: DebugSurroundings) {
    this.around = around
    this.launches = new DebugLaunches(around)
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
    const attach = (configuration: vscode.DebugConfiguration) =>
      vscode.debug.startDebugging(session.workspaceFolder, configuration, {
        parentSession: session,
        compact: true,
        // Stop and Restart mean the whole, wherever it stands.
        lifecycleManagedByParent: true,
      })
    const refused = (error: unknown, definition?: string) =>
      void showFailure(vscode.l10n.t('The debug session did not start'), error, definition)
    if (isAlone(session.configuration)) {
      const adapter = new GatewayDebugAdapter(this.launches.open(session, { attach, refused }))
      this.sessions.set(session.id, { definition: undefined, adapter })
      return new vscode.DebugAdapterInlineImplementation(adapter)
    }
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
      attach,
      refused: error => refused(error, target.definition),
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

  /** Lets a request of the gateway of a definition go on, by its thread. */
  resume(definition: string, thread: number): void {
    this.of(definition)?.adapter.resume(thread)
  }

  dispose(): void {
    this.registrations.dispose()
    this.hold.dispose()
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
    const running = gateway && this.sessions.get(gateway.id)
    if (typeof process !== 'number' || !running) return undefined
    const { adapter, definition } = running
    let wasHeld = false
    let stops = 0
    const tell = (isHeld: boolean) => {
      if (isHeld === wasHeld) return
      adapter.tellHeld(process, isHeld)
      wasHeld = isHeld
      stops++
      if (!isHeld && definition !== undefined) this.hold.fire({ definition, process })
    }
    const tellWhere = async (threadId: number) => {
      if (definition === undefined) return
      const stop = stops
      const held = await heldFunction(session, threadId, session.parentSession?.name ?? session.name)
      if (wasHeld && stop === stops) this.hold.fire({ definition, process, held })
    }
    return {
      onDidSendMessage: message => {
        const told = message as DebugProtocol.ProtocolMessage
        const isHeld = heldAfter(told)
        if (isHeld !== undefined) tell(isHeld)
        if (isHeld) void tellWhere((told as DebugProtocol.StoppedEvent).body.threadId ?? 0)
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
