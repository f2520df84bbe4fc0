import type { Definition } from '../../api/api.ts'
import type { Alarm, CompositeAlarm } from '../../api/monitoring.ts'
import { valueOf } from '../../base/origin.ts'
import type { AlarmChange, AlarmReading } from '../../protocol/gatewayMeters.ts'
import { sourceLineOf } from '../trace.ts'
import type { AlarmState, EvaluatedAlarm } from './alarms.ts'
import { evaluateAlarm } from './alarms.ts'
import type { EvaluatedComposite } from './compositeAlarms.ts'
import { evaluateComposites } from './compositeAlarms.ts'
import type { MetricStore } from './metricStore.ts'

/** The alarms of a definition at one time. */
export interface EvaluatedAlarms {
  readonly alarms: readonly EvaluatedAlarm[]
  readonly composites: readonly EvaluatedComposite[]
}

/** CloudWatch evaluates an alarm once a minute. */
const minute = 60_000
/** A day: who moves the clock further ahead is told the states at its end. */
const mostMinutes = 24 * 60
/** Earlier states that are kept of each alarm. */
const mostChanges = 20

/** Follows the states of a definition's alarms over time: since when each is in its state, and why. */
export class AlarmWatch {
  readonly #states = new Map<string, AlarmState>()
  readonly #changes = new Map<string, AlarmChange[]>()
  #until: number | undefined

  /** The states at a time, after those of every minute that has ended since the last time that somebody asked. */
  evaluate(definition: Definition, store: MetricStore, now: number): EvaluatedAlarms {
    const { alarms, compositeAlarms } = definition.surroundings
    if (alarms.length + compositeAlarms.length === 0) return { alarms: [], composites: [] }
    const end = Math.floor(now / minute) * minute
    const first = Math.max((this.#until ?? end) + minute, end - mostMinutes * minute)
    for (let at = first; at < end; at += minute) this.#evaluateAt(definition, store, at)
    // Within a minute nothing changes but what the definition says.
    this.#until = end
    return this.#evaluateAt(definition, store, end)
  }

  /** The alarms of a definition for who looks on. */
  read(definition: Definition, store: MetricStore, now: number): AlarmReading[] {
    const { alarms, composites } = this.evaluate(definition, store, now)
    const composed = definition.surroundings.compositeAlarms
    return [
      ...alarms.map(({ alarm, name, state, reason }) =>
        this.#reading(alarm, name, state, reason, watchedBy(alarm)),
      ),
      ...composites.flatMap(({ name, state, reason }, index) => {
        const alarm = composed[index]
        return alarm ? [this.#reading(alarm, name, state, reason, valueOf(alarm.alarmRule) ?? '')] : []
      }),
    ]
  }

  #evaluateAt(definition: Definition, store: MetricStore, at: number): EvaluatedAlarms {
    const { alarms, compositeAlarms, metricFilters } = definition.surroundings
    const evaluated = alarms.flatMap(
      alarm => evaluateAlarm(alarm, store, at, this.#states.get(alarm.id), metricFilters) ?? [],
    )
    const known = new Map(
      evaluated.flatMap(({ alarm, name, state }) => [
        [alarm.id, state],
        [name, state],
      ]),
    )
    const composites = evaluateComposites(compositeAlarms, known)
    for (const { alarm, state, reason } of evaluated) this.#note(alarm.id, state, reason, at)
    for (const [index, { state, reason }] of composites.entries()) {
      this.#note(compositeAlarms[index]?.id ?? '', state, reason, at)
    }
    return { alarms: evaluated, composites }
  }

  #note(id: string, state: AlarmState, reason: string, at: number): void {
    const before = this.#states.get(id)
    this.#states.set(id, state)
    if (before === undefined || before === state) return
    const changes = this.#changes.get(id) ?? []
    this.#changes.set(id, [{ at, state, reason }, ...changes].slice(0, mostChanges))
  }

  #reading(
    alarm: Alarm | CompositeAlarm,
    name: string,
    state: AlarmState,
    reason: string,
    watches: string,
  ): AlarmReading {
    const changes = this.#changes.get(alarm.id) ?? []
    const description = valueOf(alarm.description)
    return {
      name,
      state,
      reason,
      ...(changes[0] && { since: changes[0].at }),
      ...(description !== undefined && { description }),
      watches,
      isComposite: !('metrics' in alarm),
      changes,
      source: sourceLineOf(alarm.origin),
    }
  }
}

function watchedBy({ metric, metrics }: Alarm): string {
  const shown = metric ?? metrics.find(each => each.metric)?.metric
  const expression = metrics.map(each => valueOf(each.expression)).find(each => each !== undefined)
  return expression ?? valueOf(shown?.metricName) ?? ''
}
