import { JavaException } from '../javaException.ts'
import { caretPlace, dollarPlace, dotSet, foldOf, negated, rangeSet, wordBoundary } from './characters.ts'
import { shorthandSet } from './characterClasses.ts'
import { parseCharacterClass, parseProperty } from './parseClass.ts'
import { RegexCursor } from './regexCursor.ts'
import type { RegexFlags, RegexNode, RegexTree, RepeatMode } from './regexTree.ts'

/** Reads a Java regular expression; throws a JavaException in Java's words for what is none. */
export function parseRegex(source: string, flags: string): RegexTree {
  if (source.length > maxLength)
    throw new JavaException(`not emulated: a regular expression of more than ${maxLength} characters`)
  return new RegexParser(source, readFlags(noFlags, flags, true)).whole()
}

const maxLength = 10_000

/** How deep groups may lie in each other. */
const maxDepth = 200

const noFlags: RegexFlags = {
  ignoresCase: false,
  unicodeCase: false,
  unicodeClasses: false,
  isMultiline: false,
  dotAll: false,
  unixLines: false,
  comments: false,
}

function readFlags(flags: RegexFlags, letters: string, isOn: boolean): RegexFlags {
  let changed = flags
  for (const letter of letters) {
    if (letter === 'i') changed = { ...changed, ignoresCase: isOn }
    else if (letter === 'u') changed = { ...changed, unicodeCase: isOn }
    else if (letter === 'U') changed = { ...changed, unicodeClasses: isOn, unicodeCase: isOn }
    else if (letter === 'm') changed = { ...changed, isMultiline: isOn }
    else if (letter === 's') changed = { ...changed, dotAll: isOn }
    else if (letter === 'd') changed = { ...changed, unixLines: isOn }
    else if (letter === 'x') changed = { ...changed, comments: isOn }
  }
  return changed
}

class RegexParser {
  readonly #cursor: RegexCursor
  readonly #names = new Map<string, number>()
  #flags: RegexFlags
  #groupCount = 0
  #depth = 0

  constructor(source: string, flags: RegexFlags) {
    this.#cursor = new RegexCursor(source)
    this.#flags = flags
  }

  whole(): RegexTree {
    const node = this.#choice()
    if (!this.#cursor.isAtEnd) throw this.#cursor.fault(`Unmatched closing ')'`)
    return { node, groupCount: this.#groupCount, groupNames: this.#names }
  }

  #choice(): RegexNode {
    if (++this.#depth > maxDepth) throw new JavaException('java.lang.StackOverflowError')
    const branches = [this.#sequence()]
    while (this.#cursor.takes('|')) branches.push(this.#sequence())
    this.#depth--
    const [only] = branches
    return branches.length === 1 && only ? only : { type: 'choice', branches }
  }

  #sequence(): RegexNode {
    const nodes: RegexNode[] = []
    for (;;) {
      if (this.#flags.comments) this.#cursor.skipComments()
      const character = this.#cursor.current
      if (character === '' || character === '|' || character === ')') break
      const node = this.#atom(character)
      if (node) nodes.push(this.#repeated(node))
    }
    const [only] = nodes
    return nodes.length === 1 && only ? only : { type: 'sequence', nodes }
  }

  /** One character, class, group or place; undefined for what stands for nothing: `(?i)`, an empty `\Q\E`. */
  #atom(character: string): RegexNode | undefined {
    const cursor = this.#cursor
    switch (character) {
      case '(':
        return this.#group()
      case '[':
        cursor.position++
        return { type: 'set', holds: parseCharacterClass(cursor, this.#flags) }
      case '.':
        cursor.position++
        return { type: 'set', holds: dotSet(this.#flags) }
      case '^':
        cursor.position++
        return { type: 'place', isAt: caretPlace(this.#flags) }
      case '$':
        cursor.position++
        return { type: 'place', isAt: dollarPlace(this.#flags) }
      case '\\':
        return this.#escape()
      case '*':
      case '+':
      case '?':
        throw cursor.fault(`Dangling meta character '${character}'`)
      case '{':
        throw cursor.fault('Illegal repetition')
      default:
        return this.#literal(cursor.nextCodePoint())
    }
  }

  #literal(codePoint: number): RegexNode {
    return { type: 'set', holds: rangeSet(codePoint, codePoint, foldOf(this.#flags)) }
  }

  #escape(): RegexNode | undefined {
    const cursor = this.#cursor
    cursor.position++
    const letter = cursor.current
    if (letter === 'Q') return this.#quoted()
    if (/[1-9]/.test(letter)) return this.#backReference()
    if (letter === 'k') return this.#namedReference()
    if (letter === 'R') return this.#lineBreak()
    const place = this.#place(letter)
    if (place) {
      cursor.position++
      return place
    }
    if (letter === 'p' || letter === 'P') return { type: 'set', holds: parseProperty(cursor, this.#flags) }
    const set = shorthandSet(letter.toLowerCase(), this.#flags.unicodeClasses)
    if (set) {
      cursor.position++
      return { type: 'set', holds: letter === letter.toLowerCase() ? set : negated(set) }
    }
    return this.#literal(cursor.escapedCodePoint())
  }

  #place(letter: string): RegexNode | undefined {
    switch (letter) {
      case 'A':
        return { type: 'place', isAt: (_, position) => position === 0 }
      case 'z':
        return { type: 'place', isAt: (text, position) => position === text.length }
      case 'Z':
        return { type: 'place', isAt: dollarPlace({ ...this.#flags, isMultiline: false }) }
      case 'G':
        return { type: 'place', isAt: (_, position, searchStart) => position === searchStart }
      case 'b':
        return { type: 'place', isAt: wordBoundary }
      case 'B':
        return { type: 'place', isAt: (text, position, start) => !wordBoundary(text, position, start) }
      default:
        return undefined
    }
  }

  /** `\Q…\E`; a quantifier behind it is of its last character. */
  #quoted(): RegexNode | undefined {
    const points = [...this.#cursor.quotedText()].map(character =>
      this.#literal(character.codePointAt(0) ?? 0),
    )
    const last = points.pop()
    if (!last) return undefined
    return points.length === 0 ? last : { type: 'sequence', nodes: [...points, this.#repeated(last)] }
  }

  /** As many digits as there are groups for; the first is always one. */
  #backReference(): RegexNode {
    const cursor = this.#cursor
    let index = Number(cursor.current)
    cursor.position++
    while (/[0-9]/.test(cursor.current) && index * 10 + Number(cursor.current) <= this.#groupCount) {
      index = index * 10 + Number(cursor.current)
      cursor.position++
    }
    return this.#reference(index)
  }

  #namedReference(): RegexNode {
    const cursor = this.#cursor
    cursor.position++
    if (!cursor.takes('<')) throw cursor.fault(`\\k is not followed by '<' for named capturing group`)
    const name = cursor.groupName()
    const index = this.#names.get(name)
    if (index === undefined) throw cursor.fault(`named capturing group <${name}> does not exist`)
    return this.#reference(index)
  }

  #reference(index: number): RegexNode {
    return { type: 'backReference', index, fold: foldOf(this.#flags) ?? (codePoint => codePoint) }
  }

  #lineBreak(): RegexNode {
    this.#cursor.position++
    const [carriageReturn, lineFeed] = [rangeSet(13, 13, undefined), rangeSet(10, 10, undefined)]
    const pair: RegexNode = {
      type: 'sequence',
      nodes: [
        { type: 'set', holds: carriageReturn },
        { type: 'set', holds: lineFeed },
      ],
    }
    const vertical = shorthandSet('v', false) ?? lineFeed
    return { type: 'choice', branches: [pair, { type: 'set', holds: vertical }] }
  }

  #group(): RegexNode | undefined {
    const cursor = this.#cursor
    const flags = this.#flags
    cursor.position++
    if (!cursor.takes('?')) return this.#captured(undefined, flags)
    if (cursor.takes(':')) return this.#closed(flags)
    if (cursor.takes('>')) return { type: 'atomic', node: this.#closed(flags) }
    if (cursor.takes('=')) return this.#look(false, false, flags)
    if (cursor.takes('!')) return this.#look(false, true, flags)
    if (cursor.takes('<=')) return this.#look(true, false, flags)
    if (cursor.takes('<!')) return this.#look(true, true, flags)
    if (cursor.takes('<')) return this.#captured(cursor.groupName(), flags)
    return this.#flagGroup(flags)
  }

  #captured(name: string | undefined, flags: RegexFlags): RegexNode {
    const index = ++this.#groupCount
    if (name !== undefined) {
      if (this.#names.has(name))
        throw this.#cursor.fault(`Named capturing group <${name}> is already defined`)
      this.#names.set(name, index)
    }
    return { type: 'capture', index, node: this.#closed(flags) }
  }

  #look(isBehind: boolean, isNegative: boolean, flags: RegexFlags): RegexNode {
    const node = this.#closed(flags)
    if (isBehind && !hasMaximum(node))
      throw this.#cursor.fault('Look-behind group does not have an obvious maximum length')
    return { type: 'look', node, isBehind, isNegative }
  }

  /** `(?i)` holds to the end of the group around it, `(?i:…)` in its own. */
  #flagGroup(flags: RegexFlags): RegexNode | undefined {
    const cursor = this.#cursor
    const letters = cursor.takeWhile(/[a-zA-Z]/)
    let changed = readFlags(flags, letters, true)
    let all = letters
    if (cursor.takes('-')) {
      const off = cursor.takeWhile(/[a-zA-Z]/)
      changed = readFlags(changed, off, false)
      all += off
    }
    if (/[^dixmsuU]/.test(all)) throw cursor.fault('Unknown inline modifier')
    this.#flags = changed
    if (cursor.takes(')')) return undefined
    if (!cursor.takes(':')) throw cursor.fault('Unknown group type')
    return this.#closed(flags)
  }

  /** The inside of a group and its `)`; flags set in it end with it. */
  #closed(flagsAfter: RegexFlags): RegexNode {
    const node = this.#choice()
    if (!this.#cursor.takes(')')) throw this.#cursor.fault('Unclosed group')
    this.#flags = flagsAfter
    return node
  }

  #repeated(node: RegexNode): RegexNode {
    const cursor = this.#cursor
    if (this.#flags.comments) cursor.skipComments()
    const bounds = cursor.repetition()
    if (!bounds) return node
    const mode: RepeatMode = cursor.takes('?') ? 'lazy' : cursor.takes('+') ? 'possessive' : 'greedy'
    return { type: 'repeat', node, ...bounds, mode }
  }
}

function hasMaximum(node: RegexNode): boolean {
  switch (node.type) {
    case 'sequence':
      return node.nodes.every(hasMaximum)
    case 'choice':
      return node.branches.every(hasMaximum)
    case 'repeat':
      // Since Java 9 a single character may be repeated without bound, by an oversight.
      return (
        ['set', 'place', 'look'].includes(node.node.type) || (node.max !== Infinity && hasMaximum(node.node))
      )
    case 'capture':
    case 'atomic':
      return hasMaximum(node.node)
    default:
      return node.type !== 'backReference'
  }
}
