import { JavaException } from '../javaException.ts'
import { isLineTerminator, literal, not, property, shorthand } from './characters.ts'
import { parseClass } from './parseClass.ts'
import { Source } from './source.ts'
import type { Regex, RegexFlags, RegexNode, RepeatMode } from './tree.ts'

/** Reads a regular expression as `java.util.regex.Pattern` does; throws what Java throws. */
export function parseRegex(pattern: string): Regex {
  const source = new Source(pattern)
  const reader = new Reader(source)
  const root = reader.choice()
  if (!source.isAtEnd) throw source.refuse('Unmatched closing )')
  return { root, groups: reader.groups, names: reader.names }
}

/** How deep groups may nest. */
const maxDepth = 200

class Reader {
  readonly names = new Map<string, number>()
  groups = 0
  private readonly source: Source
  private flags: RegexFlags = {
    ignoresCase: false,
    isUnicodeCase: false,
    isMultiline: false,
    isDotAll: false,
    hasComments: false,
    isUnixLines: false,
  }
  private depth = 0

  constructor(source: Source) {
    this.source = source
  }

  choice(): RegexNode {
    if (++this.depth > maxDepth) throw new JavaException('java.lang.StackOverflowError')
    const branches = [this.sequence()]
    while (this.source.accept('|')) branches.push(this.sequence())
    this.depth--
    const [only] = branches
    return branches.length === 1 && only ? only : { kind: 'choice', branches }
  }

  private sequence(): RegexNode {
    const items: RegexNode[] = []
    for (;;) {
      if (this.flags.hasComments) this.source.skipComments()
      const next = this.source.peek()
      if (next === undefined || next === '|' || next === ')') break
      const atom = this.atom()
      if (atom) items.push(this.repeated(atom))
    }
    const [only] = items
    return items.length === 1 && only ? only : { kind: 'sequence', items }
  }

  private atom(): RegexNode | undefined {
    const { source } = this
    const char = source.takeCodePoint()
    switch (char) {
      case '(':
        return this.group()
      case '[':
        return { kind: 'character', test: parseClass(source, this.flags) }
      case '.':
        return { kind: 'character', test: this.dot() }
      case '^':
        return this.assertion(this.flags.isMultiline ? (this.flags.isUnixLines ? 'unixLineStart' : 'lineStart') : 'inputStart')
      case '$':
        return this.dollar()
      case '\\':
        return this.escape()
      case '*':
      case '+':
      case '?':
        throw source.refuse(`Dangling meta character '${char}'`)
      default:
        return { kind: 'character', test: literal(char.codePointAt(0) ?? 0, this.flags) }
    }
  }

  private assertion(assertion: Extract<RegexNode, { kind: 'assertion' }>['assertion']): RegexNode {
    return { kind: 'assertion', assertion }
  }

  private dollar(): RegexNode {
    const { isMultiline, isUnixLines } = this.flags
    if (isMultiline) return this.assertion(isUnixLines ? 'unixLineEnd' : 'lineEnd')
    return this.assertion(isUnixLines ? 'lastUnixLineEnd' : 'lastLineEnd')
  }

  private dot(): (codePoint: number) => boolean {
    if (this.flags.isDotAll) return () => true
    const { isUnixLines } = this.flags
    return codePoint => !isLineTerminator(codePoint, isUnixLines)
  }

  private group(): RegexNode | undefined {
    const { source } = this
    if (!source.accept('?')) return this.capturing()
    if (source.accept('<=')) return this.look(true, false)
    if (source.accept('<!')) return this.look(true, true)
    if (source.accept('<')) return this.named()
    if (source.accept('=')) return this.look(false, false)
    if (source.accept('!')) return this.look(false, true)
    const outer = { ...this.flags }
    if (source.accept('>')) {
      const body = this.closed(outer)
      return { kind: 'atomic', body }
    }
    this.readFlags()
    // `(?i)` holds to the end of the group around it, `(?i:` to its own.
    if (source.accept(')')) return undefined
    if (!source.accept(':')) throw source.refuse('Unknown inline modifier')
    return this.closed(outer)
  }

  private closed(outer: RegexFlags): RegexNode {
    const body = this.choice()
    if (!this.source.accept(')')) throw this.source.refuse('Unclosed group')
    this.flags = outer
    return body
  }

  private capturing(): RegexNode {
    const index = ++this.groups
    return { kind: 'group', index, body: this.closed({ ...this.flags }) }
  }

  private named(): RegexNode {
    const name = this.source.takeMatch(/[a-zA-Z][a-zA-Z0-9]*/y)
    if (name === undefined || !this.source.accept('>')) {
      throw this.source.refuse('named capturing group is missing trailing \'>\'')
    }
    if (this.names.has(name)) throw this.source.refuse(`Named capturing group <${name}> is already defined`)
    this.names.set(name, this.groups + 1)
    return this.capturing()
  }

  private look(isBehind: boolean, isNegative: boolean): RegexNode {
    const body = this.closed({ ...this.flags })
    if (isBehind && !Number.isFinite(maxLength(body))) {
      throw this.source.refuse('Look-behind group does not have an obvious maximum length')
    }
    return { kind: 'look', isBehind, isNegative, body }
  }

  private readFlags(): void {
    let isOn = true
    const flags = { ...this.flags }
    for (;;) {
      const flag = this.source.peek()
      if (flag === '-' && isOn) isOn = false
      else if (flag === 'i') flags.ignoresCase = isOn
      else if (flag === 'u') flags.isUnicodeCase = isOn
      else if (flag === 'm') flags.isMultiline = isOn
      else if (flag === 's') flags.isDotAll = isOn
      else if (flag === 'x') flags.hasComments = isOn
      else if (flag === 'd') flags.isUnixLines = isOn
      else break
      this.source.takeCodePoint()
    }
    this.flags = flags
  }

  private escape(): RegexNode {
    const { source } = this
    const next = source.peek()
    if (next === undefined) throw source.refuse('Unexpected internal error')
    if (next === 'Q') return this.quoted()
    const assertion = escapedAssertions.get(next)
    if (assertion) {
      source.takeCodePoint()
      return this.assertion(assertion)
    }
    if (/[1-9]/.test(next)) return this.backReference()
    if (next === 'k') return this.namedBackReference()
    if (next === 'R') return this.lineBreak()
    return { kind: 'character', test: escapedCharacter(source, this.flags) }
  }

  private quoted(): RegexNode {
    this.source.takeCodePoint()
    const text = this.source.takeQuoted()
    return {
      kind: 'sequence',
      items: [...text].map(char => ({ kind: 'character', test: literal(char.codePointAt(0) ?? 0, this.flags) })),
    }
  }

  private backReference(): RegexNode {
    let index = Number(this.source.takeCodePoint())
    // Further digits belong to it only while there is such a group.
    for (;;) {
      const digit = this.source.peek()
      if (digit === undefined || !/\d/.test(digit) || index * 10 + Number(digit) > this.groups) break
      index = index * 10 + Number(digit)
      this.source.takeCodePoint()
    }
    return { kind: 'backReference', index, ignoresCase: this.flags.ignoresCase }
  }

  private namedBackReference(): RegexNode {
    const name = this.source.takeMatch(/k<([a-zA-Z][a-zA-Z0-9]*)>/y)?.slice(2, -1)
    const index = name === undefined ? undefined : this.names.get(name)
    if (index === undefined) throw this.source.refuse(`named capturing group <${name ?? ''}> does not exist`)
    return { kind: 'backReference', index, ignoresCase: this.flags.ignoresCase }
  }

  private lineBreak(): RegexNode {
    this.source.takeCodePoint()
    const character = (code: number): RegexNode => ({ kind: 'character', test: one => one === code })
    const pair: RegexNode = { kind: 'sequence', items: [character(13), character(10)] }
    const one: RegexNode = { kind: 'character', test: code => (code >= 10 && code <= 13) || isLineTerminator(code, false) }
    return { kind: 'choice', branches: [pair, one] }
  }

  private repeated(atom: RegexNode): RegexNode {
    if (this.flags.hasComments) this.source.skipComments()
    const counts = this.counts()
    if (!counts) return atom
    const mode: RepeatMode = this.source.accept('?') ? 'lazy' : this.source.accept('+') ? 'possessive' : 'greedy'
    return this.repeated({ kind: 'repeat', body: atom, mode, ...counts })
  }

  private counts(): { readonly min: number; readonly max: number } | undefined {
    const { source } = this
    if (source.accept('*')) return { min: 0, max: Infinity }
    if (source.accept('+')) return { min: 1, max: Infinity }
    if (source.accept('?')) return { min: 0, max: 1 }
    if (source.peek() !== '{') return undefined
    const text = source.takeMatch(/\{\d{1,9}(?:,\d{0,9})?\}/y)
    if (text === undefined) throw source.refuse('Illegal repetition')
    const [min = '', max] = text.slice(1, -1).split(',')
    const counts = { min: Number(min), max: max === undefined ? Number(min) : max === '' ? Infinity : Number(max) }
    if (counts.max < counts.min) throw source.refuse('Illegal repetition range')
    return counts
  }
}

const escapedAssertions: ReadonlyMap<string, Extract<RegexNode, { kind: 'assertion' }>['assertion']> = new Map([
  ['A', 'inputStart'],
  ['z', 'inputEnd'],
  ['Z', 'lastLineEnd'],
  ['b', 'wordBoundary'],
  ['B', 'noWordBoundary'],
  ['G', 'lastMatchEnd'],
])

/** What follows a backslash and stands for one character, within and outside of `[...]`. */
function escapedCharacter(source: Source, flags: RegexFlags): (codePoint: number) => boolean {
  const next = source.peek() ?? ''
  const known = /[dDwWsShHvV]/.test(next) ? shorthand(next) : undefined
  if (known) {
    source.takeCodePoint()
    return known
  }
  if (next === 'p' || next === 'P') return escapedProperty(source)
  return literal(source.takeEscapedCodePoint(), flags)
}

function escapedProperty(source: Source): (codePoint: number) => boolean {
  const isNegative = source.takeCodePoint() === 'P'
  const text = source.takeMatch(/\{[^}]*\}|[A-Z]/y)
  if (text === undefined) throw source.refuse('Unknown character property')
  const name = text.startsWith('{') ? text.slice(1, -1) : text
  const test = property(name)
  if (!test) throw source.refuse(`Unknown character property name {${name}}`)
  return isNegative ? not(test) : test
}

/** The most characters a node can match. */
function maxLength(node: RegexNode): number {
  switch (node.kind) {
    case 'sequence':
      return node.items.reduce((sum, item) => sum + maxLength(item), 0)
    case 'choice':
      return Math.max(...node.branches.map(maxLength))
    case 'character':
      return 2
    case 'group':
    case 'atomic':
      return maxLength(node.body)
    case 'repeat': {
      const length = maxLength(node.body)
      return length === 0 ? 0 : length * node.max
    }
    case 'backReference':
      return Infinity
    case 'look':
    case 'assertion':
      return 0
  }
}
