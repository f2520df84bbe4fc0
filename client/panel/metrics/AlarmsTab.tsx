import type { AlarmReading, GatewayMeters } from '../../../server/src/protocol/gatewayMeters.ts'
import { Icon } from '../Icon.tsx'
import { SourceLink } from '../Links.tsx'
import { dayTime, wholeDuration } from './meterTexts.ts'

/** The alarms of the definition: those that went off first, each with the reason for its state. */
export function AlarmsTab({ meters }: { meters: GatewayMeters }) {
  const { alarms, clock } = meters
  if (alarms.length === 0) {
    return (
      <div class="empty meter-empty">
        No alarm of the definition watches what this gateway counts. An AWS::CloudWatch::Alarm on
        AWS/ApiGateway stands here with its state.
      </div>
    )
  }
  const sorted = alarms.toSorted((a, b) => ranks.indexOf(a.state) - ranks.indexOf(b.state))
  return (
    <ul class="alarms" aria-label="Alarms">
      {sorted.map(alarm => (
        <Alarm key={alarm.name} alarm={alarm} now={clock.now} />
      ))}
    </ul>
  )
}

const ranks: readonly AlarmReading['state'][] = ['ALARM', 'INSUFFICIENT_DATA', 'OK']

const looks = {
  ALARM: { icon: 'bell-dot', tone: 'err' },
  INSUFFICIENT_DATA: { icon: 'question', tone: 'dim' },
  OK: { icon: 'pass', tone: 'ok' },
} as const

function Alarm({ alarm, now }: { alarm: AlarmReading; now: number }) {
  const { name, state, since, reason, description, watches, isComposite, changes, source } = alarm
  const look = looks[state]
  return (
    <li class="alarm">
      <Icon name={look.icon} class={look.tone} />
      <div class="alarm-body">
        <div class="row">
          <b class="clip">{name}</b>
          <span class={`${look.tone} alarm-state`}>{state}</span>
          <span class="dim clip">
            {since === undefined
              ? 'since the gateway started'
              : `since ${dayTime(since, now)}, ${wholeDuration(now - since)}`}
          </span>
          <span class="grow" />
          <SourceLink source={source} />
        </div>
        <div class="alarm-reason">{reason}</div>
        <div class="dim clip" title={watches}>
          {isComposite ? 'rule ' : 'watches '}
          <span class="mono">{watches}</span>
          {description !== undefined && ` · ${description}`}
        </div>
        {changes.length > 1 && (
          <details>
            <summary class="dim">{changes.length} changes of state</summary>
            {changes.map(change => (
              <div key={change.at} class="row alarm-change">
                <span class="num">{dayTime(change.at, now)}</span>
                <span class={looks[change.state].tone}>{change.state}</span>
                <span class="dim clip" title={change.reason}>
                  {change.reason}
                </span>
              </div>
            ))}
          </details>
        )}
      </div>
    </li>
  )
}
