import * as vscode from 'vscode'
import { verdictOf } from './answers.ts'
import type { Gateways } from './gateways.ts'
import type { TreeRow } from './treeRows.ts'

const scheme = 'gatehouse-row'

/**
 * The address under which a row is decorated. It nests as the rows do, so that VS Code carries a badge up to collapsed
 * parents.
 */
export function decorationUri(row: TreeRow): vscode.Uri {
  const names: string[] = []
  for (let at: TreeRow | undefined = row; at; at = at.parent) names.unshift(encodeURIComponent(at.id))
  return vscode.Uri.from({ scheme, path: `/${names.join('/')}` })
}

/** Badges `4x` and `5x` on routes, `1` on a definition that cannot be read. */
export class RowDecorations implements vscode.FileDecorationProvider, vscode.Disposable {
  private readonly change = new vscode.EventEmitter<vscode.Uri | vscode.Uri[] | undefined>()
  readonly onDidChangeFileDecorations = this.change.event
  private readonly gateways: Gateways
  private readonly registration: vscode.Disposable
  /** What is told of a row, by its address: the key of its route, or that it cannot be read. */
  private readonly subjects = new Map<string, { readonly route: string } | 'unreadable'>()

  constructor(gateways: Gateways) {
    this.gateways = gateways
    this.registration = vscode.window.registerFileDecorationProvider(this)
  }

  /** Tells which rows are shown now, and looks at all of them again. */
  show(rows: readonly TreeRow[]): void {
    this.subjects.clear()
    for (const row of rows) {
      const address = decorationUri(row).toString()
      if (row.kind === 'unreadable') this.subjects.set(address, 'unreadable')
      else if (row.kind === 'node' && row.node.route) {
        this.subjects.set(address, { route: this.gateways.keyOf(row.node.route) })
      }
    }
    this.change.fire(undefined)
    // VS Code knows of badges under a collapsed parent only when they are named.
    const decorated = rows.map(decorationUri).filter(uri => this.provideFileDecoration(uri))
    if (decorated.length > 0) this.change.fire(decorated)
  }

  /** Looks at one row again. */
  refresh(row: TreeRow): void {
    this.change.fire(decorationUri(row))
  }

  provideFileDecoration(uri: vscode.Uri): vscode.FileDecoration | undefined {
    if (uri.scheme !== scheme) return undefined
    const subject = this.subjects.get(uri.toString())
    if (subject === 'unreadable') {
      const tip = vscode.l10n.t('This definition cannot be read')
      return decoration('1', tip, new vscode.ThemeColor('editorError.foreground'))
    }
    const answer = subject && this.gateways.answers.lastOf(subject.route)
    if (!answer) return undefined
    const tip = vscode.l10n.t('Last answer {0}', answer.status)
    const verdict = verdictOf(answer.status)
    if (verdict === 'passed') return undefined
    // Without a colour: it would tint the labels of the row and of all its parents; the row's icon has it.
    return decoration(verdict === 'broken' ? '5x' : '4x', tip)
  }

  dispose(): void {
    this.registration.dispose()
    this.change.dispose()
  }
}

function decoration(badge: string, tip: string, color?: vscode.ThemeColor): vscode.FileDecoration {
  const result = new vscode.FileDecoration(badge, tip, color)
  result.propagate = true
  return result
}
