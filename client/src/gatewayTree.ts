import * as vscode from 'vscode'
import { gatewaysView } from './contributions.ts'
import { failureText } from './failures.ts'
import type { Gateways } from './gateways.ts'
import { RowDecorations } from './rowDecorations.ts'
import type { Journals } from './journals.ts'
import { setting } from './settings.ts'
import type { TestOutcomes } from './testOutcomes.ts'
import { treeItem, treeTooltip } from './treeItems.ts'
import {
  allRows,
  definitionOf,
  handlerLine,
  locationOf,
  moveRows,
  rowAt,
  rowOfHandler,
  rowsOf,
} from './treeRows.ts'
import type { NodeRow, TreeRow } from './treeRows.ts'
import { uriKey } from './workspaceOutline.ts'
import type { WorkspaceOutline } from './workspaceOutline.ts'

/** Milliseconds after the last move of the caret before the tree follows it. */
const followDelay = 150
/** Milliseconds after which the ages of changes are said anew. */
const ageInterval = 60_000
/** Milliseconds after which a row that has not come is no longer waited for. */
const revealLimit = 5000

/** The side bar's tree: gateways, their routes and the last answer of each. */
export class GatewayTree implements vscode.TreeDataProvider<TreeRow>, vscode.Disposable {
  private readonly change = new vscode.EventEmitter<TreeRow | undefined>()
  readonly onDidChangeTreeData = this.change.event
  private readonly outline: WorkspaceOutline
  private readonly gateways: Gateways
  private readonly journals: Journals
  private readonly outcomes: TestOutcomes
  private readonly decorations: RowDecorations
  private readonly view: vscode.TreeView<TreeRow>
  private readonly disposables: vscode.Disposable[]
  private rows: readonly TreeRow[] = []
  /** Rows of routes by the key of their answers (routeName.ts). */
  private routes = new Map<string, TreeRow>()
  private followTimer: NodeJS.Timeout | undefined
  private outcomesTimer: NodeJS.Timeout | undefined
  private readonly ageTimer: NodeJS.Timeout

  constructor(outline: WorkspaceOutline, gateways: Gateways, journals: Journals, outcomes: TestOutcomes) {
    this.outline = outline
    this.gateways = gateways
    this.journals = journals
    this.outcomes = outcomes
    this.decorations = new RowDecorations(gateways)
    this.view = vscode.window.createTreeView(gatewaysView, { treeDataProvider: this, showCollapseAll: true })
    this.disposables = [
      this.view,
      this.change,
      this.decorations,
      outline.onDidChange(() => this.outlineChanged()),
      // Tooltips that were shown name lines.
      vscode.workspace.onDidSaveTextDocument(({ uri }) => {
        const isDefinition = this.rows.some(row => uriKey(definitionOf(row)) === uri.toString())
        if (isDefinition) this.change.fire(undefined)
      }),
      gateways.onDidChangeStatus(definition => this.statusChanged(definition)),
      gateways.onDidChangeAnswer(key => this.answerChanged(key)),
      journals.onDidChange(() => this.outlineChanged()),
      // Tooltips that were shown tell of tests.
      outcomes.onDidChange(() => this.outcomesChanged()),
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.rebuild()),
      vscode.window.onDidChangeActiveTextEditor(() => this.follow()),
      vscode.window.onDidChangeTextEditorSelection(() => this.follow()),
      this.view.onDidChangeVisibility(() => this.follow()),
    ]
    this.ageTimer = setInterval(() => this.tellAges(), ageInterval)
    this.showTrust()
  }

  /** The row that commands without an argument mean. */
  get selected(): TreeRow | undefined {
    return this.view.selection[0]
  }

  getTreeItem(row: TreeRow): vscode.TreeItem {
    return treeItem(row, this.gateways)
  }

  resolveTreeItem(item: vscode.TreeItem, row: TreeRow): vscode.TreeItem {
    const tooltip = treeTooltip(row, this.gateways, this.outcomes)
    if (tooltip) item.tooltip = tooltip
    return item
  }

  getParent(row: TreeRow): TreeRow | undefined {
    return row.parent
  }

  async getChildren(row?: TreeRow): Promise<TreeRow[]> {
    if (row) return [...row.children]
    if (!this.outline.known) {
      // The view is shown for the first time: this starts the language server, and `rebuild` is called on the way.
      await vscode.window.withProgress({ location: { viewId: gatewaysView } }, () =>
        this.outline.get().catch((error: unknown) => {
          this.view.message = vscode.l10n.t('The gateways cannot be listed: {0}', failureText(error))
        }),
      )
    }
    return [...this.rows]
  }

  /** Every route and part, once the gateways are known; what stands below a route is found by the route. */
  async allNodes(): Promise<NodeRow[]> {
    if (this.rows.length === 0) {
      await this.outline.get()
      this.rebuild()
    }
    const isPart = ({ kind }: NodeRow['node']) => !['group', 'integration', 'response'].includes(kind)
    return allRows(this.rows).flatMap(row => (row.kind === 'node' && isPart(row.node) ? [row] : []))
  }

  /** Unfolds the tree down to a row and selects it. */
  async show(row: TreeRow): Promise<void> {
    await vscode.commands.executeCommand(`${gatewaysView}.focus`)
    await this.view.reveal(row, { select: true, focus: true, expand: true })
  }

  /** Selects the row that an edit brings, as soon as the outline has it, when the view is visible. */
  revealNext(): void {
    if (!this.view.visible) return
    const known = new Set(allRows(this.rows).map(({ id }) => id))
    const end = () => {
      clearTimeout(timer)
      subscription.dispose()
    }
    const timer = setTimeout(end, revealLimit)
    const subscription = this.outline.onDidChange(() => {
      const row = allRows(this.rows).find(({ id, kind }) => kind === 'node' && !known.has(id))
      if (!row) return
      end()
      const shown = row.kind === 'node' && row.node.kind === 'group' ? (row.children[0] ?? row) : row
      this.view.reveal(shown, { select: true, focus: false }).then(undefined, () => {})
    })
  }

  dispose(): void {
    clearTimeout(this.followTimer)
    clearTimeout(this.outcomesTimer)
    clearInterval(this.ageTimer)
    vscode.Disposable.from(...this.disposables).dispose()
  }

  private outlineChanged(): void {
    if (!moveRows(this.rows, this.freshRows())) {
      this.rebuild()
      return
    }
    this.showTrust()
    this.follow()
  }

  private freshRows(): TreeRow[] {
    const outline = this.outline.known
    if (!outline) return []
    return rowsOf(outline, {
      serves: definition => this.gateways.of(definition).status.type === 'running',
      changes: gateway => this.journals.of(gateway.definition, gateway.apiId),
    })
  }

  // A run ends many tests one after the other.
  private outcomesChanged(): void {
    this.outcomesTimer ??= setTimeout(() => {
      this.outcomesTimer = undefined
      this.change.fire(undefined)
    }, followDelay)
  }

  private tellAges(): void {
    if (!this.view.visible) return
    for (const row of allRows(this.rows)) {
      if (row.kind === 'changes' && row.children.length > 0) this.change.fire(row)
    }
  }

  private rebuild(): void {
    this.rows = this.freshRows()
    this.showTrust()
    const all = allRows(this.rows)
    this.routes = new Map(
      all.flatMap(row =>
        row.kind === 'node' && row.node.route ? [[this.gateways.keyOf(row.node.route), row] as const] : [],
      ),
    )
    this.decorations.show(all)
    this.change.fire(undefined)
    this.follow()
  }

  private statusChanged(definition: string): void {
    const count = this.gateways.running().length
    const text = count === 1 ? vscode.l10n.t('1 gateway runs') : vscode.l10n.t('{0} gateways run', count)
    this.view.badge = count === 0 ? undefined : { value: count, tooltip: text }
    const concerned = this.rows.filter(row => uriKey(definitionOf(row)) === uriKey(definition))
    // An unreadable definition has a row more while its gateway runs.
    if (concerned.some(row => row.kind === 'unreadable')) this.rebuild()
    else for (const row of concerned) this.change.fire(row)
  }

  private answerChanged(key: string): void {
    const row = this.routes.get(key)
    if (!row) return
    this.change.fire(row)
    this.decorations.refresh(row)
  }

  /** A full tree says above its rows why nothing can be started; an empty one has a welcome view, which a message hides. */
  private showTrust(): void {
    const text = vscode.l10n.t(
      'This folder is not trusted, so handlers are not run. Checks and the tree work.',
    )
    // VS Code takes an empty message off the view.
    this.view.message = vscode.workspace.isTrusted || this.rows.length === 0 ? '' : text
  }

  private follow(): void {
    clearTimeout(this.followTimer)
    this.followTimer = setTimeout(() => this.revealActive(), followDelay)
  }

  private revealActive(): void {
    const editor = vscode.window.activeTextEditor
    if (!editor || !this.view.visible || !setting('gatehouse.tree.followEditor')) return
    const { line } = editor.selection.active
    const isActive = (uri: string) => uriKey(uri) === editor.document.uri.toString()
    const row = rowAt(this.rows, line, isActive) ?? rowOfHandler(this.rows, line, isActive)
    if (!row || row.id === this.selected?.id) return
    // Rows may share a line (a route and its integration): the one that was clicked stays.
    const chosen = this.selected && locationOf(this.selected)
    if (chosen && isActive(chosen.uri) && chosen.range.start.line === line) return
    // Several routes may have one handler: the one that was clicked stays.
    if (
      this.selected &&
      handlerLine(this.selected, isActive) === handlerLine(row, isActive) &&
      handlerLine(row, isActive) !== undefined
    )
      return
    // Fails when the rows changed meanwhile; the next move of the caret finds the new ones.
    this.view.reveal(row, { select: true, focus: false }).then(undefined, () => {})
  }
}
