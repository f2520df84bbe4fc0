import type { DesignMap } from '../../../server/src/protocol/designMap.ts'
import { Icon } from '../Icon.tsx'
import type { MapChoice } from './mapState.ts'
import { zoomed } from './mapState.ts'

interface Props {
  readonly map: DesignMap
  readonly choice: MapChoice
  readonly zoom: number
  readonly onChoice: (choice: MapChoice) => void
  readonly onFit: () => void
  readonly onExport: () => void
}

/** Which routes are shown and how, and what is done with the picture. */
export function MapTools({ map, choice, zoom, onChoice, onFit, onExport }: Props) {
  const { view, showsLast } = choice
  const percent = `${Math.round(zoom * 100)} %`
  return (
    <section class="reqline map-tools" data-region="tools" aria-label="Filter and zoom">
      <span class="map-find">
        <Icon name="search" />
        <input
          class="input"
          type="search"
          aria-label="Find a route, authorizer, function or key"
          placeholder="Find a route, function, key"
          spellcheck={false}
          value={view.filter ?? ''}
          onInput={event => onChoice({ ...choice, view: { ...view, filter: event.currentTarget.value } })}
        />
      </span>
      <label class="select map-group">
        <span class="dim">Group by</span>
        <select
          value={view.groupBy ?? 'authorizer'}
          onChange={event =>
            onChoice({
              ...choice,
              view: { ...view, groupBy: event.currentTarget.value === 'path' ? 'path' : 'authorizer' },
            })
          }
        >
          <option value="authorizer">authorizer</option>
          <option value="path">path</option>
        </select>
        <Icon name="chevron-down" />
      </label>
      <span class="dim small" role="status">
        {map.shown < map.routes && `${map.shown} of ${map.routes} routes`}
      </span>
      <span class="grow" />
      <button
        type="button"
        class={showsLast ? 'tool text on' : 'tool text'}
        aria-pressed={showsLast}
        title="Show the way of the last request"
        onClick={() => onChoice({ ...choice, showsLast: !showsLast })}
      >
        <Icon name="git-commit" />
        Last request
      </button>
      <Tool
        icon="zoom-out"
        label="Zoom out (-)"
        onClick={() => onChoice({ ...choice, zoom: zoomed(zoom, -1) })}
      />
      <button
        type="button"
        class="tool text dim num map-percent"
        title="Zoom to 100 %"
        aria-label={`Zoom ${percent}: back to 100 %`}
        onClick={() => onChoice({ ...choice, zoom: 1 })}
      >
        {percent}
      </button>
      <Tool
        icon="zoom-in"
        label="Zoom in (+)"
        onClick={() => onChoice({ ...choice, zoom: zoomed(zoom, 1) })}
      />
      <Tool icon="screen-full" label="Fit (0)" onClick={onFit} />
      <Tool icon="export" label="Export as SVG" onClick={onExport} />
    </section>
  )
}

function Tool({ icon, label, onClick }: { icon: string; label: string; onClick: () => void }) {
  return (
    <button type="button" class="tool" title={label} aria-label={label} onClick={onClick}>
      <Icon name={icon} />
    </button>
  )
}
