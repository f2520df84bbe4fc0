import type { DesignMap, MapNode, MapView } from '../../../server/src/protocol/designMap.ts'
import type { ShownRequest, ToMap } from '../../src/mapMessages.ts'

/** What the panel knows. */
export interface MapState {
  readonly map?: DesignMap
  readonly last?: ShownRequest
  /** Why what is shown is old, or lacks something. */
  readonly trouble?: string
}

/** What the user chose: kept while the panel is hidden. */
export interface MapChoice {
  readonly view: MapView
  readonly showsLast: boolean
  /** 1 is 100 %; unset for what fits, until somebody zooms. */
  readonly zoom?: number
}

const firstChoice: MapChoice = { view: {}, showsLast: true }

/** Takes a message; the last good map stays when there is no newer one. */
export function receive(state: MapState, message: ToMap): MapState {
  if (message.type !== 'show')
    return { ...state, trouble: `${message.message}. What is shown was true before.` }
  const { map, last, isAsked } = message
  const shown = last ? { last } : {}
  if (map.trouble === undefined) return { map, ...shown }
  // While somebody writes, half a definition is no news; who asks for another view gets what can be read.
  if (state.map && !isAsked) {
    return { map: state.map, ...shown, trouble: `${firstUpper(map.trouble)}. What is shown was true before.` }
  }
  return { map, ...shown, trouble: `${firstUpper(map.trouble)}. Parts may be missing.` }
}

/** What was kept, as far as it has the shape. */
export function choiceOf(kept: unknown): MapChoice {
  if (typeof kept !== 'object' || kept === null) return firstChoice
  const { view, showsLast, zoom } = kept as Partial<Record<keyof MapChoice, unknown>>
  return {
    view: typeof view === 'object' && view !== null ? view : {},
    showsLast: showsLast !== false,
    ...(typeof zoom === 'number' && { zoom: clampZoom(zoom) }),
  }
}

/** Opens what is closed, and closes what is open. */
export function toggled(view: MapView, { id, isOpen }: NonNullable<MapNode['fold']>): MapView {
  const without = (ids: readonly string[] = []) => ids.filter(each => each !== id)
  const [opened, closed] = [without(view.opened), without(view.closed)]
  return isOpen ? { ...view, opened, closed: [...closed, id] } : { ...view, opened: [...opened, id], closed }
}

const steps = [0.25, 0.33, 0.5, 0.67, 0.75, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2, 2.5, 3] as const

/** The next step of the zoom in a direction. */
export function zoomed(zoom: number, direction: 1 | -1): number {
  const next =
    direction === 1 ? steps.find(step => step > zoom + 0.005) : steps.findLast(step => step < zoom - 0.005)
  return next ?? clampZoom(zoom)
}

/** Keeps a zoom between 25 and 300 %. */
export function clampZoom(zoom: number): number {
  return Math.min(3, Math.max(0.25, zoom))
}

/** The zoom at which all of a map is seen; never larger than 100 %. */
export function fittingZoom({ width, height }: DesignMap, room: { width: number; height: number }): number {
  return clampZoom(Math.min(1, room.width / width, room.height / height))
}

/** The zoom to begin with: all columns where that leaves the texts readable. */
export function firstZoom({ width }: DesignMap, room: number): number {
  return Math.min(1, Math.max(0.85, Math.floor((room / width) * 100) / 100))
}

/** Where a key leads from a node: along the edges to the left and right, through the column up and down. */
export function nodeAfter(key: string, map: DesignMap, id: string): string | undefined {
  const node = map.nodes.find(each => each.id === id)
  if (!node) return undefined
  const column = map.nodes.filter(({ x }) => x === node.x).sort((a, b) => a.y - b.y)
  const at = column.indexOf(node)
  switch (key) {
    case 'ArrowUp':
      return column[at - 1]?.id
    case 'ArrowDown':
      return column[at + 1]?.id
    case 'Home':
      return column[0]?.id
    case 'End':
      return column.at(-1)?.id
    case 'ArrowLeft':
      return nearest(neighbours(map, id, 'from'), node)
    case 'ArrowRight':
      return nearest(neighbours(map, id, 'to'), node)
    default:
      return undefined
  }
}

/** Nodes at the other ends of the edges of one, past points where lines meet. */
function neighbours(map: DesignMap, id: string, end: 'from' | 'to'): MapNode[] {
  const own = end === 'from' ? 'to' : 'from'
  return map.edges
    .filter(edge => edge[own] === id)
    .flatMap(edge => map.nodes.find(each => each.id === edge[end]) ?? neighbours(map, edge[end], end))
}

/** The way of the last request goes first, then what is next to it. */
function nearest(nodes: readonly MapNode[], { y, height, isLit }: MapNode): string | undefined {
  const lit = isLit ? nodes.filter(node => node.isLit) : []
  const among = lit.length > 0 ? lit : nodes
  const distance = (node: MapNode) => Math.abs(node.y + node.height / 2 - y - height / 2)
  return among.reduce<MapNode | undefined>(
    (best, node) => (best && distance(best) <= distance(node) ? best : node),
    undefined,
  )?.id
}

function firstUpper(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
