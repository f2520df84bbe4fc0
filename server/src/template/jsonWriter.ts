import { JavaException } from './javaException.ts'
import type { JavaList, JavaMap, JavaValue } from './values.ts'
import { JavaDouble, JavaObject } from './values.ts'

/** How json-smart escapes strings: as JSON asks for, or `/` as well, so that no `</script>` can stand in the text. */
export type JsonStyle = 'plain' | 'web'

/** Gives the text of what is neither String, list nor map: a number, a member's name of another class. */
export type TextOf = (value: JavaValue) => string

/**
 * Writes values as json-smart does: no blanks, control characters, U+007F to U+009F and U+2000 to U+20FF escaped.
 * https://github.com/netplex/json-smart-v2 (JSONStyle, JStylerObj)
 */
export function writeJson(value: JavaValue, style: JsonStyle, textOf: TextOf): string {
  if (typeof value === 'string') return quoteJson(value, style)
  const writer = new JsonWriter(style, textOf)
  writer.write(value, 0)
  return writer.text
}

/** How deep lists and maps may lie in each other before Java's stack would overflow; some hold themselves. */
const maxDepth = 1000

/** Most text, in UTF-16 units, that one value may give; lists that hold each other grow without bound. */
const maxText = 16 * 1024 * 1024

class JsonWriter {
  text = ''
  readonly #style: JsonStyle
  readonly #textOf: TextOf
  /** Names of members behind a comma, with what stands around them: the maps of a list have the same as a rule. */
  readonly #names = new Map<JavaValue, string>()

  constructor(style: JsonStyle, textOf: TextOf) {
    this.#style = style
    this.#textOf = textOf
  }

  write(value: JavaValue, depth: number): void {
    if (typeof value === 'string') this.text += quoteJson(value, this.#style)
    else if (typeof value === 'number') this.text += value
    else if (value === null || typeof value !== 'object') this.text += String(value)
    else if (Array.isArray(value)) this.#list(value, depth)
    else if (value instanceof JavaObject && value.iterate()) this.#list([...(value.iterate() ?? [])], depth)
    else if (value instanceof Map) this.#map(value, depth)
    else if (value instanceof JavaDouble && Math.abs(value.value) === Infinity) this.text += 'null'
    else this.text += this.#textOf(value)
  }

  #list(list: JavaList, depth: number): void {
    this.#bound(depth)
    if (list.length === 0) {
      this.text += '[]'
      return
    }
    for (let index = 0; index < list.length; index++) {
      this.text += index === 0 ? '[' : ','
      this.write(list[index] ?? null, depth + 1)
    }
    this.text += ']'
  }

  #map(map: JavaMap, depth: number): void {
    this.#bound(depth)
    let isFirst = true
    for (const [name, value] of map) {
      const written = this.#names.get(name) ?? this.#name(name)
      this.text += isFirst ? `{${written.slice(1)}` : written
      isFirst = false
      this.write(value, depth + 1)
    }
    this.text += isFirst ? '{}' : '}'
  }

  #name(name: JavaValue): string {
    const written = `,${quoteJson(typeof name === 'string' ? name : this.#textOf(name), this.#style)}:`
    if (typeof name === 'string' && this.#names.size < maxNames) this.#names.set(name, written)
    return written
  }

  #bound(depth: number): void {
    if (depth > maxDepth) throw new JavaException('java.lang.StackOverflowError')
    if (this.text.length > maxText) throw new JavaException('java.lang.OutOfMemoryError: Java heap space')
  }
}

const maxNames = 100

/** A string as JSON, in quotes. */
export function quoteJson(text: string, style: JsonStyle): string {
  return isSpecial(text, style) ? `"${text.replace(EVERY_SPECIAL[style], escapeCharacter)}"` : `"${text}"`
}

/** Most texts are short, and sooner looked through than a regular expression is started. */
function isSpecial(text: string, style: JsonStyle): boolean {
  if (text.length > 40) return (style === 'plain' ? PLAIN_SPECIAL : WEB_SPECIAL).test(text)
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (code < 0x20 || code > 0x7e || code === 0x22 || code === 0x5c) return true
    if (code === 0x2f && style === 'web') return true
  }
  return false
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
