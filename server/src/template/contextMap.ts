import { hashMapOrder, toJavaText } from './javaText.ts'
import type { JavaValue } from './values.ts'
import { SilentMap } from './values.ts'

/**
 * A map of `$context`: iterated in the order of a java.util.HashMap, which recordings show, and printed as the empty
 * string.
 */
export class ContextMap extends SilentMap {
  override set(name: JavaValue, value: JavaValue): this {
    const isNew = !this.has(name)
    super.set(name, value)
    if (isNew) this.#order()
    return this
  }

  /** Puts the entries into the order of their names' hashes; names that are no strings stay at the end. */
  #order(): void {
    const entries = new Map(this)
    const names = [...entries.keys()]
    const texts = names.filter(name => typeof name === 'string')
    const ordered = [...hashMapOrder(texts), ...names.filter(name => typeof name !== 'string')]
    if (ordered.every((name, index) => name === names[index])) return
    super.clear()
    for (const name of ordered) super.set(name, entries.get(name) ?? null)
  }
}

/**
 * A map of overrides, `$context.requestOverride.header`. It remembers which names were set more than once: overrides are
 * final, and API Gateway answers a second one with a 5XX.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-override-request-response-parameters.html
 */
export class OverrideMap extends ContextMap {
  /** Names that were set more than once, in the order in which that happened. */
  readonly repeated = new Set<string>()
  readonly #set = new Set<JavaValue>()

  override set(name: JavaValue, value: JavaValue): this {
    if (this.#set.has(name)) this.repeated.add(toJavaText(name))
    this.#set.add(name)
    return super.set(name, value)
  }

  /** Fills in what was there before the template ran; it may be overridden once. */
  preset(name: JavaValue, value: JavaValue): void {
    super.set(name, value)
  }
}

/** `$context` itself: `requestOverride` and `responseOverride` can always be assigned to, listed among its keys or not. */
export class RootContextMap extends ContextMap {
  readonly requestOverride: ContextMap
  readonly responseOverride: ContextMap

  constructor(requestOverride: ContextMap, responseOverride: ContextMap) {
    super()
    this.requestOverride = requestOverride
    this.responseOverride = responseOverride
  }

  override get(name: JavaValue): JavaValue | undefined {
    const value = super.get(name)
    if (value !== undefined) return value
    if (name === 'requestOverride') return this.requestOverride
    return name === 'responseOverride' ? this.responseOverride : undefined
  }
}
