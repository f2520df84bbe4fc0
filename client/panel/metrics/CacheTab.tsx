import { Fragment } from 'preact'
import type { CacheEntry, GatewayMeters, MetersQuery } from '../../../server/src/protocol/gatewayMeters.ts'
import { counted, formatBytes, grouped } from '../format.ts'
import { Icon } from '../Icon.tsx'
import { Level } from './Level.tsx'
import { wholeDuration } from './meterTexts.ts'

interface Props {
  readonly meters: GatewayMeters
  readonly query: MetersQuery
  readonly onQuery: (query: MetersQuery) => void
  readonly onFlush: (entry?: string) => void
}

/** What the cache of the stage would answer with: each key with the age of its answer. */
export function CacheTab({ meters, query, onQuery, onFlush }: Props) {
  const { cache, clock, stage } = meters
  const reason = absence(meters)
  if (reason !== undefined) return <div class="empty meter-empty">{reason}</div>
  const { cacheFilter = '', ...others } = query
  return (
    <>
      <div class="bar meter-tools">
        <span>
          {counted(cache.count, 'entry', 'entries')}
          {cache.capacity > 0 && (
            <span class="dim">
              , {formatBytes(cache.size)} of {formatBytes(cache.capacity)}
            </span>
          )}
        </span>
        <span class="grow" />
        <input
          class="input meter-filter"
          type="search"
          aria-label="Filter keys"
          placeholder="Filter keys"
          value={cacheFilter}
          onInput={event => {
            const text = event.currentTarget.value
            onQuery(text === '' ? others : { ...others, cacheFilter: text })
          }}
        />
        <button type="button" class="btn second" disabled={cache.count === 0} onClick={() => onFlush()}>
          Flush stage {stage}
        </button>
      </div>
      {cache.count === 0 ? (
        <div class="empty meter-empty">
          The cache is empty. The first request to a method whose answers are cached fills it.
        </div>
      ) : (
        <div class="meter-scroll">
          <table class="kv cache" aria-label="Cached answers">
            <thead>
              <tr>
                <th scope="col">Cache key</th>
                <th scope="col" class="num">
                  Status
                </th>
                <th scope="col" class="num">
                  Size
                </th>
                <th scope="col" class="num">
                  Age
                </th>
                <th scope="col">Time to live</th>
                <th scope="col" class="num">
                  Hits
                </th>
                <th scope="col">
                  <span class="visually-hidden">Flush</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {cache.entries.map(entry => (
                <Entry key={entry.id} entry={entry} now={clock.now} onFlush={onFlush} />
              ))}
            </tbody>
          </table>
          {cache.matching === 0 && <div class="empty small">No key fits the filter.</div>}
          {cache.matching > cache.entries.length && (
            <p class="meter-note dim">
              The {cache.entries.length} asked for last of {grouped(cache.matching)}: filter for others.
            </p>
          )}
        </div>
      )}
    </>
  )
}

/** Why there is no cache to look at. */
function absence({ apiType, cache, stage }: GatewayMeters): string | undefined {
  if (apiType === 'http') return 'HTTP APIs have no response cache.'
  if (apiType === 'websocket') return 'WebSocket APIs have no response cache.'
  if (cache.isOn || cache.count > 0) return undefined
  return `Stage ${stage} has no cache. CacheClusterEnabled of the stage, with CachingEnabled of its methods, makes one.`
}

interface EntryProps {
  readonly entry: CacheEntry
  readonly now: number
  readonly onFlush: (entry: string) => void
}

function Entry({ entry, now, onFlush }: EntryProps) {
  const { id, side, method, namespace, parameters, status, size, storedAt, expiresAt, hits } = entry
  const ttl = expiresAt - storedAt
  const left = Math.max(0, expiresAt - now)
  const label = `${method} ${namespace} ${parameters.map(([name, value]) => `${name}=${value}`).join(' ')}`
  return (
    <tr>
      <th scope="row" class="cache-key" title={label}>
        <span class={`m ${method.toLowerCase()}`}>{method}</span> <span class="mono">{namespace}</span>
        {parameters.map(([name, value]) => (
          <Fragment key={name}>
            {' '}
            <span class="mono cache-part">
              <span class="dim">{name}=</span>
              {value === '' ? <span class="dim">not sent</span> : value}
            </span>
          </Fragment>
        ))}
        {side === 'canary' && <span class="tag">canary</span>}
      </th>
      <td class="num mono">{status}</td>
      <td class="num mono">{formatBytes(size)}</td>
      <td class="num mono">{wholeDuration(now - storedAt)}</td>
      <td>
        <Level value={left / 1000} most={Math.max(21, ttl / 1000)} isSpent={false} />
        <span class="level-text">
          {wholeDuration(left)} <span class="dim">of {wholeDuration(ttl)}</span>
        </span>
      </td>
      <td class="num mono">{grouped(hits)}</td>
      <td>
        <button
          type="button"
          class="tool"
          title="Flush this entry"
          aria-label={`Flush ${label}`}
          onClick={() => onFlush(id)}
        >
          <Icon name="trash" />
        </button>
      </td>
    </tr>
  )
}
