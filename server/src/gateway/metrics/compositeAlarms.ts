import type { CompositeAlarm } from '../../api/monitoring.ts'
import { valueOf } from '../../base/origin.ts'
import { AlarmRuleFault, readAlarmRule } from './alarmRule.ts'
import type { AlarmState } from './alarms.ts'

/** A composite alarm and what its rule came to. */
export interface EvaluatedComposite {
  readonly name: string
  readonly state: AlarmState
  readonly reason: string
}

/** The states of composite alarms; `known` are those of the other alarms by name and by logical id. */
export function evaluateComposites(
  alarms: readonly CompositeAlarm[],
  known: ReadonlyMap<string, AlarmState>,
): EvaluatedComposite[] {
  const results = new Map<CompositeAlarm, EvaluatedComposite | 'underWay'>()
  const find = (name: string) => alarms.find(alarm => alarm.id === name || nameOf(alarm) === name)
  const stateOf = (reference: string): AlarmState | undefined => {
    const name = /^arn:[\w-]+:cloudwatch:[^:]*:[^:]*:alarm:(.+)$/.exec(reference)?.[1] ?? reference
    const composite = find(name)
    return known.get(name) ?? (composite && evaluate(composite).state)
  }
  const evaluate = (alarm: CompositeAlarm): EvaluatedComposite => {
    const before = results.get(alarm)
    if (before === 'underWay') throw new AlarmRuleFault(`the rule of '${nameOf(alarm)}' depends on itself`)
    if (before) return before
    results.set(alarm, 'underWay')
    const result = { name: nameOf(alarm), ...decide(alarm, stateOf) }
    results.set(alarm, result)
    return result
  }
  return alarms.map(evaluate)
}

function decide(
  { alarmRule }: CompositeAlarm,
  stateOf: (reference: string) => AlarmState | undefined,
): Omit<EvaluatedComposite, 'name'> {
  try {
    if (!alarmRule?.known) throw new AlarmRuleFault('a rule that is not known here')
    const isRaised = readAlarmRule(alarmRule.value)(stateOf)
    return {
      state: isRaised ? 'ALARM' : 'OK',
      reason: `${alarmRule.value} is ${isRaised ? 'TRUE' : 'FALSE'}`,
    }
  } catch (error) {
    if (!(error instanceof AlarmRuleFault)) throw error
    return { state: 'INSUFFICIENT_DATA', reason: `not emulated: ${error.message}` }
  }
}

function nameOf({ id, name }: CompositeAlarm): string {
  return valueOf(name) ?? id
}
