import type { MapNode, MapText } from '../../../server/src/protocol/designMap.ts'

interface Props {
  readonly node: MapNode
  readonly level: number
  readonly isTabStop: boolean
  readonly onFocus: (id: string) => void
  readonly onOpen: (node: MapNode) => void
  readonly onToggle: (node: MapNode) => void
}

/** A node: a click opens its line, or folds its routes where there is nothing else to open. */
export function MapNodeView({ node, level, isTabStop, onFocus, onOpen, onToggle }: Props) {
  const { id, kind, x, y, width, height, title, texts, icons, isLit, fold, route } = node
  const times = texts.filter(({ role }) => role === 'time').map(({ text }) => text)
  const label = [title, ...times, ...(isLit ? ['on the way of the last request'] : [])].join(', ')
  const context = route ? { gatehouseMapNode: 'route', ...route } : { gatehouseMapNode: kind }
  return (
    <g
      class={isLit ? 'node lit' : 'node'}
      role="treeitem"
      aria-level={level}
      aria-label={label}
      aria-expanded={fold?.isOpen}
      tabIndex={isTabStop ? 0 : -1}
      transform={`translate(${x} ${y})`}
      data-node={id}
      data-vscode-context={JSON.stringify({ ...context, preventDefaultContextMenuItems: true })}
      onFocus={() => onFocus(id)}
      onClick={() => (kind === 'fold' ? onToggle(node) : onOpen(node))}
    >
      <title>{title}</title>
      <rect class="ring" x={-3} y={-3} width={width + 6} height={height + 6} rx={6} />
      <rect class="box" width={width} height={height} rx={4} />
      {icons.map(({ name, path, x: left, y: top }) => (
        <path
          key={name}
          class={name === 'shield' && isLit ? 'ic accent' : 'ic'}
          d={path}
          transform={`translate(${left} ${top})`}
        />
      ))}
      {texts.map((text, index) => (
        <Text key={index} text={text} />
      ))}
      {fold && kind !== 'fold' && (
        <rect
          class="toggle"
          x={width - 26}
          width={26}
          height={height}
          onClick={event => {
            event.stopPropagation()
            onToggle(node)
          }}
        >
          <title>{fold.isOpen ? 'Fold these routes' : 'Unfold these routes'}</title>
        </rect>
      )}
    </g>
  )
}

function Text({ text: { text, x, y, role, anchor, method } }: { text: MapText }) {
  return (
    <text x={x} y={y} class={method === undefined ? role : `${role} ${method}`} text-anchor={anchor}>
      {text}
    </text>
  )
}
