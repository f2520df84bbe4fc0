import type { MapIcon, MapNode, MapText } from '../../protocol/designMap.ts'
import type { RouteReference } from '../../protocol/places.ts'
import type { Uris } from '../places.ts'
import { locationOf } from '../places.ts'
import { isInvocable } from '../routeReference.ts'
import type { GraphNode } from './mapGraph.ts'
import { iconPaths } from './mapIcons.ts'
import { cut, widthOf } from './mapText.ts'

const inset = 10
const methodWidth = 50
const iconWidth = 20

/** How wide a node has to be for nothing of it to be cut. */
export function contentWidth(node: GraphNode): number {
  const { text, detail = '', time = '', icons, fold, method } = node
  const isTall = tallKinds.has(node.kind)
  const second = widthOf(detail, 'small') + widthOf(time, 'time') + (time && detail ? inset : 0)
  const first = widthOf(text, roleOf(node))
  const words = isTall ? Math.max(first, second) : first + (second > 0 ? second + inset : 0)
  const toggles = isTall && fold ? 1 : 0
  return 2 * inset + words + iconWidth * (icons.length + toggles) + (method === undefined ? 0 : methodWidth)
}

/** What is drawn inside of a node, and what it leads to. */
export function drawNode(
  node: GraphNode,
  box: Pick<MapNode, 'x' | 'y' | 'width' | 'height'>,
  uris: Uris,
  definition: string,
): MapNode {
  const { id, kind, title, isLit, origin, row, fold } = node
  const { texts, icons } = tallKinds.has(kind) ? tall(node, box.width) : line(node, box.width)
  const route = row?.route
  const reference: RouteReference | undefined =
    route && isInvocable(route)
      ? { definition, apiId: route.api.id, method: route.method, path: route.path }
      : undefined
  return {
    id,
    kind,
    ...box,
    title,
    texts,
    icons,
    ...(isLit && { isLit }),
    ...(origin && { source: locationOf(origin, uris) }),
    ...(reference && { route: reference }),
    ...(fold && { fold }),
  }
}

const tallKinds: ReadonlySet<MapNode['kind']> = new Set(['client', 'domain', 'stage', 'authorizer', 'group'])

type Drawn = Pick<MapNode, 'texts' | 'icons'>

/** Two lines: a name, and under it the time and a detail. */
function tall(node: GraphNode, width: number): Drawn {
  const { text, detail, time, icons: [icon] = [], fold } = node
  const left = inset + (icon ? iconWidth : 0)
  const right = fold ? iconWidth : 0
  const room = width - left - inset - right
  const hasSecond = detail !== undefined || time !== undefined
  const role = roleOf(node)
  const texts: MapText[] = [{ text: cut(text, room, role), x: left, y: hasSecond ? 17 : 24.5, role }]
  let x = left
  const second = [
    [time, 'time'],
    [detail, 'small'],
  ] as const
  for (const [part, partRole] of second) {
    if (part === undefined) continue
    const shown = cut(part, width - x - inset - right, partRole)
    texts.push({ text: shown, x, y: 32, role: partRole })
    x += widthOf(shown, partRole) + 6
  }
  return {
    texts,
    icons: [
      ...(icon ? [iconAt(icon, inset - 2, 13)] : []),
      ...(fold ? [iconAt(fold.isOpen ? 'fold' : 'unfold', width - iconWidth + 2, 13)] : []),
    ],
  }
}

/** One line: method, address, and at its end a time and icons. */
function line(node: GraphNode, width: number): Drawn {
  const { kind, text, detail, method, time, icons } = node
  const texts: MapText[] = []
  const isFold = kind === 'fold'
  let right = width - inset
  const drawn = (isFold ? [] : icons).map(name => {
    right -= iconWidth
    return iconAt(name, right + 6, 6)
  })
  if (time !== undefined) {
    const shown = cut(time, width / 2, 'time')
    texts.push({ text: shown, x: right, y: 17.5, role: 'time', anchor: 'end' })
    right -= widthOf(shown, 'time') + inset / 2
  }
  if (method !== undefined) {
    texts.push({
      text: cut(method, methodWidth, 'method'),
      x: inset,
      y: 17.5,
      role: 'method',
      method: verb(method),
    })
  }
  const [folded] = isFold ? icons : []
  const left = inset + (method === undefined ? 0 : methodWidth) + (folded ? iconWidth - 2 : 0)
  const role = roleOf(node)
  const details = detail === undefined ? 0 : widthOf(detail, 'small') + 6
  const shown = cut(text, right - left - details, role)
  texts.push({ text: shown, x: left, y: 17.5, role })
  if (detail !== undefined)
    texts.push({ text: detail, x: Math.round(left + widthOf(shown, role) + 6), y: 17.5, role: 'small' })
  return { texts, icons: [...(folded ? [iconAt(folded, inset - 2, 6)] : []), ...drawn] }
}

function roleOf({ kind, isCode, isLit }: GraphNode): MapText['role'] {
  if (kind === 'integration') return isLit ? 'mono' : 'monoDim'
  return isCode ? 'mono' : 'plain'
}

function verb(method: string): string {
  return method.toLowerCase().replace(/[^a-z]/g, '')
}

function iconAt(name: MapIcon['name'], x: number, y: number): MapIcon {
  return { name, path: iconPaths[name], x, y }
}
