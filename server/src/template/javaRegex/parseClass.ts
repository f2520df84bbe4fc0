import { caselessRange, literal, not, property, shorthand } from './characters.ts'
import type { Source } from './source.ts'
import type { CharacterTest, RegexFlags } from './tree.ts'

/** Reads `[...]` behind its first bracket: ranges, unions (`[a[bc]]`), intersections (`[a-z&&[^b]]`). */
export function parseClass(source: Source, flags: RegexFlags, depth = 0): CharacterTest {
  if (depth > maxDepth) throw source.refuse('Classes are nested too deep')
  const isNegative = source.accept('^')
  const operands: CharacterTest[][] = [[]]
  let isFirst = true
  for (;;) {
    if (flags.hasComments) source.skipComments()
    if (source.isAtEnd) throw source.refuse('Unclosed character class')
    if (!isFirst && source.accept(']')) break
    isFirst = false
    if (source.accept('&&')) operands.push([])
    else operands.at(-1)?.push(member(source, flags, depth))
  }
  const unions = operands.filter(tests => tests.length > 0).map(anyOf)
  const test: CharacterTest = codePoint => unions.every(union => union(codePoint))
  return isNegative ? not(test) : test
}

const maxDepth = 50

function anyOf(tests: readonly CharacterTest[]): CharacterTest {
  return codePoint => tests.some(test => test(codePoint))
}

function member(source: Source, flags: RegexFlags, depth: number): CharacterTest {
  if (source.accept('[')) return parseClass(source, flags, depth + 1)
  if (source.accept('\\Q')) {
    const tests = [...source.takeQuoted()].map(char => literal(char.codePointAt(0) ?? 0, flags))
    return anyOf(tests)
  }
  const known = knownClass(source)
  if (known) return known
  const from = character(source)
  if (!source.startsWith('-') || source.startsWith('-]') || source.startsWith('-[') || source.startsWith('-&&')) {
    return literal(from, flags)
  }
  source.takeCodePoint()
  if (source.isAtEnd) throw source.refuse('Illegal character range')
  const to = character(source)
  if (to < from) throw source.refuse('Illegal character range')
  return caselessRange(from, to, flags)
}

function character(source: Source): number {
  if (source.accept('\\')) return source.takeEscapedCodePoint()
  return source.takeCodePoint().codePointAt(0) ?? 0
}

function knownClass(source: Source): CharacterTest | undefined {
  const letter = source.takeMatch(/\\[dDwWsShHvV]/y)?.[1]
  if (letter !== undefined) return shorthand(letter)
  const text = source.takeMatch(/\\[pP](?:\{[^}]*\}|[A-Z])/y)
  if (text === undefined) return undefined
  const name = text.slice(2).replace(/[{}]/g, '')
  const test = property(name)
  if (!test) throw source.refuse(`Unknown character property name {${name}}`)
  return text[1] === 'P' ? not(test) : test
}
