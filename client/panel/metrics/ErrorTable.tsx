import type { FailedRequest, MetricsReading } from '../../../server/src/protocol/gatewayMeters.ts'
import { statusKind } from '../format.ts'
import { LinkButton } from '../Links.tsx'
import { MarkedText } from '../MarkedText.tsx'
import { dayTime } from './meterTexts.ts'

interface Props {
  readonly metrics: MetricsReading
  readonly now: number
  /** Only those of the step that begins here. */
  readonly stepAt: number | undefined
  readonly onOpenTrace: (requestId: string) => void
}

/** The requests behind the errors that were counted last: what came, what was answered and why. */
export function ErrorTable({ metrics, now, stepAt, onOpenTrace }: Props) {
  const { failures, stepMs } = metrics
  const shown =
    stepAt === undefined ? failures : failures.filter(({ at }) => at >= stepAt && at < stepAt + stepMs)
  if (shown.length === 0) {
    return (
      <div class="empty small">
        {stepAt === undefined
          ? 'No request failed.'
          : 'No request failed in this step, or it is no longer kept.'}
      </div>
    )
  }
  return (
    <div class="meter-scroll">
      <table class="kv errors" aria-label="Requests that failed">
        <thead>
          <tr>
            <th scope="col">At</th>
            <th scope="col">Request</th>
            <th scope="col" class="num">
              Status
            </th>
            <th scope="col">Why</th>
            <th scope="col">
              <span class="visually-hidden">Trace</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {shown.map(failure => (
            <Failure key={failure.requestId} failure={failure} now={now} onOpenTrace={onOpenTrace} />
          ))}
        </tbody>
      </table>
      <p class="meter-note dim">The gateway keeps the requests of its last 20 errors.</p>
    </div>
  )
}

interface FailureProps {
  readonly failure: FailedRequest
  readonly now: number
  readonly onOpenTrace: (requestId: string) => void
}

function Failure({ failure, now, onOpenTrace }: FailureProps) {
  const { requestId, at, method, path, route = '', status, reason } = failure
  return (
    <tr>
      <th scope="row" class="num">
        {dayTime(at, now)}
      </th>
      <td title={`${method ?? ''} ${path ?? route}`.trim()}>
        {method !== undefined && <span class={`m ${method.toLowerCase()}`}>{method} </span>}
        <span class="mono">{path ?? route}</span>
      </td>
      <td class="num mono">
        <span class={statusKind(status)}>{status}</span>
      </td>
      <td title={reason}>
        {reason === undefined ? (
          <span class="dim">the backend answered so</span>
        ) : (
          <MarkedText text={reason} />
        )}
      </td>
      <td>
        <LinkButton onClick={() => onOpenTrace(requestId)}>Open trace</LinkButton>
      </td>
    </tr>
  )
}
