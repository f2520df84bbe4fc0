import { mapMethods } from './javaMap.ts'
import { hashMapOrder, toJavaText } from './javaText.ts'
import type { JavaMap, JavaValue } from './values.ts'
import { JavaObject } from './values.ts'

/** `$foreach`: where a loop stands; also a Map for the template's own values, which inner loops see as well. */
export class ForeachScope extends JavaObject {
  index = -1
  hasNext = false
  /** The `#foreach` it belongs to. */
  readonly owner: object
  readonly parent: ForeachScope | undefined
  /** A variable of the template's own that it hides. */
  readonly replaced: JavaValue
  /** Made when a template first puts something there. */
  private held: JavaMap | undefined

  constructor(owner: object, previous: JavaValue) {
    super()
    this.owner = owner
    this.parent = previous instanceof ForeachScope ? previous : undefined
    this.replaced = this.parent ? null : previous
  }

  override toText(): string {
    return toJavaText(this.ordered())
  }

  override property(name: string): JavaValue | undefined {
    return this.fact(name) ?? this.fact(name.charAt(0).toLowerCase() + name.slice(1)) ?? this.get(name)
  }

  override iterate(): Iterable<JavaValue> {
    return this.ordered().values()
  }

  override call(name: string, args: readonly JavaValue[]): JavaValue | undefined {
    const [first] = args
    if (name === 'get' && args.length === 1) return this.get(first ?? null)
    if (name === 'hasNext' && args.length === 0) return this.hasNext
    const fact = args.length === 0 ? /^(?:get|is)([A-Z]\w*)$/.exec(name)?.[1] : undefined
    const value = fact === undefined ? undefined : this.fact(fact.charAt(0).toLowerCase() + fact.slice(1))
    return value ?? mapMethods.get(name)?.((this.held ??= new Map<JavaValue, JavaValue>()), args)
  }

  private fact(name: string): JavaValue | undefined {
    switch (name) {
      case 'index':
        return this.index
      case 'count':
        return this.index + 1
      case 'hasNext':
        return this.hasNext
      case 'first':
        return this.index < 1
      case 'last':
        return !this.hasNext
      case 'parent':
        return this.parent
      case 'topmost':
        return this.topmost()
      case 'info':
        return new ScopeInfo(this.depth())
      case 'replaced':
        return this.topmost().replaced
      default:
        return undefined
    }
  }

  private topmost(): ForeachScope {
    return this.parent ? this.parent.topmost() : this
  }

  private depth(): number {
    return this.parent ? this.parent.depth() + 1 : 1
  }

  private get(key: JavaValue): JavaValue {
    const value = this.held?.get(key) ?? null
    return value === null && this.parent && this.held?.has(key) !== true ? this.parent.get(key) : value
  }

  /** Its values in the order of a HashMap. */
  private ordered(): JavaMap {
    const held = this.held ?? new Map<JavaValue, JavaValue>()
    const keys = [...held.keys()].filter(key => typeof key === 'string')
    return new Map(hashMapOrder(keys).map(key => [key, held.get(key) ?? null]))
  }
}

/** `$foreach.info`. */
class ScopeInfo extends JavaObject {
  private readonly depth: number

  constructor(depth: number) {
    super()
    this.depth = depth
  }

  override toText(): string {
    return `#foreach[type:block${this.depth > 1 ? ` depth:${this.depth}` : ''}]`
  }

  override property(name: string): JavaValue | undefined {
    if (name === 'depth') return this.depth
    if (name === 'name') return 'foreach'
    return name === 'type' ? 'block' : undefined
  }

  override call(name: string, args: readonly JavaValue[]): JavaValue | undefined {
    const fact = args.length === 0 ? /^get([A-Z]\w*)$/.exec(name)?.[1] : undefined
    return fact === undefined ? undefined : this.property(fact.toLowerCase())
  }
}
