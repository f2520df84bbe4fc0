import type { AlarmState } from './alarms.ts'

/** Whether a composite alarm's rule holds. `stateOf` gives the state of an alarm by its name or ARN. */
export type AlarmRule = (stateOf: (reference: string) => AlarmState | undefined) => boolean

/** What is wrong with a rule, or what it names and nobody knows. */
export class AlarmRuleFault extends Error {}

/**
 * Reads the rule of a composite alarm: `ALARM("a") AND NOT (OK(b) OR TRUE)`, `AT_LEAST(2, ALARM, (a, b, c))`. Throws an
 * `AlarmRuleFault`, and so does the rule for an alarm that is not known.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html
 */
export function readAlarmRule(text: string): AlarmRule {
  const reader = new Reader(text.match(/"[^"]*"|[(),]|[^\s(),"]+/g) ?? [])
  const rule = reader.either()
  reader.requireEnd()
  return rule
}

class Reader {
  readonly #words: readonly string[]
  #at = 0

  constructor(words: readonly string[]) {
    this.#words = words
  }

  either(): AlarmRule {
    const rules = [this.#all()]
    while (this.#take('OR')) rules.push(this.#all())
    return stateOf => rules.some(rule => rule(stateOf))
  }

  requireEnd(): void {
    if (this.#at < this.#words.length)
      throw new AlarmRuleFault(`'${this.#next()}' is not expected in the rule`)
  }

  #all(): AlarmRule {
    const rules = [this.#one()]
    while (this.#take('AND')) rules.push(this.#one())
    return stateOf => rules.every(rule => rule(stateOf))
  }

  #one(): AlarmRule {
    if (this.#take('NOT')) {
      const rule = this.#one()
      return stateOf => !rule(stateOf)
    }
    if (this.#take('(')) {
      const rule = this.either()
      this.#require(')')
      return rule
    }
    if (this.#take('TRUE')) return () => true
    if (this.#take('FALSE')) return () => false
    if (this.#take('AT_LEAST')) return this.#atLeast()
    const isInState = this.#state()
    this.#require('(')
    const [name = ''] = this.#names()
    return stateOf => isInState(name, stateOf)
  }

  #atLeast(): AlarmRule {
    this.#require('(')
    const [, digits = '', percent] = /^(\d+)(%?)$/.exec(this.#word()) ?? []
    if (digits === '') throw new AlarmRuleFault('AT_LEAST takes a number or a percentage first')
    this.#require(',')
    const isNegated = this.#take('NOT')
    const isInState = this.#state()
    this.#require(',')
    this.#require('(')
    const names = this.#names()
    this.#require(')')
    const needed = percent === '%' ? Math.ceil((Number(digits) / 100) * names.length) : Number(digits)
    return stateOf => names.filter(name => isInState(name, stateOf) !== isNegated).length >= needed
  }

  #state(): (name: string, stateOf: Parameters<AlarmRule>[0]) => boolean {
    const wanted = this.#word()
    if (!/^(ALARM|OK|INSUFFICIENT_DATA)$/.test(wanted))
      throw new AlarmRuleFault(`'${wanted}' is no state of an alarm`)
    return (name, stateOf) => {
      const state = stateOf(name)
      if (state === undefined)
        throw new AlarmRuleFault(`the alarm '${name}' is not evaluated on this machine`)
      return state === wanted
    }
  }

  /** Names up to the closing bracket. */
  #names(): string[] {
    const names: string[] = []
    do names.push(this.#word().replaceAll('"', ''))
    while (this.#take(','))
    this.#require(')')
    return names
  }

  #word(): string {
    const word = this.#words[this.#at]
    if (word === undefined) throw new AlarmRuleFault('the rule breaks off')
    this.#at++
    return word
  }

  #take(word: string): boolean {
    if (this.#words[this.#at] !== word) return false
    this.#at++
    return true
  }

  #require(word: string): void {
    if (!this.#take(word))
      throw new AlarmRuleFault(`'${word}' is missing in the rule before '${this.#next()}'`)
  }

  #next(): string {
    return this.#words[this.#at] ?? 'the end'
  }
}
