import type { MapNode } from '../../../server/src/protocol/designMap.ts'
import type { RouteReference } from '../../../server/src/protocol/places.ts'
import type { ShownRequest } from '../../src/mapMessages.ts'
import { clockTime, formatDuration, statusKind } from '../format.ts'
import { Icon } from '../Icon.tsx'
import { LinkButton } from '../Links.tsx'

interface Props {
  readonly last: ShownRequest | undefined
  /** The node that has the focus. */
  readonly node: MapNode | undefined
  readonly onInvoke: (route: RouteReference) => void
}

/** The line below the map: the last request, and what keys do with the chosen node. */
export function LastLine({ last, node, onInvoke }: Props) {
  const route = node?.route
  return (
    <section class="row map-last" data-region="last" aria-label="Last request">
      {last ? <Last last={last} onInvoke={onInvoke} /> : <span class="dim">No request yet</span>}
      <span class="grow" />
      {route ? (
        <span class="dim map-hint">
          Enter opens the source, Ctrl+Enter invokes
          <LinkButton onClick={() => onInvoke(route)}>Invoke</LinkButton>
        </span>
      ) : (
        <span class="dim map-hint">
          {node?.fold ? 'Space folds and unfolds, ' : 'Enter opens the source, '}
          arrow keys move along the edges
        </span>
      )}
    </section>
  )
}

function Last({ last, onInvoke }: { last: ShownRequest; onInvoke: Props['onInvoke'] }) {
  const { route, status, durationMs, at, stage, hasTrace } = last
  const { method, path } = route
  const tone = statusKind(status)
  const facts = [stage, formatDuration(durationMs), clockTime(at)]
  return (
    <>
      <Icon name={icons[tone]} class={tone} />
      <b class={tone}>{status}</b>
      {path !== '' && <span class={`m ${method.toLowerCase()}`}>{method}</span>}
      <span class="mono clip">{path === '' ? method : path}</span>
      <span class="dim clip">{facts.filter(fact => fact !== undefined).join(', ')}</span>
      {hasTrace && <LinkButton onClick={() => onInvoke(route)}>Open trace</LinkButton>}
    </>
  )
}

const icons = { ok: 'pass', warn: 'warning', err: 'error' } as const
