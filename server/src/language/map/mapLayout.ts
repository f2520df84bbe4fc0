import { Graph, layout } from '@dagrejs/dagre'
import type { GraphLabel, RankerFunction } from '@dagrejs/dagre'
import type { DesignMap, MapEdge, MapNodeKind } from '../../protocol/designMap.ts'
import type { GraphEdge, GraphNode, MapGraph } from './mapGraph.ts'
import { contentWidth } from './mapNode.ts'

/** A node with its place: the left upper corner and the size. */
export interface PlacedNode {
  readonly node: GraphNode
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export interface PlacedGraph extends Pick<DesignMap, 'width' | 'height' | 'columns' | 'edges'> {
  readonly nodes: readonly PlacedNode[]
}

interface Column {
  readonly title: string
  readonly least: number
  readonly most: number
  readonly height: number
}

const columns: readonly Column[] = [
  { title: 'Client', least: 70, most: 90, height: 40 },
  { title: 'Custom domain', least: 140, most: 230, height: 40 },
  { title: 'Stage', least: 70, most: 150, height: 40 },
  { title: '', least: 0, most: 0, height: 0 },
  { title: 'Authorizer', least: 132, most: 220, height: 40 },
  { title: 'Route', least: 240, most: 400, height: 26 },
  { title: 'Integration', least: 122, most: 170, height: 26 },
  { title: 'Function or target', least: 160, most: 320, height: 26 },
]

const columnOf: Readonly<Record<MapNodeKind, number>> = {
  client: 0,
  domain: 1,
  stage: 2,
  authorizer: 4,
  group: 4,
  fold: 5,
  route: 5,
  integration: 6,
  target: 7,
}

function columnFor({ kind, isPoint }: GraphNode): number {
  return isPoint ? columnOf.stage + 1 : columnOf[kind]
}

const gaps = { column: 26, line: 8, group: 14, margin: 16, head: 42 } as const

/** Where everything stands: columns from left to right, lines in the order of the graph. The same graph gives the same. */
export function placeGraph({ nodes, edges }: MapGraph): PlacedGraph {
  const used = columns.flatMap((column, index) => {
    const within = nodes.filter(node => columnFor(node) === index)
    if (within.length === 0) return []
    const width = Math.max(column.least, ...within.map(contentWidth))
    const title = within.every(({ kind }) => kind === 'group') ? 'Path' : column.title
    return [{ ...column, index, title, width: Math.ceil(Math.min(column.most, width)) }]
  })
  const rankOf = (node: GraphNode) => used.findIndex(({ index }) => index === columnFor(node))
  const graph = dagreGraph(nodes, edges, node => {
    const rank = rankOf(node)
    const { width = 0, height = 0 } = used[rank] ?? {}
    return { rank, width, height }
  })
  let left: number = gaps.margin
  const placedColumns = used.map(({ title, width }) => {
    const x = left
    left += width + gaps.column
    return { title, x, width }
  })
  const placed = new Map(
    nodes.map((node): [string, PlacedNode] => {
      const { y } = placeOf(graph.node(node.id))
      const rank = rankOf(node)
      const { x = 0, width = 0 } = placedColumns[rank] ?? {}
      const { height = 0 } = used[rank] ?? {}
      const top = y - height / 2 - (node.gap === 'below' ? gaps.group / 2 : 0)
      return [node.id, { node, x, y: Math.round(gaps.head + gaps.margin + top), width, height }]
    }),
  )
  straightenEntrances(placed)
  const domains = [...placed.values()].filter(({ node }) => node.kind === 'domain')
  const belowDomains =
    domains.length === 0 ? undefined : Math.max(...domains.map(({ y, height }) => y + height)) + 12
  const around = { placed, columnsUsed: placedColumns, graph, belowDomains }
  const bottom = Math.max(0, ...[...placed.values()].map(({ y, height }) => y + height))
  return {
    nodes: [...placed.values()].filter(({ node }) => node.isPoint !== true),
    edges: edges.flatMap(edge => placedEdge(edge, around) ?? []),
    columns: placedColumns.flatMap(({ title, x }) => (title === '' ? [] : { title, x })),
    width: left - gaps.column + gaps.margin,
    height: bottom + gaps.margin,
  }
}

/** The client stands before what it calls, and a domain before its stage: function URLs pull at them else. */
function straightenEntrances(placed: Map<string, PlacedNode>): void {
  const all = [...placed.values()]
  const ofKind = (kind: MapNodeKind) => all.filter(({ node }) => node.kind === kind && node.isPoint !== true)
  const moveTo = (moved: PlacedNode | undefined, middle: number) => {
    if (moved) placed.set(moved.node.id, { ...moved, y: Math.round(middle - moved.height / 2) })
  }
  const [domains, stages] = [ofKind('domain'), ofKind('stage')]
  const [domain] = domains
  const [stage] = stages
  const isPair = domains.length === 1 && stages.length === 1
  if (isPair && stage) moveTo(domain, middleOf(stage))
  const called = isPair || domains.length === 0 ? stages : domains
  if (called.length > 0)
    moveTo(placed.get('client'), called.reduce((sum, each) => sum + middleOf(each), 0) / called.length)
}

function middleOf({ y, height }: PlacedNode): number {
  return y + height / 2
}

interface Box {
  readonly rank: number
  readonly width: number
  readonly height: number
}

function dagreGraph(
  nodes: readonly GraphNode[],
  edges: readonly GraphEdge[],
  boxOf: (node: GraphNode) => Box,
): Graph {
  const graph = new Graph()
  // Layers are known, so nobody has to look for them; its type knows the names of built-in rankers only.
  const label: Omit<GraphLabel, 'ranker'> & { ranker: RankerFunction } = {
    rankdir: 'LR',
    nodesep: gaps.line,
    edgesep: gaps.line,
    ranksep: gaps.column,
    ranker: keepRanks,
  }
  graph.setGraph(label)
  for (const node of nodes) {
    const { rank, width, height } = boxOf(node)
    // The library counts two ranks for each layer, to have one for labels.
    graph.setNode(node.id, { rank: 2 * rank, width, height: height + (node.gap ? gaps.group : 0) })
  }
  for (const { from, to } of edges) {
    const [start, end] = [placeOf(graph.node(from)), placeOf(graph.node(to))]
    graph.setEdge(from, to, { minlen: (end.rank - start.rank) / 2 })
  }
  // The order of the definition is the one that people know: it is not changed to save crossings.
  layout(graph, { disableOptimalOrderHeuristic: true })
  return graph
}

const keepRanks: RankerFunction = graph => {
  // The library's own root stands before the first layer.
  for (const id of graph.nodes()) graph.node(id).rank ??= -1
}

function placeOf(label: unknown): { readonly rank: number; readonly y: number } {
  const { rank = 0, y = 0 } = label as { readonly rank?: number; readonly y?: number }
  return { rank, y }
}

interface PlacedColumn {
  readonly x: number
  readonly width: number
}

interface Around {
  readonly placed: ReadonlyMap<string, PlacedNode>
  readonly columnsUsed: readonly PlacedColumn[]
  readonly graph: Graph
  /** Where lines pass the domains; unset where there are none. */
  readonly belowDomains: number | undefined
}

function placedEdge(
  { from, to, isLit }: GraphEdge,
  { placed, columnsUsed, graph, belowDomains }: Around,
): MapEdge | undefined {
  const [start, end] = [placed.get(from), placed.get(to)]
  if (!start || !end) return undefined
  // Around what stands between: straight through the columns that the edge leaves out.
  const between = columnsUsed.filter(({ x }) => x > start.x && x < end.x)
  const points = pointsOf(graph.edge(from, to))
  const past = end.node.kind === 'stage' ? belowDomains : undefined
  let at = { x: start.x + start.width, y: start.y + start.height / 2 }
  let path = `M${at.x} ${at.y}`
  for (const { x, width } of between) {
    const ownY = gaps.head + gaps.margin + heightAt(points, x + width / 2 - (columnsUsed[0]?.x ?? 0))
    const y = past ?? ownY
    path += `${curve(at, { x, y })}H${x + width}`
    at = { x: x + width, y }
  }
  path += curve(at, { x: end.x, y: end.y + end.height / 2 })
  return { from, to, path, ...(isLit && { isLit }) }
}

interface Point {
  readonly x: number
  readonly y: number
}

function pointsOf(label: unknown): readonly Point[] {
  return (label as { readonly points?: readonly Point[] }).points ?? []
}

/** Where the library leads the edge through a column: its point next to the middle. */
function heightAt(points: readonly Point[], x: number): number {
  const [first, ...others] = points
  const near = others.reduce<Point | undefined>(
    (best, point) => (best && Math.abs(best.x - x) <= Math.abs(point.x - x) ? best : point),
    first,
  )
  return Math.round(near?.y ?? 0)
}

function curve(from: Point, to: Point): string {
  const middle = Math.round((from.x + to.x) / 2)
  return `C${middle} ${from.y} ${middle} ${to.y} ${to.x} ${to.y}`
}
