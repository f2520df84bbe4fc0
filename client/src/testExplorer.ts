import * as vscode from 'vscode'
import type { DebuggedTests, DebugLaunches } from './debugLaunches.ts'
import { failureText, showFailure } from './failures.ts'
import { gatewayOptions } from './gatewayOptions.ts'
import { describeEnd } from './gatewayProblem.ts'
import type { GatewayCommand } from './gatewayProcess.ts'
import type { LanguageFeatures } from './languageFeatures.ts'
import type { NodeRuntime } from './nodeRuntime.ts'
import { TestItems } from './testItems.ts'
import type { TestOutcomes } from './testOutcomes.ts'
import { TestProcess } from './testProcess.ts'
import { TestResults } from './testResults.ts'

/** What tests are run with. */
export interface TestSurroundings {
  readonly features: LanguageFeatures
  readonly program: string
  readonly log: vscode.LogOutputChannel
  readonly findNode: () => Promise<NodeRuntime>
  /** Debugs tests. */
  readonly launches: DebugLaunches
  /** Is told what becomes of each test. */
  readonly outcomes: TestOutcomes
}

/** The Test Explorer: lists the tests of `*.gatehouse.yaml` files, and runs them by `gatehouse test`. */
export class TestExplorer implements vscode.Disposable {
  private readonly controller = vscode.tests.createTestController('gatehouse', 'Gatehouse')
  private readonly items: TestItems
  private readonly around: TestSurroundings
  private readonly processes = new Set<TestProcess>()
  private trust: vscode.Disposable | undefined

  constructor(around: TestSurroundings) {
    this.around = around
    this.items = new TestItems(this.controller, around.features)
    // Tests run the code of the workspace: without trust there is nothing to run them with.
    if (vscode.workspace.isTrusted) this.offerRuns()
    else this.trust = vscode.workspace.onDidGrantWorkspaceTrust(() => this.offerRuns())
  }

  /** Ends all runs. */
  async stop(): Promise<void> {
    await Promise.all([...this.processes].map(async process => process.stop()))
  }

  dispose(): void {
    this.trust?.dispose()
    this.items.dispose()
    this.controller.dispose()
    void this.stop()
  }

  private offerRuns(): void {
    const shown = (run: Run) => async (request: vscode.TestRunRequest, token: vscode.CancellationToken) =>
      run(request, token).catch((error: unknown) => {
        this.around.log.error(error instanceof Error ? error : String(error))
        void showFailure(vscode.l10n.t('The tests were not run'), error)
      })
    const { Run, Debug } = vscode.TestRunProfileKind
    const run = shown(async (request, token) => this.run(request, token))
    const debug = shown(async (request, token) => this.debug(request, token))
    this.controller.createRunProfile('Run', Run, run, true, undefined, true)
    this.controller.createRunProfile('Debug', Debug, debug, true)
  }

  private async run(request: vscode.TestRunRequest, token: vscode.CancellationToken): Promise<void> {
    const folders = byFolder(await this.chosen(request))
    await Promise.all([...folders].map(async ([folder, items]) => this.runIn(folder, items, request, token)))
  }

  /** One session after the other, so that one place is held up at a time. */
  private async debug(request: vscode.TestRunRequest, token: vscode.CancellationToken): Promise<void> {
    for (const items of byFolder(await this.chosen(request)).values()) {
      if (token.isCancellationRequested) return
      const results = new TestResults(this.controller, this.items, request, items, this.around.outcomes)
      results.begin()
      const why = await this.around.launches
        .debugTests(debuggedTests(items), {
          testRun: results.current,
          onEvent: event => results.see(event),
          token,
        })
        .catch((error: unknown) => failureText(error))
      results.end(why)
    }
  }

  /** Files where all of their tests run, else tests. */
  private async chosen({ include, exclude = [] }: vscode.TestRunRequest): Promise<vscode.TestItem[]> {
    const asked = include ?? (await this.items.all())
    const left = new Set(exclude)
    const chosen = asked.filter(item => !left.has(item) && !(item.parent && left.has(item.parent)))
    for (const item of chosen) if (!item.parent && item.canResolveChildren) await this.items.refresh(item)
    return chosen.flatMap(item => {
      const children = [...item.children].map(([, child]) => child)
      return children.some(child => left.has(child)) ? children.filter(child => !left.has(child)) : [item]
    })
  }

  private async runIn(
    folder: string,
    items: readonly vscode.TestItem[],
    request: vscode.TestRunRequest,
    token: vscode.CancellationToken,
  ): Promise<void> {
    const results = new TestResults(this.controller, this.items, request, items, this.around.outcomes)
    if (request.continuous !== true) results.begin()
    const process = new TestProcess(await this.commandFor(folder, items, request), event =>
      results.see(event),
    )
    this.processes.add(process)
    const cancellation = token.onCancellationRequested(() => void process.stop())
    if (token.isCancellationRequested) void process.stop()
    try {
      const end = await process.ended
      const why = [describeEnd(end), ...process.lastLines].join('\n')
      results.end(token.isCancellationRequested ? undefined : why)
    } finally {
      cancellation.dispose()
      this.processes.delete(process)
    }
  }

  private async commandFor(
    folder: string,
    items: readonly vscode.TestItem[],
    { continuous }: vscode.TestRunRequest,
  ): Promise<GatewayCommand> {
    const node = await this.around.findNode().catch((error: unknown) => {
      throw new Error(failureText(error), { cause: error })
    })
    const [first] = items
    const options = first?.uri ? gatewayOptions(first.uri) : []
    const commandLine = [
      'test',
      ...items.flatMap(nameOf),
      ...['--format', 'json', '--stdin-watch'],
      ...(continuous === true ? ['--watch'] : []),
      ...options,
    ]
    this.around.log.info(`${node.command} (Node.js ${node.version}) gatehouse ${commandLine.join(' ')}`)
    return { node, program: this.around.program, arguments: commandLine, folder }
  }
}

/** `FILE`, or `FILE:LINE` for one test. */
function nameOf({ uri, parent, range }: vscode.TestItem): string[] {
  if (uri === undefined) return []
  return [parent && range ? `${uri.fsPath}:${range.start.line + 1}` : uri.fsPath]
}

type Run = (request: vscode.TestRunRequest, token: vscode.CancellationToken) => Promise<void>

function debuggedTests(items: readonly vscode.TestItem[]): DebuggedTests[] {
  const files = new Map<string, string[]>()
  for (const { uri, parent, id } of items) {
    const file = uri?.fsPath ?? ''
    files.set(file, [...(files.get(file) ?? []), ...(parent ? [id] : [])])
  }
  return [...files].map(([file, ids]) => ({ file, ...(ids.length > 0 && { ids }) }))
}

function byFolder(items: readonly vscode.TestItem[]): Map<string, vscode.TestItem[]> {
  const folders = new Map<string, vscode.TestItem[]>()
  for (const item of items) {
    const folder = folderOf(item)
    folders.set(folder, [...(folders.get(folder) ?? []), item])
  }
  return folders
}

function folderOf({ uri }: vscode.TestItem): string {
  if (uri === undefined) return ''
  const folder = vscode.workspace.getWorkspaceFolder(uri)?.uri ?? vscode.Uri.joinPath(uri, '..')
  return folder.fsPath
}
