import { JavaException } from './javaException.ts'
import type { JavaList, JavaMap, JavaValue } from './values.ts'
import { JavaDouble } from './values.ts'

/** How json-smart escapes strings: as JSON asks for, or `/` as well, so that no `</script>` can stand in the text. */
export type JsonStyle = 'plain' | 'web'

/** Gives the text of what is neither String, list nor map: a number, a member's name of another class. */
export type TextOf = (value: JavaValue) => string

/**
 * Writes values as json-smart does: no blanks, control characters, U+007F to U+009F and U+2000 to U+20FF escaped.
 * https://github.com/netplex/json-smart-v2 (JSONStyle, JStylerObj)
 */
export function writeJson(value: JavaValue, style: JsonStyle, textOf: TextOf): string {
  return new JsonWriter(style, textOf).write(value, 0)
}

/** How deep lists and maps may lie in each other before Java's stack would overflow; some hold themselves. */
const maxDepth = 1000

/** Most text, in UTF-16 units, that one value may give; lists that hold each other grow without bound. */
const maxText = 16 * 1024 * 1024

class JsonWriter {
  readonly #style: JsonStyle
  readonly #textOf: TextOf
  #written = 0

  constructor(style: JsonStyle, textOf: TextOf) {
    this.#style = style
    this.#textOf = textOf
  }

  write(value: JavaValue, depth: number): string {
    if (typeof value === 'string') return quoteJson(value, this.#style)
    if (value === null || typeof value !== 'object') return String(value)
    if (Array.isArray(value)) return this.#list(value, depth)
    if (value instanceof Map) return this.#map(value, depth)
    if (value instanceof JavaDouble && Math.abs(value.value) === Infinity) return 'null'
    return this.#textOf(value)
  }

  #list(list: JavaList, depth: number): string {
    this.#bound(depth)
    let text = '['
    for (let index = 0; index < list.length; index++) {
      if (index > 0) text += ','
      text += this.write(list[index] ?? null, depth + 1)
    }
    this.#written += text.length
    return text + ']'
  }

  #map(map: JavaMap, depth: number): string {
    this.#bound(depth)
    let text = '{'
    for (const [name, value] of map) {
      if (text.length > 1) text += ','
      const nameText = typeof name === 'string' ? name : this.#textOf(name)
      text += `${quoteJson(nameText, this.#style)}:${this.write(value, depth + 1)}`
    }
    this.#written += text.length
    return text + '}'
  }

  #bound(depth: number): void {
    if (depth > maxDepth) throw new JavaException('java.lang.StackOverflowError')
    // What nested lists hold is counted once more for each list around it, so the sum is bounded by depth as well.
    if (this.#written > maxText * 8) throw new JavaException('java.lang.OutOfMemoryError: Java heap space')
  }
}

/** A string as JSON, in quotes. */
export function quoteJson(text: string, style: JsonStyle): string {
  const special = style === 'plain' ? PLAIN_SPECIAL : WEB_SPECIAL
  return special.test(text) ? `"${text.replace(EVERY_SPECIAL[style], escapeCharacter)}"` : `"${text}"`
}

const PLAIN_SPECIAL = /["\\\u0000-\u001f\u007f-\u009f\u2000-\u20ff]/
const WEB_SPECIAL = /["\\/\u0000-\u001f\u007f-\u009f\u2000-\u20ff]/
const EVERY_SPECIAL = {
  plain: new RegExp(PLAIN_SPECIAL, 'g'),
  web: new RegExp(WEB_SPECIAL, 'g'),
}

const SHORT_ESCAPES: ReadonlyMap<string, string> = new Map([
  ['"', '\\"'],
  ['\\', '\\\\'],
  ['/', '\\/'],
  ['\b', '\\b'],
  ['\f', '\\f'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
])

function escapeCharacter(character: string): string {
  const short = SHORT_ESCAPES.get(character)
  return short ?? `\\u${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`
}
