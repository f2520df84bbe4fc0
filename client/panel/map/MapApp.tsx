import type { RefObject } from 'preact'
import { useEffect, useLayoutEffect, useReducer, useRef, useState } from 'preact/hooks'
import type { MapNode } from '../../../server/src/protocol/designMap.ts'
import type { RouteReference } from '../../../server/src/protocol/places.ts'
import { Icon } from '../Icon.tsx'
import { onPanelKeys } from '../keys.ts'
import { LastLine } from './LastLine.tsx'
import { MapCanvas } from './MapCanvas.tsx'
import type { MapHost } from './mapHost.ts'
import { choiceOf, firstZoom, fittingZoom, receive, toggled, zoomed } from './mapState.ts'
import { MapTools } from './MapTools.tsx'

/** The whole panel: filter and zoom above, the picture, the last request below. */
export function MapApp({ host }: { host: MapHost }) {
  const [state, dispatch] = useReducer(receive, {})
  const [choice, setChoice] = useState(() => choiceOf(host.kept))
  const [focus, setFocus] = useState('client')
  const canvas = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => host.onMessage(dispatch), [])
  const { view, showsLast } = choice
  useEffect(() => host.keep(choice), [choice])
  const isFirst = useRef(true)
  useEffect(() => {
    const ask = () => host.post({ type: 'ask', view, showsLast })
    // The filter is asked about when its words are left alone.
    const timer = setTimeout(ask, isFirst.current ? 0 : 100)
    isFirst.current = false
    return () => clearTimeout(timer)
  }, [view, showsLast])

  const { map, last, trouble } = state
  const room = useWidth(canvas, map !== undefined && map.routes > 0)
  const zoom = choice.zoom ?? (map && room > 0 ? firstZoom(map, room) : 1)
  const node = map?.nodes.find(({ id }) => id === focus)
  const invoke = (route: RouteReference) => host.post({ type: 'invoke', route })
  const fit = () => {
    const { clientWidth: width = 0, clientHeight: height = 0 } = canvas.current ?? {}
    if (map && width > 0) setChoice(now => ({ ...now, zoom: fittingZoom(map, { width, height }) }))
  }
  const zoomBy = (change: (zoom: number) => number) =>
    setChoice(now => ({ ...now, zoom: change(now.zoom ?? zoom) }))
  const toggle = ({ fold }: MapNode) => {
    if (fold) setChoice(now => ({ ...now, view: toggled(now.view, fold) }))
  }
  useKeys({
    fit,
    zoom: direction => zoomBy(now => zoomed(now, direction)),
    invoke: () => node?.route && invoke(node.route),
  })

  return (
    <div class="panel map-panel">
      {map && (
        <MapTools
          map={map}
          choice={choice}
          zoom={zoom}
          onChoice={setChoice}
          onFit={fit}
          onExport={() => host.post({ type: 'export' })}
        />
      )}
      {trouble !== undefined && (
        <div class="note" role="alert">
          <Icon name="warning" class="warn" />
          <span>{trouble}</span>
        </div>
      )}
      {!map && trouble === undefined && <div class="empty map-empty">Reading the definition…</div>}
      {map && map.routes === 0 && <NoRoutes name={map.apiName} />}
      {map && map.routes > 0 && (
        <MapCanvas
          element={canvas}
          map={map}
          zoom={zoom}
          focus={focus}
          onFocus={setFocus}
          onZoom={wanted => zoomBy(() => wanted)}
          onOpen={({ source }) => source && host.post({ type: 'openLocation', location: source })}
          onToggle={toggle}
        />
      )}
      {map && map.routes > 0 && <LastLine last={last} node={node} onInvoke={invoke} />}
    </div>
  )
}

function NoRoutes({ name }: { name: string }) {
  return (
    <div class="empty map-empty">
      <Icon name="type-hierarchy-sub" class="big" />
      <b>{name} has no routes yet</b>
      <span>Add a route to the definition: its way from client to function is drawn here as you write.</span>
    </div>
  )
}

/** The width of an element, once it is there. */
function useWidth(element: RefObject<HTMLElement | null>, isThere: boolean): number {
  const [width, setWidth] = useState(0)
  useLayoutEffect(() => {
    if (!element.current) return
    const observer = new ResizeObserver(([entry]) => {
      if (entry) setWidth(entry.contentRect.width)
    })
    setWidth(element.current.clientWidth)
    observer.observe(element.current)
    return () => observer.disconnect()
  }, [isThere])
  return width
}

interface Keys {
  readonly fit: () => void
  readonly zoom: (direction: 1 | -1) => void
  readonly invoke: () => void
}

/** `+`, `-` and `0` zoom wherever no text is written; Ctrl+Enter and F6 are those of every panel. */
function useKeys(keys: Keys): void {
  const latest = useRef(keys)
  latest.current = keys
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const isWriting = event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement
      if (isWriting || event.ctrlKey || event.metaKey || event.altKey) return
      if (event.key === '+' || event.key === '=') latest.current.zoom(1)
      else if (event.key === '-') latest.current.zoom(-1)
      else if (event.key === '0') latest.current.fit()
      else return
      event.preventDefault()
    }
    document.addEventListener('keydown', onKey)
    const end = onPanelKeys({ send: () => latest.current.invoke(), cancel: () => undefined })
    return () => {
      document.removeEventListener('keydown', onKey)
      end()
    }
  }, [])
}
