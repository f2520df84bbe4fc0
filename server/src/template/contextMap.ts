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

  /** Fills an empty map. To put entries in one by one would order them as often. */
  fill(entries: ReadonlyMap<JavaValue, JavaValue>): void {
    for (const name of orderOf([...entries.keys()])) super.set(name, entries.get(name) ?? null)
  }

  #order(): void {
    const entries = new Map(this)
    const names = [...entries.keys()]
    const ordered = orderOf(names)
    if (ordered.every((name, index) => name === names[index])) return
    super.clear()
    for (const name of ordered) super.set(name, entries.get(name) ?? null)
  }
}

/** Contexts of one API have the same names at every request: their order is worked out once. */
const knownOrders = new Map<string, readonly JavaValue[]>()
const mostKnownOrders = 200

/** Names in the order of their hashes; those that are no strings stay at the end. */
function orderOf(names: readonly JavaValue[]): readonly JavaValue[] {
  const texts = names.filter(name => typeof name === 'string')
  if (texts.length < names.length)
    return [...hashMapOrder(texts), ...names.filter(name => typeof name !== 'string')]
  const key = texts.join('\n')
  const known = knownOrders.get(key)
  // A name with a newline in it looks like two, and is not kept.
  if (known?.length === texts.length) return known
  const ordered = hashMapOrder(texts)
  if (knownOrders.size < mostKnownOrders && !texts.some(name => name.includes('\n')))
    knownOrders.set(key, ordered)
  return ordered
}

/**
 * A map of overrides, `$context.requestOverride.header`. It remembers which names were set more than once: overrides are
 * final, and API Gateway answers a second one with a 5XX.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-override-request-response-parameters.html
 */
export class OverrideMap extends ContextMap {
  /** Names that were set more than once, in the order in which that happened. */
  readonly repeated: string[] = []
  #names: Set<JavaValue> | undefined

  override set(name: JavaValue, value: JavaValue): this {
    this.#names ??= new Set()
    const text = toJavaText(name)
    if (this.#names.has(name) && !this.repeated.includes(text)) this.repeated.push(text)
    this.#names.add(name)
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
