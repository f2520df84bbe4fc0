import type { LastRequest, MapIcon, MapNode, MapNodeKind } from '../../protocol/designMap.ts'
import type { Origin } from '../../base/origin.ts'
import type { MapDomain, MapStage } from './mapEntrances.ts'
import type { MapGroup, MapItem } from './mapFolds.ts'
import type { MapRow } from './mapRow.ts'
import { timeText, titleOf } from './mapText.ts'

/** A node before it has a place. */
export interface GraphNode {
  readonly id: string
  readonly kind: MapNodeKind
  readonly text: string
  /** A second line, of the nodes at the left. */
  readonly detail?: string
  /** `GET`, before the text. */
  readonly method?: string
  readonly isCode?: boolean
  readonly title: string
  readonly icons: readonly MapIcon['name'][]
  readonly time?: string
  readonly isLit: boolean
  readonly origin?: Origin
  readonly row?: MapRow
  readonly fold?: MapNode['fold']
  /** Nothing but a point where lines meet. */
  readonly isPoint?: boolean
  /** Of the last line of a group: a gap follows. An only line keeps to the middle of its group. */
  readonly gap?: 'below' | 'around'
}

export interface GraphEdge {
  readonly from: string
  readonly to: string
  readonly isLit: boolean
}

export interface MapGraph {
  readonly nodes: readonly GraphNode[]
  readonly edges: readonly GraphEdge[]
}

/** What the graph is made of. */
export interface GraphParts {
  readonly domains: readonly MapDomain[]
  readonly stages: readonly MapStage[]
  readonly groups: readonly MapGroup[]
  readonly last?: LastRequest | undefined
}

/** Nodes and edges in the order of the definition, from the client to what answers. */
export function mapGraph(parts: GraphParts): MapGraph {
  const way = wayOf(parts)
  const graph: Growing = { nodes: [], edges: [], way }
  entrances(parts, graph)
  const { stages } = parts
  const behind = parts.groups.filter(({ guard }) => guard?.isDirect !== true)
  // Every stage leads to every authorizer: their lines meet in one point, or they would cross each other.
  const hasJunction = stages.length > 1 && behind.length > 1
  if (hasJunction) {
    graph.nodes.push({
      id: junction,
      kind: 'stage',
      isPoint: true,
      text: '',
      title: '',
      icons: [],
      isLit: false,
    })
    for (const { name } of stages)
      graph.edges.push({ from: `stage:${name}`, to: junction, isLit: name === way.stage })
  }
  const doors = hasJunction ? [junction] : stages.map(({ name }) => `stage:${name}`)
  const litDoor = hasJunction ? junction : `stage:${way.stage ?? ''}`
  for (const group of parts.groups) groupNodes(group, { doors, litDoor }, graph)
  return graph
}

const junction = 'junction'

interface Growing {
  readonly nodes: GraphNode[]
  readonly edges: GraphEdge[]
  readonly way: Way
}

/** What of the last request is lit. */
interface Way {
  readonly last?: LastRequest
  readonly row?: MapRow
  readonly domain?: string
  readonly stage?: string
}

function wayOf({ domains, stages, groups, last }: GraphParts): Way {
  const row = last && groups.flatMap(({ rows }) => rows).find(({ key }) => key === last.route)
  if (!row) return {}
  const domain = domains.find(({ name }) => name === last.host)?.name
  const stage = (stages.find(({ name }) => name === last.stage) ?? stages[0])?.name
  return {
    last,
    row,
    ...(row.guard.isDirect
      ? {}
      : { ...(domain !== undefined && { domain }), ...(stage !== undefined && { stage }) }),
  }
}

function entrances({ domains, stages }: GraphParts, { nodes, edges, way }: Growing): void {
  const isLit = way.row !== undefined
  nodes.push({
    id: 'client',
    kind: 'client',
    text: 'Client',
    title: 'Client',
    icons: [],
    isLit,
    ...(way.last && { time: timeText(way.last.durationMs) }),
  })
  for (const { name, detail, title, origin, stages: leadsTo } of domains) {
    const id = `domain:${name}`
    const isHere = name === way.domain
    nodes.push({
      id,
      kind: 'domain',
      text: name,
      isCode: true,
      detail,
      title,
      icons: [],
      isLit: isHere,
      origin,
    })
    edges.push({ from: 'client', to: id, isLit: isHere })
    for (const stage of leadsTo)
      edges.push({ from: id, to: `stage:${stage}`, isLit: isHere && stage === way.stage })
  }
  for (const { name, detail, title, origin, isOnOwnHost } of stages) {
    const id = `stage:${name}`
    const isHere = name === way.stage
    const shared = { id, kind: 'stage' as const, text: name, title, icons: [], isLit: isHere, origin }
    nodes.push({ ...shared, ...(detail !== undefined && { detail }) })
    const isReached = domains.some(domain => domain.stages.includes(name))
    if (isOnOwnHost || !isReached)
      edges.push({ from: 'client', to: id, isLit: isHere && way.domain === undefined })
  }
}

/** Where the lines to groups come from, and the one of them that may be lit. */
interface Doors {
  readonly doors: readonly string[]
  readonly litDoor: string
}

function groupNodes(group: MapGroup, { doors, litDoor }: Doors, graph: Growing): void {
  const { nodes, edges, way } = graph
  const { id, guard, name, rows, isOpen, items } = group
  const isHere = way.row !== undefined && rows.includes(way.row)
  const count = rows.length === 1 ? '1 route' : `${rows.length} routes`
  const origin = guard?.origin ?? rows[0]?.origin
  const time = guard && isHere ? way.last?.times.authorizer : undefined
  nodes.push({
    id,
    kind: guard ? 'authorizer' : 'group',
    text: name,
    detail: count,
    title: titleOf([guard?.title ?? `Routes of ${name}`, count]),
    icons: guard ? [guard.isOpen ? 'open' : 'shield'] : [],
    isLit: isHere,
    ...(time !== undefined && { time: timeText(time) }),
    ...(origin && { origin }),
    ...(rows.length > 1 && { fold: { id, isOpen } }),
  })
  if (guard?.isDirect) edges.push({ from: 'client', to: id, isLit: isHere })
  else for (const from of doors) edges.push({ from, to: id, isLit: isHere && from === litDoor })
  let before: MapRow | undefined
  items.forEach((item, index) => {
    const isLast = index === items.length - 1
    const gap = isLast ? { gap: items.length === 1 ? ('around' as const) : ('below' as const) } : {}
    if (item.type === 'fold') foldNode(item, { group, gap }, graph)
    else rowNodes(item.row, before, { group, gap }, graph)
    before = item.type === 'row' ? item.row : undefined
  })
}

interface Within {
  readonly group: MapGroup
  readonly gap: Pick<GraphNode, 'gap'>
}

function foldNode(
  { id, label, rows, isOpen }: Extract<MapItem, { type: 'fold' }>,
  { group, gap }: Within,
  { nodes, edges, way }: Growing,
): void {
  const count = `${rows.length} routes`
  const isLit = !isOpen && way.row !== undefined && rows.includes(way.row)
  const nodeId = `fold:${id}`
  nodes.push({
    id: nodeId,
    kind: 'fold',
    ...(label === '' ? { text: count } : { text: label, isCode: true, detail: count }),
    title: titleOf([label === '' ? `Routes of ${group.name}` : `Routes below ${label}`, count]),
    icons: [isOpen ? 'fold' : 'unfold'],
    isLit,
    ...gap,
    ...(isLit && way.row && { time: way.row.key }),
    ...(rows[0] && { origin: rows[0].origin }),
    fold: { id, isOpen },
  })
  edges.push({ from: group.id, to: nodeId, isLit })
}

function rowNodes(row: MapRow, before: MapRow | undefined, { group, gap }: Within, graph: Growing): void {
  const { nodes, edges, way } = graph
  const isHere = row === way.row
  const { last } = way
  const wasLetIn = isHere && last?.reached !== 'authorizer'
  const isAnswered = wasLetIn && last?.reached !== 'route'
  const { key, method, path, origin, integration, target, needsApiKey, isCached } = row
  const id = `route:${key}`
  const facts = [
    row.guard.title,
    needsApiKey ? 'API key required' : undefined,
    isCached ? 'answers are cached' : undefined,
  ]
  nodes.push({
    id,
    kind: 'route',
    text: path,
    isCode: true,
    ...(method !== '' && { method }),
    title: titleOf([`${method} ${path}`.trim(), ...facts]),
    icons: [
      ...(group.guard ? [] : [row.guard.isOpen ? ('open' as const) : ('shield' as const)]),
      ...(needsApiKey ? ['key' as const] : []),
      ...(isCached ? ['cache' as const] : []),
    ],
    isLit: isHere,
    ...gap,
    ...(isHere && !isAnswered && last && { time: String(last.status) }),
    origin,
    row,
  })
  edges.push({ from: group.id, to: id, isLit: wasLetIn })
  if (!integration) return
  const integrationTime = isAnswered ? last?.times.integration : undefined
  nodes.push({
    id: `integration:${key}`,
    kind: 'integration',
    text: integration.text,
    isCode: true,
    ...(integration.isMapped && { detail: 'VTL' }),
    title: titleOf([integration.title]),
    icons: [],
    isLit: isAnswered,
    ...gap,
    ...(integrationTime !== undefined && { time: timeText(integrationTime) }),
    origin: integration.origin,
  })
  edges.push({ from: id, to: `integration:${key}`, isLit: isAnswered })
  if (target) targetNode(row, before, isAnswered, gap, graph)
}

/** Routes that follow each other and have the same target share its node. */
function targetNode(
  row: MapRow,
  before: MapRow | undefined,
  isLit: boolean,
  gap: Pick<GraphNode, 'gap'>,
  { nodes, edges, way }: Growing,
): void {
  const { target } = row
  if (!target) return
  const last = nodes.findLastIndex(({ kind }) => kind === 'target')
  const shared = before?.target?.key === target.key ? nodes[last] : undefined
  const time = isLit ? way.last?.times.target : undefined
  const lit = { isLit: isLit || shared?.isLit === true, ...(time !== undefined && { time: timeText(time) }) }
  const node: GraphNode = shared
    ? { ...shared, ...lit }
    : {
        id: `target:${row.key}`,
        kind: 'target',
        text: target.text,
        isCode: target.isCode,
        title: titleOf([target.title]),
        icons: [],
        ...gap,
        origin: target.origin,
        ...lit,
      }
  if (shared) nodes[last] = node
  else nodes.push(node)
  edges.push({ from: `integration:${row.key}`, to: node.id, isLit })
}
