import * as vscode from 'vscode'
import type { TestName, TestOutcome, TestResult } from '../../server/src/protocol/testRun.ts'
import { uriKey } from './workspaceOutline.ts'

/** What became of each test when it ran last in this session, for the tree. */
export class TestOutcomes implements vscode.Disposable {
  private readonly change = new vscode.EventEmitter<void>()
  readonly onDidChange = this.change.event
  private readonly outcomes = new Map<string, TestOutcome>()

  see({ test, outcome }: TestResult): void {
    this.outcomes.set(keyOf(test), outcome)
    this.change.fire()
  }

  of(test: TestName): TestOutcome | undefined {
    return this.outcomes.get(keyOf(test))
  }

  dispose(): void {
    this.change.dispose()
  }
}

function keyOf({ file, id }: TestName): string {
  return `${uriKey(vscode.Uri.file(file).toString())} ${id}`
}
