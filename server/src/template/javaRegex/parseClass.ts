import { foldOf, negated, rangeSet } from './characters.ts'
import { propertySet, shorthandSet } from './characterClasses.ts'
import type { RegexCursor } from './regexCursor.ts'
import type { CharacterSet, RegexFlags } from './regexTree.ts'

/** Reads a class, from behind its `[` to behind its `]`: ranges, escapes, classes in it, `&&` for what both hold. */
export function parseCharacterClass(cursor: RegexCursor, flags: RegexFlags, depth = 0): CharacterSet {
  if (depth > maxDepth) throw cursor.fault('The class is nested too deeply')
  const isNegated = cursor.takes('^')
  let intersected: CharacterSet | undefined
  let parts: CharacterSet[] = []
  for (let isFirst = true; ; isFirst = false) {
    if (flags.comments) cursor.skipComments()
    if (cursor.isAtEnd) throw cursor.fault('Unclosed character class')
    if (cursor.current === ']' && !(isFirst && intersected === undefined) && cursor.takes(']')) break
    if (cursor.takes('&&')) {
      intersected = parts.length > 0 ? intersect(intersected, union(parts)) : intersected
      parts = []
    } else if (cursor.takes('[')) parts.push(parseCharacterClass(cursor, flags, depth + 1))
    else parts.push(parseItem(cursor, flags))
  }
  if (parts.length === 0 && !intersected) throw cursor.fault('Bad class syntax')
  const set = parts.length > 0 || !intersected ? intersect(intersected, union(parts)) : intersected
  return isNegated ? negated(set) : set
}

const maxDepth = 50

/** Reads `\p{…}` or `\PL`; the cursor is on the `p`. */
export function parseProperty(cursor: RegexCursor, flags: RegexFlags): CharacterSet {
  const isNegated = cursor.current === 'P'
  cursor.position++
  let name = cursor.current
  cursor.position++
  if (name === '{') {
    name = cursor.takeWhile(/[^}]/)
    if (!cursor.takes('}')) throw cursor.fault('Unclosed character family')
  }
  const set = propertySet(name, flags.unicodeClasses)
  if (!set) throw cursor.fault(`Unknown character property name {${name}}`)
  return isNegated ? negated(set) : set
}

function union(sets: readonly CharacterSet[]): CharacterSet {
  const [only] = sets
  if (sets.length === 1 && only) return only
  return codePoint => sets.some(holds => holds(codePoint))
}

function intersect(one: CharacterSet | undefined, other: CharacterSet): CharacterSet {
  return one ? codePoint => one(codePoint) && other(codePoint) : other
}

/** A character, a range of them, or an escape that stands for a set. */
function parseItem(cursor: RegexCursor, flags: RegexFlags): CharacterSet {
  if (cursor.current === '\\') {
    const set = parseEscapedSet(cursor, flags)
    if (set) return set
  }
  const low = parseCharacter(cursor)
  const isRange =
    cursor.current === '-' && !/^-(?:[[\]]|$)/.test(cursor.source.slice(cursor.position, cursor.position + 2))
  if (!isRange) return rangeSet(low, low, foldOf(flags))
  cursor.position++
  const high = parseCharacter(cursor)
  if (high < low) throw cursor.fault('Illegal character range')
  return rangeSet(low, high, foldOf(flags))
}

function parseEscapedSet(cursor: RegexCursor, flags: RegexFlags): CharacterSet | undefined {
  const letter = cursor.source.charAt(cursor.position + 1)
  if (letter === 'p' || letter === 'P') {
    cursor.position++
    return parseProperty(cursor, flags)
  }
  if (letter === 'Q') {
    cursor.position++
    const points = [...cursor.quotedText()].map(character => character.codePointAt(0) ?? 0)
    return union(points.map(point => rangeSet(point, point, foldOf(flags))))
  }
  const set = shorthandSet(letter.toLowerCase(), flags.unicodeClasses)
  if (!set) return undefined
  cursor.position += 2
  return letter === letter.toLowerCase() ? set : negated(set)
}

function parseCharacter(cursor: RegexCursor): number {
  if (cursor.current !== '\\') return cursor.nextCodePoint()
  cursor.position++
  return cursor.escapedCodePoint()
}
