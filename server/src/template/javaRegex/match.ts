import { JavaException } from '../javaException.ts'
import { equalsFolded, isLineTerminator, isWordCharacter } from './characters.ts'
import type { Assertion, Regex, RegexNode } from './tree.ts'

/** Where a match and its groups lie: start and end of group n at 2n and 2n + 1, -1 for a group that did not match. */
export type Match = readonly number[]

/** Steps of matching that one call of a method may take beside some for each character of the text. */
const baseSteps = 500_000
const stepsPerCharacter = 20

/**
 * A matcher of one expression against one text. It goes back over its choices as Java's own does, so that it finds what
 * Java finds, and counts its steps: JavaScript's RegExp cannot be stopped, and lacks possessive and atomic groups.
 */
export class Matcher {
  private readonly text: string
  private readonly start: Step
  private readonly groups: number
  private captures: number[] = []
  private stepsLeft: number
  private lastEnd = 0

  constructor(regex: Regex, text: string) {
    this.text = text
    // A hostile expression could go on for years.
    this.stepsLeft = baseSteps + stepsPerCharacter * text.length
    this.groups = regex.groups
    this.start = this.compile(regex.root, at => {
      this.captures[1] = at
      return true
    })
  }

  /** The first match that begins at `from` or later. */
  find(from: number): Match | undefined {
    for (let at = from; at <= this.text.length; at++) {
      if (this.matchAt(at)) return this.captures
    }
    return undefined
  }

  /** Whether the whole text matches. */
  matches(regex: Regex): boolean {
    this.captures = this.noCaptures()
    return this.guarded(this.compile(regex.root, at => at === this.text.length), 0)
  }

  private matchAt(at: number): boolean {
    this.captures = this.noCaptures()
    this.captures[0] = at
    if (!this.guarded(this.start, at)) return false
    this.lastEnd = this.captures[1] ?? 0
    return true
  }

  private noCaptures(): number[] {
    return Array.from({ length: 2 * (this.groups + 1) }, () => -1)
  }

  private guarded(step: Step, at: number): boolean {
    try {
      return step(at)
    } catch (error) {
      // Java's matcher recurses as well, and ends so on a long text.
      if (error instanceof RangeError) throw new JavaException('java.lang.StackOverflowError')
      throw error
    }
  }

  private count(): void {
    if (--this.stepsLeft >= 0) return
    throw new JavaException('the regular expression takes too many steps on this text; make it simpler')
  }

  private compile(node: RegexNode, next: Step): Step {
    this.count()
    switch (node.kind) {
      case 'sequence':
        return node.items.reduceRight<Step>((rest, item) => this.compile(item, rest), next)
      case 'choice': {
        const branches = node.branches.map(branch => this.compile(branch, next))
        return at => branches.some(branch => branch(at))
      }
      case 'character':
        return at => {
          this.count()
          const end = this.characterEnd(node.test, at)
          return end >= 0 && next(end)
        }
      case 'group':
        return this.compileGroup(node, next)
      case 'atomic':
        return this.compileAtomic(node.body, next)
      case 'look':
        return this.compileLook(node, next)
      case 'repeat':
        return this.compileRepeat(node, next)
      case 'backReference':
        return this.compileBackReference(node, next)
      case 'assertion':
        return at => this.holds(node.assertion, at) && next(at)
    }
  }

  /** The end of one character that passes the test, or -1. */
  private characterEnd(test: (codePoint: number) => boolean, at: number): number {
    const code = this.text.codePointAt(at)
    if (code === undefined || !test(code)) return -1
    return at + (code > 0xffff ? 2 : 1)
  }

  private compileGroup({ index, body }: Extract<RegexNode, { kind: 'group' }>, next: Step): Step {
    const begun: number[] = []
    const inner = this.compile(body, at => {
      const [start, end] = [this.captures[2 * index] ?? -1, this.captures[2 * index + 1] ?? -1]
      const from = begun.pop() ?? 0
      this.captures[2 * index] = from
      this.captures[2 * index + 1] = at
      if (next(at)) return true
      this.captures[2 * index] = start
      this.captures[2 * index + 1] = end
      begun.push(from)
      return false
    })
    return at => {
      begun.push(at)
      if (inner(at)) return true
      begun.pop()
      return false
    }
  }

  /** Matches once, and gives nothing back. */
  private compileAtomic(body: RegexNode, next: Step): Step {
    let end = -1
    const inner = this.compile(body, at => {
      end = at
      return true
    })
    return at => {
      const saved = [...this.captures]
      if (inner(at) && next(end)) return true
      this.captures = saved
      return false
    }
  }

  private compileLook({ isBehind, isNegative, body }: Extract<RegexNode, { kind: 'look' }>, next: Step): Step {
    let wanted = -1
    const inner = this.compile(body, at => !isBehind || at === wanted)
    const found = (at: number) => {
      if (!isBehind) return inner(at)
      const outer = wanted
      wanted = at
      let from = at
      while (from >= 0 && !inner(from)) {
        this.count()
        from--
      }
      wanted = outer
      return from >= 0
    }
    return at => {
      const saved = [...this.captures]
      const isThere = found(at)
      if (isThere === isNegative) {
        this.captures = saved
        return false
      }
      if (isNegative) this.captures = saved
      if (next(at)) return true
      this.captures = saved
      return false
    }
  }

  private compileRepeat(node: Extract<RegexNode, { kind: 'repeat' }>, next: Step): Step {
    if (node.mode === 'possessive') {
      return this.compileAtomic({ ...node, mode: 'greedy' }, next)
    }
    if (node.body.kind === 'character') return this.compileCharacters(node.body.test, node, next)
    const { min, max, mode } = node
    const loop =
      (count: number, from: number): Step =>
      at => {
        this.count()
        // An empty pass ends the loop, as in Java.
        if (at === from && count > min) return next(at)
        const again = () => count < max && this.compile(node.body, loop(count + 1, at))(at)
        if (count < min) return again()
        return mode === 'greedy' ? again() || next(at) : next(at) || again()
      }
    return loop(0, -1)
  }

  /** A repeated single character, without a call for each. */
  private compileCharacters(
    test: (codePoint: number) => boolean,
    { min, max, mode }: Pick<Extract<RegexNode, { kind: 'repeat' }>, 'max' | 'min' | 'mode'>,
    next: Step,
  ): Step {
    const advance = (at: number) => {
      this.count()
      return this.characterEnd(test, at)
    }
    return from => {
      let at = from
      for (let count = 0; count < min; count++) {
        at = advance(at)
        if (at < 0) return false
      }
      if (mode === 'lazy') {
        for (let count = min; ; count++) {
          if (next(at)) return true
          if (count >= max) return false
          at = advance(at)
          if (at < 0) return false
        }
      }
      const least = at
      for (let count = min; count < max; count++) {
        const end = advance(at)
        if (end < 0) break
        at = end
      }
      for (;;) {
        if (next(at)) return true
        if (at <= least) return false
        this.count()
        at -= isLowSurrogate(this.text, at - 1) && at - 2 >= least ? 2 : 1
      }
    }
  }

  private compileBackReference(
    { index, ignoresCase }: Extract<RegexNode, { kind: 'backReference' }>,
    next: Step,
  ): Step {
    return at => {
      const [start, end] = [this.captures[2 * index] ?? -1, this.captures[2 * index + 1] ?? -1]
      if (start < 0 || end < 0) return false
      for (let offset = 0; offset < end - start; offset++) {
        this.count()
        const [one, other] = [this.text.charCodeAt(start + offset), this.text.charCodeAt(at + offset)]
        if (one !== other && !(ignoresCase && equalsFolded(one, other))) return false
      }
      return next(at + end - start)
    }
  }

  private holds(assertion: Assertion, at: number): boolean {
    const { text } = this
    switch (assertion) {
      case 'inputStart':
        return at === 0
      case 'inputEnd':
        return at === text.length
      case 'lastMatchEnd':
        return at === this.lastEnd
      case 'lastLineEnd':
      case 'lastUnixLineEnd':
        return this.isLastLineEnd(at, assertion === 'lastUnixLineEnd')
      case 'lineStart':
      case 'unixLineStart':
        return this.isLineStart(at, assertion === 'unixLineStart')
      case 'lineEnd':
      case 'unixLineEnd':
        return at === text.length || this.isLineEnd(at, assertion === 'unixLineEnd')
      case 'wordBoundary':
        return this.isWordBoundary(at)
      case 'noWordBoundary':
        return !this.isWordBoundary(at)
    }
  }

  private isLastLineEnd(at: number, isUnix: boolean): boolean {
    const rest = this.text.length - at
    if (rest === 0) return true
    if (rest === 2 && !isUnix) return this.text.endsWith('\r\n')
    return rest === 1 && this.isLineEnd(at, isUnix)
  }

  /** At the end of the text no line starts. */
  private isLineStart(at: number, isUnix: boolean): boolean {
    if (at === 0) return true
    if (at === this.text.length || !isLineTerminator(this.text.charCodeAt(at - 1), isUnix)) return false
    return isUnix || !(this.text[at - 1] === '\r' && this.text[at] === '\n')
  }

  private isLineEnd(at: number, isUnix: boolean): boolean {
    if (!isLineTerminator(this.text.charCodeAt(at), isUnix)) return false
    return isUnix || !(this.text[at] === '\n' && this.text[at - 1] === '\r')
  }

  private isWordBoundary(at: number): boolean {
    const before = at > 0 && isBoundaryCharacter(this.text, at - 1)
    const after = at < this.text.length && isBoundaryCharacter(this.text, at)
    return before !== after
  }
}

/** Goes on matching at an offset; whether the whole matches from there. */
type Step = (at: number) => boolean

function isLowSurrogate(text: string, at: number): boolean {
  const code = text.charCodeAt(at)
  return code >= 0xdc00 && code <= 0xdfff
}

/** For `\b` Java takes letters and digits of all scripts (until 19). */
function isBoundaryCharacter(text: string, at: number): boolean {
  const code = text.charCodeAt(at)
  return isWordCharacter(code) || (code > 127 && /[\p{L}\p{Nd}]/u.test(text[at] ?? ''))
}
