import type { MapView } from '../../protocol/designMap.ts'
import type { MapGuard, MapRow } from './mapRow.ts'

/** Routes behind one node: an authorizer's, or those of a path. */
export interface MapGroup {
  readonly id: string
  /** Unset where rows are grouped by path. */
  readonly guard?: MapGuard
  readonly name: string
  readonly rows: readonly MapRow[]
  readonly isOpen: boolean
  readonly items: readonly MapItem[]
}

/** A line of a group: a route, or what stands in the place of several; an open one stands above them. */
export type MapItem =
  | { readonly type: 'row'; readonly row: MapRow }
  | {
      readonly type: 'fold'
      readonly id: string
      readonly label: string
      readonly rows: readonly MapRow[]
      readonly isOpen: boolean
    }

/** From more rows on than this, groups are folded until somebody opens them, and divided by their paths then. */
const manyRows = 40
/** As many lines are shown at once as an editor lays out without a pause; what was opened first is folded again. */
const mostLines = 200

/** The rows that the filter lets through, in groups, folded as the view says. */
export function foldRows(rows: readonly MapRow[], view: MapView): MapGroup[] {
  let opened = view.opened ?? []
  for (;;) {
    const groups = groupsOf(rows, view, opened)
    const lines = groups.reduce((sum, { items }) => sum + items.length, 0)
    // An open group shows no more lines than this, so that none is folded that could stay.
    const dropped = oldestAside(opened, Math.ceil((lines - mostLines) / (manyRows + 1)))
    if (dropped.size === 0) return groups
    opened = opened.filter(id => !dropped.has(id))
  }
}

/** So many of what was opened first, but for what the latest one stands in. */
function oldestAside(opened: readonly string[], count: number): ReadonlySet<string> {
  const latest = opened.at(-1) ?? ''
  const aside = opened.filter(id => id !== latest && !latest.startsWith(`${id} `))
  return new Set(aside.slice(0, Math.max(0, count)))
}

/** Every group open and no row hidden. */
export function unfoldedRows(rows: readonly MapRow[], view: MapView): MapGroup[] {
  return [...grouped(rows, view)].map(([id, group]) => {
    return { id, ...group, isOpen: true, items: group.rows.map(row => ({ type: 'row', row })) }
  })
}

/** The rows in which every word of the filter is found. */
export function filteredRows(rows: readonly MapRow[], { filter = '' }: MapView): readonly MapRow[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return rows
  return rows.filter(({ method, path, guard, integration, target, needsApiKey }) => {
    const texts = [method, path, guard.name, integration?.text, target?.text, needsApiKey && 'API key']
    const text = texts.filter(Boolean).join(' ').toLowerCase()
    return words.every(word => text.includes(word))
  })
}

function groupsOf(rows: readonly MapRow[], view: MapView, opened: readonly string[]): MapGroup[] {
  const isOpen = (id: string, isUsual: boolean) =>
    opened.includes(id) || (isUsual && view.closed?.includes(id) !== true)
  return [...grouped(rows, view)].map(([id, group]) => {
    const isOpened = isOpen(id, rows.length <= manyRows || group.rows.length === 1)
    const items: readonly MapItem[] = isOpened
      ? linesOf(id, group.rows, isOpen)
      : [{ type: 'fold', id, label: '', rows: group.rows, isOpen: false }]
    return { id, ...group, isOpen: isOpened, items }
  })
}

function grouped(
  rows: readonly MapRow[],
  { groupBy = 'authorizer' }: MapView,
): Map<string, Pick<MapGroup, 'guard' | 'name'> & { rows: MapRow[] }> {
  const groups = new Map<string, Pick<MapGroup, 'guard' | 'name'> & { rows: MapRow[] }>()
  for (const row of rows) {
    // A door of its own stays one: no stage leads to a function URL.
    const isByGuard = groupBy === 'authorizer' || row.guard.isDirect
    const [first = ''] = segmentsOf(row)
    const name = isByGuard ? row.guard.name : row.path.startsWith('/') ? `/${first}` : 'Routes'
    const id = isByGuard ? `authorizer:${row.guard.key}` : `path:${name}`
    const group = groups.get(id) ?? { name, rows: [], ...(isByGuard && { guard: row.guard }) }
    groups.set(id, group)
    group.rows.push(row)
  }
  return groups
}

type IsOpen = (id: string, isUsual: boolean) => boolean

function linesOf(id: string, rows: readonly MapRow[], isOpen: IsOpen): MapItem[] {
  if (rows.length <= manyRows) return rows.map(row => ({ type: 'row', row }))
  return divided(rows).flatMap((part): MapItem[] => {
    const [row] = part.rows
    if (row && part.rows.length === 1) return [{ type: 'row', row }]
    const partId = `${id} ${part.label}`
    const isOpened = isOpen(partId, false)
    const fold = { type: 'fold' as const, id: partId, label: part.label, rows: part.rows, isOpen: isOpened }
    return isOpened ? [fold, ...linesOf(partId, part.rows, isOpen)] : [fold]
  })
}

interface Part {
  readonly label: string
  readonly rows: readonly MapRow[]
}

/** By the first segment in which their paths differ; very many parts are put together in their order. */
function divided(rows: readonly MapRow[]): Part[] {
  const paths = rows.map(segmentsOf)
  const shared = sharedLength(paths)
  const parts = new Map<string, MapRow[]>()
  rows.forEach((row, index) => {
    const label = `/${(paths[index] ?? []).slice(0, shared + 1).join('/')}`
    const part = parts.get(label)
    if (part) part.push(row)
    else parts.set(label, [row])
  })
  // The same path again and again: there is nothing to tell them apart by but their order.
  const found: Part[] =
    parts.size > 1
      ? [...parts].map(([label, within]) => ({ label, rows: within }))
      : rows.map(row => ({ label: row.key, rows: [row] }))
  if (found.length <= manyRows) return found
  return chunks(found).map(chunk => {
    const [first, last] = [chunk[0]?.label ?? '', chunk.at(-1)?.label ?? '']
    return { label: `${first} … ${last}`, rows: chunk.flatMap(each => each.rows) }
  })
}

function chunks<T>(all: readonly T[]): T[][] {
  const count = Math.ceil(all.length / manyRows)
  return Array.from({ length: count }, (_, index) => all.slice(index * manyRows, (index + 1) * manyRows))
}

function sharedLength(paths: readonly (readonly string[])[]): number {
  const [first = []] = paths
  const end = first.findIndex((segment, index) => paths.some(path => path[index] !== segment))
  return end < 0 ? first.length : end
}

function segmentsOf({ path }: MapRow): readonly string[] {
  return path.startsWith('/') ? path.slice(1).split('/') : [path]
}
