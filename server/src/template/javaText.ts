import type { JavaValue } from './values.ts'
import { JavaDouble, JsonArray, SilentMap } from './values.ts'
import { JavaException } from './javaException.ts'
import { writeJson } from './jsonWriter.ts'

/**
 * The text of a value as Java's `String.valueOf` gives it: `{a=1, b=[1, 2.0]}`; null is `null`. A list that json-smart
 * made is JSON, also inside of Java's text. What a template prints
 * for null is decided where it prints, not here.
 */
export function toJavaText(value: JavaValue): string {
  if (typeof value === 'string') return value
  if (typeof value === 'number') return String(value)
  if (value === null || typeof value !== 'object') return String(value)
  if (value instanceof JavaDouble) return doubleText(value.value)
  if (value instanceof JsonArray) return writeJson(value, 'web', toJavaText)
  if (value instanceof SilentMap) return ''
  if (Array.isArray(value) || value instanceof Map) {
    const writer = new CollectionWriter()
    writer.write(value, 0)
    return writer.text
  }
  return value.toText() ?? 'null'
}

/** `Double.toString`: `2.0`, `1.0E7`, `1.0E-5`, `NaN`; the shortest digits that name the number. */
export function doubleText(value: number): string {
  if (Number.isNaN(value)) return 'NaN'
  if (!Number.isFinite(value)) return value > 0 ? 'Infinity' : '-Infinity'
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0'
  const size = Math.abs(value)
  if (size >= 1e-3 && size < 1e7) {
    const text = String(value)
    return text.includes('.') ? text : `${text}.0`
  }
  const shortest = value.toExponential()
  // Java writes two digits at least, and of those the nearest: the least number above zero is 4.9E-324.
  const [digits = '', exponent = '0'] = (shortest.includes('.') ? shortest : value.toExponential(1)).split(
    'e',
  )
  return `${digits}E${Number(exponent)}`
}

/** `String.hashCode`: a signed 32-bit number over UTF-16 units. */
export function stringHash(text: string): number {
  let hash = 0
  for (let index = 0; index < text.length; index++) hash = (Math.imul(hash, 31) + text.charCodeAt(index)) | 0
  return hash
}

/**
 * The order in which a `java.util.HashMap` with these keys, put in the order given, is iterated. API Gateway's
 * `$context` is such a map.
 */
export function hashMapOrder(keys: readonly string[]): string[] {
  const distinct = [...new Set(keys)]
  let capacity = 16
  while (distinct.length > capacity * 0.75) capacity *= 2
  return distinct
    .map(key => ({ key, bucket: bucketOf(stringHash(key), capacity) }))
    .sort((one, other) => one.bucket - other.bucket)
    .map(({ key }) => key)
}

/** How deep lists and maps may lie in each other before Java's stack would overflow. */
const maxDepth = 1000

/** Most text, in UTF-16 units, that a list or map may print; lists that hold each other grow without bound. */
const maxText = 16 * 1024 * 1024

class CollectionWriter {
  text = ''

  write(value: JavaValue, depth: number): void {
    if (depth > maxDepth) throw new JavaException('java.lang.StackOverflowError')
    if (this.text.length > maxText) throw new JavaException('java.lang.OutOfMemoryError: Java heap space')
    if (value instanceof JsonArray) this.text += writeJson(value, 'web', toJavaText)
    else if (Array.isArray(value)) this.writeList(value, depth)
    else if (value instanceof Map && !(value instanceof SilentMap)) this.writeMap(value, depth)
    else this.text += toJavaText(value)
  }

  private writeList(list: readonly JavaValue[], depth: number): void {
    this.text += '['
    for (let index = 0; index < list.length; index++) {
      if (index > 0) this.text += ', '
      const item = list[index] ?? null
      if (item === list) this.text += '(this Collection)'
      else this.write(item, depth + 1)
    }
    this.text += ']'
  }

  private writeMap(map: ReadonlyMap<JavaValue, JavaValue>, depth: number): void {
    this.text += '{'
    let isFirst = true
    for (const [key, value] of map) {
      if (!isFirst) this.text += ', '
      isFirst = false
      if (key === map) this.text += '(this Map)'
      else this.write(key, depth + 1)
      this.text += '='
      if (value === map) this.text += '(this Map)'
      else this.write(value, depth + 1)
    }
    this.text += '}'
  }
}

function bucketOf(hash: number, capacity: number): number {
  return (hash ^ (hash >>> 16)) & (capacity - 1)
}
