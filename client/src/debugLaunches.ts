import path from 'node:path'
import type { DebugProtocol } from '@vscode/debugprotocol'
import * as vscode from 'vscode'
import type { DebugMessage, TestEventName } from '../../server/src/protocol/debugging.ts'
import type { TemplatePosition } from '../../server/src/protocol/rendering.ts'
import type { TestEvent } from '../../server/src/protocol/testRun.ts'
import { debugType } from './contributions.ts'
import type { DebuggedGateway } from './debugAdapter.ts'
import { gatewayOptions } from './gatewayOptions.ts'
import { describeEnd, GatewayProblem } from './gatewayProblem.ts'
import type { GatewayEnd } from './gatewayProcess.ts'
import type { NodeRuntime } from './nodeRuntime.ts'
import { fileNameOf } from './places.ts'
import { startDebugProcess } from './debugProcess.ts'
import type { DebugProcess } from './debugProcess.ts'

/** What a program is started with. */
export interface ProgramSurroundings {
  readonly program: string
  readonly findNode: () => Promise<NodeRuntime>
  readonly log: vscode.LogOutputChannel
}

/** Tests of one file that are debugged; without ids all of them. */
export interface DebuggedTests {
  /** Absolute path. */
  readonly file: string
  readonly ids?: readonly string[]
}

/** Who follows a session that debugs tests. */
export interface TestFollower {
  readonly testRun: vscode.TestRun | undefined
  readonly onEvent: (event: TestEvent) => void
  readonly token: vscode.CancellationToken
}

/** Names the run of the Test Explorer that a session belongs to. */
const runKey = '__gatehouseRun'
/** Text of a context in Base64: VS Code fills `${…}` of a configuration in, which a context may have for itself. */
const contextKey = '__gatehouseContext'

const testEventName: TestEventName = 'gatehouse/test'

/** Whether a launch names a template or tests: they run in a `gatehouse debug` of their own and not in a gateway of the window. */
export function isAlone(configuration: Readonly<Record<string, unknown>>): boolean {
  return (
    configuration['request'] === 'launch' &&
    (configuration['template'] !== undefined || configuration['tests'] !== undefined)
  )
}

/** Fills in what the launch of a template or of tests gets of the editor: settings, texts that are not saved. */
export function completed(
  configuration: vscode.DebugConfiguration,
  folder: vscode.WorkspaceFolder | undefined,
): vscode.DebugConfiguration {
  const { [contextKey]: context, ...rest } = configuration as Readonly<Record<string, unknown>>
  const own = rest as vscode.DebugConfiguration
  const given = typeof context === 'string' ? { context: contextOf(context) } : {}
  if (rest['tests'] === undefined) return { unsaved: unsavedTexts(), ...own, ...given }
  const [first] = [rest['tests']].flat() as readonly { readonly file?: unknown }[]
  const file = path.resolve(folder?.uri.fsPath ?? '', String(first?.file))
  return { ...attributesOf(gatewayOptions(vscode.Uri.file(file))), ...own }
}

/** Sessions with a program of their own: of templates, of tests. */
export class DebugLaunches {
  private readonly around: ProgramSurroundings
  private readonly followers = new Map<string, TestFollower & { why?: string }>()
  private lastRun = 0

  constructor(around: ProgramSurroundings) {
    this.around = around
  }

  /** The debugged side of a session. */
  open(session: vscode.DebugSession, child: Pick<DebuggedGateway, 'attach' | 'refused'>): DebuggedGateway {
    let process: DebugProcess | undefined
    const lastLines: string[] = []
    const follower = this.followers.get(String(session.configuration[runKey]))
    return {
      ...child,
      open: async onMessage => {
        process = await this.start(session, lastLines, message => {
          const event = testEventOf(message)
          if (event) follower?.onEvent(event)
          else onMessage(message)
        })
        void process.ended.then(end => {
          if (follower && isCrash(end)) follower.why = [describeEnd(end), ...lastLines].join('\n')
        })
        return process
      },
      close: async () => process?.stop(),
    }
  }

  /** Debugs a template as an editor has it, with a context, JSON text as in a `*.context.json`. */
  async debugTemplate({ uri, position }: TemplatePosition, context: string): Promise<void> {
    const template = vscode.Uri.parse(uri)
    if (template.scheme !== 'file') {
      throw new GatewayProblem(vscode.l10n.t('Save {0} first: a debugger stops in files', fileNameOf(uri)))
    }
    contextOf(encoded(context))
    const { languageId } = await vscode.workspace.openTextDocument(template)
    await this.launch(template, {
      name: vscode.l10n.t('Debug template: {0}', `${fileNameOf(uri)}:${position.line + 1}`),
      // A file of its own is a template from its first line to its last.
      template: languageId === 'apigateway-vtl' ? template.fsPath : { uri, position },
      // Without a breakpoint in sight a session would be over before it is seen.
      stopOnEntry: !hasBreakpoint(template),
      [contextKey]: encoded(context),
    })
  }

  /** Debugs tests one after the other. Resolves when the session is over: with why, when it ended by itself too early. */
  async debugTests(tests: readonly DebuggedTests[], follower: TestFollower): Promise<string | undefined> {
    const [first] = tests
    if (!first) return undefined
    const key = String(++this.lastRun)
    const followed: TestFollower & { why?: string } = follower
    const isOurs = ({ configuration }: vscode.DebugSession) => configuration[runKey] === key
    const subscriptions: vscode.Disposable[] = []
    this.followers.set(key, followed)
    try {
      const over = new Promise<void>(resolve => {
        subscriptions.push(
          vscode.debug.onDidTerminateDebugSession(session => {
            if (isOurs(session)) resolve()
          }),
          vscode.debug.onDidStartDebugSession(session => {
            if (isOurs(session) && follower.token.isCancellationRequested)
              void vscode.debug.stopDebugging(session)
            else if (isOurs(session))
              subscriptions.push(
                follower.token.onCancellationRequested(() => void vscode.debug.stopDebugging(session)),
              )
          }),
        )
      })
      const uri = vscode.Uri.file(first.file)
      const name = vscode.l10n.t('Debug tests: {0}', fileNameOf(uri.toString()))
      const testRun = follower.testRun ? { testRun: follower.testRun } : {}
      const isStarted = await this.launch(uri, { name, tests, [runKey]: key }, testRun)
      if (!isStarted) return vscode.l10n.t('The debug session did not start')
      await over
      return followed.why
    } finally {
      vscode.Disposable.from(...subscriptions).dispose()
      this.followers.delete(key)
    }
  }

  private async launch(
    uri: vscode.Uri,
    configuration: Readonly<Record<string, unknown>> & { readonly name: string },
    options: vscode.DebugSessionOptions = {},
  ): Promise<boolean> {
    const folder = vscode.workspace.getWorkspaceFolder(uri)
    const launched = { type: debugType, request: 'launch', ...configuration }
    return vscode.debug.startDebugging(folder, launched, options)
  }

  private async start(
    { workspaceFolder }: vscode.DebugSession,
    lastLines: string[],
    onMessage: (message: DebugMessage) => void,
  ): Promise<DebugProcess> {
    const { program, findNode, log } = this.around
    const node = await findNode()
    log.info(`${node.command} (Node.js ${node.version}) gatehouse debug`)
    const folder = workspaceFolder?.uri.fsPath ?? path.dirname(program)
    return startDebugProcess({ node, program, arguments: ['debug'], folder }, onMessage, line => {
      lastLines.push(line)
      if (lastLines.length > 20) lastLines.shift()
      log.error(line)
    })
  }
}

function isCrash({ code, signal, error }: GatewayEnd): boolean {
  return error !== undefined || signal !== null || code !== 0
}

function testEventOf(message: DebugMessage): TestEvent | undefined {
  if (message.type !== 'event') return undefined
  const { event, body } = message as Omit<DebugProtocol.Event, 'body'> & { readonly body?: unknown }
  // The program beside this bundle sends nothing else by this name.
  return event === testEventName ? (body as TestEvent) : undefined
}

/** The options of a verb as attributes of a launch: each list gives its option several times. */
function attributesOf(options: readonly string[]): Readonly<Record<string, true | readonly string[]>> {
  const attributes = new Map<string, true | string[]>()
  options.forEach((option, index) => {
    if (!option.startsWith('--')) return
    const name = option.slice(2)
    const value = options[index + 1]
    const known = attributes.get(name)
    if (value === undefined || value.startsWith('--')) attributes.set(name, true)
    else attributes.set(name, [...(known === undefined || known === true ? [] : known), value])
  })
  return Object.fromEntries(attributes)
}

/** Files that are changed and not saved, by their absolute paths. */
function unsavedTexts(): Readonly<Record<string, string>> {
  const changed = vscode.workspace.textDocuments.filter(
    ({ isDirty, uri }) => isDirty && uri.scheme === 'file',
  )
  return Object.fromEntries(changed.map(document => [document.uri.fsPath, document.getText()]))
}

function hasBreakpoint(uri: vscode.Uri): boolean {
  return vscode.debug.breakpoints.some(
    each =>
      each.enabled &&
      each instanceof vscode.SourceBreakpoint &&
      each.location.uri.toString() === uri.toString(),
  )
}

function encoded(text: string): string {
  return Buffer.from(text).toString('base64')
}

function contextOf(base64: string): unknown {
  try {
    return JSON.parse(Buffer.from(base64, 'base64').toString('utf8')) as unknown
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new GatewayProblem(vscode.l10n.t('The context is no JSON: {0}', why))
  }
}
