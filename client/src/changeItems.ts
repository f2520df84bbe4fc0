import * as vscode from 'vscode'
import type { JournalEvent } from '../../server/src/protocol/journal.ts'
import type { ChangeRow, ChangesRow } from './treeRows.ts'

/** The group of an API's changes: the newest one's time, or that there are none yet. */
export function changesItem({ children }: ChangesRow): vscode.TreeItem {
  const { None, Collapsed } = vscode.TreeItemCollapsibleState
  const item = new vscode.TreeItem(vscode.l10n.t('Changes'), children.length > 0 ? Collapsed : None)
  const [newest] = children
  item.description = newest ? agoText(newest.event.eventTime) : vscode.l10n.t('none yet')
  item.iconPath = new vscode.ThemeIcon('history')
  item.contextValue = 'changes'
  return item
}

/** One change: the call of AWS's control plane that would have made it. */
export function changeItem({ event }: ChangeRow): vscode.TreeItem {
  const item = new vscode.TreeItem(`${event.eventName} ${event.subject}`)
  item.description = agoText(event.eventTime)
  item.iconPath = new vscode.ThemeIcon(icons[event.how])
  item.contextValue = 'change.located'
  item.accessibilityInformation = { label: `${item.label as string}, ${howText(event)}, ${item.description}` }
  return item
}

export function changesTooltip({ children }: ChangesRow): string {
  return children.length > 0
    ? vscode.l10n.t('What the running gateway took over when its definition was saved, the newest first')
    : vscode.l10n.t(
        'Save the definition while its gateway runs: what changed is noted here, in CloudTrail’s words',
      )
}

/** Parts of a change's tooltip, Markdown. */
export function changeTooltip({ event }: ChangeRow): { head: string; rest: string[] } {
  const { eventName, eventTime, parameters } = event
  const when = `${howText(event)}, ${new Date(eventTime).toLocaleString()}`
  const fence = '`'.repeat(Math.max(3, ...[...parameters.matchAll(/`+/g)].map(([run]) => run.length + 1)))
  return {
    head: `**${eventName}** ${when} (\`${eventTime}\`)\n\n${fence}json\n${parameters}\n${fence}`,
    rest: [],
  }
}

const icons = { added: 'diff-added', removed: 'diff-removed', changed: 'diff-modified' } as const

function howText({ how }: JournalEvent): string {
  if (how === 'added') return vscode.l10n.t('added')
  return how === 'removed' ? vscode.l10n.t('removed') : vscode.l10n.t('changed')
}

/** `2 min ago`; the date when it was not today. */
function agoText(eventTime: string, now = Date.now()): string {
  const at = new Date(eventTime)
  const minutes = Math.floor((now - at.getTime()) / 60_000)
  if (minutes < 1) return vscode.l10n.t('just now')
  if (minutes < 60) return vscode.l10n.t('{0} min ago', minutes)
  if (minutes < 24 * 60) return vscode.l10n.t('{0} h ago', Math.floor(minutes / 60))
  return at.toLocaleDateString()
}
