import { JavaException } from './javaException.ts'
import type { JavaRegex, RegexMatch } from './javaRegex/javaRegex.ts'
import { compileJavaRegex, RegexBudget } from './javaRegex/javaRegex.ts'
import { checkedText, checkSize } from './limits.ts'

/** `text.matches(pattern)`: the whole text. */
export function regexMatches(text: string, pattern: string): boolean {
  return compileJavaRegex(pattern).matches(text)
}

/** `text.replaceAll(pattern, replacement)`, or `replaceFirst`. */
export function regexReplace(
  text: string,
  pattern: string,
  replacement: string,
  mode: 'all' | 'first',
): string {
  const regex = compileJavaRegex(pattern)
  const budget = new RegexBudget()
  let result = ''
  let copied = 0
  let from = 0
  for (;;) {
    const match = regex.find(text, from, budget)
    if (!match) break
    const { start, end } = match
    result = checkedText(result + text.slice(copied, start) + expand(replacement, { text, match, regex }))
    copied = end
    if (mode === 'first') break
    // An empty match is followed by a try one character further on.
    from = end === start ? end + 1 : end
    if (from > text.length) break
  }
  return result + text.slice(copied)
}

/** `text.split(pattern, limit)`; with limit 0 empty texts at the end are left out. */
export function regexSplit(text: string, pattern: string, limit: number): string[] {
  const regex = compileJavaRegex(pattern)
  if (text === '') return ['']
  const budget = new RegexBudget()
  const parts: string[] = []
  let copied = 0
  for (let from = 0; from <= text.length;) {
    const match = limit > 0 && parts.length === limit - 1 ? undefined : regex.find(text, from, budget)
    if (!match) break
    const { start, end } = match
    from = end === start ? end + 1 : end
    // An empty match at the beginning cuts nothing off (since Java 8).
    if (copied === 0 && start === 0 && end === 0) continue
    checkSize(parts.length)
    parts.push(text.slice(copied, start))
    copied = end
  }
  if (copied === 0 && parts.length === 0) return [text]
  parts.push(text.slice(copied))
  if (limit === 0) while (parts.length > 0 && parts.at(-1) === '') parts.pop()
  return parts
}

interface Found {
  readonly text: string
  readonly match: RegexMatch
  readonly regex: JavaRegex
}

/** A replacement: `$1`, `${name}`, and a backslash before what stands for itself. */
function expand(replacement: string, found: Found): string {
  let result = ''
  for (let at = 0; at < replacement.length;) {
    const char = replacement[at++] ?? ''
    if (char === '\\') {
      if (at >= replacement.length)
        throw new JavaException('java.lang.IllegalArgumentException: character to be escaped is missing')
      result += replacement[at++] ?? ''
    } else if (char === '$') {
      const { index, end } = groupAt(replacement, at, found.regex)
      result += groupText(found, index)
      at = end
    } else result += char
  }
  return result
}

function groupAt(
  replacement: string,
  at: number,
  { groupCount, groupNames }: JavaRegex,
): { index: number; end: number } {
  if (at >= replacement.length) {
    throw new JavaException(
      'java.lang.IllegalArgumentException: Illegal group reference: group index is missing',
    )
  }
  if (replacement[at] === '{') {
    const name = /^[a-zA-Z][a-zA-Z0-9]*(?=\})/.exec(replacement.slice(at + 1))?.[0]
    const index = name === undefined ? undefined : groupNames.get(name)
    if (name === undefined || index === undefined) {
      throw new JavaException(`java.lang.IllegalArgumentException: No group with name {${name ?? ''}}`)
    }
    return { index, end: at + name.length + 2 }
  }
  let index = digitAt(replacement, at)
  if (index === undefined)
    throw new JavaException('java.lang.IllegalArgumentException: Illegal group reference')
  let end = at + 1
  // Further digits belong to it only while there is such a group.
  for (;;) {
    const digit = digitAt(replacement, end)
    if (digit === undefined || index * 10 + digit > groupCount) break
    index = index * 10 + digit
    end++
  }
  if (index > groupCount) throw new JavaException(`java.lang.IndexOutOfBoundsException: No group ${index}`)
  return { index, end }
}

function digitAt(text: string, at: number): number | undefined {
  const char = text[at] ?? ''
  return char >= '0' && char <= '9' ? Number(char) : undefined
}

function groupText({ text, match }: Found, index: number): string {
  const group = match.groups[index]
  return group ? text.slice(...group) : ''
}
