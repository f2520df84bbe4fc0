import * as vscode from 'vscode'
import type { Range } from '../../server/src/base/text.ts'
import type { TestKind, TestName } from '../../server/src/protocol/testRun.ts'
import type { LanguageFeatures } from './languageFeatures.ts'
import { uriKey } from './workspaceOutline.ts'

/** Files of tests, for searching and watching. */
export const testFiles = '**/*.gatehouse.{yaml,yml}'

/** The tests of the workspace as items of the Test Explorer: files, and the tests in them. */
export class TestItems implements vscode.Disposable {
  private readonly controller: vscode.TestController
  private readonly features: LanguageFeatures
  private readonly subscriptions: vscode.Disposable[]
  private readonly pauses = new Map<string, ReturnType<typeof setTimeout>>()

  constructor(controller: vscode.TestController, features: LanguageFeatures) {
    this.controller = controller
    this.features = features
    const watcher = vscode.workspace.createFileSystemWatcher(testFiles)
    this.subscriptions = [
      watcher,
      watcher.onDidCreate(uri => this.refreshSoon(uri)),
      watcher.onDidChange(uri => this.refreshSoon(uri)),
      watcher.onDidDelete(uri => this.forget(uri)),
      vscode.workspace.onDidOpenTextDocument(document => this.meet(document)),
      vscode.workspace.onDidChangeTextDocument(({ document }) => this.meet(document)),
    ]
    controller.resolveHandler = async item => {
      if (item) await this.refresh(item)
      else await this.findFiles()
    }
    controller.refreshHandler = async () => this.findFiles()
    for (const document of vscode.workspace.textDocuments) this.meet(document)
  }

  /** The item of a test of a run. */
  find({ file, id }: TestName): vscode.TestItem | undefined {
    return this.fileOf(vscode.Uri.file(file))?.children.get(id)
  }

  /** The item of a file. */
  fileOf(uri: vscode.Uri): vscode.TestItem | undefined {
    return this.controller.items.get(uriKey(uri.toString()))
  }

  /** All files, once they and their tests are known. */
  async all(): Promise<vscode.TestItem[]> {
    await this.findFiles()
    const files = [...this.controller.items].map(([, item]) => item)
    await Promise.all(files.map(async item => this.refresh(item)))
    return files
  }

  /** Reads the tests of a file anew. */
  async refresh(item: vscode.TestItem): Promise<void> {
    if (!item.uri || item.parent) return
    try {
      const { tests, fault } = await this.features.request('gatehouse/tests', { uri: item.uri.toString() })
      item.error = fault && vscode.l10n.t('Line {0}: {1}', String(fault.range.start.line + 1), fault.message)
      item.children.replace(
        tests.map((test, index) => {
          const known = item.children.get(test.id)
          const child = known ?? this.controller.createTestItem(test.id, test.name, item.uri)
          child.range = rangeOf(test.nameRange)
          child.description = kindName(test.kind)
          child.sortText = String(index).padStart(5, '0')
          return child
        }),
      )
      item.canResolveChildren = false
    } catch (error) {
      item.error = error instanceof Error ? error.message : String(error)
    }
  }

  dispose(): void {
    for (const pause of this.pauses.values()) clearTimeout(pause)
    vscode.Disposable.from(...this.subscriptions).dispose()
  }

  private async findFiles(): Promise<void> {
    const found = await vscode.workspace.findFiles(
      testFiles,
      '**/{node_modules,.aws-sam,.serverless,cdk.out}/**',
    )
    const known = new Set(found.map(uri => uriKey(uri.toString())))
    for (const [id] of this.controller.items) if (!known.has(id)) this.controller.items.delete(id)
    for (const uri of found) this.add(uri)
  }

  private add(uri: vscode.Uri): vscode.TestItem {
    const id = uriKey(uri.toString())
    const known = this.controller.items.get(id)
    if (known) return known
    const item = this.controller.createTestItem(id, vscode.workspace.asRelativePath(uri), uri)
    item.canResolveChildren = true
    this.controller.items.add(item)
    return item
  }

  private forget(uri: vscode.Uri): void {
    this.controller.items.delete(uriKey(uri.toString()))
  }

  private meet({ uri }: vscode.TextDocument): void {
    if (uri.scheme === 'file' && /\.gatehouse\.ya?ml$/i.test(uri.path)) this.refreshSoon(uri)
  }

  /** After a pause in typing. */
  private refreshSoon(uri: vscode.Uri): void {
    const id = uriKey(uri.toString())
    clearTimeout(this.pauses.get(id))
    this.pauses.set(
      id,
      setTimeout(() => {
        this.pauses.delete(id)
        void this.refresh(this.add(uri))
      }, 200),
    )
  }
}

function rangeOf({ start, end }: Range): vscode.Range {
  return new vscode.Range(start.line, start.character, end.line, end.character)
}

function kindName(kind: TestKind): string {
  switch (kind) {
    case 'route':
      return vscode.l10n.t('route')
    case 'template':
      return vscode.l10n.t('template')
    case 'policy':
      return vscode.l10n.t('policy')
  }
}
