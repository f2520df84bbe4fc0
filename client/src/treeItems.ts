import * as vscode from 'vscode'
import type { Location } from '../../server/src/protocol/places.ts'
import type { OutlineKind, OutlineNode } from '../../server/src/protocol/requests.ts'
import { changeItem, changesItem, changesTooltip, changeTooltip } from './changeItems.ts'
import { verdictOf } from './answers.ts'
import type { Answer, Verdict } from './answers.ts'
import { commands } from './contributions.ts'
import { coverageText, testsText } from './coverageTexts.ts'
import type { Gateways } from './gateways.ts'
import { fileLabelOf, placeName } from './places.ts'
import { decorationUri } from './rowDecorations.ts'
import type { TestOutcomes } from './testOutcomes.ts'
import { definitionOf, locationOf } from './treeRows.ts'
import type { GatewayRow, NodeRow, TreeRow, UnreadableRow } from './treeRows.ts'
import { takesRequests } from './workspaceOutline.ts'

/** What VS Code shows for a row: icon, label, description, and the source that a click opens. */
export function treeItem(row: TreeRow, gateways: Gateways): vscode.TreeItem {
  const item = itemOf(row, gateways)
  item.id = row.id
  item.resourceUri = decorationUri(row)
  if (locationOf(row)) {
    // With the row and not its place: that moves while somebody types.
    item.command = {
      title: vscode.l10n.t('Go to Definition'),
      command: commands.goToDefinition,
      arguments: [row],
    }
  }
  return item
}

/** The tooltip of a row, Markdown; made when it is shown, since it tells of lines and times. */
export function treeTooltip(
  row: TreeRow,
  gateways: Gateways,
  outcomes: TestOutcomes,
): vscode.MarkdownString | undefined {
  const { head, rest } = tooltipParts(row, gateways, outcomes)
  const place = locationOf(row)
  const lines = [...rest, ...(place ? [placeLink(place)] : [])]
  const parts = [head, lines.join('  \n')].filter(part => part !== '')
  return parts.length > 0 ? new vscode.MarkdownString(parts.join('\n\n'), true) : undefined
}

/** How a kind of API is called. */
export function typeName(type: 'rest' | 'http' | 'websocket'): string {
  return { rest: 'REST', http: 'HTTP', websocket: 'WebSocket' }[type]
}

function itemOf(row: TreeRow, gateways: Gateways): vscode.TreeItem {
  switch (row.kind) {
    case 'gateway':
      return gatewayItem(row, gateways)
    case 'node':
      return row.node.route ? routeItem(row, gateways) : nodeItem(row)
    case 'changes':
      return changesItem(row)
    case 'change':
      return changeItem(row)
    case 'unreadable':
      return unreadableItem(row, gateways)
    case 'lastGood': {
      const item = new vscode.TreeItem(vscode.l10n.t('Last good version is served'))
      const ports = runningPorts(gateways, definitionOf(row))
      item.description = ports.map(port => `:${port}`).join(' · ')
      item.iconPath = new vscode.ThemeIcon('history')
      item.contextValue = 'lastGood'
      return item
    }
  }
}

function gatewayItem(row: GatewayRow, gateways: Gateways): vscode.TreeItem {
  const { gateway } = row
  const item = new vscode.TreeItem(gateway.name, vscode.TreeItemCollapsibleState.Expanded)
  const server = gateways.of(gateway.definition)
  const { status } = server
  const type = typeName(gateway.type)
  const listening = server.listening(gateway.apiId)
  if (listening) {
    item.iconPath = icon('vm-running', 'charts.green')
    item.description = `:${new URL(listening.url).port} · ${type} · ${listening.stage}`
    item.contextValue = `gateway.running${flagsOf(gateway)}`
  } else if (status.type === 'starting') {
    const port = status.ports.get(gateway.apiId)
    item.iconPath = icon('loading~spin', 'progressBar.background')
    item.description =
      port === undefined || port === 0
        ? vscode.l10n.t('starting')
        : vscode.l10n.t('starting, port {0}', String(port))
    item.contextValue = `gateway.starting${flagsOf(gateway)}`
  } else if (status.type === 'failed') {
    item.iconPath = icon('error', 'editorError.foreground')
    item.description = status.problem.summary
    const isTaken = status.problem.remedy === 'freePort'
    item.contextValue = `gateway.failed${isTaken ? '.portTaken' : ''}${flagsOf(gateway)}`
  } else {
    item.iconPath = new vscode.ThemeIcon('vm-outline')
    item.description = `${type} · ${vscode.workspace.isTrusted ? vscode.l10n.t('stopped') : routeCount(row)}`
    item.contextValue = `gateway.stopped${flagsOf(gateway)}`
  }
  item.accessibilityInformation = { label: `${gateway.name}, ${item.description}` }
  return item
}

/** Menus ask for it: where a console can be opened, and where parts are neither added nor deleted. */
function flagsOf({ type, isFixed }: GatewayRow['gateway']): string {
  return `${type === 'websocket' ? '.socket' : ''}${isFixed ? '.fixed' : ''}`
}

function routeItem(row: NodeRow, gateways: Gateways): vscode.TreeItem {
  const { node, gateway } = row
  // Only rows with a route come here.
  const route = node.route ?? { definition: '', apiId: '', method: '', path: '' }
  const key = gateways.keyOf(route)
  const answer = gateways.answers.lastOf(key)
  // No highlight on the method: a tree draws it as a match of a search, in a brown that reads as a state.
  const item = new vscode.TreeItem(node.label, collapsible(row, vscode.TreeItemCollapsibleState.Collapsed))
  item.description = [
    ...(answer ? [String(answer.status)] : []),
    ...(node.description ? [node.description] : []),
  ].join(' · ')
  item.iconPath = gateways.answers.isUnderWay(key)
    ? icon('loading~spin', 'progressBar.background')
    : verdictIcon(answer && verdictOf(answer.status))
  const flags = [
    takesRequests(gateway) ? 'runnable' : 'socket',
    gateway.type,
    ...(node.handler ? ['handler'] : []),
    ...(gateway.isFixed ? ['fixed'] : []),
  ]
  item.contextValue = ['route', ...flags].join('.')
  const spoken = answer ? vscode.l10n.t('last answer {0}', answer.status) : vscode.l10n.t('not called yet')
  item.accessibilityInformation = {
    label: [node.label, spoken, ...(node.description ? [node.description] : [])].join(', '),
  }
  return item
}

function nodeItem(row: NodeRow): vscode.TreeItem {
  const { node } = row
  const state =
    node.holds === 'route'
      ? vscode.TreeItemCollapsibleState.Expanded
      : vscode.TreeItemCollapsibleState.Collapsed
  const item = new vscode.TreeItem(node.label, collapsible(row, state))
  if (node.description !== undefined) item.description = node.description
  item.iconPath = rowIcon(node)
  item.contextValue = contextOf(row)
  return item
}

/** The icon of a row's kind. */
export function rowIcon(node: OutlineNode): vscode.ThemeIcon {
  const kind = node.kind === 'group' ? node.holds : node.kind
  const color = kind === 'notEmulated' ? 'editorInfo.foreground' : undefined
  return icon(kind === undefined ? 'folder' : icons[kind], color)
}

/** What menus ask for: `model.located`, of a group what it holds too, `group.route.socket`. */
function contextOf({ node, gateway }: NodeRow): string {
  const holds = node.kind === 'group' && node.holds !== undefined ? `.${node.holds}` : ''
  return `${node.kind}${holds}${node.location ? '.located' : ''}${flagsOf(gateway)}`
}

function unreadableItem(row: UnreadableRow, gateways: Gateways): vscode.TreeItem {
  const name = fileLabelOf(row.definition)
  const item = new vscode.TreeItem(name, collapsible(row, vscode.TreeItemCollapsibleState.Expanded))
  const where = vscode.l10n.t('line {0}: {1}', row.location.range.start.line + 1, row.message)
  item.description = where
  item.iconPath = icon('error', 'editorError.foreground')
  item.contextValue = runningPorts(gateways, row.definition).length > 0 ? 'unreadable.running' : 'unreadable'
  item.accessibilityInformation = { label: `${name}, ${where}` }
  return item
}

const icons: Readonly<Record<OutlineKind, string>> = {
  group: 'folder',
  route: 'list-tree',
  integration: 'symbol-method',
  authorizer: 'shield',
  model: 'symbol-structure',
  requestValidator: 'checklist',
  stage: 'layers',
  gatewayResponse: 'reply',
  notEmulated: 'info',
  response: 'arrow-left',
  domainName: 'globe',
  usagePlan: 'key',
  policy: 'law',
}

function verdictIcon(verdict: Verdict | undefined): vscode.ThemeIcon {
  if (verdict === 'passed') return icon('pass', 'charts.green')
  if (verdict === 'refused') return icon('warning', 'editorWarning.foreground')
  if (verdict === 'broken') return icon('error', 'editorError.foreground')
  return icon('circle-outline', 'descriptionForeground')
}

function icon(name: string, color?: string): vscode.ThemeIcon {
  return new vscode.ThemeIcon(name, color === undefined ? undefined : new vscode.ThemeColor(color))
}

function collapsible(row: TreeRow, open: vscode.TreeItemCollapsibleState): vscode.TreeItemCollapsibleState {
  return row.children.length > 0 ? open : vscode.TreeItemCollapsibleState.None
}

function routeCount(row: GatewayRow): string {
  const count = (nodes: readonly OutlineNode[]): number =>
    nodes.reduce((sum, node) => sum + (node.route ? 1 : 0) + count(node.children ?? []), 0)
  const routes = count(row.gateway.children)
  return routes === 1 ? vscode.l10n.t('1 route') : vscode.l10n.t('{0} routes', routes)
}

function runningPorts(gateways: Gateways, definition: string): string[] {
  const { status } = gateways.of(definition)
  return status.type === 'running' ? status.apis.map(api => new URL(api.url).port) : []
}

function answerLine(answer: Answer): string {
  const mark = { passed: '$(pass)', refused: '$(warning)', broken: '$(error)' }[verdictOf(answer.status)]
  const time = new Date(answer.at).toLocaleTimeString()
  return `${mark} ${vscode.l10n.t('Last answer **{0}** after {1} ms, at {2}', answer.status, Math.round(answer.durationMs), time)}`
}

function placeLink(location: Location): string {
  const uri = vscode.Uri.parse(location.uri).with({ fragment: `L${location.range.start.line + 1}` })
  return `[${escapeMarkdown(placeName(location))}](${uri.toString()})`
}

function tooltipParts(
  row: TreeRow,
  gateways: Gateways,
  outcomes: TestOutcomes,
): { head: string; rest: string[] } {
  if (row.kind === 'gateway') {
    const url = gateways.of(row.gateway.definition).listening(row.gateway.apiId)?.url
    const head = `**${escapeMarkdown(row.gateway.name)}** ${typeName(row.gateway.type)}`
    const coverage = coverageText(row.gateway)
    return {
      head,
      rest: [
        ...(url === undefined ? [] : [`[${url}](${url})`]),
        ...(coverage === undefined ? [] : [`$(beaker) ${coverage}`]),
      ],
    }
  }
  if (row.kind === 'unreadable') {
    return { head: `**${escapeMarkdown(fileLabelOf(row.definition))}**`, rest: [escapeMarkdown(row.message)] }
  }
  if (row.kind === 'lastGood') return { head: '', rest: [] }
  if (row.kind === 'changes') return { head: changesTooltip(row), rest: [] }
  if (row.kind === 'change') return changeTooltip(row)
  const { node } = row
  const answer = node.route && gateways.answers.lastOf(gateways.keyOf(node.route))
  const tests = testsText(node, outcomes)
  return {
    // The server's lines begin with a heading of their own.
    head: node.tooltip?.join('\n') ?? `**${escapeMarkdown(node.label)}**`,
    rest: [
      ...(node.handler ? [`$(go-to-file) ${placeLink(node.handler)}`] : []),
      ...(answer ? [answerLine(answer)] : []),
      ...(tests === undefined ? [] : [`$(beaker) ${tests}`]),
    ],
  }
}

function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+\-.!$<>|~]/g, '\\$&')
}
