import path from 'node:path'
import * as vscode from 'vscode'
import type { RouteReference } from '../../server/src/protocol/places.ts'
import { verdictOf } from './answers.ts'
import type { Order } from './panelMessages.ts'
import { openPlace } from './places.ts'
import type { RequestFiles, SavedRequest } from './requestFiles.ts'
import type { HistoryEntry, RequestHistory } from './requestHistory.ts'
import { routeName } from './routeName.ts'

interface Item extends vscode.QuickPickItem {
  readonly entry?: HistoryEntry
  readonly saved?: SavedRequest
}

/** Lets the user choose a request sent before or one of a file; what is chosen is handed to `open`. */
export async function chooseRequest(
  route: RouteReference,
  history: RequestHistory,
  files: RequestFiles,
  open: (route: RouteReference, order: Order, from: string) => void,
): Promise<void> {
  const pick = vscode.window.createQuickPick<Item>()
  let isAll = false
  const show = async () => {
    pick.title = isAll ? vscode.l10n.t('All routes') : routeName(route)
    pick.buttons = buttons(isAll)
    const wanted = isAll ? undefined : route
    pick.busy = true
    pick.items = itemsOf([], history.entries(wanted))
    const saved = await files.saved(wanted)
    pick.items = itemsOf(saved, history.entries(wanted))
    pick.busy = false
  }
  pick.placeholder = vscode.l10n.t('A request to fill in')
  pick.matchOnDescription = true
  const done = new Promise<Item | undefined>(resolve => {
    pick.onDidAccept(() => resolve(pick.selectedItems[0]))
    pick.onDidHide(() => resolve(undefined))
  })
  pick.onDidTriggerButton(async button => {
    if (button.iconPath instanceof vscode.ThemeIcon && button.iconPath.id === 'clear-all')
      await history.clear()
    else isAll = !isAll
    await show()
  })
  pick.onDidTriggerItemButton(async ({ item }) => {
    if (item.saved) {
      const { file, request } = item.saved
      const at = { line: request.line, character: 0 }
      pick.hide()
      await openPlace({ uri: file.toString(), range: { start: at, end: at } })
    } else if (item.entry) {
      await history.remove(item.entry)
      await show()
    }
  })
  pick.show()
  // A file that cannot be read tells of itself when it is opened.
  show().then(undefined, () => (pick.busy = false))
  const item = await done
  pick.dispose()
  if (item?.saved)
    open(item.saved.route, item.saved.order.order, item.saved.request.name ?? vscode.l10n.t('a file'))
  else if (item?.entry) open(item.entry.route, item.entry.order, vscode.l10n.t('the history'))
}

function buttons(isAll: boolean): vscode.QuickInputButton[] {
  return [
    {
      iconPath: new vscode.ThemeIcon(isAll ? 'filter-filled' : 'list-flat'),
      tooltip: isAll ? vscode.l10n.t('This route only') : vscode.l10n.t('All routes'),
    },
    {
      iconPath: new vscode.ThemeIcon('clear-all'),
      tooltip: vscode.l10n.t('Clear the history of all routes'),
    },
  ]
}

function itemsOf(saved: readonly SavedRequest[], entries: readonly HistoryEntry[]): Item[] {
  const separator = (label: string): Item => ({ label, kind: vscode.QuickPickItemKind.Separator })
  const items = [
    ...(saved.length > 0 ? [separator(vscode.l10n.t('Saved requests')), ...saved.map(savedItem)] : []),
    ...(entries.length > 0 ? [separator(vscode.l10n.t('History')), ...entries.map(historyItem)] : []),
  ]
  if (items.length > 0) return items
  return [
    {
      label: vscode.l10n.t('Nothing was sent yet'),
      description: vscode.l10n.t('Answered requests stand here'),
    },
  ]
}

function savedItem(saved: SavedRequest): Item {
  const { request } = saved.order.order
  const { file } = saved
  return {
    label: `$(file-code) ${saved.request.name ?? `${request.method} ${request.target}`}`,
    description: `${request.method} ${request.target}`,
    detail: `${vscode.workspace.asRelativePath(file, false)}:${saved.request.line + 1}`,
    buttons: [
      {
        iconPath: new vscode.ThemeIcon('go-to-file'),
        tooltip: vscode.l10n.t('Open {0}', path.basename(file.fsPath)),
      },
    ],
    saved,
  }
}

const icons = { passed: 'pass', refused: 'warning', broken: 'error' } as const

function historyItem(entry: HistoryEntry): Item {
  const { order, status, durationMs, at, isCut } = entry
  const parts = [
    `${status}`,
    durationMs < 1000 ? `${Math.round(durationMs)} ms` : `${(durationMs / 1000).toFixed(1)} s`,
    new Date(at).toLocaleString(),
    order.identity !== undefined && vscode.l10n.t('as {0}', order.identity),
    order.stage !== '' && vscode.l10n.t('stage {0}', order.stage),
    isCut && vscode.l10n.t('without its long body'),
  ]
  return {
    label: `$(${icons[verdictOf(status)]}) ${order.request.method} ${order.request.target}`,
    description: parts.filter(Boolean).join(' · '),
    buttons: [{ iconPath: new vscode.ThemeIcon('trash'), tooltip: vscode.l10n.t('Remove from the history') }],
    entry,
  }
}
