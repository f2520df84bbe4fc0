import * as vscode from 'vscode'
import type { TestEvent, TestFailure, TestResult } from '../../server/src/protocol/testRun.ts'
import type { SourceLine } from '../../server/src/protocol/trace.ts'
import type { TestItems } from './testItems.ts'
import type { TestOutcomes } from './testOutcomes.ts'

/** Shows the events of `gatehouse test` in the Test Explorer: a run there for each run of the program. */
export class TestResults {
  private readonly controller: vscode.TestController
  private readonly items: TestItems
  private readonly request: vscode.TestRunRequest
  private readonly included: readonly vscode.TestItem[]
  private readonly outcomes: TestOutcomes
  private run: vscode.TestRun | undefined
  private open = new Set<vscode.TestItem>()

  constructor(
    controller: vscode.TestController,
    items: TestItems,
    request: vscode.TestRunRequest,
    included: readonly vscode.TestItem[],
    outcomes: TestOutcomes,
  ) {
    this.controller = controller
    this.items = items
    this.request = request
    this.included = included
    this.outcomes = outcomes
  }

  /** The run that results go to now. */
  get current(): vscode.TestRun | undefined {
    return this.run
  }

  /** The tests wait. */
  begin(): void {
    if (this.run) return
    this.run = this.controller.createTestRun(this.ownRequest(), vscode.l10n.t('Gatehouse tests'))
    for (const item of this.included) {
      const tests = item.children.size > 0 ? [...item.children].map(([, child]) => child) : [item]
      for (const test of tests) {
        this.open.add(test)
        this.run.enqueued(test)
      }
    }
  }

  see(event: TestEvent): void {
    switch (event.type) {
      case 'run':
        return this.begin()
      case 'started': {
        const item = this.items.find(event.test)
        if (item) this.run?.started(item)
        return
      }
      case 'ended':
        return this.ended(event)
      case 'unreadable': {
        const file = this.items.fileOf(vscode.Uri.file(event.source.file))
        if (file) this.run?.errored(file, messageAt(event.message, event.source))
        return
      }
      case 'problem':
        this.print(event.message)
        return
      // The tree tells it, from its own look at the files.
      case 'coverage':
        return
      case 'finished':
        this.finish()
    }
  }

  /** The program has ended; `why` tells of an end in the middle of a run. */
  end(why: string | undefined): void {
    if (why !== undefined && this.run) {
      const message = vscode.l10n.t('The run ended early: {0}', why)
      for (const item of this.open) this.run.errored(item, new vscode.TestMessage(message))
      this.print(message)
      this.open.clear()
    }
    this.finish()
  }

  /** VS Code shows of each request the results of one run: further runs of a continuous one are asked for anew. */
  private ownRequest(): vscode.TestRunRequest {
    const { include, exclude, profile, continuous } = this.request
    if (continuous !== true) return this.request
    return new vscode.TestRunRequest(include, exclude, profile, true)
  }

  private ended(result: TestResult): void {
    const { test, outcome, failures, durationMs, output, reason } = result
    this.outcomes.see(result)
    const item = this.items.find(test)
    const { run } = this
    if (!item || !run) return
    this.open.delete(item)
    for (const line of [...output, ...failures.flatMap(linesOf)]) this.print(line, item)
    if (outcome === 'passed') run.passed(item, durationMs)
    else if (outcome === 'skipped') {
      if (reason !== undefined) this.print(reason, item)
      run.skipped(item)
    } else run[outcome](item, failures.map(messageOf), durationMs)
  }

  private finish(): void {
    for (const item of this.open) this.run?.skipped(item)
    this.open = new Set()
    this.run?.end()
    this.run = undefined
  }

  // The output is a terminal, which goes to the beginning of a line by `\r` alone.
  private print(text: string, item?: vscode.TestItem): void {
    this.run?.appendOutput(`${text.replaceAll(/\r?\n/g, '\r\n')}\r\n`, undefined, item)
  }
}

function messageOf({ message, expected, actual, source, related = [] }: TestFailure): vscode.TestMessage {
  const lines = [message, ...related.map(each => `${each.message} ${placeName(each.source)}`)].join('\n')
  const made =
    expected === undefined || actual === undefined
      ? new vscode.TestMessage(lines)
      : vscode.TestMessage.diff(lines, expected, actual)
  made.location = locationOf(source)
  return made
}

function messageAt(message: string, source: SourceLine): vscode.TestMessage {
  const made = new vscode.TestMessage(message)
  made.location = locationOf(source)
  return made
}

function linesOf({ message, source, related = [] }: TestFailure): string[] {
  return [
    `${placeName(source)}: ${message}`,
    ...related.map(each => `${placeName(each.source)}: ${each.message}`),
  ]
}

function locationOf({ file, line, character }: SourceLine): vscode.Location {
  return new vscode.Location(vscode.Uri.file(file), new vscode.Position(line, character))
}

/** `examples/shop.gatehouse.yaml:12`, which the output makes a link. */
function placeName({ file, line }: SourceLine): string {
  return `${vscode.workspace.asRelativePath(vscode.Uri.file(file))}:${line + 1}`
}
