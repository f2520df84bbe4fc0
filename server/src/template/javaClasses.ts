import { JavaCollection, elementsOf, incomparable, noneOf, nothing } from './javaArguments.ts'
import { changeTime, hasChangedSince, noteChange } from './javaChanges.ts'
import { javaEquals, javaHash } from './javaEquality.ts'
import { JavaException } from './javaException.ts'
import { toJavaText } from './javaText.ts'
import type { JavaMap, JavaValue } from './values.ts'
import { JavaObject } from './values.ts'

/** A Character: one UTF-16 unit; equal to no String, though it prints as one. */
export class JavaCharacter extends JavaObject {
  readonly char: string

  constructor(char: string) {
    super()
    this.char = char
  }

  override toText(): string {
    return this.char
  }

  override property(): undefined {
    return undefined
  }

  override call(name: string, args: readonly JavaValue[]): JavaValue | undefined {
    const [other] = args
    if (args.length > 0) {
      const result = args.length === 1 ? this.callWith(name, other ?? null) : undefined
      return result ?? noneOf(characterMethods, name)
    }
    if (name === 'toString') return this.char
    if (name === 'charValue') return this
    return name === 'hashCode' ? this.char.charCodeAt(0) : undefined
  }

  private callWith(name: string, other: JavaValue): JavaValue | undefined {
    if (name === 'equals') return other instanceof JavaCharacter && other.char === this.char
    if (name === 'compareTo' && !(other instanceof JavaCharacter)) throw incomparable(other)
    if (!(other instanceof JavaCharacter)) return undefined
    if (name === 'compareTo') return this.char.charCodeAt(0) - other.char.charCodeAt(0)
    const test = characterTests.get(name)
    if (test) return test.test(other.char)
    if (name === 'toUpperCase') return new JavaCharacter(oneUnit(other.char.toUpperCase(), other.char))
    return name === 'toLowerCase'
      ? new JavaCharacter(oneUnit(other.char.toLowerCase(), other.char))
      : undefined
  }
}

const characterMethods: ReadonlySet<string> = new Set(['charValue', 'hashCode', 'toString'])

const characterTests: ReadonlyMap<string, RegExp> = new Map([
  ['isDigit', /\p{Nd}/u],
  ['isLetter', /\p{L}/u],
  ['isLetterOrDigit', /[\p{L}\p{Nd}]/u],
  ['isLowerCase', /\p{Lowercase}/u],
  ['isUpperCase', /\p{Uppercase}/u],
  ['isWhitespace', /[\t-\r\x1c-\x1f]|(?![\xa0\u2007\u202f])\p{Z}/u],
])

function oneUnit(text: string, otherwise: string): string {
  return text.length === 1 ? text : otherwise
}

/** A Java array, of `split` and `toCharArray`: what `java.lang.Object` has; `callOnArray` knows what Velocity adds. */
export class JavaArray extends JavaObject {
  readonly elements: JavaValue[]
  private readonly component: string

  constructor(component: string, elements: JavaValue[]) {
    super()
    this.component = component
    this.elements = elements
  }

  /** Java prints an array's address, which no one can rely on: here it is always the same. */
  override toText(): string {
    const name = arrayNames.get(this.component) ?? `L${this.component};`
    return `[${name}@1b6d3586`
  }

  override property(): undefined {
    return undefined
  }

  override iterate(): Iterable<JavaValue> {
    return this.elements
  }

  override call(name: string, args: readonly JavaValue[]): JavaValue | undefined {
    if (name === 'equals') return args.length === 1 ? args[0] === this : undefined
    if (args.length > 0) return noneOf(objectMethods, name)
    return name === 'hashCode' ? 0x1b6d3586 : name === 'toString' ? this.toText() : undefined
  }

  /** Whether `Array.set` takes the value. */
  takes(value: JavaValue): boolean {
    if (this.component === 'java.lang.String') return value === null || typeof value === 'string'
    if (this.component === 'char') return value instanceof JavaCharacter
    return this.component !== 'byte'
  }
}

const objectMethods: ReadonlySet<string> = new Set(['hashCode', 'toString'])

const arrayNames: ReadonlyMap<string, string> = new Map([
  ['byte', 'B'],
  ['char', 'C'],
])

/** An Iterator: what `iterator()` gives. */
export class JavaIterator extends JavaObject {
  readonly source: CheckedIteration

  constructor(source: CheckedIteration) {
    super()
    this.source = source
  }

  override toText(): string {
    return 'java.util.Iterator@1b6d3586'
  }

  override property(): undefined {
    return undefined
  }

  override call(name: string, args: readonly JavaValue[]): JavaValue | undefined {
    if (args.length > 0) return noneOf(iteratorMethods, name)
    if (name === 'hasNext') return this.source.hasNext
    return name === 'next' ? this.source.next() : undefined
  }
}

const iteratorMethods: ReadonlySet<string> = new Set(['hasNext', 'next'])

/** Goes over a collection as Java's iterators do. */
export interface CheckedIteration {
  readonly hasNext: boolean
  next(): JavaValue
}

/** Goes over a list; one that grows or shrinks meanwhile ends rendering, but for a last element that is gone. */
export class ListIteration implements CheckedIteration {
  private readonly list: readonly JavaValue[]
  private readonly since: number
  private taken = 0

  constructor(list: readonly JavaValue[]) {
    this.list = list
    this.since = changeTime()
  }

  get hasNext(): boolean {
    return this.taken !== this.list.length
  }

  next(): JavaValue {
    if (hasChangedSince(this.list, this.since))
      throw new JavaException('java.util.ConcurrentModificationException')
    if (this.taken >= this.list.length) throw new JavaException('java.util.NoSuchElementException')
    return this.list[this.taken++] ?? null
  }
}

/** Goes over a map, whose iterator knows its next entry beforehand. */
export class MapIteration implements CheckedIteration {
  private readonly map: JavaMap
  private readonly elements: Iterator<JavaValue>
  private readonly since: number
  private readonly count: number
  private taken = 0

  constructor(map: JavaMap, elements: Iterator<JavaValue>) {
    this.map = map
    this.elements = elements
    this.since = changeTime()
    this.count = map.size
  }

  get hasNext(): boolean {
    return this.taken < this.count
  }

  next(): JavaValue {
    if (hasChangedSince(this.map, this.since))
      throw new JavaException('java.util.ConcurrentModificationException')
    const step = this.elements.next()
    if (step.done === true) throw new JavaException('java.util.NoSuchElementException')
    this.taken++
    return step.value
  }
}

/** The keys, values or entries of a map, which change with it. */
export class MapView extends JavaCollection {
  private readonly map: JavaMap
  private readonly part: 'entries' | 'keys' | 'values'

  constructor(map: JavaMap, part: 'entries' | 'keys' | 'values') {
    super()
    this.map = map
    this.part = part
  }

  get size(): number {
    return this.map.size
  }

  override toText(): string {
    return toJavaText([...this.iterate()])
  }

  override property(name: string): JavaValue | undefined {
    return name === 'empty' ? this.map.size === 0 : undefined
  }

  override iterate(): IterableIterator<JavaValue> {
    if (this.part === 'keys') return this.map.keys()
    return this.part === 'values' ? this.map.values() : entriesOf(this.map)
  }

  iteration(): MapIteration {
    return new MapIteration(this.map, this.iterate())
  }

  override call(name: string, args: readonly JavaValue[]): JavaValue | undefined {
    const [first] = args
    if (args.length > 0) {
      const result = args.length === 1 && first !== undefined ? this.callWith(name, first) : undefined
      return result ?? noneOf(viewMethods, name)
    }
    switch (name) {
      case 'size':
        return this.map.size
      case 'isEmpty':
        return this.map.size === 0
      case 'iterator':
        return new JavaIterator(this.iteration())
      case 'toString':
        return this.toText()
      case 'toArray':
        return new JavaArray('java.lang.Object', [...this.iterate()])
      case 'hashCode':
        return [...this.iterate()].reduce<number>((sum, element) => (sum + javaHash(element)) | 0, 0)
      case 'clear':
        this.map.clear()
        noteChange(this.map)
        return nothing
      default:
        return undefined
    }
  }

  private callWith(name: string, value: JavaValue): JavaValue | undefined {
    const elements = [...this.iterate()]
    if (name === 'add') throw new JavaException('java.lang.UnsupportedOperationException')
    if (name === 'contains') return elements.some(element => javaEquals(element, value))
    if (name === 'equals') return this.equals(value)
    if (name === 'remove') return this.remove(element => javaEquals(element, value), true)
    const others = elementsOf(value)
    if (!others) return undefined
    if (name === 'addAll') {
      if (others.length > 0) throw new JavaException('java.lang.UnsupportedOperationException')
      return false
    }
    const isOther = (element: JavaValue) => others.some(other => javaEquals(element, other))
    if (name === 'containsAll')
      return others.every(other => elements.some(element => javaEquals(element, other)))
    if (name === 'removeAll') return this.remove(isOther, false)
    return name === 'retainAll' ? this.remove(element => !isOther(element), false) : undefined
  }

  private equals(other: JavaValue): boolean {
    if (this.part === 'values' || !(other instanceof MapView) || other.part === 'values')
      return other === this
    const others = [...other.iterate()]
    return (
      others.length === this.map.size &&
      [...this.iterate()].every(element => others.some(one => javaEquals(element, one)))
    )
  }

  private remove(isGone: (element: JavaValue) => boolean, isOnlyFirst: boolean): boolean {
    let hasRemoved = false
    for (const [key, value] of this.map) {
      const element =
        this.part === 'keys' ? key : this.part === 'values' ? value : new MapEntryObject(this.map, key)
      if (!isGone(element)) continue
      this.map.delete(key)
      noteChange(this.map)
      hasRemoved = true
      if (isOnlyFirst) break
    }
    return hasRemoved
  }
}

const viewMethods: ReadonlySet<string> = new Set([
  'clear',
  'hashCode',
  'isEmpty',
  'iterator',
  'size',
  'toString',
])

function* entriesOf(map: JavaMap): IterableIterator<JavaValue> {
  for (const key of map.keys()) yield new MapEntryObject(map, key)
}

/** An entry of a map: `.key`, `.value`. */
export class MapEntryObject extends JavaObject {
  private readonly map: JavaMap
  private readonly key: JavaValue
  private value: JavaValue

  constructor(map: JavaMap, key: JavaValue) {
    super()
    this.map = map
    this.key = key
    this.value = map.get(key) ?? null
  }

  override toText(): string {
    return `${toJavaText(this.key)}=${toJavaText(this.current)}`
  }

  override property(name: string): JavaValue | undefined {
    const lower = name.charAt(0).toLowerCase() + name.slice(1)
    return lower === 'key' ? this.key : lower === 'value' ? this.current : undefined
  }

  override call(name: string, args: readonly JavaValue[]): JavaValue | undefined {
    const [first] = args
    if (args.length === 1) {
      if (name === 'equals') return this.equals(first ?? null)
      if (name === 'setValue') return this.setValue(first ?? null)
    }
    if (args.length > 0) return noneOf(entryMethods, name)
    if (name === 'getKey') return this.key
    if (name === 'getValue') return this.current
    if (name === 'toString') return this.toText()
    return name === 'hashCode' ? javaHash(this.key) ^ javaHash(this.current) : undefined
  }

  /** An entry that was taken out of its map keeps its value. */
  private get current(): JavaValue {
    if (this.map.has(this.key)) this.value = this.map.get(this.key) ?? null
    return this.value
  }

  private equals(other: JavaValue): boolean {
    if (!(other instanceof MapEntryObject)) return false
    return javaEquals(this.key, other.key) && javaEquals(this.current, other.current)
  }

  private setValue(value: JavaValue): JavaValue {
    const before = this.current
    this.value = value
    if (this.map.has(this.key)) this.map.set(this.key, value)
    return before
  }
}

const entryMethods: ReadonlySet<string> = new Set(['getKey', 'getValue', 'hashCode', 'toString'])
