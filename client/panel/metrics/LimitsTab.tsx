import { useState } from 'preact/hooks'
import type {
  BucketReading,
  GatewayMeters,
  QuotaReading,
} from '../../../server/src/protocol/gatewayMeters.ts'
import { grouped } from '../format.ts'
import { SourceLink } from '../Links.tsx'
import { Level } from './Level.tsx'
import { dayTime, wholeDuration } from './meterTexts.ts'

interface Props {
  readonly meters: GatewayMeters
  readonly onReset: () => void
}

/** Rows above which a filter helps. */
const manyBuckets = 10

/** Token buckets and quotas as they are now: what they hold, how fast they fill, and whom they refused. */
export function LimitsTab({ meters, onReset }: Props) {
  const { limits, clock } = meters
  const [filter, setFilter] = useState('')
  const isMany = limits.buckets.length > manyBuckets
  const wanted = isMany ? filter.trim().toLowerCase() : ''
  const shown = limits.buckets.filter(({ name }) => name.toLowerCase().includes(wanted))
  return (
    <>
      <div class="bar meter-tools">
        <span class="ttl">Token buckets</span>
        <span class="dim clip">a request takes one token of each that it is counted in</span>
        <span class="grow" />
        {isMany && (
          <input
            class="input meter-filter"
            type="search"
            aria-label="Filter buckets"
            placeholder="Filter buckets"
            value={filter}
            onInput={event => setFilter(event.currentTarget.value)}
          />
        )}
        <button type="button" class="btn second" onClick={onReset}>
          Fill buckets, reset quotas
        </button>
      </div>
      <div class="meter-scroll">
        <table class="kv limits" aria-label="Token buckets">
          <LimitHead names={['Bucket', 'Tokens', 'Rate', 'Full in']} />
          <tbody>
            {shown.map(bucket => (
              <Bucket key={bucket.key} bucket={bucket} now={clock.now} />
            ))}
          </tbody>
        </table>
        {shown.length === 0 && <div class="empty small">No bucket fits the filter.</div>}
        {limits.bucketCount > limits.buckets.length && (
          <p class="meter-note dim">
            {limits.buckets.length} of {grouped(limits.bucketCount)} buckets, those in use first.
          </p>
        )}
        <Quotas quotas={limits.quotas} now={clock.now} />
      </div>
    </>
  )
}

const scopes: Readonly<Record<BucketReading['scope'], string>> = {
  account: 'all APIs',
  connections: 'all APIs',
  method: 'method',
  route: 'route',
  key: 'API key',
  keyAndMethod: 'API key and method',
}

/** The columns of buckets and quotas: what it is, how full, two figures, and what both have. */
function LimitHead({ names }: { names: readonly [string, string, string, string] }) {
  const [name, level, ...figures] = names
  return (
    <thead>
      <tr>
        <th scope="col">{name}</th>
        <th scope="col">{level}</th>
        {[...figures, 'Refused'].map(figure => (
          <th key={figure} scope="col" class="num">
            {figure}
          </th>
        ))}
        <th scope="col">From</th>
      </tr>
    </thead>
  )
}

function Bucket({ bucket, now }: { bucket: BucketReading; now: number }) {
  const { name, scope, rate, burst, tokens, fullIn, refused, refusedAt, source } = bucket
  const whole = Math.floor(tokens)
  return (
    <tr>
      <th scope="row" class="clip" title={`${name} (${scopes[scope]})`}>
        <span class="mono">{name}</span> <span class="dim">{scopes[scope]}</span>
      </th>
      <td>
        <Level value={tokens} most={burst} isSpent={tokens < 1} />
        <span class={tokens < 1 ? 'level-text warn' : 'level-text'}>
          {grouped(whole)} of {grouped(burst)}
        </span>
      </td>
      <td class="num mono">{grouped(rate)} / s</td>
      <td class="num mono">
        {fullIn === 0 ? <span class="dim">full</span> : fullIn === null ? 'never' : shortTime(fullIn)}
      </td>
      <Refused refused={refused} refusedAt={refusedAt} now={now} />
      <td class="clip">{source ? <SourceLink source={source} /> : <span class="dim">AWS’s default</span>}</td>
    </tr>
  )
}

function Quotas({ quotas, now }: { quotas: readonly QuotaReading[]; now: number }) {
  return (
    <>
      <div class="bar meter-head">
        <span class="ttl">Quotas</span>
        <span class="dim clip">requests of a key in a period of its usage plan</span>
      </div>
      {quotas.length === 0 ? (
        <div class="empty small">No usage plan of this stage has a quota.</div>
      ) : (
        <table class="kv limits" aria-label="Quotas">
          <LimitHead names={['Key', 'Used', 'Period', 'Resets in']} />
          <tbody>
            {quotas.map(quota => (
              <Quota key={quota.key} quota={quota} now={now} />
            ))}
          </tbody>
        </table>
      )}
    </>
  )
}

function Quota({ quota, now }: { quota: QuotaReading; now: number }) {
  const { keyName, planName, used, limit, period, resetsAt, refused, refusedAt, source } = quota
  const isSpent = used >= limit
  return (
    <tr>
      <th scope="row" class="clip" title={`${keyName} in plan ${planName}`}>
        <span class="mono">{keyName}</span> <span class="dim">plan {planName}</span>
      </th>
      <td>
        <Level value={used} most={limit} isSpent={isSpent} />
        <span class={isSpent ? 'level-text warn' : 'level-text'}>
          {grouped(used)} of {grouped(limit)}
        </span>
      </td>
      <td class="num mono">{period}</td>
      <td class="num mono" title={`at ${dayTime(resetsAt, now)}: periods begin at midnight UTC`}>
        {wholeDuration(resetsAt - now)}
      </td>
      <Refused refused={refused} refusedAt={refusedAt} now={now} />
      <td class="clip">
        <SourceLink source={source} />
      </td>
    </tr>
  )
}

function Refused(props: { refused: number; refusedAt: number | undefined; now: number }) {
  const { refused, refusedAt, now } = props
  const title = refusedAt === undefined ? undefined : `last at ${dayTime(refusedAt, now)}`
  return (
    <td class="num mono" title={title}>
      <span class={refused > 0 ? 'warn' : 'dim'}>{grouped(refused)}</span>
    </td>
  )
}

function shortTime(ms: number): string {
  return ms < 1000 ? `${ms} ms` : wholeDuration(ms)
}
