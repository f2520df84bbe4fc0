import type { RefObject } from 'preact'
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'
import type { DesignMap, MapNode } from '../../../server/src/protocol/designMap.ts'
import { MapNodeView } from './MapNodeView.tsx'
import { clampZoom, nodeAfter } from './mapState.ts'

interface Props {
  readonly element: RefObject<HTMLDivElement | null>
  readonly map: DesignMap
  readonly zoom: number
  readonly focus: string
  readonly onFocus: (id: string) => void
  readonly onZoom: (zoom: number) => void
  readonly onOpen: (node: MapNode) => void
  readonly onToggle: (node: MapNode) => void
}

/** The picture: scrolled, dragged and zoomed; keys walk along its edges. */
export function MapCanvas(props: Props) {
  const { element, map, zoom, focus, onFocus, onOpen, onToggle } = props
  usePinch(props)
  const byId = new Map(map.nodes.map(node => [node.id, node]))
  const stop = byId.has(focus) ? focus : 'client'
  const xs = [...new Set(map.nodes.map(({ x }) => x))].sort((a, b) => a - b)
  const onKeyDown = (event: KeyboardEvent) => {
    const node = byId.get(stop)
    if (!node || event.ctrlKey || event.metaKey || event.altKey) return
    const next = nodeAfter(event.key, map, stop)
    if (next !== undefined) {
      onFocus(next)
      nodeElement(element.current, next)?.focus()
    } else if (event.key === 'Enter') onOpen(node)
    else if (event.key === ' ') {
      if (node.fold) onToggle(node)
      else onOpen(node)
    } else if (!event.key.startsWith('Arrow')) return
    event.preventDefault()
  }
  const lit = map.edges.filter(({ isLit }) => isLit)
  const dull = map.edges.filter(({ isLit }) => !isLit)
  return (
    <section class="map-canvas" data-region="map" aria-label="Map" ref={element} onPointerDown={drag}>
      <div
        class="map-heads"
        style={{
          width: `${map.width * zoom}px`,
          height: `${headHeight * zoom}px`,
          // The picture has room for it at its top.
          marginBottom: `${-headHeight * zoom}px`,
        }}
      >
        {map.columns.map(({ title, x }) => (
          <span key={title} style={{ left: `${x * zoom}px`, fontSize: `${11 * zoom}px` }}>
            {title}
          </span>
        ))}
      </div>
      <svg
        class="map"
        width={map.width * zoom}
        height={map.height * zoom}
        viewBox={`0 0 ${map.width} ${map.height}`}
        role="tree"
        aria-label={`Design map of ${map.apiName}`}
        onKeyDown={onKeyDown}
      >
        <g role="presentation">
          {[...dull, ...lit].map(({ from, to, path, isLit }) => (
            <path key={`${from} ${to}`} class={isLit ? 'edge lit' : 'edge'} d={path} />
          ))}
        </g>
        {map.nodes.map(node => (
          <MapNodeView
            key={node.id}
            node={node}
            level={xs.indexOf(node.x) + 1}
            isTabStop={node.id === stop}
            onFocus={onFocus}
            onOpen={onOpen}
            onToggle={onToggle}
          />
        ))}
      </svg>
      {map.shown === 0 && <div class="empty small">No route fits the filter.</div>}
    </section>
  )
}

const headHeight = 42

function nodeElement(canvas: HTMLElement | null, id: string): SVGElement | undefined {
  return [...(canvas?.querySelectorAll<SVGElement>('[data-node]') ?? [])].find(
    each => each.dataset['node'] === id,
  )
}

/** Drags the picture by its ground; nodes keep their clicks. */
function drag(event: PointerEvent): void {
  const canvas = event.currentTarget
  const isGround = event.target instanceof Element && !event.target.closest('.node')
  if (!(canvas instanceof HTMLElement) || event.button !== 0 || event.pointerType === 'touch' || !isGround)
    return
  const [left, top] = [canvas.scrollLeft + event.clientX, canvas.scrollTop + event.clientY]
  const ends = new AbortController()
  const move = ({ clientX, clientY }: PointerEvent) => canvas.scrollTo(left - clientX, top - clientY)
  const end = () => {
    ends.abort()
    canvas.classList.remove('dragged')
  }
  canvas.classList.add('dragged')
  canvas.setPointerCapture(event.pointerId)
  canvas.addEventListener('pointermove', move, ends)
  canvas.addEventListener('pointerup', end, ends)
  canvas.addEventListener('pointercancel', end, ends)
}

/** Ctrl and the wheel, which is what a pinch of the touchpad sends, zooms around the pointer. */
function usePinch({ element, zoom, onZoom }: Pick<Props, 'element' | 'zoom' | 'onZoom'>): void {
  const now = useRef({ zoom, onZoom })
  now.current = { zoom, onZoom }
  const held = useRef<{ x: number; y: number; left: number; top: number; zoom: number } | undefined>(
    undefined,
  )
  useEffect(() => {
    const canvas = element.current
    const onWheel = (event: WheelEvent) => {
      if (!canvas || !(event.ctrlKey || event.metaKey)) return
      event.preventDefault()
      const { left, top } = canvas.getBoundingClientRect()
      const { scrollLeft, scrollTop } = canvas
      const at = { x: event.clientX - left, y: event.clientY - top }
      held.current ??= { ...at, left: scrollLeft, top: scrollTop, zoom: now.current.zoom }
      now.current.onZoom(clampZoom(now.current.zoom * Math.exp(-event.deltaY / 200)))
    }
    // Not passive: the page itself must not zoom.
    canvas?.addEventListener('wheel', onWheel, { passive: false })
    return () => canvas?.removeEventListener('wheel', onWheel)
  }, [])
  useLayoutEffect(() => {
    const from = held.current
    held.current = undefined
    if (!from || !element.current) return
    const factor = zoom / from.zoom
    element.current.scrollTo((from.left + from.x) * factor - from.x, (from.top + from.y) * factor - from.y)
  }, [zoom])
}
