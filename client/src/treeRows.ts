import type { JournalEvent } from '../../server/src/protocol/journal.ts'
import type { Location } from '../../server/src/protocol/places.ts'
import type { Outline, OutlineGateway, OutlineNode } from '../../server/src/protocol/requests.ts'

/** One row of the tree of gateways. */
export type TreeRow = GatewayRow | NodeRow | ChangesRow | ChangeRow | UnreadableRow | LastGoodRow

interface RowBase {
  /** Stable over refreshes: the tree keeps its expansion by it. */
  readonly id: string
  readonly parent?: TreeRow
  readonly children: readonly TreeRow[]
}

export interface GatewayRow extends RowBase {
  readonly kind: 'gateway'
  /** Replaced by `moveRows`, like the others below. */
  gateway: OutlineGateway
}

export interface NodeRow extends RowBase {
  readonly kind: 'node'
  node: OutlineNode
  gateway: OutlineGateway
}

/** The last changes that a running gateway took over for its API. */
export interface ChangesRow extends RowBase {
  readonly kind: 'changes'
  gateway: OutlineGateway
  readonly children: readonly ChangeRow[]
}

export interface ChangeRow extends RowBase {
  readonly kind: 'change'
  readonly event: JournalEvent
  gateway: OutlineGateway
}

/** A definition that cannot be read. */
export interface UnreadableRow extends RowBase {
  readonly kind: 'unreadable'
  readonly definition: string
  readonly message: string
  location: Location
}

/** Under an unreadable definition whose gateway runs: it goes on with what it read last. */
export interface LastGoodRow extends RowBase {
  readonly kind: 'lastGood'
  readonly definition: string
}

/** What the rows show beside the outline. */
export interface TreeFacts {
  /** Whether the gateway of a definition runs. */
  readonly serves: (definition: string) => boolean
  /** The last changes of an API, the newest first; undefined for one that is never served. */
  readonly changes: (gateway: OutlineGateway) => readonly JournalEvent[] | undefined
}

/** The rows of an outline, those that need mending first. */
export function rowsOf(outline: Outline, { serves, changes }: TreeFacts): TreeRow[] {
  const unreadable = outline.unreadable.map(({ uri, message, range }): UnreadableRow => {
    const children: LastGoodRow[] = []
    const row: UnreadableRow = {
      kind: 'unreadable',
      id: `unreadable ${uri}`,
      definition: uri,
      message,
      location: { uri, range },
      children,
    }
    if (serves(uri)) {
      children.push({ kind: 'lastGood', id: `lastGood ${uri}`, definition: uri, parent: row, children: [] })
    }
    return row
  })
  return [...unreadable, ...outline.gateways.map(gateway => gatewayRow(gateway, changes(gateway)))]
}

/**
 * Takes over new places in the files when nothing else of the rows has changed, as it is while somebody types. VS Code
 * then need not be told, and knows the rows by their identity. False, and nothing is done, when more has changed.
 */
export function moveRows(rows: readonly TreeRow[], fresh: readonly TreeRow[]): boolean {
  const [old, now] = [allRows(rows), allRows(fresh)]
  const isSame = old.length === now.length && old.every((row, index) => looksOf(row) === looksOf(now[index]))
  if (!isSame) return false
  for (const [index, row] of old.entries()) {
    const next = now[index]
    if (row.kind === 'gateway' && next?.kind === 'gateway') row.gateway = next.gateway
    else if (row.kind === 'unreadable' && next?.kind === 'unreadable') row.location = next.location
    else if (row.kind === 'changes' && next?.kind === 'changes') row.gateway = next.gateway
    else if (row.kind === 'change' && next?.kind === 'change') row.gateway = next.gateway
    else if (row.kind === 'node' && next?.kind === 'node') {
      row.node = next.node
      row.gateway = next.gateway
    }
  }
  return true
}

/** Every row, parents before their children. */
export function allRows(rows: readonly TreeRow[]): TreeRow[] {
  return rows.flatMap(row => [row, ...allRows(row.children)])
}

/** Where a row stands in the user's files. */
export function locationOf(row: TreeRow): Location | undefined {
  if (row.kind === 'gateway') return row.gateway.location
  if (row.kind === 'node') return row.node.location
  if (row.kind === 'changes') return undefined
  if (row.kind === 'change') return row.event.location
  return row.kind === 'unreadable'
    ? row.location
    : row.parent?.kind === 'unreadable'
      ? row.parent.location
      : undefined
}

/** The definition that a row belongs to. */
export function definitionOf(row: TreeRow): string {
  return 'gateway' in row ? row.gateway.definition : row.definition
}

/**
 * The row that a line of a file belongs to: the one whose range holds it, the narrowest first, else the last that begins
 * before it. Undefined above the first.
 */
export function rowAt(
  rows: readonly TreeRow[],
  line: number,
  isInFile: (uri: string) => boolean,
): TreeRow | undefined {
  let best: { row: TreeRow; start: number; lines: number } | undefined
  for (const row of allRows(rows)) {
    const location = locationOf(row)
    // Integrations are folded away under their routes, and following the caret must not unfold them. A change is past.
    const isFolded = row.kind === 'change' || (row.kind === 'node' && isFoldedKind(row.node.kind))
    if (!location || isFolded || !isInFile(location.uri)) continue
    const { start, end } = location.range
    if (start.line > line) continue
    const lines = end.line >= line ? end.line - start.line : Number.POSITIVE_INFINITY
    const isBetter = !best || lines < best.lines || (lines === best.lines && start.line >= best.start)
    if (isBetter) best = { row, start: start.line, lines }
  }
  return best?.row
}

function isFoldedKind(kind: OutlineNode['kind']): boolean {
  return kind === 'integration' || kind === 'response'
}

/** The route whose handler stands in a file: the last that begins at a line or before it, else the first. */
export function rowOfHandler(
  rows: readonly TreeRow[],
  line: number,
  isInFile: (uri: string) => boolean,
): TreeRow | undefined {
  let best: { row: TreeRow; start: number } | undefined
  for (const row of allRows(rows)) {
    const start = handlerLine(row, isInFile)
    if (start === undefined) continue
    const isNearer = best && start <= line && (best.start > line || start > best.start)
    if (!best || isNearer) best = { row, start }
  }
  return best?.row
}

/** The line on which the handler of a row's route begins in a file; undefined for other rows. */
export function handlerLine(row: TreeRow, isInFile: (uri: string) => boolean): number | undefined {
  const handler = row.kind === 'node' ? row.node.handler : undefined
  return handler && isInFile(handler.uri) ? handler.range.start.line : undefined
}

/** All of a row that is seen, without its parts and without the lines it stands on. */
function looksOf(row: TreeRow | undefined): string {
  if (!row) return ''
  // An unreadable definition shows its line in the row itself.
  const line = row.kind === 'unreadable' ? row.location.range.start.line : undefined
  const shown = { ...row, parent: row.parent?.id, line }
  return JSON.stringify(shown, (key, value: unknown) =>
    key === 'children' || key === 'range' ? undefined : value,
  )
}

function gatewayRow(gateway: OutlineGateway, changes: readonly JournalEvent[] | undefined): GatewayRow {
  const children: TreeRow[] = []
  const id = `${gateway.definition} ${gateway.apiId}`
  const row: GatewayRow = { kind: 'gateway', id, gateway, children }
  children.push(...gateway.children.map(node => nodeRow(node, gateway, row, id)))
  if (changes) children.push(changesRow(changes, gateway, row, id))
  return row
}

function changesRow(
  events: readonly JournalEvent[],
  gateway: OutlineGateway,
  parent: TreeRow,
  prefix: string,
): ChangesRow {
  const children: ChangeRow[] = []
  const row: ChangesRow = { kind: 'changes', id: `${prefix} changes`, gateway, parent, children }
  for (const event of events) {
    children.push({ kind: 'change', id: `${row.id} ${event.id}`, event, gateway, parent: row, children: [] })
  }
  return row
}

function nodeRow(node: OutlineNode, gateway: OutlineGateway, parent: TreeRow, prefix: string): NodeRow {
  const children: TreeRow[] = []
  const row: NodeRow = { kind: 'node', id: `${prefix} ${node.id}`, node, gateway, parent, children }
  children.push(...(node.children ?? []).map(child => nodeRow(child, gateway, row, prefix)))
  return row
}
